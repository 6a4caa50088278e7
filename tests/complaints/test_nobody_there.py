"""Alerts whose people are away: somebody can always move them, and whoever comes back is called (A25)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from complaints.actions import alert_moves
from complaints.actions.climbing import climb_due
from complaints.actions.refusals import Refused
from complaints.models import AlertNotice, AlertStep, ClinicalAlert
from policy.alerts import Action, Outcome, Rung, State
from staff.models import User
from tests import people
from tests.clients import signed_in_as
from tests.complaints.alerting import FRIDAY, a_colleague, an_alert, duty, head, in_state
from tests.people import moment

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LATER = FRIDAY + 30 * MINUTE  # promised by 15:40


def on_leave(user: User, day: str = "2026-11-20") -> None:
    people.an_absence(user, day, day)


# --- Whoever has decided to call himself goes on leave ---


def take(alert: ClinicalAlert, by: User) -> ClinicalAlert:
    return alert_moves.take(alert.pk, by=by, now=LATER, version=alert.version)


@pytest.mark.parametrize("who", [head, duty])
@pytest.mark.parametrize("gone", [True, False], ids=["left", "on leave"])
def test_whoever_is_reminded_takes_over_the_call_of_a_doctor_who_is_away(
    who: Callable[[], User], gone: bool
) -> None:
    alert, lin = in_state(State.ACTED, action=Action.OWN_CALL), people.clinician()
    if gone:
        User.objects.filter(pk=lin.pk).update(is_active=False)
    else:
        on_leave(lin)
    climb_due(now=LATER)
    alert = take(alert, who())
    assert (alert.state, alert.taken_by, alert.action, alert.done) == (State.TAKEN, who(), "", "")
    assert alert.events.get(what="act").by == lin  # what he had decided stands in the history
    alert = alert_moves.act(
        alert.pk,
        by=who(),
        now=LATER,
        version=alert.version,
        action=Action.OWN_CALL,
        text="已电话告知",
        told_to="女儿",
    )
    assert alert.state == State.TOLD


@pytest.mark.parametrize(
    ("action", "away"), [(Action.OWN_CALL, False), (Action.CALL_BACK, True)], ids=["here", "the agent tells"]
)
def test_what_goes_on_by_itself_is_nobodys_to_take_over(action: Action, away: bool) -> None:
    alert = in_state(State.ACTED, action=action)
    if away:
        on_leave(people.clinician())
    climb_due(now=LATER)
    with pytest.raises(Refused, match="not_yours"):
        take(alert, head())


def test_the_page_offers_it_and_does_not_say_that_the_colleague_decided_what_he_took_over() -> None:
    alert = in_state(State.ACTED, action=Action.OWN_CALL)
    people.an_absence(people.clinician(), "2026-11-20", "2099-01-01")
    url, gao = reverse("complaints:alert", args=[alert.pk]), signed_in_as(head())
    assert "由我接管" in gao.get(url).text
    gao.post(reverse("complaints:alert_move", args=[alert.pk, "take"]), {"version": alert.version})
    page = gao.get(url)
    assert "act" in page.context["forms"]
    assert "林晓东・停用布洛芬" in page.text
    assert page.context["forms"]["act"].initial["text"] == ""


# --- Nobody is there at all ---

LAST = moment("2026-11-20 23:50")  # of the day on which all are on leave


def called(alert: ClinicalAlert) -> list[str]:
    found = AlertNotice.objects.filter(step__alert=alert).exclude(step__rung="promise")
    return list(found.order_by("pk").values_list("user__full_name", flat=True))


def swept(alert: ClinicalAlert, minutes: int) -> list[str]:
    for minute in range(minutes + 1):
        for _twice in range(2):
            climb_due(now=LAST + minute * MINUTE)
    return called(alert)


def test_when_all_are_back_at_midnight_they_are_called_as_if_it_were_raised_then() -> None:
    for user in (people.clinician(), head(), duty()):
        on_leave(user)
    alert = an_alert(now=LAST)
    assert swept(alert, 9) == []
    assert sorted(swept(alert, 10)) == ["林晓东", "段安"]  # in the night both at once
    assert swept(alert, 40)[2:] == ["高立群"]
    last = AlertStep.objects.get(alert=alert, rung=Rung.HEAD)
    assert last.made_at == LAST + 19 * MINUTE
    assert not AlertStep.objects.filter(alert=alert, late=True).exists()


@pytest.mark.parametrize("back", [people.clinician, head, duty])
def test_whoever_is_back_first_is_called_and_once(back: Callable[[], User]) -> None:
    for user in (people.clinician(), head(), duty()):
        people.an_absence(user, "2026-11-20", "2026-11-20" if user == back() else "2026-11-30")
    assert swept(an_alert(now=LAST), 40) == [back().full_name]


def test_after_the_doctor_was_called_the_rungs_above_wait_for_whoever_is_back() -> None:
    for user in (head(), duty()):
        on_leave(user)
    alert = an_alert()
    for hours in range(9):
        climb_due(now=FRIDAY + hours * 60 * MINUTE)
    assert called(alert) == ["林晓东"]
    assert swept(alert, 10) == ["林晓东", "高立群"]
    assert swept(alert, 40) == ["林晓东", "高立群", "段安"]


def test_passed_on_to_somebody_on_leave_it_says_so_even_when_nobody_else_is_there() -> None:
    alert, colleague = an_alert(now=LAST), a_colleague()
    for user in (colleague, head(), duty()):
        on_leave(user)
    alert_moves.pass_on(alert.pk, by=people.clinician(), now=LAST, version=1, to=colleague)
    step = AlertStep.objects.get(alert=alert, round=2, rung=Rung.NAMED)
    assert (step.outcome, step.why) == (Outcome.NOBODY, "away")
    assert "高立群" in swept(alert, 30)
