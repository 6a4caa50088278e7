"""The details as files: a workbook for people, CSV for machines (docs/exports.md holds its columns)."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from followups.spreadsheet import Workbook, Written, type_of_cell
from reports.details import Detail, details_of, rule_names
from reports.detailwords import told
from reports.table import harmless

WIDTHS = (17, 12, 14, 16, 14, 12, 12, 20, 10, 14, 16, 16, 8, 16, 40, 60, 16, 12)
COLUMNS = (
    "call_id", "dialled_at", "patient", "medical_record_number", "visit_kinds", "department", "wards",
    "doctors", "rules", "agent", "number_masked", "outcome", "reason", "seconds", "satisfaction",
    "satisfaction_by_subject", "satisfaction_reasons", "notes", "complaint", "alert",
)  # fmt: skip
MARK = "\ufeff"  # by it Excel knows UTF-8


def write_sheet(book: Workbook, pks: Sequence[int], *, mark: str) -> Iterator[int]:
    """One row a call; yields how many are written."""
    book.sheet(_("Details and notes"), heads(), widths=WIDTHS, note=mark)
    rules, done = rule_names(), 0
    for some in details_of(pks):
        done += book.rows(_row(detail, rules) for detail in some)
        yield done


def heads() -> list[str]:
    who = [_("Dialled"), _("Patient"), _("Medical record number"), _("Visit"), _("Department"), _("Ward")]
    call = [_("Doctor"), _("Follow-up"), _("Agent"), _("Telephone"), _("Outcome"), _("Reason"), _("Seconds")]
    what = [_("Satisfaction"), _("Satisfaction, more"), pgettext("details", "Notes")]
    return [*who, *call, *what, _("Complaint"), _("Alert")]


def _row(detail: Detail, rules: dict[int, str]) -> list[type_of_cell]:
    words = told(detail, rules)
    return [
        detail.dialled_at.replace(tzinfo=None), detail.patient, detail.mrn, words.kinds, detail.department,
        words.wards, words.doctors, words.rules, detail.agent, detail.number, words.outcome, words.reason,
        detail.seconds, words.satisfaction, words.why, detail.notes, detail.complaint, words.alert,
    ]  # fmt: skip


def write_csv(out: Written, pks: Sequence[int]) -> Iterator[int]:
    """RFC 4180 with codes that no language changes; yields how many rows are written."""
    out.write((MARK + _lines([COLUMNS])).encode())
    rules, done = rule_names(), 0
    for some in details_of(pks):
        out.write(_lines([_values(detail, rules) for detail in some]).encode())
        done += len(some)
        yield done


def _lines(rows: Sequence[Sequence[object]]) -> str:
    stream = StringIO()
    csv.writer(stream).writerows([[harmless(str(value)) for value in row] for row in rows])
    return stream.getvalue()


def _values(detail: Detail, rules: dict[int, str]) -> list[object]:
    others = [one for one in detail.said if one.subject != "overall"]
    return [
        detail.pk, detail.dialled_at.isoformat(), detail.patient, detail.mrn, "|".join(detail.kinds),
        detail.department, "|".join(detail.wards), "|".join(detail.doctors),
        "|".join(rules.get(pk, "") for pk in detail.rules), detail.agent, detail.number, detail.outcome,
        detail.reason, detail.seconds, detail.overall or "",
        "|".join(f"{one.subject}={one.level}" for one in others),
        "|".join(f"{one.subject}: {one.reason}" for one in detail.said if one.reason),
        detail.notes, detail.complaint, detail.level,
    ]  # fmt: skip
