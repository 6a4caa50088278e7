"""What rings on every open page: a new alert, what was not taken in time, what an agent is to tell (A25)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from complaints.actions import alert_moves
from complaints.bell import bell_of
from policy.alerts import Action, State
from staff.models import User
from tests import people
from tests.clients import signed_in_as
from tests.complaints import alerting
from tests.complaints.alerting import FRIDAY, an_alert, in_state
from tests.followups.browsing import Enter
from tests.followups.browsing import enter as enter

pytestmark = pytest.mark.django_db
BELL = reverse("complaints:bell")


def waits(user: User, now: Any = FRIDAY) -> dict[str, int]:
    return {name: ring["waiting"] for name, ring in bell_of(user, now=now).items()}


def test_it_rings_for_whoever_is_called_and_for_nobody_else() -> None:
    lin, gao = people.clinician(), alerting.head()
    before = bell_of(lin, now=FRIDAY)["alerts"]
    alert = an_alert()
    after = bell_of(lin, now=FRIDAY)["alerts"]
    assert (after["waiting"], after["newest"] > before["newest"]) == (1, True)
    assert waits(gao) == {"alerts": 0}
    alert_moves.pass_on(alert.pk, by=lin, now=FRIDAY, version=alert.version, to=gao)
    assert waits(gao) == {"alerts": 1}
    assert bell_of(gao, now=FRIDAY)["alerts"]["newest"] > after["newest"]


def test_supervisor_and_assistant_hear_of_what_nobody_took_in_time() -> None:
    alert = an_alert()
    for user in (people.supervisor(), people.assistant()):
        assert waits(user) == {"watching": 0}
        assert waits(user, alert.due_at) == {"watching": 1}


def test_the_agent_hears_that_the_doctor_has_decided() -> None:
    li = people.agent()
    alert = in_state(State.TAKEN)
    assert bell_of(li, now=FRIDAY) == {"mine": {"waiting": 0, "newest": 0}}
    decided: dict[str, Any] = {"action": Action.CALL_BACK, "text": "来急诊"}
    alert_moves.act(alert.pk, by=people.clinician(), now=FRIDAY, version=alert.version, **decided)
    assert bell_of(li, now=FRIDAY) == {"mine": {"waiting": 1, "newest": int(FRIDAY.timestamp())}}
    assert waits(people.other_agent()) == {"mine": 0}


def test_it_tells_numbers_alone_and_keeps_no_session_alive(settings: Any) -> None:
    with time_machine.travel(FRIDAY, tick=False) as clock:
        client = signed_in_as(people.clinician())
        an_alert()
        heard = client.get(BELL, headers={"X-Background": "1"})
        assert set(heard.json()) == {"alerts"}
        assert {type(n) for n in heard.json()["alerts"].values()} == {int}
        for _ in range(3):
            clock.shift(timedelta(seconds=settings.SESSION_IDLE_SECONDS // 2))
            last = client.get(BELL, headers={"X-Background": "1"}).status_code
        assert last == 401


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page_name", ["complaints:department", "complaints:alerts"])
def test_a_new_alert_shows_on_whatever_page_the_doctor_has_open(
    enter: Enter, page_name: str, page: Any
) -> None:
    people.clinician()
    with_a_visit = alerting.a_visit()
    # The first time it learns how things stand.
    with page.expect_event("requestfinished", lambda request: request.url.endswith(BELL)):
        enter(reverse(page_name), people.clinician())
    title = page.title()
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    alert = an_alert(visit=with_a_visit, now=timezone.now())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    note = page.locator(".toast-note")
    note.wait_for(timeout=20_000)
    assert page.title() == f"● {title}"
    assert page.locator("[data-bell-entry=alerts] .badge-count").text_content() == "1"
    assert alert.patient.name not in note.text_content()
    page.wait_for_timeout(11_000)
    assert note.is_visible()  # until somebody has seen it
    page.evaluate("delete document.hidden")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.title() == title
