"""Windows that are over: each task ends once, with the reason that fits (E7, A18, A22)."""

from datetime import timedelta
from typing import Any

import pytest

from followups.actions.queue import expire
from followups.models import Attempt, Purpose, Task
from patients.models import PhoneNumber
from policy.outcomes import VERIFIABLE, Outcome
from policy.tasks import EndReason, State
from staff.models import Act, AuditEntry
from tests.people import a_patient, a_task, a_visit, agent, moment

pytestmark = pytest.mark.django_db

CLOSES = moment("2026-11-20 20:00")


def ended(task: Task) -> tuple[str, str, bool]:
    task.refresh_from_db()
    return task.state, task.end_reason, task.verify


def a_call(task: Task, outcome: Outcome, minutes: int = 0, **more: Any) -> Attempt:
    at = moment("2026-11-19 19:00") + timedelta(minutes=minutes)
    attempt = Attempt.objects.create(
        patient=task.patient,
        agent=agent(),
        department=task.department,
        outcome=outcome,
        dialled_at=at,
        saved_at=at,
        **more,
    )
    Purpose.objects.create(attempt=attempt, task=task, counted=True, attempt_no=1, state_after=State.OPEN)
    Task.objects.filter(pk=task.pk).update(tries=task.tries + 1)
    return attempt


def test_a_window_is_open_until_its_last_moment() -> None:
    task = a_task()
    assert expire(now=CLOSES - timedelta(microseconds=1)).unsuccessful == 0
    assert expire(now=CLOSES).unsuccessful == 1
    assert ended(task) == (State.UNSUCCESSFUL, EndReason.WINDOW_CLOSED, False)
    assert task.closed_at == CLOSES


def test_a_task_ends_once_and_one_entry_tells_of_it() -> None:
    task = a_task()
    expire(now=CLOSES)
    expire(now=CLOSES + timedelta(days=1))
    entry = AuditEntry.objects.get(act=Act.TASK_CLOSED)
    assert (entry.object_id, entry.patient_id, entry.actor) == (task.pk, task.patient_id, None)
    assert entry.detail == {"to": "unsuccessful", "reason": "window_closed", "by": "window"}
    task.refresh_from_db()
    assert (task.closed_at, task.revision) == (CLOSES, 2)


@pytest.mark.parametrize("outcome", [o for o in Outcome if o not in {Outcome.COMPLETED, Outcome.DECEASED}])
def test_the_last_call_says_why_and_whether_to_verify(outcome: Outcome) -> None:
    task = a_task()
    a_call(task, Outcome.BUSY)
    a_call(task, outcome, minutes=20)
    expire(now=CLOSES)
    assert ended(task) == (State.UNSUCCESSFUL, outcome, outcome in VERIFIABLE)


def test_a_corrected_call_counts_as_what_it_was_corrected_to() -> None:
    task = a_task()
    wrong = a_call(task, Outcome.NO_ANSWER, minutes=20)
    a_call(task, Outcome.PARTIAL, corrects=wrong)
    expire(now=CLOSES)
    assert ended(task) == (State.UNSUCCESSFUL, EndReason.PARTIAL, False)


def test_without_a_usable_number_that_is_the_reason() -> None:
    none = a_task(a_visit(a_patient(phone=None)))
    dead = a_task(a_visit())
    PhoneNumber.objects.filter(patient=dead.patient).update(state="vacant")
    expire(now=CLOSES)
    assert ended(none)[:2] == ended(dead)[:2] == (State.UNSUCCESSFUL, EndReason.NO_NUMBER)


def test_a_call_that_is_going_on_is_left_to_end() -> None:
    task = a_task(hold_by=agent(), hold_until=CLOSES + timedelta(minutes=8))
    expire(now=CLOSES)
    assert ended(task)[0] == State.OPEN
    expire(now=CLOSES + timedelta(minutes=8))
    assert ended(task)[0] == State.UNSUCCESSFUL
    assert task.hold_by is None


def test_whoever_is_still_in_hospital_is_exempt() -> None:
    task = a_task(state=State.SUSPENDED, end_reason="readmitted")
    assert expire(now=CLOSES).exempt == 1
    assert ended(task) == (State.EXEMPT, EndReason.READMITTED, False)


@pytest.mark.parametrize("state", [State.COMPLETED, State.EXEMPT, State.UNSUCCESSFUL])
def test_what_is_closed_stays_as_it_is(state: State) -> None:
    task = a_task(state=state, end_reason="declined", closed_at=moment("2026-11-18 15:00"))
    expire(now=CLOSES)
    assert ended(task)[:2] == (state, "declined")
    assert task.revision == 1


def test_more_than_a_batch_is_closed_in_one_go(monkeypatch: Any) -> None:
    monkeypatch.setattr("followups.actions.expiring.BATCH", 3)
    visits = [a_visit() for _ in range(7)]
    for visit in visits:
        a_task(visit)
    assert expire(now=CLOSES).unsuccessful == 7
