"""Visits, patients, rules and hours that change: tasks move, are withdrawn, come back."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from followups.actions.queue import keep, review_visits, sweep
from followups.models import Attempt, Purpose, Task
from followups.verdicts import UNFINISHED
from patients.models import Visit
from policy.outcomes import Outcome
from policy.tasks import EndReason, State
from policy.timing import Timing
from policy.visits import VisitKind
from staff.models import Act, AuditEntry
from tests.followups.histories import correct
from tests.people import a_department, a_patient, a_rule, a_visit, agent, moment

pytestmark = pytest.mark.django_db

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
        call_at=moment("2026-11-21 14:00"),
    )


# Visits.


def test_a_corrected_discharge_moves_a_task_that_nobody_has_dialled(visit: Visit) -> None:
    move(visit, DISCHARGED + timedelta(days=1))
    done = review_visits(now=NOW)
    task = task_of(visit)
    assert (task.opens, task.closes) == (OPENS + timedelta(days=1), CLOSES + timedelta(days=1))
    assert (task.call_at, task.anchor_on, task.due_on) == (task.opens, date(2026, 11, 17), date(2026, 11, 20))
    assert (done.moved, task.revision) == (1, 2)
    entry = AuditEntry.objects.get(act=Act.TASK_MOVED)
    assert (entry.object_id, entry.patient_id) == (task.pk, visit.patient_id)


def test_a_task_that_was_dialled_keeps_its_window(visit: Visit) -> None:
    a_call(task_of(visit))
    move(visit, DISCHARGED + timedelta(days=1))
    review_visits(now=NOW)
    task = task_of(visit)
    assert (task.opens, task.closes, task.call_at) == (OPENS, CLOSES, moment("2026-11-21 14:00"))
    assert not Visit.objects.filter(needs_review=True).exists()


def test_a_task_in_somebodys_hands_moves_when_he_lets_go(visit: Visit) -> None:
    Task.objects.update(hold_by=agent(), hold_until=NOW + timedelta(minutes=10))
    move(visit, DISCHARGED + timedelta(days=1))
    review_visits(now=NOW)
    assert (task_of(visit).opens, task_of(visit).revision) == (OPENS, 1)
    review_visits(now=NOW + timedelta(minutes=11))
    assert task_of(visit).opens == OPENS + timedelta(days=1)


@pytest.mark.parametrize("dialled", [False, True])
def test_a_cancelled_visit_withdraws_its_task_and_brings_it_back(visit: Visit, dialled: bool) -> None:
    if dialled:
        a_call(task_of(visit))
    before = task_of(visit)
    visit.cancelled_at = NOW
    correct(visit)
    assert review_visits(now=NOW).withdrawn == 1
    assert standing(visit) == (State.EXEMPT, EndReason.WITHDRAWN)
    assert task_of(visit).closed_at == NOW
    assert AuditEntry.objects.get(act=Act.TASK_CLOSED).detail["reason"] == "withdrawn"

    visit.cancelled_at = None
    correct(visit)
    review_visits(now=NOW)
    task = task_of(visit)
    assert (task.state, task.end_reason, task.closed_at) == (State.OPEN, "", None)
    assert (task.call_at, task.closes, task.tries) == (before.call_at, before.closes, before.tries)


def test_a_cancelled_discharge_withdraws_until_the_patient_really_leaves(visit: Visit) -> None:
    move(visit, None)
    review_visits(now=NOW)
    assert standing(visit) == (State.EXEMPT, EndReason.WITHDRAWN)
    move(visit, DISCHARGED + timedelta(days=2))
    review_visits(now=NOW)
    task = task_of(visit)
    assert (task.state, task.opens) == (State.OPEN, OPENS + timedelta(days=2))


def test_a_visit_of_another_kind_loses_one_task_and_gains_another() -> None:
    unpaid = a_rule("unpaid", kinds=(VisitKind.ARRIVED_UNPAID,), timing=Timing(1, 1, 2))
    paid = a_rule("paid", kinds=(VisitKind.ARRIVED_PAID,), timing=Timing(1, 1, 2))
    visit = a_visit(kind=VisitKind.ARRIVED_UNPAID, at=moment("2026-11-19 10:00"))
    review_visits(now=NOW)
    visit.kind = VisitKind.ARRIVED_PAID
    correct(visit)
    review_visits(now=NOW)
    assert Task.objects.get(rule=unpaid.rule).end_reason == EndReason.WITHDRAWN
    assert Task.objects.get(rule=paid.rule).state == State.OPEN


def test_a_visit_given_to_another_patient_and_department_takes_its_task_along(visit: Visit) -> None:
    visit.patient, visit.department = a_patient("陈秀英"), a_department("产科")
    correct(visit)
    review_visits(now=NOW)
    task = task_of(visit)
    assert (task.patient, task.department) == (visit.patient, visit.department)


def test_a_finished_task_stays_finished_whatever_becomes_of_the_visit(visit: Visit) -> None:
    a_call(task_of(visit), Outcome.COMPLETED, State.COMPLETED, "completed")
    visit.cancelled_at = NOW
    correct(visit)
    review_visits(now=NOW)
    assert standing(visit) == (State.COMPLETED, "completed")


def test_a_window_that_had_closed_opens_again_when_the_visit_was_later_than_we_knew(visit: Visit) -> None:
    move(visit, DISCHARGED - timedelta(days=10))
    late = moment("2026-11-24 10:00")
    keep(now=late)
    keep(now=late + timedelta(days=5))
    assert standing(visit) == (State.UNSUCCESSFUL, EndReason.WINDOW_CLOSED)
    move(visit, moment("2026-11-25 10:00"))
    review_visits(now=late + timedelta(days=5))
    assert (task_of(visit).state, task_of(visit).opens) == (State.OPEN, moment("2026-11-28 14:00"))


def test_a_review_prolongs_no_window_that_catches_up(visit: Visit) -> None:
    move(visit, DISCHARGED - timedelta(days=8))
    review_visits(now=NOW)
    task = task_of(visit)
    assert (task.late, task.closes) == (True, moment("2026-11-21 20:00"))
    for days in (0, 1):
        correct(visit)
        review_visits(now=NOW + timedelta(days=days))
    assert (task_of(visit).closes, task_of(visit).revision) == (task.closes, task.revision)


# Coming back to hospital (E11).


def admit_again(visit: Visit, at: str = "2026-11-18 09:00", **more: Any) -> Visit:
    again = a_visit(visit.patient, at=moment(at), **more)
    again.admitted_at = moment(at)
    again.discharged_at = again.anchor_at = None
    correct(again)
    return again


def test_a_readmission_suspends_and_the_new_discharge_makes_its_own(visit: Visit) -> None:
    again = admit_again(visit)
    assert review_visits(now=NOW).withdrawn == 1
    assert standing(visit) == (State.SUSPENDED, EndReason.READMITTED)

    again.discharged_at = again.anchor_at = moment("2026-11-20 11:00")
    correct(again)
    review_visits(now=NOW)
    assert standing(visit) == (State.EXEMPT, EndReason.READMITTED)
    sweep(now=moment("2026-11-23 06:30"))
    assert task_of(again).state == State.OPEN
