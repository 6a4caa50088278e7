"""A draft that was put back belongs to its call: what was typed goes on, what the call was does not."""

from datetime import timedelta

import pytest

from followups.actions.callforms import CallForm
from followups.actions.calls import record_call
from followups.actions.correcting import open_correction
from followups.actions.drafts import drafts_of, open_call, open_next, release, save_draft
from followups.actions.expiring import expire
from followups.actions.numbers import reveal
from followups.actions.verification import claim_verification, to_verify
from followups.models import Draft, Task
from policy.outcomes import Outcome
from policy.tasks import EndReason, State
from tests.followups.callsteps import NOW, opened, saved
from tests.people import a_patient, a_task, a_visit, agent, moment

pytestmark = pytest.mark.django_db
ROUND = moment("2026-11-25 15:00")


def put_back(draft: Draft, notes: str, *, now: object = NOW) -> None:
    save_draft(draft.pk, agent(), data={"notes": notes}, seq=draft.seq + 1, page="p", now=now)  # type: ignore[arg-type]
    release(draft.pk, agent(), now=now)  # type: ignore[arg-type]


def of_the_round() -> Draft:
    tasks = claim_verification(agent(), now=ROUND)
    return open_call(tasks, agent(), now=ROUND, verification=True)


def unreached(**more: object) -> Task:
    fields = {"end_reason": EndReason.NO_ANSWER, "verify": True, "closed_at": moment("2026-11-20 20:00")}
    return a_task(state=State.UNSUCCESSFUL, **fields | more)


def test_the_same_call_opened_again_is_the_one_that_was_put_back() -> None:
    task = a_task()
    draft = opened(task)
    reveal(draft.pk, task.patient.numbers.get().pk, agent(), now=NOW)
    put_back(draft, "在忙")
    again = opened(task, now=NOW + timedelta(hours=1))
    assert (again.opened_at, again.revealed_at, again.data["notes"]) == (NOW, NOW, "在忙")


def test_an_ordinary_call_is_none_of_the_round_although_the_round_left_a_draft() -> None:
    old = unreached()
    put_back(of_the_round(), "第一次没接", now=ROUND)
    later = moment("2026-11-28 15:00")
    window = {"opens": moment("2026-11-26 14:00"), "closes": moment("2026-11-30 20:00")}
    new = a_task(a_visit(old.patient, at=moment("2026-11-23 10:00")), **window)
    draft = opened(new, now=later)
    assert (draft.verification, draft.opened_at, draft.data["notes"]) == (False, later, "第一次没接")
    record_call(str(draft.token), agent=agent(), form=CallForm(outcome=Outcome.NO_ANSWER), now=later)
    new.refresh_from_db()
    old.refresh_from_db()
    assert (new.state, new.counted, new.verified_at) == (State.OPEN, 1, None)
    assert old.verified_at is None


def test_the_rounds_call_counts_for_the_round_although_an_ordinary_one_left_a_draft() -> None:
    task = a_task()
    evening = moment("2026-11-20 19:10")
    put_back(opened(task, now=evening), "在忙", now=evening)
    unsuccessful = {"state": State.UNSUCCESSFUL, "end_reason": EndReason.NO_ANSWER, "verify": True}
    Task.objects.filter(pk=task.pk).update(**unsuccessful, closed_at=moment("2026-11-20 20:00"))
    draft = of_the_round()
    reveal(draft.pk, task.patient.numbers.get().pk, agent(), now=ROUND)
    form = CallForm(outcome=Outcome.NO_ANSWER)
    attempt = record_call(str(draft.token), agent=agent(), form=form, now=ROUND).attempt
    task.refresh_from_db()
    assert (attempt.verification, attempt.dialled_at, task.verified_at) == (True, ROUND, ROUND)
    assert not to_verify(ROUND).exists()


def test_a_call_about_a_new_visit_changes_no_task_that_had_ended() -> None:
    old = a_task(agent=agent())
    evening = moment("2026-11-20 19:10")
    put_back(opened(old, now=evening), "占线", now=evening)
    expire(now=moment("2026-11-20 20:01"))
    old.refresh_from_db()
    ended = (old.state, old.end_reason, old.closed_at)
    window = {"opens": moment("2026-11-29 14:00"), "closes": moment("2026-12-04 20:00")}
    new = a_task(a_visit(old.patient, at=moment("2026-11-26 10:00")), **window)
    now = moment("2026-11-30 15:00")
    draft = opened(new, now=now)
    record_call(str(draft.token), agent=agent(), form=CallForm(outcome=Outcome.COMPLETED), now=now)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, old.end_reason, old.closed_at) == ended
    assert new.state == State.COMPLETED


def test_a_correction_that_changed_nothing_is_gone_when_it_is_put_back() -> None:
    first, later = a_task(agent=agent(), priority=1), moment("2026-11-18 19:30")
    attempt = saved(first, Outcome.BUSY, notes="占线")
    draft = open_correction(attempt.pk, agent(), now=NOW)
    release(draft.pk, agent(), now=NOW)
    assert not drafts_of(agent()).exists()
    again = open_next(agent(), now=later)
    assert again is not None
    assert (again.patient, again.corrects, again.data) == (first.patient, None, {})


def test_a_correction_that_was_begun_comes_before_the_patients_next_call() -> None:
    """Nobody is told that nobody is left while others wait."""
    first = a_task(agent=agent(), priority=1)
    other = a_task(a_visit(a_patient("王二")), agent=agent(), priority=9)
    attempt = saved(first, Outcome.BUSY, notes="占线")
    draft = open_correction(attempt.pk, agent(), now=NOW)
    put_back(draft, "无人接听")
    later = moment("2026-11-18 19:30")
    assert open_next(agent(), now=later) == draft
    form = CallForm(outcome=Outcome.NO_ANSWER, notes="无人接听")
    record_call(str(draft.token), agent=agent(), form=form, now=later)
    following = open_next(agent(), now=later)
    assert following is not None
    assert following.patient in (first.patient, other.patient)
    assert following.corrects is None
