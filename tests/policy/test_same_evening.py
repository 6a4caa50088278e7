"""The same evening (A8), at each of its boundaries."""

from datetime import date, timedelta

import pytest

from policy.calendar import Daypart
from policy.timing import Timing, catch_up, day_windows, window
from tests.policy.calendars import A5, DAY, E12, World, at, days

SAME_EVENING = Timing(0, 0, 0, last_block=True)
SUMMER_DAY = date(2026, 6, 10)
OPEN = World(A5)


@pytest.mark.parametrize(
    ("ended", "opens", "late"),
    [
        ("09:00", "19:00", False),  # before
        ("15:00", "19:00", False),  # inside an earlier block: still the evening
        ("19:00", "19:00", False),
        ("19:40", "19:40", False),  # inside the last block: what is left of it
    ],
)
def test_a_patient_treated_today_is_called_this_evening(ended, opens, late):
    found = window(SAME_EVENING, at(SUMMER_DAY, ended), OPEN.calendar)
    assert (found.opens, found.closes) == (at(SUMMER_DAY, opens), at(SUMMER_DAY, "20:00"))
    assert (found.due_on, found.moved, found.late) == (SUMMER_DAY, False, late)


def test_at_19_59_59_the_evening_is_still_there():
    ended = at(SUMMER_DAY, "19:59") + timedelta(seconds=59)
    found = window(SAME_EVENING, ended, OPEN.calendar)
    assert (found.opens, found.closes, found.late) == (ended, at(SUMMER_DAY, "20:00"), False)


@pytest.mark.parametrize(("ended", "opens"), [("16:29", "16:29"), ("16:30", "19:00"), ("17:00", "19:00")])
def test_between_two_blocks_the_later_one_waits(ended, opens):
    same_day, moment = Timing(0, 0, 0), at(SUMMER_DAY, ended)
    assert window(same_day, moment, OPEN.calendar).opens == at(SUMMER_DAY, opens)
    assert catch_up(same_day, now=moment, calendar=OPEN.calendar).opens == at(SUMMER_DAY, opens)


@pytest.mark.parametrize("ended", ["20:00", "20:01", "23:59"])
def test_after_the_last_block_the_next_evening_serves_and_is_late(ended):
    found = window(SAME_EVENING, at(SUMMER_DAY, ended), OPEN.calendar)
    tomorrow = SUMMER_DAY + DAY
    assert (found.opens, found.closes) == (at(tomorrow, "19:00"), at(tomorrow, "20:00"))
    assert (found.due_on, found.late) == (SUMMER_DAY, True)


def test_a_patient_treated_on_a_holiday_is_called_after_it_and_that_is_on_time():
    world = World(A5, closed=frozenset(days(SUMMER_DAY, SUMMER_DAY + 2 * DAY)))
    found = window(SAME_EVENING, at(SUMMER_DAY, "21:00"), world.calendar)
    assert found.opens == at(SUMMER_DAY + 3 * DAY, "19:00")
    assert (found.due_on, found.moved, found.late) == (SUMMER_DAY, True, False)


def test_late_on_the_eve_of_a_holiday_is_late_after_it():
    world = World(A5, closed=frozenset(days(SUMMER_DAY + DAY, SUMMER_DAY + 3 * DAY)))
    found = window(SAME_EVENING, at(SUMMER_DAY, "20:00"), world.calendar)
    assert (found.opens, found.late) == (at(SUMMER_DAY + 4 * DAY, "19:00"), True)


def test_with_two_days_left_a_visit_after_hours_is_not_late():
    found = window(Timing(0, 1, 2), at(SUMMER_DAY, "20:00"), OPEN.calendar)
    assert found.opens == at(SUMMER_DAY + DAY, "14:30")
    assert (found.moved, found.late) == (False, False)


def test_without_an_evening_the_last_block_serves():
    found = window(Timing(0, 0, 0, dayparts=(Daypart.EVENING,)), at(SUMMER_DAY, "10:00"), World(E12).calendar)
    assert (found.opens, found.closes) == (at(SUMMER_DAY, "15:00"), at(SUMMER_DAY, "17:00"))


def test_the_cutoff_is_the_end_of_the_last_block_and_later_visits_have_their_own_window():
    shared = day_windows(SAME_EVENING, SUMMER_DAY, OPEN.calendar)
    assert shared.cutoff == at(SUMMER_DAY, "20:00")
    assert shared.on_time.opens == at(SUMMER_DAY, "19:00")
    assert shared.late is not None
    assert (shared.late.opens, shared.late.late) == (at(SUMMER_DAY + DAY, "19:00"), True)


def test_a_day_without_hours_has_no_cutoff():
    world = World(A5, closed=frozenset({SUMMER_DAY}))
    shared = day_windows(SAME_EVENING, SUMMER_DAY, world.calendar)
    assert (shared.cutoff, shared.late) == (None, None)
