"""What the pages of an import show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from patients.actions.rejects import rejected_rows
from patients.forms import MappingForm
from patients.import_words import NOTED, Line, line_of, noted_rows, refusal_of, remarks_of, skipped_of
from patients.importing.cells.phones import read_phones
from patients.importing.encodings import OFFERED
from patients.importing.fields import Field
from patients.importing.headings import missing
from patients.importing.labels import CONFIDENCES, FIELDS
from patients.importing.layout import Column, Confidence, Layout
from patients.models import ImportedRow, ImportFile, ImportState, PhoneNumber, RowResult

PREVIEW_ROWS = 9
PREVIEW_EACH = 2  # of each result, so that a rejection is seen wherever it stands
SHOWN_COLUMNS = 10
REJECTED_SHOWN = 50
ILLNESS = (Field.DIAGNOSIS, Field.OPERATION, Field.ABNORMAL, Field.ORDERS)
ASKED = (Confidence.UNKNOWN, Confidence.GUESSED)


@dataclass(frozen=True, slots=True)
class Choice:
    """A column, what it becomes and how that was found."""

    index: int
    title: str
    first: str
    field: str
    label: str
    icon: str
    asked: bool
    filled: int
    options: list[tuple[str, str]]


def layout_of(file: ImportFile) -> Layout:
    layout = file.headings.get("layout")
    return Layout.from_json(layout) if layout else Layout(1, (), ())


def choices_of(layout: Layout) -> list[Choice]:
    labels = {**FIELDS, Field.NAME: gettext_noop("patient's name")}
    options = [(str(field), _(label)) for field, label in labels.items()]
    return [_choice(column, options) for column in layout.columns]


def _choice(column: Column, options: list[tuple[str, str]]) -> Choice:
    asked = column.confidence in ASKED
    icon = "question-circle-fill" if asked else "check-lg"
    if column.confidence in (Confidence.REMEMBERED, Confidence.CHOSEN):
        icon = "clock-history"
    return Choice(
        index=column.index,
        title=column.title or _("column %(number)s") % {"number": column.index + 1},
        first=_shown(column),
        field=str(column.field or ""),
        label=_(CONFIDENCES[column.confidence]),
        icon=icon,
        asked=asked,
        filled=column.filled,
        options=options,
    )


def _shown(column: Column) -> str:
    """The first value; numbers masked, identity numbers and what somebody has not at all (E8)."""
    if column.identity or column.field in ILLNESS:
        return "…"
    if column.field in (Field.PHONE, Field.CONTACT_PHONE):
        phones = read_phones(column.first).phones
        return ", ".join(PhoneNumber(number=phone.number).masked for phone in phones)
    return column.first


def progress(file: ImportFile, *, now: datetime) -> dict[str, Any]:
    writing = file.state in (ImportState.QUEUED, ImportState.RUNNING)
    return {
        "file": file,
        "writing": writing,
        "left": _left(file, now) if writing else None,
        "step": 3 if writing else 2,
    }


def _left(file: ImportFile, now: datetime) -> int | None:
    """Seconds, from the speed so far."""
    if not (file.started_at and file.rows_done):
        return None
    gone = (now - file.started_at).total_seconds()
    return max(1, round(gone / file.rows_done * (file.rows_total - file.rows_done)))


def preview(file: ImportFile, *, form: MappingForm | None = None) -> dict[str, Any]:
    layout = layout_of(file)
    choices = sorted(choices_of(layout), key=lambda choice: (choice.field == Field.IGNORE, choice.index))
    first = choices[:SHOWN_COLUMNS]
    asked = [choice for choice in choices if choice.asked and choice not in first]
    first = first[: SHOWN_COLUMNS - len(asked)] + asked
    counted = [column.confidence for column in layout.columns]
    return {
        "file": file,
        "form": form,
        "shown": first,
        "more": [choice for choice in choices if choice not in first],
        "columns": len(layout.columns),
        "recognised": sum(c in (Confidence.EXACT, Confidence.SYNONYM) for c in counted),
        "remembered": sum(c in (Confidence.REMEMBERED, Confidence.CHOSEN) for c in counted),
        "asked": [choice for choice in choices if choice.asked],
        "missing": [_(FIELDS[field]) for field in missing(layout)],
        "lines": lines(file, _first_rows(file)),
        "remarks": remarks_of(file),
        "wanted": file.created + file.updated,
        "encodings": OFFERED if not file.headings.get("sure", True) else (),
        "step": 2,
    }


def _first_rows(file: ImportFile) -> list[ImportedRow]:
    """The first rows, and the first ones of each result wherever they stand, in the order of the file."""
    rows: dict[int, ImportedRow] = {}
    for result in (RowResult.REJECTED, RowResult.UPDATED, RowResult.UNCHANGED, RowResult.SKIPPED):
        rows |= {row.pk: row for row in file.rows.filter(forecast=result).order_by("number")[:PREVIEW_EACH]}
    for row in file.rows.order_by("number")[:PREVIEW_ROWS]:
        if len(rows) >= PREVIEW_ROWS:
            break
        rows[row.pk] = row
    return sorted(rows.values(), key=lambda row: row.number)


def lines(file: ImportFile, rows: Iterable[ImportedRow]) -> list[Line]:
    names = layout_of(file).fields.get(Field.NAME, ())
    forecast = file.state != ImportState.DONE
    return [line_of(row, name_columns=names, forecast=forecast) for row in rows]


def rows(file: ImportFile, *, only: str) -> dict[str, Any]:
    """`only`: one of RowResult, NOTED, or nothing."""
    if only == NOTED:
        found, label = noted_rows(file), _("with something left out")
    elif only:
        found, label = file.rows.filter(**{_told(file): only}), str(RowResult(only).label)
    else:
        found, label = file.rows.all(), ""
    return {"file": file, "rows": found.order_by("number"), "only": only, "label": label}


def _told(file: ImportFile) -> str:
    return "result" if file.state == ImportState.DONE else "forecast"


def result(file: ImportFile) -> dict[str, Any]:
    took = 0
    if file.finished_at and file.started_at:
        took = max(1, round((file.finished_at - file.started_at).total_seconds()))
    return {
        "file": file,
        "took": took,
        "skipped": skipped_of(file),
        "remarks": remarks_of(file),
        "new_departments": len(file.notes.get("new_departments", ())),
        "rejected": lines(file, rejected_rows(file).order_by("number")[:REJECTED_SHOWN]),
        "step": 4,
    }


def ended(file: ImportFile) -> dict[str, Any]:
    return {"file": file, "refusal": refusal_of(file)}
