"""How tasks stand after all their calls: the attempts on record, read once, folded by policy.retry.

A corrected attempt is left out and the one that corrects it takes its place in time.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from followups.models import Task
from patients.models import PhoneNumber
from policy.outcomes import NOT_THEIR_NUMBER, Outcome
from policy.retry import Standing, Tried, standing, standings
from regulation.reading import Regulation
from staff.actions.prepared import Asked, Prepared, Row


class Call(NamedTuple):
    """One attempt on one task, as the fold and the conflict check need it."""

    attempt: int
    corrects: int | None
    corrected: bool
    agent: int
    verification: bool
    tried: Tried


History = Sequence[Call]  # every call on a task, corrected ones included, in the order of their attempts
Story = Sequence[Call]  # those that count, oldest first


# Asked on each page of a call and at each saving: putting it together took longer than its answer.
_HISTORIES = """
SELECT p.task_id, a.id, a.corrects_id, EXISTS (SELECT FROM followups_attempt c WHERE c.corrects_id = a.id),
    a.agent_id, a.verification, a.outcome, a.dialled_at, a.number_id, a.agreed_at, a.reason
FROM followups_purpose p JOIN followups_attempt a ON a.id = p.attempt_id
WHERE p.task_id {} ORDER BY a.id
"""
_OF_TASKS = Prepared(_HISTORIES.format("= ANY(%(tasks)s::bigint[])"), binary=True)
_OF_DRAFT = Prepared(
    _HISTORIES.format("IN (SELECT task_id FROM followups_draft_tasks WHERE draft_id = %(draft)s::bigint)"),
    binary=True,
)


def histories(tasks: Iterable[int]) -> Mapping[int, list[Call]]:
    return _by_task(_OF_TASKS.run({"tasks": list(tasks)}))


def histories_asked(draft: int) -> Asked:
    """Those of all tasks of a draft, for `together`."""
    return _OF_DRAFT.asked({"draft": draft}, _by_task)


def _by_task(rows: Iterable[Row]) -> Mapping[int, list[Call]]:
    found: dict[int, list[Call]] = defaultdict(list)
    for task, attempt, corrects, corrected, agent, verification, outcome, *when in rows:
        tried = Tried(Outcome(outcome), *when)
        found[task].append(Call(attempt, corrects, corrected, agent, verification, tried))
    return found


def story(history: History, *, besides: Call | None = None) -> Story:
    """What counts of a history; `besides`: a call that is just being saved."""
    calls = [*history, besides] if besides else list(history)
    corrected = {call.corrects for call in calls}
    first = {call.attempt: call for call in calls}

    def place(call: Call) -> tuple[datetime, int]:
        root = call
        while root.corrects in first:
            root = first[root.corrects]
        return root.tried.at, root.attempt or MAX_ID

    counting = [call for call in calls if not call.corrected and call.attempt not in corrected]
    return sorted(counting, key=place)


MAX_ID = 2**63  # a call not yet saved comes after one of the same moment


def stand(task: Task, calls: Story, regulation: Regulation, *, usable: int) -> Standing:
    """`usable`: numbers that can still be dialled after all these calls."""
    return standing(
        [call.tried for call in calls],
        opens=task.opens,
        closes=task.closes,
        calendar=regulation.calendar,
        table=regulation.outcomes,
        max_attempts=task.max_attempts,
        numbers_left=usable,
        verification=bool(calls) and calls[-1].verification,
    )


def stands(tasks: Sequence[Task], regulation: Regulation) -> dict[int, Standing]:
    """How tasks stand by their calls alone, whatever else has ended or suspended them."""
    known = histories(task.pk for task in tasks)
    numbers = PhoneNumber.objects.usable().filter(patient__in={task.patient_id for task in tasks})
    usable = Counter(numbers.values_list("patient", flat=True))
    return {
        task.pk: stand(task, story(known.get(task.pk, ())), regulation, usable=usable[task.patient_id])
        for task in tasks
    }


def if_saved(
    task: Task,
    history: History,
    regulation: Regulation,
    *,
    usable: int,
    now: datetime,
    verification: bool = False,
    corrects: int | None = None,
) -> dict[Outcome, Standing]:
    """What one more call would make of the task, by its outcome; `usable` before it."""
    placed = story(history, besides=Call(0, corrects, False, 0, verification, Tried(Outcome.COMPLETED, now)))
    if not placed[-1].attempt:
        return _last(task, [call.tried for call in placed[:-1]], regulation, usable, now, verification)
    found = {}
    for outcome in Outcome:
        calls = [call if call.attempt else call._replace(tried=Tried(outcome, now)) for call in placed]
        left = max(0, usable - (outcome in NOT_THEIR_NUMBER))
        found[outcome] = stand(task, calls, regulation, usable=left)
    return found


def _last(
    task: Task,
    tries: Sequence[Tried],
    regulation: Regulation,
    usable: int,
    now: datetime,
    verification: bool,
) -> dict[Outcome, Standing]:
    """Nearly always: the call that is going on is the last of them."""
    return standings(
        tries,
        {outcome: max(0, usable - (outcome in NOT_THEIR_NUMBER)) for outcome in Outcome},
        at=now,
        opens=task.opens,
        closes=task.closes,
        calendar=regulation.calendar,
        table=regulation.outcomes,
        max_attempts=task.max_attempts,
        verification=verification,
    )
