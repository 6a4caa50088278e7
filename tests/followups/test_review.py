"""Visits, patients, rules and hours that change: tasks move, are withdrawn, come back."""

from datetime import date, timedelta
from typing import Any

import pytest

from followups.actions.queue import keep, review_visits, sweep
from followups.models import Task
from patients.models import Visit
from policy.outcomes import Outcome
from policy.tasks import EndReason, State
from policy.timing import Timing
from policy.visits import VisitKind
from staff.models import Act, AuditEntry
from tests.followups.histories import correct
from tests.followups.reviewing import CLOSES, DISCHARGED, NOW, OPENS, a_call, move, standing, task_of
from tests.followups.reviewing import visit as visit
from tests.people import a_department, a_patient, a_rule, a_visit, agent, moment

pytestmark = pytest.mark.django_db


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
    assert (task.opens, task.closes, task.call_at) == (OPENS, CLOSES, moment("2026-11-20 19:00"))
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
