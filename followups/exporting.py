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

from followups.answer_words import said, without_free_words
from followups.models import Answer, Purpose, Task
from followups.models.tasks import TaskQuerySet
from followups.posing import sheets_of
from followups.words import sex_and_age
from staff.models import User

LIMIT = 20_000  # rows
MOST_ANSWERS = 100_000
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
    _add_answers(book, list(found), mark, now)
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


def _add_answers(book: Workbook, tasks: Sequence[Task], mark: str, now: datetime) -> None:
    """A second sheet: what was answered in the calls on these tasks, in words."""
    calls = Purpose.objects.filter(task__in=[task.pk for task in tasks]).values("attempt")
    found = Answer.objects.standing().filter(attempt__in=calls)
    sheets = sheets_of(found.order_by().values_list("version", flat=True).distinct())
    sheet = book.create_sheet(_("Answers"))
    sheet.freeze_panes = "A3"
    sheet.append(_cells(sheet, [mark]))
    who = [_("Patient"), _("Medical record number"), _("Department"), _("Called"), _("Agent")]
    sheet.append(_cells(sheet, [*who, _("Question"), _("Answer"), _("Person concerned"), _("Reason")]))
    related = found.select_related("attempt__patient", "attempt__department", "attempt__agent")
    newest = related.order_by("-attempt__saved_at", "pk")[:MOST_ANSWERS]
    for answer in newest.iterator(chunk_size=2000):
        call = answer.attempt
        told = [call.patient.name, call.patient.mrn or "", call.department.name]
        told += [f"{call.dialled_at.astimezone(now.tzinfo):%Y-%m-%d %H:%M}", call.agent.full_name]
        words = said(answer, sheets)
        if call.patient.do_not_disclose:
            words = without_free_words(answer, words, sheets)
        sheet.append(_cells(sheet, [*told, *words]))


def as_text(value: str) -> str:
    """What a cell can hold: a control character becomes a visible sign, a text that is too long says so."""
    written = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
    return written if len(written) <= LONGEST_CELL else f"{written[: LONGEST_CELL - 1]}…"


def _cells(sheet: Any, values: Sequence[str]) -> list[Any]:
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, value=as_text(value))
        cell.data_type = "s"
        cells.append(cell)
    return cells
