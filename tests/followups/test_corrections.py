"""A correction is a new call that takes the place of the old one, which stays on record."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.actions.callforms import CallForm
from followups.actions.calls import record_call
from followups.actions.correcting import open_correction
from followups.actions.refusals import (
    CannotCorrect,
)
from followups.forms import CallRecordForm
from followups.models import Attempt, Draft
from followups.refused import call_form
from policy.outcomes import Outcome
from policy.tasks import State
from tests import people
from tests.clients import signed_in_as
from tests.followups.calling import a_call, a_due_task, at, fields, open_all_day
from tests.followups.callsteps import NOW, saved
from tests.people import a_rule, a_task, a_visit, agent, moment, other_agent, supervisor

pytestmark = pytest.mark.django_db


def test_a_correction_takes_back_a_death_and_keeps_the_old_call() -> None:
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
    wrong = saved(one, Outcome.DECEASED)
    draft = open_correction(wrong.pk, agent(), now=NOW + timedelta(minutes=5))
    right = record_call(
        str(draft.token),
        agent=agent(),
        form=CallForm(outcome=Outcome.COMPLETED),
        now=NOW + timedelta(minutes=6),
    ).attempt
    one.refresh_from_db()
    two.refresh_from_db()
    visit.patient.refresh_from_db()
    assert (one.state, two.state, visit.patient.deceased) == (State.COMPLETED, State.OPEN, False)
    assert right.corrects == wrong
    with pytest.raises(CannotCorrect):
        open_correction(wrong.pk, agent(), now=NOW + timedelta(minutes=7))


def test_a_correction_counts_instead_of_the_call_it_corrects() -> None:
    task = a_task()
    wrong = saved(task, Outcome.NO_ANSWER)
    draft = open_correction(wrong.pk, agent(), now=NOW + timedelta(minutes=5))
    record_call(
        str(draft.token), agent=agent(), form=CallForm(outcome=Outcome.VACANT), now=NOW + timedelta(minutes=6)
    )
    task.refresh_from_db()
    assert (task.state, task.counted, task.tries) == (State.UNSUCCESSFUL, 0, 1)


def test_yesterdays_call_is_corrected_by_a_supervisor_only() -> None:
    call = saved(a_task(), Outcome.NO_ANSWER)
    tomorrow = NOW + timedelta(days=1)
    with pytest.raises(CannotCorrect):
        open_correction(call.pk, agent(), now=tomorrow)
    with pytest.raises(CannotCorrect):
        open_correction(call.pk, other_agent(), now=NOW)
    assert open_correction(call.pk, supervisor(), now=tomorrow).corrects == call


def test_a_supervisor_corrects_yesterdays_call_from_the_patients_story_and_comes_back_to_it() -> None:
    open_all_day()
    task = a_due_task(people.agent())
    draft = a_call(people.agent(), task)
    form = CallForm(outcome=Outcome.NO_ANSWER)
    attempt = record_call(str(draft.token), agent=people.agent(), form=form, now=timezone.now()).attempt
    yesterday = timezone.now() - timedelta(days=1)
    Attempt.objects.filter(pk=attempt.pk).update(saved_at=yesterday, dialled_at=yesterday)
    story = reverse("followups:patient", args=[task.patient_id])
    way = reverse("followups:call_correct", args=[attempt.pk])
    assert way not in signed_in_as(people.agent()).get(story).text
    client = signed_in_as(people.supervisor())
    assert way in client.get(story).text
    page = client.post(way, follow=True)
    mending = Draft.objects.get(corrects=attempt)
    assert page.redirect_chain == [(at("call", mending), 302)]
    assert f'<a class="callbar-back" href="{story}"' in page.text
    saved = client.post(at("call_save", mending), fields(mending, outcome="busy"))
    assert saved.headers["Location"] == story
    attempt.refresh_from_db()
    assert (attempt.corrected_by.outcome, attempt.corrected_by.agent) == ("busy", people.supervisor())
    assert way not in client.get(story).text


def test_a_correction_begins_with_the_time_that_was_agreed_and_keeps_it() -> None:
    task, agreed = a_task(), moment("2026-11-18 19:15")
    call = saved(task, Outcome.INCONVENIENT, agreed_at=agreed)
    draft = open_correction(call.pk, agent(), now=NOW + timedelta(minutes=5))
    typed = CallRecordForm(draft.data)
    assert typed.is_valid()
    form = call_form(typed, {})
    record_call(str(draft.token), agent=agent(), form=form, now=NOW + timedelta(minutes=6))
    task.refresh_from_db()
    assert (task.call_at, task.agreed) == (agreed, True)
