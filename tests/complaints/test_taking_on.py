"""The assistant sees whether an order has arrived: the person named says so, or acts on it (A10, A20)."""

from datetime import datetime, timedelta

import pytest

from complaints.actions import notices
from complaints.actions.measures import set_measure
from complaints.actions.moves import find, hand_back
from complaints.drawing import drawn
from complaints.inboxpage import grouped
from complaints.models import Complaint
from complaints.queries.openones import open_cases
from policy.complaints import State, Verdict
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import DAY, NOW, a_complaint, in_state, ordered

pytestmark = pytest.mark.django_db
LATER = NOW + DAY


def seen(case: Complaint) -> datetime | None:
    return case.orders.get().seen_at


def test_only_whom_the_order_names_takes_it_on_and_only_once() -> None:
    case, lin = in_state(State.ORDERED), people.clinician()
    assert not notices.take_on(case.pk, by=people.assistant(), now=NOW)
    assert seen(case) is None
    assert notices.take_on(case.pk, by=lin, now=NOW)
    assert not notices.take_on(case.pk, by=lin, now=LATER)
    assert seen(case) == NOW
    assert case.events.filter(what="taken_on", by=lin).count() == 1


def test_taking_it_on_disturbs_nobody_who_has_a_form_open() -> None:
    case = in_state(State.ORDERED)
    notices.take_on(case.pk, by=people.clinician(), now=NOW)
    version = case.version
    case.refresh_from_db()
    assert case.version == version


def test_whoever_acts_on_an_order_has_it() -> None:
    found, measured, returned = (in_state(State.ORDERED) for _ in range(3))
    lin = people.clinician()
    find(found.pk, by=lin, now=LATER, version=found.version, verdict=Verdict.VERIFIED, text="属实")
    set_measure(
        measured.pk,
        by=lin,
        now=LATER,
        department=people.a_department(),
        text="增加导诊",
        responsible=lin,
        due_on=(LATER + DAY).date(),
    )
    order = returned.orders.get()
    hand_back(returned.pk, by=lin, now=LATER, version=returned.version, text="不是我科")
    order.refresh_from_db()
    assert [seen(found), seen(measured), order.seen_at] == [LATER] * 3


def test_the_person_of_a_department_that_takes_part_says_it_for_himself() -> None:
    room = people.a_department("产科")
    he = people.a_user("8032", "何静", "clinician", department=room)
    case = ordered(a_complaint(departments=[people.a_department(), room]), parts=[(room, he)])
    assert notices.take_on(case.pk, by=he, now=NOW)
    order = case.orders.get()
    assert (order.seen_at, order.parts.get().seen_at) == (None, NOW)


def test_a_fresh_order_has_to_be_taken_on_anew() -> None:
    case = in_state(State.ORDERED)
    notices.take_on(case.pk, by=people.clinician(), now=NOW)
    case.refresh_from_db()
    again = ordered(case, now=LATER)
    assert again.order is not None
    assert again.order.seen_at is None


def test_opening_the_page_is_not_taking_it_on_and_pressing_is() -> None:
    case = in_state(State.ORDERED)
    doctor, assistant = signed_in_as(people.clinician()), signed_in_as(people.assistant())
    page = f"/complaints/department/{case.pk}/"
    press = f'action="{page}take/"'
    assert press in doctor.get(page).content.decode()
    assert seen(case) is None
    listed = "/complaints/?state=untaken"
    assert case.number in assistant.get(listed).content.decode()
    assert "尚未接收" in assistant.get(f"/complaints/{case.pk}/").content.decode()
    doctor.post(f"{page}take/")
    assert seen(case) is not None
    assert press not in doctor.get(page).content.decode()
    assert case.number not in assistant.get(listed).content.decode()
    assert "尚未接收" not in assistant.get(f"/complaints/{case.pk}/").content.decode()


def test_a_row_of_the_inbox_says_first_that_nobody_has_taken_it_on() -> None:
    """At the end of a long row it would be cut off."""
    case = in_state(State.ORDERED)
    late, assistant = NOW + timedelta(days=9), people.assistant()
    row = f'id="case-{case.pk}"'

    def said() -> str:
        groups = grouped(open_cases(assistant), assistant, {}, late)
        return str(drawn(groups.breached, None)).partition(row)[2]

    first = '<small class="dot-list clip"><span class="is-warn">'
    assert first in said()
    notices.take_on(case.pk, by=people.clinician(), now=NOW)
    assert row in str(drawn(grouped(open_cases(assistant), assistant, {}, late).breached, None))
    assert first not in said()
