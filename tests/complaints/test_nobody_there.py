"""Alerts whose people are away: somebody can always move them, and whoever comes back is called (A25)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from complaints.actions import alert_moves
from complaints.actions.climbing import climb_due
from complaints.actions.refusals import Refused
from complaints.models import ClinicalAlert
from policy.alerts import Action, State
from staff.models import User
from tests import people
from tests.clients import signed_in_as
from tests.complaints.alerting import FRIDAY, duty, head, in_state

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
