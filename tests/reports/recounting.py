"""The figures of a span, counted in plain Python from the raw records as the dictionary says."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from followups.models import Answer, Attempt, NumberDefect, Task
from policy.outcomes import Outcome
from tests.people import TZ

SILENT = {"no_answer", "busy", "powered_off", "line_suspended", "unreachable", "vacant", "wrong_number"}
BAD = {"vacant", "wrong_number", "not_the_patient"}


def day(moment: datetime) -> date:
    return moment.astimezone(TZ).date()


def standing_calls() -> list[Attempt]:
    every = list(Attempt.objects.prefetch_related("purposes"))
    corrected = {attempt.corrects_id for attempt in every}
    return [attempt for attempt in every if attempt.pk not in corrected]


class Plain:
    """One follow-up and the calls that were made for it."""

    def __init__(self, task: Task, calls: list[Attempt]) -> None:
        self.task, self.calls = task, sorted(calls, key=lambda call: call.pk)
        self.outcomes = {call.outcome for call in calls}
        self.agent = self.calls[-1].agent_id if calls else task.agent_id
        self.detail = self.calls[-1].reason if calls else ""

    def measures(self) -> dict[str, bool]:
        task, completed = self.task, self.task.state == "completed"
        ended = [c.dialled_at for c in self.calls if c.outcome == Outcome.COMPLETED]
        reached = bool(self.outcomes - SILENT)
        return {
            "due": True,
            "attempted": bool(self.calls),
            "not_attempted": not self.calls,
            "reached": reached,
            "not_reached": bool(self.calls) and not reached,
            "completed": completed,
            "not_completed": reached and not completed,
            "on_time": completed and not task.late and bool(ended) and max(ended) < task.closes,
            "unsuccessful": task.state == "unsuccessful",
            "exempt": task.state == "exempt",
            "open": task.state in ("open", "suspended"),
            "bad_number": bool(self.outcomes & BAD),
            "no_number": task.end_reason == "no_number",
            "transferred": "transferred" in self.outcomes or task.end_reason == "transferred",
            "readmitted": "readmitted" in self.outcomes or task.end_reason == "readmitted",
            "rechecked": task.end_reason == "rechecked",
        }

    def key(self, group: str) -> tuple[str, str]:
        task, visit = self.task, self.task.visit
        keys: dict[str, tuple[Any, Any]] = {
            "department": (task.department_id, ""),
            "rule": (task.rule_id, ""),
            "kind": (visit.kind, ""),
            "ward": (task.department_id, visit.ward),
            "doctor": (visit.doctor_id or "", ""),
            "agent": (self.agent or "", ""),
            "unsuccessful": (task.end_reason, self.detail),
            "exempt": (task.end_reason, ""),
        }
        first, second = keys.get(group, (task.state, task.end_reason))
        return str(first), str(second)


def plain_tasks(
    first: date, last: date, *, department: int | None = None, agent: int | None = None
) -> list[Plain]:
    calls: dict[int, list[Attempt]] = {}
    for attempt in standing_calls():
        for purpose in attempt.purposes.all():
            calls.setdefault(purpose.task_id, []).append(attempt)
    found = [
        Plain(task, calls.get(task.pk, []))
        for task in Task.objects.select_related("visit")
        if first <= task.due_on <= last and department in (None, task.department_id)
    ]
    return [one for one in found if agent in (None, one.agent)]


def counted(tasks: Iterable[Plain]) -> dict[str, int]:
    counts: Counter[str] = Counter(dict.fromkeys(Plain(Task(), []).measures(), 0))
    for one in tasks:
        counts.update({name: int(holds) for name, holds in one.measures().items()})
    return dict(counts)


ROWS = ("unsuccessful", "exempt", "not_attempted", "not_reached", "not_completed")


def grouped(tasks: list[Plain], group: str) -> dict[tuple[str, str], dict[str, int]]:
    found: dict[tuple[str, str], list[Plain]] = {}
    for one in tasks:
        if group not in ROWS or one.measures()[group]:
            found.setdefault(one.key(group), []).append(one)
    return {key: counted(some) for key, some in found.items()}


def plain_calls(first: date, last: date, department: int | None = None) -> list[Attempt]:
    return [
        call
        for call in standing_calls()
        if first <= day(call.dialled_at) <= last and department in (None, call.department_id)
    ]


def plain_answers(calls: list[Attempt]) -> list[Answer]:
    """An answer of a call that was gone on with is told again in the later one."""
    gone_on_with = set(Attempt.objects.exclude(continues=None).values_list("continues", flat=True))
    said = Answer.objects.filter(attempt__in=calls).select_related("attempt")
    return [a for a in said if a.level and a.subject and a.attempt_id not in gone_on_with]


def plain_defects(calls: list[Attempt]) -> list[NumberDefect]:
    return list(NumberDefect.objects.filter(attempt__in=calls))
