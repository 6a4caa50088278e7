"""Hours as people type them: A5, E12."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.calendar import Calendar, Hours, Interval, Season
from policy.presets import CUSTOMER_SERVICE_HOURS, MATERNITY_HOURS
from regulation.forms import read_intervals, write_intervals
from regulation.outlook import outlook, with_hours

TWO = (Interval(time(14), time(16, 30)), Interval(time(19), time(20)))
CALENDAR = Calendar(((date(2000, 1, 1), MATERNITY_HOURS),), {}, ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    "typed",
    [
        "14:00–16:30, 19:00–20:00",
        "14:00-16:30,19:00-20:00",
        "14:00~16:30；19:00～20:00",
        "１４：００－１６：３０，１９：００－２０：００",
        "14:00至16:30、19:00到20:00",
        "14点—16点30分\n19点—20点",
        "19-20, 14 – 16.30,",
    ],
)
def test_hours_are_read_however_they_are_typed(typed: str) -> None:
    assert read_intervals(typed) == TWO


@pytest.mark.parametrize(
    "typed", ["14:00", "25:00-26:00", "14:60-15:00", "afternoon", "14:00-15:00-16:00", "1-2 3-4"]
)
def test_what_cannot_be_read_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="bad_time"):
        read_intervals(typed)


minutes = st.integers(0, 24 * 60 - 1)


@given(st.lists(st.tuples(minutes, minutes), max_size=5))
def test_what_is_written_is_read_back(pairs: list[tuple[int, int]]) -> None:
    spans = tuple(sorted(Interval(time(a // 60, a % 60), time(b // 60, b % 60)) for a, b in pairs))
    assert read_intervals(write_intervals(spans)) == spans


def test_the_outlook_shows_two_weeks_with_the_change_from_its_day_on() -> None:
    days = outlook(
        CALENDAR, CUSTOMER_SERVICE_HOURS, effective_from=date(2026, 11, 25), today=date(2026, 11, 20)
    )
    assert [d.day for d in days] == [
        date(2026, 11, 20 + n) if n < 11 else date(2026, 12, n - 10) for n in range(14)
    ]
    assert [d.change for d in days] == [0] * 5 + [240 - 210] * 9


def test_hours_of_a_later_day_are_shown_from_that_day() -> None:
    days = outlook(
        CALENDAR, CUSTOMER_SERVICE_HOURS, effective_from=date(2027, 3, 1), today=date(2026, 11, 20)
    )
    assert days[0].day == date(2027, 3, 1)


def test_hours_of_the_same_day_take_the_place_of_those_before() -> None:
    short = Hours((Season("all", 1, 1, (Interval(time(9), time(10)),)),))
    once = with_hours(CALENDAR, CUSTOMER_SERVICE_HOURS, effective_from=date(2026, 12, 1))
    twice = with_hours(once, short, effective_from=date(2026, 12, 1))
    assert twice.hours_on(date(2026, 12, 1)) == short
    assert twice.hours_on(date(2026, 11, 30)) == MATERNITY_HOURS
