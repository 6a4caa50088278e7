"""The list of tasks as a workbook: who asked, when and why stand on it; numbers stay masked (A10).

Text is written as text, whatever it begins with: nothing in the file is ever a live formula.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from followups.models import Task
from followups.models.tasks import TaskQuerySet
from followups.words import sex_and_age
from staff.models import User

LIMIT = 20_000  # rows
# A code in the log, which holds no words that somebody typed; the remark stands on the workbook alone.
REASONS = {
    "monthly_report": _lazy("for the month's report"),
    "department": _lazy("a department asked for it"),
    "leaders": _lazy("the hospital's leaders asked for it"),
    "own_check": _lazy("checking our own work"),
    "other": _lazy("something else"),
}
LONGEST_CELL = 32_767


def task_workbook(
    tasks: TaskQuerySet, *, by: User, reason: str, remark: str, now: datetime
) -> tuple[bytes, int]:
    """The file and how many rows are in it, LIMIT at most; `reason` is one of REASONS."""
    found = tasks.select_related("patient", "department", "rule", "visit__doctor", "agent").prefetch_related(
        "patient__numbers"
    )[:LIMIT]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Follow-up tasks"))
    sheet.freeze_panes = "A3"
    mark = _("%(name)s, %(when)s, for: %(reason)s") % {
        "name": by.full_name,
        "when": f"{now:%Y-%m-%d %H:%M}",
        "reason": " ".join(filter(None, [str(REASONS[reason]), remark])),
    }
    sheet.append(_cells(sheet, [mark]))
    sheet.append(_cells(sheet, _headings()))
    count = 0
    for row in _rows(found, now):
        sheet.append(_cells(sheet, row))
        count += 1
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue(), count


def _headings() -> list[str]:
    who = [_("Patient"), _("Sex, age"), _("Medical record number"), _("Telephone"), _("Department")]
    what = [_("Doctor"), _("Follow-up"), _("From"), _("Until"), _("State"), _("Ended because")]
    return [*who, *what, _("Attempts counted"), _("Agent")]


def _rows(tasks: Iterable[Task], now: datetime) -> Iterable[list[str]]:
    for task in tasks:
        patient = task.patient
        yield [
            patient.name,
            sex_and_age(patient.sex, patient.age_on(now.date())),
            patient.mrn or "",
            ", ".join(number.masked for number in patient.numbers.all()),
            task.department.name,
            task.visit.doctor.name if task.visit.doctor else "",
            str(task.rule),
            f"{task.opens.astimezone(now.tzinfo):%Y-%m-%d %H:%M}",
            f"{task.closes.astimezone(now.tzinfo):%Y-%m-%d %H:%M}",
            str(task.get_state_display()),
            task.end_reason_label,
            str(task.counted),
            task.agent.full_name if task.agent else "",
        ]


def _cells(sheet: Any, values: Sequence[str]) -> list[Any]:
    cells = []
    for value in values:
        written = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
        cell = WriteOnlyCell(sheet, value=written[:LONGEST_CELL])
        cell.data_type = "s"
        cells.append(cell)
    return cells
