"""How tasks stand after all their calls: the attempts on record, read once, folded by policy.retry.

A corrected attempt is left out and the one that corrects it takes its place in time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from followups.models import Purpose, Task
from policy.outcomes import NOT_THEIR_NUMBER, Outcome
from policy.retry import Standing, Tried, standing
from regulation.reading import Regulation


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt on one task, as the fold and the conflict check need it."""

    attempt: int
    corrects: int | None
    corrected: bool
    agent: int
    verification: bool
    tried: Tried


History = Sequence[Call]  # every call on a task, corrected ones included, in the order of their attempts
Story = Sequence[Call]  # those that count, oldest first


def histories(tasks: Iterable[int]) -> Mapping[int, list[Call]]:
    found: dict[int, list[Call]] = defaultdict(list)
    rows = (
        Purpose.objects.filter(task__in=list(tasks))
        .order_by("attempt")
        .values_list(
            "task",
            "attempt",
            "attempt__corrects",
            "attempt__corrected_by",
            "attempt__agent",
            "attempt__verification",
            "attempt__outcome",
            "attempt__dialled_at",
            "attempt__number",
            "attempt__agreed_at",
            "attempt__reason",
        )
    )
    for (
        task,
        attempt,
        corrects,
        corrected_by,
        agent,
        verification,
        outcome,
        at,
        number,
        agreed,
        reason,
    ) in rows:
        tried = Tried(Outcome(outcome), at, number, agreed, reason)
        found[task].append(Call(attempt, corrects, corrected_by is not None, agent, verification, tried))
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


def if_saved(
    task: Task,
    history: History,
    tried: Tried,
    regulation: Regulation,
    *,
    usable: int,
    verification: bool = False,
    corrects: int | None = None,
) -> Standing:
    """What one more call would make of the task; `usable` before it."""
    more = Call(0, corrects, False, 0, verification, tried)
    left = max(0, usable - (tried.outcome in NOT_THEIR_NUMBER))
    return stand(task, story(history, besides=more), regulation, usable=left)
