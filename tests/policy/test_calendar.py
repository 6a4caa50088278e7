"""Hours, seasons and special days, at each boundary and over ten invented years."""

from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from policy.calendar import (
    LONGEST_CLOSURE,
    WEEKEND,
    Calendar,
    DayKind,
    Daypart,
    Interval,
    NoCallingDay,
    Source,
    SpecialDay,
)
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
    invented,
    moments,
    part,
    runs,
    worlds,
)

SECOND = timedelta(seconds=1)
SUMMER_DAY = date(2026, 6, 10)
OPEN = World(A5).calendar


# Against plain data.


@pytest.mark.parametrize(("plan", "weekends"), [(A5, True), (E12, False), (ODD, True)])
def test_no_second_of_ten_years_is_callable_outside_the_hours(plan, weekends):
    world, random = invented(3, plan=plan, weekends=weekends), Random(5)
    for day in days(FIRST, LAST):
        spans = world.spans(day) if world.is_open(day) else []
        edges = [edge for a, b in world.spans(day) for edge in (a - SECOND, a, b - SECOND, b)]
        anywhere = at(day, "00:00") + random.randrange(86400) * SECOND
        for moment in (e for e in (*edges, anywhere) if e.date() == day):
            block = world.calendar.block_at(moment)
            assert (block and (block.opens, block.closes)) == next(
                (s for s in spans if s[0] <= moment < s[1]), None
            )


@examples(150)
@given(worlds, moments)
def test_the_next_block_is_the_first_that_has_not_ended(world, moment):
    today = moment.astimezone(SHANGHAI).date()
    ahead = (
        s for d in days(today, today + 200 * DAY) if world.is_open(d) for s in world.spans(d) if s[1] > moment
    )
    block = world.calendar.next_block(moment)
    assert (block.opens, block.closes) == next(ahead)


@examples(40)
@given(worlds, moments)
def test_the_minutes_left_are_those_that_pass_inside_the_hours(world, moment):
    today = moment.astimezone(SHANGHAI).date()
    end = at(today, "23:59") + timedelta(minutes=1)
    clock = (moment + timedelta(minutes=n + 1) for n in range(1440))
    passed = [
        m
        for m in clock
        if m <= end
        for a, b in (world.spans(today) if world.is_open(today) else [])
        if a <= m - timedelta(minutes=1) and m <= b
    ]
    assert 0 <= world.calendar.minutes_left(moment) - len(passed) <= len(world.spans(today))


@examples(100)
@given(worlds, anchors)
def test_each_day_says_why_it_is_closed_or_has_hours(world, day):
    blocks = world.calendar.blocks(day)
    assert world.calendar.is_calling_day(day) == world.is_open(day) == bool(blocks)
    assert (world.calendar.closed_why(day) is None) == world.is_open(day)
    assert [b.last for b in blocks] == [False] * (len(blocks) - 1) + [True] * bool(blocks)
    assert [b.daypart for b in blocks] == [part(b.opens.hour) for b in blocks]


@examples(100)
@given(worlds, anchors, runs())
def test_the_last_calling_day_of_a_span(world, first, span):
    last = first + len(span) * DAY
    assert world.calendar.last_calling_day(first, last) == max(
        (d for d in days(first, last) if world.is_open(d)), default=None
    )


@examples(50)
@given(worlds, anchors)
def test_calling_days_come_in_order_and_leave_none_out(world, first):
    found = list(islice(world.calendar.calling_days(first), 60))
    assert found == [d for d in days(first, found[-1]) if world.is_open(d)]


# The boundaries of a block: A5.


@pytest.mark.parametrize(
    ("clock", "callable_"),
    [
        ("14:29:59", False),
        ("14:30:00", True),
        ("16:29:59", True),
        ("16:30:00", False),
        ("18:59:59", False),
        ("19:00:00", True),
        ("19:59:59", True),
        ("20:00:00", False),
    ],
)
def test_a_block_holds_its_first_second_and_not_its_end(clock, callable_):
    moment = datetime.combine(SUMMER_DAY, time.fromisoformat(clock), SHANGHAI)
    assert (OPEN.block_at(moment) is not None) is callable_


@pytest.mark.parametrize(
    ("clock", "opens", "next_day"),
    [
        ("06:30", "14:30", 0),
        ("15:00", "14:30", 0),
        ("16:30", "19:00", 0),
        ("19:59", "19:00", 0),
        ("20:00", "14:30", 1),
    ],
)
def test_from_any_hour_the_next_block(clock, opens, next_day):
    assert OPEN.next_block(at(SUMMER_DAY, clock)).opens == at(SUMMER_DAY + next_day * DAY, opens)


@pytest.mark.parametrize(
    ("clock", "minutes"), [("06:30", 180), ("15:00", 150), ("16:30", 60), ("19:30", 30), ("20:00", 0)]
)
def test_minutes_left_today(clock, minutes):
    assert OPEN.minutes_left(at(SUMMER_DAY, clock)) == minutes


def test_a_minute_begun_is_not_a_minute_left():
    assert OPEN.minutes_left(at(SUMMER_DAY, "19:30") + SECOND) == 29


def test_a_part_of_the_day_goes_by_its_start():
    starts = {
        "00:00": "morning",
        "11:59": "morning",
        "12:00": "afternoon",
        "17:59": "afternoon",
        "18:00": "evening",
    }
    for start, name in starts.items():
        assert Interval(time.fromisoformat(start), time(23)).daypart == Daypart(name)


# Seasons.


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (date(2026, 4, 30), "14:00"),
        (date(2026, 5, 1), "14:30"),
        (date(2026, 9, 30), "14:30"),
        (date(2026, 10, 1), "14:00"),
        (date(2026, 12, 31), "14:00"),
        (date(2027, 1, 1), "14:00"),
        (date(2028, 2, 29), "14:00"),
    ],
)
def test_summer_is_from_the_first_of_may_to_the_last_of_september(day, opens):
    assert OPEN.blocks(day)[0].opens == at(day, opens)
    assert OPEN.season_on(day).starts == ((5, 1) if opens == "14:30" else (10, 1))


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2027, 2, 28), (12, 31)),
        (date(2027, 3, 1), (2, 29)),
        (date(2028, 2, 28), (12, 31)),
        (date(2028, 2, 29), (2, 29)),
        (date(2028, 12, 30), (7, 15)),
        (date(2028, 12, 31), (12, 31)),
    ],
)
def test_a_season_may_start_on_a_leap_day_or_on_new_years_eve(day, season):
    assert World(ODD).calendar.season_on(day).starts == season


def test_new_hours_hold_from_their_first_day_and_the_first_ones_also_before():
    old, new = (World(plan).calendar.hours[0][1] for plan in (A5, E12))
    calendar = Calendar(((date(2026, 6, 1), new), (date(2026, 1, 1), old)), {}, SHANGHAI)
    assert calendar.hours_on(date(2025, 12, 31)) is old
    assert calendar.hours_on(date(2026, 5, 31)) is old
    assert calendar.hours_on(date(2026, 6, 1)) is new


# Special days: A5, A21 and the published year 2026.

YEAR_2026 = Calendar(
    hours=World(A5, weekends=False).calendar.hours,
    special={
        date(2026, 10, 1): SpecialDay(DayKind.HOLIDAY, Source.OFFICIAL, "国庆节"),
        date(2026, 10, 10): SpecialDay(DayKind.WORKDAY, Source.OFFICIAL, "国庆节"),
        date(2026, 10, 12): SpecialDay(DayKind.CLOSURE, Source.OWN, "院庆"),
    },
    tz=SHANGHAI,
    known_until=date(2026, 12, 31),
)


def test_a_make_up_saturday_is_a_calling_day_and_another_saturday_is_not():
    assert YEAR_2026.is_calling_day(date(2026, 10, 10))
    assert YEAR_2026.closed_why(date(2026, 10, 10)) is None
    assert YEAR_2026.closed_why(date(2026, 10, 17)) == WEEKEND


def test_a_closed_day_says_its_name():
    assert [YEAR_2026.closed_why(date(2026, 10, d)).name for d in (1, 12)] == ["国庆节", "院庆"]


def test_weekends_are_calling_days_when_the_hours_say_so():
    assert OPEN.is_calling_day(date(2026, 10, 17))


def test_a_year_that_is_not_published_is_unknown_and_still_has_hours():
    assert YEAR_2026.is_known(date(2026, 12, 31))
    assert not YEAR_2026.is_known(date(2027, 1, 1))
    assert YEAR_2026.is_calling_day(date(2027, 1, 1))
    assert not Calendar(YEAR_2026.hours, {}, SHANGHAI).is_known(FIRST)


def test_days_that_are_changed_afterwards_do_not_change_a_calendar():
    special = {SUMMER_DAY: SpecialDay(DayKind.CLOSURE, Source.OWN)}
    calendar = Calendar(OPEN.hours, special, SHANGHAI)
    special.clear()
    assert not calendar.is_calling_day(SUMMER_DAY)


def test_the_longest_closure_is_passed_and_one_day_more_is_bad_data():
    longest = set(days(SUMMER_DAY, SUMMER_DAY + (LONGEST_CLOSURE - 1) * DAY))
    after = SUMMER_DAY + LONGEST_CLOSURE * DAY
    assert next(World(A5, frozenset(longest)).calendar.calling_days(SUMMER_DAY)) == after
    too_long = World(A5, frozenset(longest | {after})).calendar
    with pytest.raises(NoCallingDay):
        next(too_long.calling_days(SUMMER_DAY))
    with pytest.raises(NoCallingDay):
        too_long.next_block(at(SUMMER_DAY, "10:00"))


def test_two_closures_with_a_day_between_them_are_not_one():
    pause = SUMMER_DAY + 40 * DAY
    closed = frozenset(days(SUMMER_DAY, SUMMER_DAY + 80 * DAY)) - {pause}
    assert list(islice(World(A5, closed).calendar.calling_days(SUMMER_DAY), 2)) == [
        pause,
        SUMMER_DAY + 81 * DAY,
    ]


# The hospital's clock.


def test_the_hospitals_day_begins_at_its_own_midnight():
    utc = ZoneInfo("UTC")
    assert OPEN.day_of(datetime(2026, 6, 9, 15, 59, 59, tzinfo=utc)) == date(2026, 6, 9)
    assert OPEN.day_of(datetime(2026, 6, 9, 16, 0, tzinfo=utc)) == date(2026, 6, 10)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="naive_moment"):
        OPEN.day_of(datetime(2026, 6, 9, 12))  # noqa: DTZ001 (that is the test)
