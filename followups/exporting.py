"""The list of tasks as a workbook: who asked, when and why stand on it; numbers stay masked (A10).

Text is written as text, whatever it begins with: nothing in the file is ever a live formula.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from followups.answer_words import leaving, said
from followups.models import Answer, Purpose, Task
from followups.models.tasks import TaskQuerySet
from followups.posing import sheets_of
from followups.spreadsheet import (
    LONGEST_CELL,
    Workbook,
    in_memory,
    shortened,
    type_of_cell,
    units,
    visible,
)
from followups.words import sex_and_age
from staff.models import User

LIMIT = 20_000  # rows that are answered at once
BATCH = 1000  # rows a look at the database: no transaction stays open for a whole list
# A code in the log, which holds no words that somebody typed; the remark stands on the workbook alone.
REASONS = {
    "monthly_report": _lazy("for the month's report"),
    "department": _lazy("a department asked for it"),
    "leaders": _lazy("the hospital's leaders asked for it"),
    "own_check": _lazy("checking our own work"),
    "other": _lazy("something else"),
}
WIDTHS = (12, 10, 14, 26, 14, 10, 18, 17, 17, 12, 20, 10, 10)
ANSWER_WIDTHS = (12, 14, 14, 17, 10, 34, 30, 16, 50)


def task_workbook(
    tasks: TaskQuerySet, *, by: User, reason: str, remark: str, now: datetime
) -> tuple[bytes, int]:
    """The file and how many rows are in it, LIMIT at most; `reason` is one of REASONS."""
    pks = list(tasks.values_list("pk", flat=True)[:LIMIT])
    stream, book = in_memory()
    for _done in write_tasks(book, pks, mark=mark_of(by, reason, remark, now), now=now):
        pass
    book.close()
    return stream.getvalue(), len(pks)


def mark_of(by: User, reason: str, remark: str, now: datetime) -> str:
    """What stands on top: whose copy it is, and what for."""
    return _("%(name)s, %(when)s, for: %(reason)s") % {
        "name": by.full_name,
        "when": f"{now:%Y-%m-%d %H:%M}",
        "reason": " ".join(filter(None, [str(REASONS[reason]), remark])),
    }


def write_tasks(book: Workbook, pks: Sequence[int], *, mark: str, now: datetime) -> Iterator[int]:
    """These tasks in this order, and on a second sheet what was answered in their calls; yields how many
    tasks are written, after each look at the database. `now`: in the hospital's time."""
    book.sheet(_("Follow-up tasks"), _headings(), widths=WIDTHS, note=mark)
    related = Task.objects.select_related("patient", "department", "rule", "visit__doctor", "agent")
    done = 0
    for chosen in batches(pks):
        found = related.prefetch_related("patient__numbers").in_bulk(chosen)
        done += book.rows(_rows([found[pk] for pk in chosen if pk in found], now))
        yield done
    yield from (done for _more in _write_answers(book, pks, mark, now))


def batches(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(pks), BATCH):
        yield pks[start : start + BATCH]


def _headings() -> list[str]:
    who = [_("Patient"), _("Sex, age"), _("Medical record number"), _("Telephone"), _("Department")]
    what = [_("Doctor"), _("Follow-up"), _("From"), _("Until"), _("State"), _("Ended because")]
    return [*who, *what, _("Attempts counted"), _("Agent")]


def _rows(tasks: Iterable[Task], now: datetime) -> Iterator[list[type_of_cell]]:
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
            local(task.opens, now),
            local(task.closes, now),
            str(task.get_state_display()),
            task.end_reason_label,
            task.counted,
            task.agent.full_name if task.agent else "",
        ]


def local(moment: datetime, now: datetime) -> datetime:
    """As a cell holds it: in the hospital's time, to the minute."""
    return moment.astimezone(now.tzinfo).replace(second=0, microsecond=0, tzinfo=None)


def _write_answers(book: Workbook, pks: Sequence[int], mark: str, now: datetime) -> Iterator[int]:
    """In words; a call for two tasks stands once."""
    who = [_("Patient"), _("Medical record number"), _("Department"), _("Called"), _("Agent")]
    what = [_("Question"), _("Answer"), _("Person concerned"), _("Reason")]
    book.sheet(_("Answers"), [*who, *what], widths=ANSWER_WIDTHS, note=mark)
    seen: set[int] = set()
    for chosen in batches(pks):
        calls = set(Purpose.objects.filter(task__in=chosen).values_list("attempt_id", flat=True)) - seen
        seen |= calls
        yield book.rows(_answers(calls, now))


def _answers(calls: set[int], now: datetime) -> Iterator[list[type_of_cell]]:
    related = Answer.objects.standing().select_related(
        "attempt__patient", "attempt__department", "attempt__agent"
    )
    found = list(related.filter(attempt__in=calls).order_by("-attempt__saved_at", "pk"))
    sheets = sheets_of({answer.version_id for answer in found})
    for answer in found:
        call = answer.attempt
        words = leaving(answer, said(answer, sheets), sheets)
        told = [call.patient.name, call.patient.mrn or "", call.department.name]
        yield [*told, local(call.dialled_at, now), call.agent.full_name, *words]


def as_text(value: str) -> str:
    """What a cell can hold: a control character becomes a visible sign, a text that is too long says so."""
    written = visible(value)
    return written if units(written) <= LONGEST_CELL else f"{shortened(written, LONGEST_CELL - 1)}…"
