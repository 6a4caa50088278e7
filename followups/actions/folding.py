"""How tasks stand after all their calls: the attempts on record, read once, folded by policy.retry.

A corrected attempt is left out and the one that corrects it takes its place in time.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from followups.models import Purpose, Task
from policy.outcomes import NOT_THEIR_NUMBER, Outcome
from policy.retry import Standing, Tried, standing
from regulation.reading import Regulation

Story = list[tuple[Tried, bool]]  # each try with whether it belonged to the verification round


def stories(tasks: Sequence[Task], *, without: int | None = None) -> Mapping[int, Story]:
    """The tries of each task, oldest first. `without`: an attempt that is just being corrected."""
    found: dict[int, Story] = defaultdict(list)
    rows = (
        Purpose.objects.filter(task__in=tasks, attempt__corrected_by=None)
        .exclude(attempt=without)
        .order_by("attempt__dialled_at", "attempt")
        .values_list(
            "task",
            "attempt__outcome",
            "attempt__dialled_at",
            "attempt__number",
            "attempt__agreed_at",
            "attempt__reason",
            "attempt__verification",
        )
    )
    for task, outcome, at, number, agreed_at, reason, verification in rows:
        found[task].append((Tried(Outcome(outcome), at, number, agreed_at, reason), verification))
    return found


def stand(task: Task, story: Story, regulation: Regulation, *, usable: int) -> Standing:
    """`usable`: numbers that could be dialled before the last try."""
    last, verification = story[-1] if story else (None, False)
    dead = last is not None and last.outcome in NOT_THEIR_NUMBER
    return standing(
        [tried for tried, _verification in story],
        opens=task.opens,
        closes=task.closes,
        calendar=regulation.calendar,
        table=regulation.outcomes,
        max_attempts=task.max_attempts,
        numbers_left=max(0, usable - dead),
        verification=verification,
    )


def if_saved(
    task: Task,
    story: Story,
    outcome: Outcome,
    regulation: Regulation,
    *,
    usable: int,
    now: datetime,
    verification: bool = False,
    agreed_at: datetime | None = None,
) -> Standing:
    """What this outcome would make of the task."""
    return stand(
        task, [*story, (Tried(outcome, now, agreed_at=agreed_at), verification)], regulation, usable=usable
    )
