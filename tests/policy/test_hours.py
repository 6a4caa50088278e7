"""Hours as they are stored: what comes back is what went in, and nonsense is refused with a code."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.calendar import Calendar, Hours, Interval, Season
from tests.policy.calendars import A5, E12, ODD, SHANGHAI, World, examples


@pytest.mark.parametrize("plan", [A5, E12, ODD])
@pytest.mark.parametrize("weekends", [True, False])
def test_hours_survive_their_json(plan, weekends):
    hours = World(plan, weekends=weekends).calendar.hours[0][1]
    assert Hours.from_json(hours.to_json()) == hours


def season(**changes):
    return {"name": "all year", "month": 1, "day": 1, "intervals": [["10:00", "12:00"]], **changes}


@pytest.mark.parametrize(
    ("seasons", "code"),
    [
        ([], "no_season"),
        ([season(intervals=[])], "no_interval"),
        ([season(intervals=[["12:00", "10:00"]])], "interval_order"),
        ([season(intervals=[["10:00", "10:00"]])], "interval_order"),
        ([season(intervals=[["10:00", "12:00"], ["11:59", "13:00"]])], "interval_overlap"),
        ([season(intervals=[["10:00", "12:00"], ["09:00", "13:00"]])], "interval_overlap"),
        ([season(intervals=[["10:00", "24:00"]])], "bad_time"),
        ([season(intervals=[["ten", "12:00"]])], "bad_time"),
        ([season(month=2, day=30)], "bad_date"),
        ([season(month=13)], "bad_date"),
        ([season(), season(name="again")], "season_twice"),
        ([season(intervals=[["10:00"]])], "malformed"),
        ([season(intervals=[[10, 12]])], "malformed"),
        ([season(month=None)], "malformed"),
        ([season(month="May")], "malformed"),
        ([{}], "malformed"),
        (["summer"], "malformed"),
        (None, "malformed"),
    ],
)
def test_hours_that_make_no_sense_are_refused_with_a_code(seasons, code):
    with pytest.raises(ValueError, match=f"^{code}$"):
        Hours.from_json({"seasons": seasons})


@pytest.mark.parametrize("data", [None, [], {}, "hours"])
def test_what_is_no_hours_at_all_is_malformed(data):
    with pytest.raises(ValueError, match=r"^malformed$"):
        Hours.from_json(data)


@examples(20)
@given(st.permutations([["08:00", "09:00"], ["09:00", "10:00"], ["19:00", "20:00"]]))
def test_intervals_may_touch_and_come_in_any_order(intervals):
    hours = Hours.from_json({"seasons": [season(intervals=intervals)]})
    assert [i.start.hour for i in hours.seasons[0].intervals] == [8, 9, 19]


def test_a_season_in_code_keeps_its_intervals_in_order():
    with pytest.raises(ValueError, match="interval_overlap"):
        Season("", 1, 1, (Interval(time(19), time(20)), Interval(time(8), time(9))))


def test_a_calendar_needs_hours():
    with pytest.raises(ValueError, match="no_hours"):
        Calendar((), {}, SHANGHAI)
