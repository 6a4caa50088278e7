"""Asking about the handling: without a hand in it, inside the hours, and what comes of it (C8)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from complaints.models import Complaint
from policy.complaints import State
from staff.models import Act, AuditEntry, User
from staff.permissions import Role
from tests import people
from tests.clients import signed_in_as
from tests.complaints import making

pytestmark = pytest.mark.django_db
NOW = people.moment("2026-11-20 15:12")  # a Friday, inside the hours
NUMBER = "17955550001"


@pytest.fixture(autouse=True)
def a_friday_afternoon() -> Iterator[Any]:
    with time_machine.travel(NOW) as clock:
        yield clock


def answered(**more: Any) -> Complaint:
    """Recorded and told by Zhou, worked on by Lin: Li and Zhang had no hand in it."""
    zhou = people.a_user("8050", "周青", Role.AGENT)
    case = making.a_complaint(by=zhou, now=NOW - timedelta(1), phone=NUMBER, **more)
    for step in (making.ordered, making.found, making.drafted):
        case = step(case, now=NOW - timedelta(1))
    return making.answered(case, by=zhou, now=NOW - timedelta(hours=2), text="已电话道歉")


def page(path: str, user: User | None = None) -> str:
    return signed_in_as(user or people.agent()).get(path).content.decode()


def save(case: Complaint, level: str | None, words: str = "", user: User | None = None) -> Any:
    data = {"version": case.version, "text": words} | ({} if level is None else {"level": level})
    return signed_in_as(user or people.agent()).post(f"/complaints/confirm/{case.pk}/save/", data)


def test_the_list_holds_what_others_have_answered() -> None:
    case = answered()
    assert case.number in page("/complaints/confirm/")
    assert case.number not in page("/complaints/confirm/", people.a_user("8050", "周青", Role.AGENT))


def test_whoever_set_a_measure_does_not_ask() -> None:
    case = answered()
    case.handlers.add(people.supervisor())
    assert case.number not in page("/complaints/confirm/", people.supervisor())


def test_the_page_says_what_was_complained_of_and_what_was_answered_by_whom() -> None:
    text = page(f"/complaints/confirm/{answered().pk}/")
    for word in ("换药的时候问了三次", "已电话道歉", "周青"):
        assert word in text
    assert NUMBER not in text


def test_the_number_is_shown_when_asked_for_and_the_log_says_so() -> None:
    case = answered()
    shown = signed_in_as(people.agent()).post(f"/complaints/confirm/{case.pk}/number/")
    assert NUMBER in shown.content.decode()
    entry = AuditEntry.objects.filter(act=Act.NUMBER_REVEALED).get()
    assert (entry.actor, entry.object_id) == (people.agent(), case.pk)


@pytest.mark.parametrize("when", ["2026-11-20 12:30", "2026-10-01 15:12"])
def test_nobody_is_rung_outside_the_hours(when: str, a_friday_afternoon: Any) -> None:
    """At noon, and on National Day."""
    from regulation.actions.editions import seed_year

    case = answered()
    seed_year(2026, by=None, now=NOW)
    a_friday_afternoon.move_to(people.moment(when))
    shown = signed_in_as(people.agent()).post(f"/complaints/confirm/{case.pk}/number/").content.decode()
    assert NUMBER not in shown
    assert "field-error" in shown
    assert not AuditEntry.objects.filter(act=Act.NUMBER_REVEALED).exists()


@pytest.mark.parametrize("stop", ["deceased", "do_not_call"])
def test_the_dead_and_who_wants_no_calls_are_not_rung(stop: str) -> None:
    case = answered(patient=people.a_patient(**{stop: True}))
    shown = signed_in_as(people.agent()).post(f"/complaints/confirm/{case.pk}/number/").content.decode()
    assert NUMBER not in shown


def test_a_content_patient_closes_the_case_and_the_page_says_so() -> None:
    case = answered()
    client = signed_in_as(people.agent())
    data = {"version": case.version, "level": "5", "text": "处理得好"}
    answer = client.post(f"/complaints/confirm/{case.pk}/save/", data, follow=True)
    case.refresh_from_db()
    assert (case.state, case.confirmed_level) == (State.CLOSED, 5)
    assert case.number in answer.content.decode()


def test_a_dissatisfied_patient_opens_it_once_and_then_it_goes_to_the_director() -> None:
    case = answered()
    save(case, "2", "没有解决")
    case.refresh_from_db()
    assert case.state == State.REOPENED
    for step in (making.ordered, making.found, making.drafted):
        case = step(case, now=NOW)
    case = making.answered(case, by=people.a_user("8050", "周青", Role.AGENT), now=NOW)
    save(case, "1", "还是没有解决")
    case.refresh_from_db()
    assert case.state == State.ESCALATED


def test_dissatisfaction_without_a_reason_is_not_saved() -> None:
    case = answered()
    answer = save(case, "2")
    case.refresh_from_db()
    assert (answer.status_code, case.state) == (422, State.ANSWERED)


def test_not_reached_leaves_it_on_the_list() -> None:
    case = answered()
    assert save(case, "").status_code == 302
    case.refresh_from_db()
    assert (case.state, case.confirmations.count()) == (State.ANSWERED, 1)


def test_a_form_without_a_choice_is_not_taken_for_not_reached() -> None:
    case = answered()
    assert save(case, None).status_code == 422
    assert case.confirmations.count() == 0


def test_two_who_ask_at_once_do_not_both_answer() -> None:
    case = answered()
    save(case, "", user=people.other_agent())
    late = save(case, "5", "很满意")
    case.refresh_from_db()
    assert (late.status_code, case.state) == (409, State.ANSWERED)
    assert "很满意" in late.content.decode()
