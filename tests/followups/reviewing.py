"""A discharged patient whose task is made: what the tests of reviewing begin with."""

from datetime import datetime, timedelta

import pytest

from followups.actions.queue import sweep
from followups.models import Attempt, Purpose, Task
from followups.verdicts import UNFINISHED
from patients.models import Visit
from policy.outcomes import Outcome
from policy.tasks import State
from tests.followups.histories import correct
from tests.people import a_rule, a_visit, agent, moment

NOW = moment("2026-11-20 15:12")
DISCHARGED = moment("2026-11-16 10:00")  # to be called from the 19th to the 23rd
OPENS, CLOSES = moment("2026-11-19 14:00"), moment("2026-11-23 20:00")


@pytest.fixture
def visit() -> Visit:
    """Discharged four days ago, its task made and not dialled."""
    a_rule()
    found = a_visit(at=DISCHARGED)
    sweep(now=NOW)
    return found


def task_of(visit: Visit) -> Task:
    return Task.objects.get(visit=visit)


def standing(visit: Visit) -> tuple[str, str]:
    task = task_of(visit)
    return task.state, task.end_reason


def move(visit: Visit, at: datetime | None) -> None:
    visit.anchor_at = visit.discharged_at = at
    if at:
        visit.admitted_at = at - timedelta(days=5)
    correct(visit)


def a_call(
    task: Task, outcome: Outcome = Outcome.NO_ANSWER, state: State = State.OPEN, reason: str = ""
) -> None:
    """As the record of a call leaves it."""
    attempt = Attempt.objects.create(
        patient=task.patient,
        agent=agent(),
        department=task.department,
        dialled_at=NOW - timedelta(hours=1),
        saved_at=NOW - timedelta(hours=1),
        outcome=outcome,
    )
    Purpose.objects.create(
        attempt=attempt, task=task, counted=True, attempt_no=1, state_after=state, reason_after=reason
    )
    closed = None if state in UNFINISHED else NOW
    Task.objects.filter(pk=task.pk).update(
        tries=1,
        counted=1,
        state=state,
        end_reason=reason,
        closed_at=closed,
        call_at=moment("2026-11-20 19:00"),
    )
