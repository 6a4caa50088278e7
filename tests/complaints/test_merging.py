"""One matter recorded twice: nobody who waits is forgotten, no time is won or lost by it (A31, C4, C8)."""

from datetime import datetime

import pytest
from django.urls import reverse

from complaints.actions import moves
from complaints.actions.waiting import ask_extension, ask_pause, decide_extension, decide_pause, end_pause
from complaints.models import Complaint
from complaints.sentences import REFUSALS
from policy.complaints import State
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import DAY, HOUR, NOW, a_complaint, in_state, ordered
from tests.complaints.test_moves import refusal
from tests.people import moment

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-02 09:00")


def merged(case: Complaint, target: Complaint, *, now: datetime) -> Complaint:
    case.refresh_from_db()
    moves.merge(case.pk, by=people.assistant(), now=now, version=case.version, into=target.pk)
    target.refresh_from_db()
    return target


def prolonged(case: Complaint, days: int, *, now: datetime) -> Complaint:
    asked = ask_extension(case.pk, by=people.assistant(), now=now, days=days, reason="需外院资料")
    decide_extension(asked.pk, by=people.director(), now=now, approved=True)
    case.refresh_from_db()
    return case


def stood_still(case: Complaint, *, now: datetime, until: datetime | None = None) -> Complaint:
    asked = ask_pause(case.pk, by=people.assistant(), now=now, reason="等待司法鉴定")
    decide_pause(asked.pk, by=people.director(), now=now, approved=True)
    if until is not None:
        end_pause(case.pk, by=people.assistant(), now=until)
    case.refresh_from_db()
    return case


def test_who_waits_for_an_answer_is_not_lost_in_a_case_of_which_nobody_can_be_told() -> None:
    nameless, named, zhao = a_complaint(anonymous=True), a_complaint(), people.assistant()
    assert refusal(moves.merge, named, by=zhao, into=nameless.pk) == "loses_contact"
    dead = a_complaint(has_contact=False)
    assert refusal(moves.merge, dead, by=zhao, into=a_complaint(anonymous=True, phone="17955550001").pk) == (
        "loses_contact"  # somebody can be told, but not about whom this one was
    )
    assert merged(nameless, named, now=NOW).has_contact  # as the refusal says: the other way round


def test_two_patients_are_told_two_answers() -> None:
    case = a_complaint(patient=people.a_patient("陈静", phone="17955550000"))
    assert refusal(moves.merge, case, by=people.assistant(), into=a_complaint().pk) == "other_patient"


def test_the_page_says_what_to_do_instead() -> None:
    case, target = a_complaint(), a_complaint(anonymous=True)
    answer = signed_in_as(people.assistant()).post(
        reverse("complaints:move", args=[case.pk, "merge"]), {"version": case.version, "into": target.number}
    )
    assert answer.status_code == 422
    assert str(REFUSALS["loses_contact"]) in answer.content.decode()


def test_who_had_a_hand_in_one_of_them_does_not_ask_about_both() -> None:
    case = in_state(State.ORDERED)
    target = a_complaint(patient=case.patient)
    back = moves.hand_back(case.pk, by=people.clinician(), now=NOW, version=case.version, text="不是我科")
    merged(back, target, now=NOW)
    assert set(target.handlers.all()) == {people.assistant(), people.clinician()}


def test_time_that_the_earlier_one_was_given_goes_with_it() -> None:
    first = stood_still(a_complaint(now=MONDAY), now=MONDAY + DAY, until=MONDAY + 3 * DAY)
    due = first.due_at
    prolonged(first, 2, now=MONDAY + HOUR)
    first.refresh_from_db()
    second = merged(first, a_complaint(now=MONDAY + 5 * DAY, patient=first.patient), now=MONDAY + 5 * DAY)
    assert due is not None
    assert second.due_at == first.due_at == due + 2 * DAY
    assert second.pauses.get().ended_at == MONDAY + 3 * DAY
    assert second.extensions.get().decided_by == people.director()
    assert set(second.clocks.values_list("begun_at", "breached_at")) == {(MONDAY, None)}


def test_a_pause_ends_where_its_case_does() -> None:
    first = stood_still(a_complaint(now=MONDAY), now=MONDAY + DAY)
    second = merged(first, a_complaint(now=MONDAY + 3 * DAY, patient=first.patient), now=MONDAY + 3 * DAY)
    assert second.pauses.get().ended_at == MONDAY + 3 * DAY
    assert (second.paused_at, second.breached_at) == (None, None)
    assert second.due_at == moment("2026-11-12 00:00")  # two days more than the 9th, of five working days


@pytest.mark.parametrize("earlier", [True, False])
def test_what_was_given_to_one_does_not_prolong_the_other_beyond_its_own_date(earlier: bool) -> None:
    first = a_complaint(now=MONDAY)
    second = a_complaint(now=MONDAY + 2 * DAY, patient=first.patient)
    given, other = (first, second) if earlier else (second, first)
    prolonged(given, 30, now=MONDAY + 2 * DAY)
    wanted = other.due_at
    ordered(other, now=MONDAY + 2 * DAY)
    assert merged(given, other, now=MONDAY + 2 * DAY).due_at == wanted
    assert not other.extensions.exists()
