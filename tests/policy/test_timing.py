"""Due dates against an independent telling of the rule, and each boundary by an example of its own."""

from datetime import date, datetime, timedelta
from itertools import combinations, product
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.calendar import LONGEST_CLOSURE, Daypart, NoCallingDay
from policy.timing import DayWindows, Timing, Window, catch_up, day_windows, usable_blocks, window
from tests.policy.calendars import (
    A5,
    DAY,
    E12,
    FIRST,
    LAST,
    ODD,
    SHANGHAI,
    World,
    anchors,
    at,
    days,
    examples,
    expected,
    invented,
    moments,
    runs,
    timings,
    worlds,
)

SAME_EVENING = Timing(0, 0, 0, last_block=True)
WEEK = Timing(7, 7, 7)
THREE_TO_SEVEN = Timing(3, 5, 7)
OFFSETS = [
    SAME_EVENING,
    Timing(0, 1, 2),
    Timing(1, 1, 1),
    Timing(1, 1, 2),
    THREE_TO_SEVEN,
    WEEK,
    Timing(10, 10, 10),
    Timing(15, 15, 30),
    Timing(2, 3, 4, dayparts=(Daypart.MORNING,)),
]
SUMMER_DAY = date(2026, 6, 10)
OPEN = World(A5)


def told(found: Window) -> dict[str, object]:
    return {name: getattr(found, name) for name in Window.__slots__}


# Against the oracle.


@pytest.mark.parametrize(
    ("plan", "weekends", "offsets"),
    [(A5, True, OFFSETS), (E12, False, OFFSETS[::3]), (ODD, True, OFFSETS[::4])],
)
def test_ten_years_of_visits_fall_due_as_the_plain_data_say(plan, weekends, offsets):
    world, random = invented(7, plan=plan, weekends=weekends), Random(11)
    for day in days(FIRST, LAST - 120 * DAY):
        anchor = datetime.combine(day, datetime.min.time(), SHANGHAI) + timedelta(
            seconds=random.randrange(86400)
        )
        for timing in offsets:
            assert told(window(timing, anchor, world.calendar)) == vars(expected(world, timing, anchor))


@examples(250)
@given(worlds, timings, moments)
def test_any_window_is_what_the_plain_data_say(world, timing, anchor):
    assert told(window(timing, anchor, world.calendar)) == vars(expected(world, timing, anchor))


def test_every_small_window_with_every_pattern_of_closed_days():
    monday = date(2026, 6, 1)
    hours = [at(monday, "09:00"), at(monday, "15:00"), at(monday, "20:00")]
    spans = [(e, t, last) for e, t, last in product(range(4), repeat=3) if e <= t <= last]
    for n in range(5):
        for shut in combinations(days(monday, monday + 3 * DAY), n):
            world = World(A5, closed=frozenset(shut))
            for span, anchor, last_block in product(spans, hours, (False, True)):
                timing = Timing(*span, last_block=last_block)
                assert told(window(timing, anchor, world.calendar)) == vars(expected(world, timing, anchor))


# What never breaks.


@examples(150)
@given(worlds, timings, moments, runs())
def test_a_holiday_only_ever_delays(world, timing, anchor, holiday):
    before = window(timing, anchor, world.calendar)
    after = window(timing, anchor, world.closing(holiday).calendar)
    assert after.opens >= before.opens
    assert after.due_on == before.due_on
    own_days_end = anchor.astimezone(SHANGHAI).date() + timing.latest * DAY
    assert after.closes >= before.closes or after.closes.date() <= own_days_end


@examples(150)
@given(worlds, timings, moments)
def test_no_window_opens_or_closes_outside_the_hours_or_on_a_closed_day(world, timing, anchor):
    found = window(timing, anchor, world.calendar)
    for moment in (found.opens, found.target):
        assert world.is_open(moment.date())
        assert any(a <= moment < b for a, b in world.usable(timing, moment.date()))
    assert world.is_open(found.closes.date())
    assert found.closes == world.spans(found.closes.date())[-1][1] or timing.dayparts
    assert anchor <= found.opens <= found.target < found.closes


@examples(100)
@given(worlds, timings, moments)
def test_the_zone_in_which_a_visit_is_written_changes_nothing(world, timing, anchor):
    elsewhere = anchor.astimezone(ZoneInfo("America/New_York"))
    assert window(timing, anchor, world.calendar) == window(timing, elsewhere, world.calendar)


@examples(150)
@given(worlds, timings, moments)
def test_the_windows_of_a_day_are_those_of_each_of_its_visits(world, timing, anchor):
    alone = window(timing, anchor, world.calendar)
    shared = day_windows(timing, anchor.astimezone(SHANGHAI).date(), world.calendar)
    mine = shared.late if shared.cutoff and anchor >= shared.cutoff else shared.on_time
    assert mine is not None
    same = ("closes", "due_on", "moved", "late")
    assert [getattr(mine, n) for n in same] == [getattr(alone, n) for n in same]
    # Between two blocks the shared window is open already; the hours forbid the call.
    assert mine.opens <= alone.opens
    assert max(mine.opens, anchor) <= alone.opens
    if timing.earliest > 0:
        assert shared == DayWindows(alone)


@examples(100)
@given(worlds, timings, moments, st.integers(1, 4))
def test_catching_up_takes_the_next_usable_days(world, timing, now, count):
    today = now.astimezone(SHANGHAI).date()
    usable = [
        d for d in days(today, today + 400 * DAY) if world.is_open(d) and world.usable(timing, d)[-1][1] > now
    ][:count]
    found = catch_up(timing, now=now, calendar=world.calendar, days=count)
    assert (
        found.opens
        == found.target
        == max(now, next(a for a, b in world.usable(timing, usable[0]) if b > now))
    )
    assert found.closes == world.usable(timing, usable[-1])[-1][1]
    assert found.late


# Holidays.


def test_a_window_wholly_in_a_holiday_moves_to_the_first_day_after_and_keeps_its_due_day():
    golden_week = World(A5, closed=frozenset(days(date(2026, 10, 1), date(2026, 10, 7))))
    found = window(Timing(7, 7, 9), at(date(2026, 9, 24), "10:00"), golden_week.calendar)
    assert (found.opens, found.closes) == (at(date(2026, 10, 8), "14:00"), at(date(2026, 10, 8), "20:00"))
    assert (found.due_on, found.moved, found.late) == (date(2026, 10, 1), True, False)


def test_a_window_partly_in_a_holiday_keeps_its_open_part():
    golden_week = World(A5, closed=frozenset(days(date(2026, 10, 1), date(2026, 10, 7))))
    found = window(THREE_TO_SEVEN, at(date(2026, 9, 26), "10:00"), golden_week.calendar)
    assert (found.opens, found.closes) == (at(date(2026, 9, 29), "14:30"), at(date(2026, 9, 30), "20:00"))
    assert found.target == at(date(2026, 9, 30), "14:30")
    assert (found.due_on, found.moved) == (date(2026, 10, 1), False)


def test_one_open_day_at_the_end_of_a_window_is_enough():
    world = World(A5, closed=frozenset(days(SUMMER_DAY + 3 * DAY, SUMMER_DAY + 6 * DAY)))
    found = window(THREE_TO_SEVEN, at(SUMMER_DAY, "10:00"), world.calendar)
    assert (found.opens.date(), found.closes.date()) == (SUMMER_DAY + 7 * DAY, SUMMER_DAY + 7 * DAY)
    assert not found.moved


def test_the_longest_closure_is_waited_for_and_a_longer_one_is_refused():
    visit = at(SUMMER_DAY, "10:00")
    first = SUMMER_DAY + 7 * DAY
    longest = World(A5, closed=frozenset(days(first, first + (LONGEST_CLOSURE - 1) * DAY)))
    assert window(WEEK, visit, longest.calendar).opens.date() == first + LONGEST_CLOSURE * DAY
    with pytest.raises(NoCallingDay):
        window(WEEK, visit, longest.closing({first + LONGEST_CLOSURE * DAY}).calendar)


def test_a_window_with_open_days_does_not_mind_what_comes_after_it():
    closed = frozenset(days(SUMMER_DAY + 8 * DAY, SUMMER_DAY + 300 * DAY))
    assert (
        window(WEEK, at(SUMMER_DAY, "10:00"), World(A5, closed=closed).calendar).opens.date()
        == SUMMER_DAY + 7 * DAY
    )


# Days of the calendar.


@pytest.mark.parametrize(
    ("visit", "due"),
    [
        (date(2028, 2, 22), date(2028, 2, 29)),  # a leap day is a day
        (date(2028, 2, 29), date(2028, 3, 7)),
        (date(2027, 2, 22), date(2027, 3, 1)),
        (date(2026, 12, 25), date(2027, 1, 1)),  # over the year's end
        (date(2026, 9, 23), date(2026, 9, 30)),  # last day of summer
        (date(2026, 9, 24), date(2026, 10, 1)),
    ],
)
def test_a_week_is_seven_days_whatever_the_month(visit, due):
    found = window(WEEK, at(visit, "10:00"), OPEN.calendar)
    assert (found.due_on, found.opens.date(), found.closes.date()) == (due, due, due)
    assert found.opens == at(due, "14:30" if 5 <= due.month <= 9 else "14:00")


def test_the_day_of_a_visit_is_the_hospitals_day():
    just_after_midnight = datetime(
        2026, 6, 9, 16, 30, tzinfo=ZoneInfo("UTC")
    )  # 00:30 on the 10th in Shanghai
    assert window(WEEK, just_after_midnight, OPEN.calendar).due_on == SUMMER_DAY + 7 * DAY


# Values.


@pytest.mark.parametrize("offsets", [(-1, 0, 0), (1, 0, 2), (0, 3, 2), (3, 2, 1), (0, 0, 367)])
def test_a_timing_that_makes_no_sense_is_refused(offsets):
    with pytest.raises(ValueError, match="days_order"):
        Timing(*offsets)


def test_a_year_is_the_longest_wait():
    assert Timing(0, 0, 366).latest == 366


@examples(100)
@given(timings)
def test_a_timing_survives_its_json(timing):
    assert Timing.from_json(timing.to_json()) == Timing(
        timing.earliest,
        timing.target,
        timing.latest,
        timing.last_block,
        tuple(part for part in Daypart if part in timing.dayparts),
    )


@pytest.mark.parametrize(
    "data",
    [
        {},
        None,
        [],
        {"earliest": "1", "target": 1, "latest": 1},
        {"earliest": True, "target": 1, "latest": 1},
        {"earliest": 1, "target": 1, "latest": 1, "dayparts": ["night"]},
        {"earliest": 1, "target": 1, "latest": 1, "dayparts": 3},
    ],
)
def test_a_timing_from_nonsense_is_refused(data):
    with pytest.raises(ValueError, match="malformed"):
        Timing.from_json(data)


@examples(100)
@given(worlds, timings, anchors)
def test_a_day_has_usable_blocks_exactly_when_it_is_open(world, timing, day):
    blocks = usable_blocks(timing, day, world.calendar)
    assert [(b.opens, b.closes) for b in blocks] == (world.usable(timing, day) if world.is_open(day) else [])
