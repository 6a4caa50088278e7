"""Windows that are over: each task ends once, with the reason that fits (E7, A18, A22)."""

from datetime import timedelta
from typing import Any

import pytest

from followups.actions.callforms import CallForm
from followups.actions.calls import record_call
from followups.actions.correcting import open_correction
from followups.actions.queue import expire
from followups.models import Attempt, Purpose, Task
from patients.models import PhoneNumber
from policy.outcomes import VERIFIABLE, Outcome
from policy.tasks import EndReason, State
from staff.models import Act, AuditEntry
from tests.followups.callsteps import opened
from tests.people import a_patient, a_task, a_visit, agent, moment, supervisor

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


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.BUSY, Outcome.INCONVENIENT])
@pytest.mark.parametrize("attempts", [1, 3])
def test_a_call_that_is_saved_after_its_time_ran_out_ends_it_as_if_saved_before(
    outcome: Outcome, attempts: int
) -> None:
    dialled = moment("2026-11-20 19:10")
    found = []
    for late in (False, True):
        task = a_task(max_attempts=attempts)
        draft = opened(task, now=dialled)
        if late:
            expire(now=CLOSES)
        form, at = CallForm(outcome=outcome), moment("2026-11-20 20:05" if late else "2026-11-20 19:59")
        record_call(str(draft.token), agent=agent(), form=form, now=at)
        expire(now=moment("2026-11-20 20:06"))
        task.refresh_from_db()
        found.append((*ended(task), task.counted, task.tries))
    assert found[1] == found[0]
    assert found[0] == (State.UNSUCCESSFUL, outcome, outcome in VERIFIABLE, 1, 1)


def test_a_correction_after_the_end_of_the_window_leaves_the_last_word_to_the_last_call() -> None:
    task = a_task()
    wrong = a_call(task, Outcome.BUSY)
    a_call(task, Outcome.NO_ANSWER, minutes=20)
    expire(now=CLOSES)
    draft = open_correction(wrong.pk, supervisor(), now=CLOSES + timedelta(minutes=1))
    form, later = CallForm(outcome=Outcome.INCONVENIENT), CLOSES + timedelta(minutes=2)
    record_call(str(draft.token), agent=supervisor(), form=form, now=later)
    assert ended(task) == (State.UNSUCCESSFUL, EndReason.NO_ANSWER, True)
