"""Clocks that stand still: nothing is over while they do, and nothing is won by it (A31, C4, fault 39)."""

from typing import Any

import pytest

from complaints.actions.clocks import ring
from complaints.actions.waiting import ask_pause, decide_pause, end_pause
from complaints.models import Alarm, Complaint
from policy.complaints import State
from tests import people
from tests.complaints.making import DAY, HOUR, NOW, answered, in_state
from tests.complaints.test_clocks import MINUTE, SEVENTH, clocks
from tests.people import moment

pytestmark = pytest.mark.django_db


def paused(case: Complaint, *, now: Any = NOW) -> Complaint:
    asked = ask_pause(case.pk, by=people.assistant(), now=now - HOUR, reason="等待司法鉴定")
    decide_pause(asked.pk, by=people.director(), now=now, approved=True)
    case.refresh_from_db()
    return case


def test_while_paused_nothing_rings_and_afterwards_the_days_are_added() -> None:
    case = paused(in_state(State.ORDERED), now=NOW + DAY)
    assert case.paused_at == NOW + DAY
    assert ring(now=SEVENTH + 10 * DAY) == 0
    assert not Complaint.objects.breached(SEVENTH + 10 * DAY).exists()
    end_pause(case.pk, by=people.assistant(), now=NOW + 4 * DAY)
    case.refresh_from_db()
    longer = {"hospital": SEVENTH + 3 * DAY, "national": SEVENTH + DAY}  # two of the three were a weekend
    assert (case.paused_at, clocks(case), case.due_at) == (None, longer, SEVENTH + DAY)
    assert ring(now=SEVENTH + 3 * DAY) == 5


def test_a_pause_that_ends_after_the_date_from_before_it_makes_no_breach() -> None:
    case = paused(in_state(State.ORDERED), now=NOW + 2 * DAY)
    end_pause(
        case.pk, by=people.assistant(), now=SEVENTH + 2 * DAY + 20 * HOUR
    )  # from Saturday to Sunday week
    case.refresh_from_db()
    assert clocks(case) == {"hospital": moment("2026-12-05 00:00"), "national": moment("2026-12-04 00:00")}
    assert case.due_at == moment("2026-12-04 00:00")
    assert (case.breached_at, set(case.clocks.values_list("breached_at", flat=True))) == (None, {None})
    assert not Alarm.objects.exists()
    assert not Complaint.objects.breached(case.due_at - MINUTE).exists()
    ring(now=case.due_at)
    case.refresh_from_db()
    assert case.breached_at == case.due_at  # and from then on it is over


def test_a_pause_begins_when_it_is_approved_and_undoes_no_breach() -> None:
    case = paused(in_state(State.ORDERED), now=SEVENTH + MINUTE)
    assert case.breached_at == SEVENTH
    assert case.pauses.get().begun_at == SEVENTH + MINUTE


def test_an_answer_in_the_middle_of_a_pause_ends_it_and_is_in_time() -> None:
    case = answered(paused(in_state(State.DRAFTED)), now=SEVENTH + DAY)
    assert (case.breached_at, case.paused_at) == (None, None)
    assert case.pauses.get().ended_at == SEVENTH + DAY
