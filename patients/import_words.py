"""Codes of an import as sentences in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from patients.importing.errors import LEFT_OUT, Fault
from patients.importing.messages import ADVICE, REFUSED, TEXTS
from patients.models import ImportedRow, ImportFile, RowResult
from patients.models.imports import ImportedRowQuerySet
from patients.models.visits import KIND_LABELS
from policy.visits import VisitKind

WHY = {
    "word": "",
    "columns": _("from the other columns"),
    "on_record": _("as it stands on record"),
    "not_arrived": _("marked as not arrived"),
    "appointment_without_visit": _("an appointment without a visit"),
    "department": _("because of the department"),
    "operation": _("an operation is given"),
    "operation_word": _("the kind of visit names an operation"),
    "abnormal": _("abnormal results are given"),
    "abnormal_word": _("the kind of visit says abnormal"),
    "not_discharged": _("not discharged yet"),
    "payment_word": _("payment from the kind of visit"),
    "amount": _("payment from the amount"),
    "amount_against_flag": _("an amount was paid although marked unpaid"),
    "paid_flag": _("payment as marked"),
    "payment_unknown": _("payment not said, taken as treated"),
    "discharge_for_visit": _("counted from the discharge"),
    "admission_for_visit": _("counted from the admission"),
    "appointment_for_visit": _("counted from the appointment"),
    "visit_for_appointment": _("counted from the visit"),
    "no_date": _("no date to count from"),
}
TAGS = {
    RowResult.CREATED: ("accent", ""),
    RowResult.UPDATED: ("", ""),
    RowResult.UNCHANGED: ("", ""),
    RowResult.REJECTED: ("danger", "x-lg"),
    RowResult.SKIPPED: ("", ""),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One finding about one cell."""

    column: str
    value: str
    why: str
    advice: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the preview or of a result."""

    number: int
    result: str
    tag: str
    icon: str
    name: str
    department: str
    kind: str
    text: str
    findings: list[Said] = field(default_factory=list)

    @property
    def is_rejected(self) -> bool:
        return self.result == RowResult.REJECTED

    @property
    def is_skipped(self) -> bool:
        return self.result == RowResult.SKIPPED

    @property
    def label(self) -> str:
        return str(RowResult(self.result).label)


def sentence(code: str, params: Mapping[str, Any]) -> str:
    text = TEXTS.get(code)
    return gettext(text) % params if text else code


def advice(code: str, params: Mapping[str, Any]) -> str:
    text = ADVICE.get(code)
    return gettext(text) % params if text else ""


def refusal_of(file: ImportFile) -> Said | None:
    if not file.refusal:
        return None
    code, params = file.refusal["code"], file.refusal["params"]
    return refusal(code, params)


def refusal(code: str, params: Mapping[str, Any]) -> Said:
    if code not in REFUSED:
        return Said("", "", gettext("The file cannot be read."), "")
    return Said("", "", sentence(code, params), advice(code, params))


def findings_of(row: ImportedRow) -> list[Said]:
    return [
        Said(
            found["column"],
            found["value"],
            sentence(found["code"], found["params"]),
            advice(found["code"], found["params"]),
        )
        for found in row.errors
    ]


def line_of(row: ImportedRow, *, name_columns: tuple[int, ...] = (), forecast: bool = True) -> Line:
    """`name_columns`: where a rejected row's name stands among its cells."""
    said = row.parsed or {}
    result = row.forecast if forecast else row.result
    tag, icon = TAGS.get(RowResult(result), ("", ""))
    if any(error["code"] == Fault.ANOTHER_HEADING for error in row.errors):
        name_columns = ()
    cells = [str(row.cells[index] or "") for index in name_columns if index < len(row.cells)]
    found = findings_of(row) if row.errors else []
    return Line(
        number=row.number,
        result=result,
        tag=tag,
        icon=icon,
        name=said.get("name") or " ".join(filter(None, cells)),
        department=said.get("department", ""),
        kind=kind_of(row),
        text=_text(row, result, found),
        findings=found,
    )


def kind_of(row: ImportedRow) -> str:
    if not row.kind:
        return ""
    label = str(KIND_LABELS[VisitKind(row.kind)])
    if (row.parsed or {}).get("cancelled"):
        return gettext("%(kind)s, cancelled") % {"kind": label}
    if "not_discharged" in row.why:
        return gettext("%(kind)s, not discharged") % {"kind": label}
    return label


def _text(row: ImportedRow, result: str, found: list[Said]) -> str:
    if result == RowResult.REJECTED:
        return "; ".join(f"{said.column} {said.value} {said.why}".strip() for said in found)
    if result == RowResult.SKIPPED:
        return gettext("%(what)s: no visit, not counted") % {"what": sentence(row.why[0], {})}
    if row.why and row.why[0].startswith("repeats:"):
        return gettext("says the same as row %(row)s") % {"row": row.why[0].partition(":")[2]}
    if row.why and row.why[0].startswith("adds:"):
        return gettext("adds to the visit of row %(row)s") % {"row": row.why[0].partition(":")[2]}
    if row.why and row.why[0].startswith("taken_back:"):
        return gettext("row %(row)s and this one: the visit was cancelled") % {
            "row": row.why[0].partition(":")[2]
        }
    reasons = [str(WHY[code]) for code in row.why if WHY.get(code) and code != "not_discharged"]
    return gettext(", ").join([*reasons, *(said.why for said in found)])


@dataclass(frozen=True, slots=True)
class Remark:
    icon: str
    title: str
    text: str
    only: str = ""  # which rows it speaks of


NOTED = "noted"  # rows that were taken with something left out


def noted_rows(file: ImportFile) -> ImportedRowQuerySet:
    rows: ImportedRowQuerySet = file.rows.with_notes(LEFT_OUT)
    return rows


def remarks_of(file: ImportFile) -> list[Remark]:
    """What should be known about a file before or after it is written."""
    notes, remarks = file.notes, _about_sheets(file) + _about_added(file)
    if n := notes.get("no_phone"):
        title = ngettext("%(n)s row without a telephone number", "%(n)s rows without a telephone number", n)
        text = gettext("Their tasks are made, cannot be dialled and wait for a number; they count as due.")
        remarks.append(Remark("telephone-x", title % {"n": n}, text))
    if n := noted_rows(file).count():
        title = ngettext(
            "%(n)s row taken with something left out", "%(n)s rows taken with something left out", n
        )
        text = gettext(
            "A sex, date, number or other value could not be read; the patients are called all the same."
        )
        remarks.append(Remark("eraser", title % {"n": n}, text, NOTED))
    if names := notes.get("new_departments"):
        title = ngettext("%(n)s new department: %(names)s", "%(n)s new departments: %(names)s", len(names))
        shown = gettext(", ").join(names[:5]) + ("…" if len(names) > 5 else "")
        text = gettext("Please confirm them after the import.")
        remarks.append(Remark("building-add", title % {"n": len(names), "names": shown}, text))
    if n := notes.get("readmissions"):
        title = ngettext("%(n)s patient admitted again", "%(n)s patients admitted again", n)
        text = gettext("Earlier tasks are suspended; the new discharge makes its own.")
        remarks.append(Remark("people", title % {"n": n}, text))
    if n := notes.get("another_person"):
        title = ngettext(
            "%(n)s row rejected: its record number belongs to another person",
            "%(n)s rows rejected: their record numbers belong to other persons",
            n,
        )
        text = gettext("Name and sex, birth date or age differ. Check the column of the record numbers.")
        remarks.append(Remark("exclamation-triangle", title % {"n": n}, text, RowResult.REJECTED))
    if n := notes.get("visit_of_another"):
        title = ngettext(
            "%(n)s row rejected: its visit number belongs to another patient’s visit",
            "%(n)s rows rejected: their visit numbers belong to other patients’ visits",
            n,
        )
        text = gettext(
            "Numbers that start again every day tell no visits apart."
            " Choose the column with the lasting number, or none."
        )
        remarks.append(Remark("exclamation-triangle", title % {"n": n}, text, RowResult.REJECTED))
    if n := notes.get("cancelled"):
        title = ngettext("%(n)s cancelled visit", "%(n)s cancelled visits", n)
        remarks.append(Remark("calendar-x", title % {"n": n}, gettext("Their open tasks are withdrawn.")))
    return remarks


def _about_sheets(file: ImportFile) -> list[Remark]:
    names = file.notes.get("other_sheets", [])
    if not names:
        return []
    title = ngettext(
        "%(n)s more sheet with visits: %(names)s", "%(n)s more sheets with visits: %(names)s", len(names)
    )
    shown = gettext(", ").join(names)
    text = gettext("Only one sheet is imported. Send the file again and choose the other one.")
    return [Remark("files", title % {"n": len(names), "names": shown}, text)]


def _about_added(file: ImportFile) -> list[Remark]:
    if not (n := file.notes.get("adds")):
        return []
    title = ngettext("%(n)s row adds to a visit", "%(n)s rows add to a visit", n)
    text = gettext("Their diagnoses, operations and wards stand with the first row; they count as unchanged.")
    return [Remark("layers", title % {"n": n}, text)]


def skipped_of(file: ImportFile) -> str:
    """ "total 1, blank row 2" """
    counts = file.notes.get("skipped", {})
    return gettext(", ").join(f"{sentence(code, {})} {n}" for code, n in counts.items())
