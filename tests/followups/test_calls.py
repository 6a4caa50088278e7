"""Saving a call: what becomes of task, number and patient, once however often it is pressed."""

from datetime import timedelta

import pytest

from followups.actions.callforms import CallForm, OrderForm
from followups.actions.calls import record_call
from followups.actions.refusals import (
    Conflict,
    DraftGone,
    InvalidCall,
)
from followups.models import Answer, Attempt, Draft, NumberDefect, OrderedCall, Purpose, Task
from patients.models import PhoneNumber
from policy.outcomes import Outcome, Reason
from policy.tasks import EndReason, State
from staff.models import Act, AuditEntry
from tests.followups.callsteps import NOW, opened, saved
from tests.people import a_rule, a_task, a_visit, agent, moment, other_agent

pytestmark = pytest.mark.django_db


def test_a_completed_call_closes_the_task_and_keeps_what_was_said() -> None:
    task = a_task()
    saved(task, Outcome.COMPLETED, notes="恢复得不错", answers={"overall": (5, "护士耐心")})
    task.refresh_from_db()
    assert (task.state, task.end_reason, task.hold_by) == (State.COMPLETED, EndReason.COMPLETED, None)
    assert Answer.objects.get().reason == "护士耐心"
    assert Attempt.objects.get().notes == "恢复得不错"
    assert not Draft.objects.exists()
    assert AuditEntry.objects.filter(act=Act.CALL_RECORDED).count() == 1


def test_ten_presses_make_one_attempt() -> None:
    draft = opened(a_task())
    form = CallForm(outcome=Outcome.NO_ANSWER)
    results = [record_call(str(draft.token), agent=agent(), form=form, now=NOW) for _ in range(10)]
    assert [r.already for r in results] == [False] + [True] * 9
    assert len({r.attempt.pk for r in results}) == 1
    assert Task.objects.get().counted == 1


def test_a_token_that_never_was_is_refused() -> None:
    with pytest.raises(DraftGone):
        record_call(
            "00000000-0000-4000-8000-000000000000",
            agent=agent(),
            form=CallForm(outcome=Outcome.BUSY),
            now=NOW,
        )


def test_another_agents_token_is_refused() -> None:
    draft = opened(a_task())
    with pytest.raises(DraftGone):
        record_call(str(draft.token), agent=other_agent(), form=CallForm(outcome=Outcome.BUSY), now=NOW)


def test_three_failed_calls_close_the_task() -> None:
    task = a_task()
    for at in ("2026-11-17 15:00", "2026-11-17 19:10", "2026-11-18 19:10"):
        now = moment(at)
        Task.objects.filter(pk=task.pk).update(call_at=now)
        saved(task, Outcome.NO_ANSWER, now=now)
    task.refresh_from_db()
    assert (task.state, task.end_reason, task.counted) == (State.UNSUCCESSFUL, EndReason.NO_ANSWER, 3)
    assert task.verify


def test_a_death_stops_everything_for_the_patient_at_once() -> None:
    visit = a_visit()
    one, two = (
        a_task(visit),
        a_task(
            visit,
            version=a_rule("satisfaction", name="满意度"),
            opens=moment("2026-11-28 14:00"),
            closes=moment("2026-12-10 20:00"),
        ),
    )
    saved(one, Outcome.DECEASED)
    for task in (one, two):
        task.refresh_from_db()
        assert (task.state, task.end_reason) == (State.EXEMPT, EndReason.DECEASED)
    visit.patient.refresh_from_db()
    assert visit.patient.deceased


def test_whoever_wants_no_more_calls_gets_none() -> None:
    visit = a_visit()
    task = a_task(visit)
    saved(task, Outcome.DECLINED, reason=Reason.FRAUD_FEAR, do_not_call=True)
    visit.patient.refresh_from_db()
    task.refresh_from_db()
    assert visit.patient.do_not_call
    assert task.state == State.UNSUCCESSFUL


def test_a_vacant_number_ends_the_number_and_the_next_one_is_tried() -> None:
    visit = a_visit()
    second = PhoneNumber.objects.create(
        patient=visit.patient, number="17955550000", position=2, relation="女儿"
    )
    first = visit.patient.numbers.first()
    task = a_task(visit)
    saved(task, Outcome.VACANT, number_id=first.pk)
    task.refresh_from_db()
    assert (task.state, task.counted) == (State.OPEN, 0)
    assert not PhoneNumber.objects.get(pk=first.pk).is_usable
    assert NumberDefect.objects.get().department == task.department
    saved(task, Outcome.WRONG_NUMBER, number_id=second.pk, now=NOW + timedelta(minutes=10))
    task.refresh_from_db()
    assert (task.state, task.end_reason) == (State.UNSUCCESSFUL, EndReason.WRONG_NUMBER)


def test_one_call_settles_all_purposes_of_the_patient() -> None:
    visit = a_visit()
    tasks = [a_task(visit), a_task(visit, version=a_rule("second", name="满意度"))]
    draft = opened(tasks[0])
    assert set(draft.tasks.all()) == set(tasks)
    record_call(str(draft.token), agent=agent(), form=CallForm(outcome=Outcome.COMPLETED), now=NOW)
    assert Attempt.objects.count() == 1
    assert Purpose.objects.count() == 2
    assert set(Task.objects.values_list("state", flat=True)) == {State.COMPLETED}


def test_somebody_elses_call_meanwhile_is_a_conflict_until_both_were_seen() -> None:
    task = a_task()
    mine = opened(task)
    Task.objects.filter(pk=task.pk).update(hold_until=NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=11)
    theirs = opened(task, now=later, by=other_agent())
    record_call(
        str(theirs.token),
        agent=other_agent(),
        form=CallForm(outcome=Outcome.NO_ANSWER, notes="没人接"),
        now=later,
    )
    form = CallForm(outcome=Outcome.COMPLETED, notes="女儿接的")
    with pytest.raises(Conflict) as found:
        record_call(str(mine.token), agent=agent(), form=form, now=later)
    assert found.value.others[0].notes == "没人接"
    merged = CallForm(outcome=Outcome.COMPLETED, notes="女儿接的", merge=True)
    record_call(str(mine.token), agent=agent(), form=merged, now=later)
    task.refresh_from_db()
    assert (task.state, task.tries) == (State.COMPLETED, 2)


def test_a_reassigned_call_is_saved_all_the_same_and_says_so() -> None:
    task = a_task()
    draft = opened(task)
    Task.objects.filter(pk=task.pk).update(agent=other_agent())
    result = record_call(str(draft.token), agent=agent(), form=CallForm(outcome=Outcome.COMPLETED), now=NOW)
    assert result.reassigned
    assert result.attempt.reassigned_meanwhile


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"outcome": Outcome.DECLINED}, "reason_missing"),
        ({"outcome": Outcome.NO_ANSWER, "reason": Reason.RECOVERED}, "reason_unknown"),
        ({"outcome": Outcome.NO_ANSWER, "answers": {"overall": (3, "")}}, "answers_without_conversation"),
        ({"outcome": Outcome.COMPLETED, "answers": {"overall": (5, " ")}}, "answer_reason_missing"),
        ({"outcome": Outcome.COMPLETED, "answers": {"overall": (1, "")}}, "answer_reason_missing"),
        ({"outcome": Outcome.COMPLETED, "answers": {"overall": (6, "x")}}, "level_unknown"),
        ({"outcome": Outcome.INCONVENIENT, "agreed_at": NOW - timedelta(minutes=1)}, "agreed_before_call"),
        ({"outcome": Outcome.COMPLETED, "number_id": 999_999}, "number_unknown"),
        ({"outcome": Outcome.COMPLETED, "answered_by": "nobody known"}, "answered_by_unknown"),
    ],
)
def test_a_form_that_contradicts_itself_changes_nothing(fields: dict[str, object], code: str) -> None:
    task = a_task()
    draft = opened(task)
    with pytest.raises(InvalidCall) as found:
        record_call(str(draft.token), agent=agent(), form=CallForm(**fields), now=NOW)  # type: ignore[arg-type]
    assert found.value.code == code
    assert Draft.objects.filter(pk=draft.pk).exists()
    assert not Attempt.objects.exists()


def test_a_call_back_agreed_for_after_the_follow_up_is_refused_unless_a_call_is_ordered() -> None:
    """The window ends on the 20th at 20:00; nobody would ring on the 23rd."""
    task, at = a_task(), moment("2026-11-23 15:00")
    draft = opened(task)
    with pytest.raises(InvalidCall, match="agreed_beyond_window"):
        record_call(
            str(draft.token),
            agent=agent(),
            form=CallForm(outcome=Outcome.INCONVENIENT, agreed_at=at),
            now=NOW,
        )
    assert Draft.objects.filter(pk=draft.pk).exists()
    assert not Attempt.objects.exists()
    order = OrderForm(days=(at.date(),), purpose="出院随访")
    form = CallForm(outcome=Outcome.INCONVENIENT, agreed_at=at, order=order)
    record_call(str(draft.token), agent=agent(), form=form, now=NOW)
    task.refresh_from_db()
    assert (task.state, OrderedCall.objects.get().day) == (State.UNSUCCESSFUL, at.date())


def test_what_ends_the_follow_up_anyway_minds_no_agreed_time() -> None:
    saved(a_task(), Outcome.COMPLETED, agreed_at=moment("2026-11-23 15:00"))
    assert Task.objects.get().state == State.COMPLETED


def test_fair_needs_no_reason() -> None:
    saved(a_task(), Outcome.COMPLETED, answers={"overall": (3, "")})
    assert Answer.objects.get().level == 3
