"""What is withdrawn or suspended while somebody calls: the same as if the call had been saved before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from followups.actions.callforms import CallForm
from followups.actions.calls import record_call
from followups.actions.correcting import open_correction
from followups.actions.queue import keep, sweep
from followups.actions.rules import set_rule_active
from followups.models import Rule, Task
from patients.models import Patient, Visit
from policy.outcomes import Outcome
from policy.tasks import EndReason, State
from tests.followups.callsteps import NOW, opened, saved
from tests.people import a_rule, a_visit, agent, moment

pytestmark = pytest.mark.django_db

AGAIN = moment("2026-11-17 09:00")


@pytest.fixture
def task() -> Task:
    """Of a patient who went home on the 13th, to be called from the 16th to the 20th."""
    a_rule()
    visit = a_visit(at=moment("2026-11-13 10:00"))
    sweep(now=moment("2026-11-16 14:30"))
    return Task.objects.get(visit=visit)


def cancel(task: Task, yes: bool) -> None:
    Visit.objects.filter(pk=task.visit_id).update(cancelled_at=NOW if yes else None, needs_review=True)


def forbid(task: Task, yes: bool) -> None:
    Patient.objects.filter(pk=task.patient_id).update(do_not_call=yes, needs_review=True)


def admit(task: Task, yes: bool) -> None:
    again = Visit.objects.filter(patient=task.patient_id, admitted_at=AGAIN)
    if yes and not again:
        a_visit(task.patient, at=AGAIN, admitted_at=AGAIN)
    fields: dict[str, Any] = {"discharged_at": None, "anchor_at": None, "anchor_on": None}
    again.update(**fields, cancelled_at=None if yes else NOW, needs_review=True)


def stay(task: Task, yes: bool) -> None:
    """Another stay that is over already."""
    admit(task, yes)
    again = Visit.objects.filter(patient=task.patient_id, admitted_at=AGAIN)
    home = NOW - timedelta(hours=1)
    again.update(discharged_at=home, anchor_at=home, anchor_on=home.date())


def end_rule(task: Task, yes: bool) -> None:
    rule = Rule.objects.get(pk=task.rule_id)
    set_rule_active(rule, active=not yes, reason="试用", by=None, now=NOW)


CAUSES = [cancel, forbid, admit, stay, end_rule]
Told = dict[str, Any]


def told(task: Task) -> Told:
    task.refresh_from_db()
    return {
        name: getattr(task, name)
        for name in ("state", "end_reason", "counted", "tries", "call_at", "verify", "agreed")
    }


def heed(minutes: int) -> None:
    keep(now=NOW + timedelta(minutes=minutes))


def save(task: Task, outcome: Outcome, draft: Any) -> None:
    form = CallForm(outcome=outcome, reason="recovered" if outcome == Outcome.DECLINED else "")
    record_call(str(draft.token), agent=agent(), form=form, now=NOW + timedelta(minutes=2))


def lived(task: Task, cause: Callable[[Task, bool], None], outcome: Outcome, *, first: str) -> list[Told]:
    """How the task stands with the cause, and once that is taken back."""
    draft = opened(task)
    if first == "save":
        save(task, outcome, draft)
    cause(task, True)
    heed(2)
    if first == "cause":
        save(task, outcome, draft)
        heed(3)
    during = told(task)
    cause(task, False)
    heed(5)
    return [during, told(task)]


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize(
    "outcome",
    [Outcome.NO_ANSWER, Outcome.COMPLETED, Outcome.DECLINED, Outcome.READMITTED, Outcome.TRANSFERRED],
)
def test_what_happens_during_a_call_ends_as_if_it_had_happened_after_it(
    task: Task, cause: Callable[[Task, bool], None], outcome: Outcome
) -> None:
    visit = a_visit(at=moment("2026-11-13 10:00"))
    sweep(now=moment("2026-11-16 14:31"))
    before = lived(task, cause, outcome, first="save")
    after = lived(Task.objects.get(visit=visit), cause, outcome, first="cause")
    assert after[1] == before[1]
    # When it is called next is reckoned when it comes back.
    same = ("state", "end_reason", "counted", "tries", "verify")
    assert [after[0][name] for name in same] == [before[0][name] for name in same]


@pytest.mark.parametrize("cause", CAUSES)
def test_a_patient_who_did_not_answer_is_called_again_once_it_is_taken_back(
    task: Task, cause: Callable[[Task, bool], None]
) -> None:
    _during, after = lived(task, cause, Outcome.NO_ANSWER, first="cause")
    assert (after["state"], after["end_reason"], after["counted"]) == (State.OPEN, "", 1)
    assert after["call_at"] == moment("2026-11-17 19:00")


def test_a_rule_that_ends_during_a_call_leaves_the_follow_up_that_was_dialled(task: Task) -> None:
    draft = opened(task)
    end_rule(task, True)
    heed(1)
    save(task, Outcome.NO_ANSWER, draft)
    heed(3)
    assert told(task)["state"] == State.OPEN


@pytest.mark.parametrize("cause", CAUSES)
def test_a_completed_call_is_completed_whatever_happened_during_it(
    task: Task, cause: Callable[[Task, bool], None]
) -> None:
    during, after = lived(task, cause, Outcome.COMPLETED, first="cause")
    assert during["state"] == after["state"] == State.COMPLETED


def correct(call: Any, outcome: Outcome) -> None:
    draft = open_correction(call.pk, agent(), now=NOW + timedelta(minutes=5))
    form = CallForm(outcome=outcome)
    record_call(str(draft.token), agent=agent(), form=form, now=NOW + timedelta(minutes=6))


def test_a_readmission_that_was_entered_by_mistake_keeps_no_later_one_suspended(task: Task) -> None:
    correct(saved(task, Outcome.READMITTED), Outcome.NO_ANSWER)
    admit(task, True)
    heed(8)
    assert told(task)["state"] == State.SUSPENDED
    admit(task, False)
    heed(10)
    assert (told(task)["state"], told(task)["counted"]) == (State.OPEN, 1)


def test_a_correction_that_opens_a_task_again_asks_whether_its_visit_still_stands(task: Task) -> None:
    call = saved(task, Outcome.COMPLETED)
    cancel(task, True)
    heed(3)
    correct(call, Outcome.NO_ANSWER)
    heed(8)
    assert told(task)["end_reason"] == EndReason.WITHDRAWN


def test_what_a_call_has_found_out_outlives_the_window(task: Task) -> None:
    saved(task, Outcome.READMITTED)
    keep(now=task.closes)
    cancel(task, False)
    keep(now=task.closes + timedelta(hours=1))
    task.refresh_from_db()
    assert (task.state, task.end_reason, task.closed_at) == (State.EXEMPT, EndReason.READMITTED, task.closes)
