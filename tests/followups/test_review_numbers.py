"""A follow-up that ended for want of a number goes on with a new one, typed in or from a file (E7)."""

from datetime import timedelta

import pytest

from followups.actions.numbers import add_number
from followups.actions.queue import keep, sweep
from followups.models import Task
from patients.models import Patient, PhoneNumber, Visit
from policy.outcomes import Outcome
from policy.tasks import EndReason, State
from staff.models import Act, AuditEntry
from tests.followups.callsteps import NOW, saved
from tests.people import a_rule, a_visit, agent, moment

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def task() -> Task:
    """Ended by a call on the only number, which is vacant; its window is open until the 20th."""
    a_rule()
    a_visit(at=moment("2026-11-13 10:00"))
    sweep(now=moment("2026-11-16 14:30"))
    task = Task.objects.get()
    saved(task, Outcome.VACANT)
    assert standing(task) == (State.UNSUCCESSFUL, EndReason.VACANT)
    return task


def standing(task: Task) -> tuple[str, str]:
    task.refresh_from_db()
    return task.state, task.end_reason


def flag(task: Task) -> None:
    Patient.objects.filter(pk=task.patient_id).update(needs_review=True)


def imported(task: Task) -> None:
    """What an import leaves behind that brought another number."""
    PhoneNumber.objects.create(patient_id=task.patient_id, number="17955550000", position=2)
    flag(task)


def test_a_number_from_a_file_lets_it_go_on(task: Task) -> None:
    imported(task)
    keep(now=LATER)
    assert standing(task) == (State.OPEN, "")
    assert (task.closed_at, task.verify, task.counted, task.tries) == (None, False, 0, 1)
    assert Task.objects.callable_at(LATER).get() == task
    assert AuditEntry.objects.filter(act=Act.TASK_MOVED, object_id=task.pk).count() == 1


def test_without_a_number_that_can_be_dialled_nothing_changes(task: Task) -> None:
    revision = task.revision
    flag(task)
    keep(now=LATER)
    assert (standing(task), task.revision) == ((State.UNSUCCESSFUL, EndReason.VACANT), revision)


def test_nor_once_its_time_is_over(task: Task) -> None:
    imported(task)
    keep(now=task.closes)
    assert standing(task) == (State.UNSUCCESSFUL, EndReason.VACANT)


@pytest.mark.parametrize("by_hand", [False, True])
def test_nor_for_a_visit_that_did_not_take_place(task: Task, by_hand: bool) -> None:
    Visit.objects.update(cancelled_at=NOW)
    if by_hand:
        add_number(task.patient, number="17955550000", by=agent(), now=LATER)
    else:
        imported(task)
    keep(now=LATER)
    assert standing(task)[0] != State.OPEN


def test_nor_for_a_patient_who_wants_no_calls(task: Task) -> None:
    Patient.objects.update(do_not_call=True)
    imported(task)
    keep(now=LATER)
    assert standing(task) == (State.UNSUCCESSFUL, EndReason.VACANT)
