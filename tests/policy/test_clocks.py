"""Until when a complaint must be answered: dates worked by hand, and a day-by-day oracle."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.calendar import Calendar, DayKind, Source, SpecialDay
from policy.clocks import ClockSpec, Deadline, Pause, Unit, deadline, is_working_day
from policy.complaints import Kind
from tests.policy.calendars import DAY, SHANGHAI, World, days, examples, moments, runs, worlds
from tests.policy.china import china, holidays, make_up

CALENDAR = china()
UNITS = {"d": Unit.CALENDAR_DAYS, "w": Unit.WORKING_DAYS, "h": Unit.HOURS}

# begun | clock (d days, w working days, h hours; +extension) | last day, or moment | pauses
# 5w and 10w are one clock, the second with several departments.
BY_HAND = """
2026-09-30 10:00 | 7d    | 2026-10-07       |
2026-09-30 10:00 | 5w    | 2026-10-13       |
2026-09-16 09:00 | 7d    | 2026-09-23       |
2026-09-16 09:00 | 5w    | 2026-09-22       |
2026-09-16 09:00 | 10w   | 2026-09-30       |
2026-09-30 10:00 | 10w   | 2026-10-20       |
2026-09-30 23:59 | 7d    | 2026-10-07       |
2026-09-30 23:59 | 5w    | 2026-10-13       |
2026-10-01 00:00 | 7d    | 2026-10-08       |
2026-10-01 00:00 | 5w    | 2026-10-13       |
2026-10-03 12:00 | 5w    | 2026-10-13       |
2026-10-09 12:00 | 5w    | 2026-10-15       |
2026-10-09 12:00 | 10w   | 2026-10-22       |
2026-10-10 12:00 | 5w    | 2026-10-16       |
2026-10-11 12:00 | 5w    | 2026-10-16       |
2026-09-24 08:00 | 7d    | 2026-10-01       |
2026-09-24 08:00 | 5w    | 2026-10-09       |
2026-09-19 08:00 | 5w    | 2026-09-24       |
2026-09-20 08:00 | 5w    | 2026-09-28       |
2026-02-13 16:00 | 7d    | 2026-02-20       |
2026-02-13 16:00 | 5w    | 2026-02-27       |
2026-02-13 16:00 | 10w   | 2026-03-05       |
2026-02-14 16:00 | 5w    | 2026-02-28       |
2026-02-20 16:00 | 7d    | 2026-02-27       |
2026-02-20 16:00 | 5w    | 2026-02-28       |
2026-02-25 16:00 | 5w    | 2026-03-03       |
2026-02-10 16:00 | 5w    | 2026-02-24       |
2026-02-22 16:00 | 7d    | 2026-03-01       |
2025-01-24 11:00 | 5w    | 2025-02-07       |
2025-01-24 11:00 | 10w   | 2025-02-13       |
2025-01-27 11:00 | 5w    | 2025-02-10       |
2025-01-28 11:00 | 7d    | 2025-02-04       |
2025-02-08 11:00 | 5w    | 2025-02-14       |
2025-02-22 11:00 | 7d    | 2025-03-01       |
2024-02-02 14:00 | 5w    | 2024-02-08       |
2024-02-09 14:00 | 5w    | 2024-02-22       |
2024-02-09 14:00 | 7d    | 2024-02-16       |
2024-02-22 14:00 | 7d    | 2024-02-29       |
2024-02-23 14:00 | 7d    | 2024-03-01       |
2024-02-23 14:00 | 5w    | 2024-03-01       |
2024-02-29 14:00 | 5w    | 2024-03-07       |
2024-02-28 13:00 | 24h   | 2024-02-29 13:00 |
2024-02-29 23:30 | 2h    | 2024-03-01 01:30 |
2025-09-30 10:00 | 7d    | 2025-10-07       |
2025-09-30 10:00 | 5w    | 2025-10-14       |
2025-09-26 10:00 | 5w    | 2025-10-10       |
2025-09-26 10:00 | 10w   | 2025-10-16       |
2025-10-08 10:00 | 5w    | 2025-10-14       |
2024-09-27 10:00 | 5w    | 2024-10-10       |
2024-10-11 10:00 | 5w    | 2024-10-17       |
2024-09-13 10:00 | 5w    | 2024-09-23       |
2025-12-31 10:00 | 5w    | 2026-01-08       |
2025-12-31 10:00 | 7d    | 2026-01-07       |
2024-12-30 10:00 | 5w    | 2025-01-07       |
2024-12-25 10:00 | 7d    | 2025-01-01       |
2024-12-31 23:59 | 24h   | 2025-01-01 23:59 |
2025-12-31 23:00 | 2h    | 2026-01-01 01:00 |
2026-04-03 10:00 | 5w    | 2026-04-13       |
2026-04-30 10:00 | 5w    | 2026-05-11       |
2026-06-18 10:00 | 5w    | 2026-06-26       |
2026-10-01 08:30 | 24h   | 2026-10-02 08:30 |
2026-09-30 17:45 | 2h    | 2026-09-30 19:45 |
2026-09-16 09:00 | 5w+3  | 2026-09-28       |
2026-09-16 09:00 | 10w+5 | 2026-10-13       |
2026-09-30 10:00 | 7d+3  | 2026-10-10       |
2026-09-16 10:00 | 24h+1 | 2026-09-18 10:00 |
2026-09-16 09:00 | 7d    | 2026-09-25       | 2026-09-17T10:00 2026-09-19T10:00
2026-09-16 09:00 | 5w    | 2026-09-24       | 2026-09-17T10:00 2026-09-19T10:00
2026-09-16 09:00 | 7d    | 2026-09-23       | 2026-09-17T09:00 2026-09-17T17:00
2026-09-16 09:00 | 7d    | 2026-09-24       | 2026-09-17T23:59 2026-09-18T00:00
2026-09-16 09:00 | 7d    | 2026-09-23       | 2026-09-18T00:00 2026-09-18T23:59
2026-09-16 09:00|7d|2026-09-26|2026-09-17T12:00 2026-09-19T12:00 2026-09-18T12:00 2026-09-20T12:00
2026-09-16 09:00 | 7d    | 2026-09-24       | 2026-09-23T08:00 2026-09-24T08:00
2026-09-16 09:00 | 7d    | 2026-09-23       | 2026-09-25T08:00 2026-09-28T08:00
2026-09-16 09:00 | 7d    | 2026-09-23       | 2026-09-10T08:00 2026-09-12T08:00
2026-09-16 09:00 | 7d    | 2026-09-23       | 2026-09-16T12:00 2026-09-17T12:00
2026-09-16 09:00 | 7d+2  | 2026-09-27       | 2026-09-17T10:00 2026-09-19T10:00
2026-09-30 10:00 | 5w    | 2026-10-13       | 2026-10-01T09:00 2026-10-06T09:00
2026-09-30 10:00 | 5w    | 2026-10-14       | 2026-10-01T09:00 2026-10-09T09:00
2026-09-16 10:00 | 24h   | 2026-09-17 13:30 | 2026-09-16T12:00 2026-09-16T15:30
2025-12-31 23:00 | 2h    | 2026-01-01 02:15 | 2025-12-31T23:30 2026-01-01T00:45
2026-09-16 10:00|24h|2026-09-17 14:00|2026-09-16T13:00 2026-09-16T16:00 2026-09-16T12:00 2026-09-16T14:00
2026-09-16 10:00|24h|2026-09-17 14:00|2026-09-16T12:00 2026-09-16T15:00 2026-09-17T11:00 2026-09-17T12:00
2026-09-16 10:00 | 24h   | 2026-09-17 11:00 | 2026-09-16T08:00 2026-09-16T11:00
2026-09-16 10:00 | 24h   | 2026-09-17 10:00 | 2026-09-17T10:00 2026-09-18T10:00
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in BY_HAND.strip().splitlines()]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def end_of(day: date) -> datetime:
    return datetime.combine(day + DAY, datetime.min.time(), SHANGHAI)


def reckoned(begun: datetime, clock: str, calendar: Calendar = CALENDAR, **given: Any) -> Deadline:
    amount, _, extension = clock.partition("+")
    number, unit = int(amount[:-1]), UNITS[amount[-1]]
    spec = ClockSpec("c", unit, 5 if unit is Unit.WORKING_DAYS else number, None, (Kind.COMPLAINT,))
    if unit is Unit.WORKING_DAYS:
        spec = ClockSpec("c", unit, 5, 10, (Kind.COMPLAINT,))
    return deadline(spec, begun, calendar, several=number == 10, extended_days=int(extension or 0), **given)


def pauses_in(text: str) -> list[Pause]:
    ends = [moment(word) for word in text.split()]
    return [Pause(*pair) for pair in zip(ends[::2], ends[1::2], strict=True)]


def test_the_days_written_out_here_are_the_official_ones() -> None:
    years = {2024, 2025, 2026}
    assert set(holidays) == {day for day in chinese_calendar.holidays if day.year in years}
    assert make_up == {day for day in chinese_calendar.workdays if day.year in years}
    for day in days(date(2024, 1, 1), date(2026, 12, 31)):
        assert is_working_day(day, CALENDAR) == chinese_calendar.is_workday(day), day


def test_there_are_more_than_sixty_dates() -> None:
    assert len(ROWS) > 60


@pytest.mark.parametrize(("begun", "clock", "last", "paused"), ROWS)
def test_a_date_worked_by_hand(begun: str, clock: str, last: str, paused: str) -> None:
    found = reckoned(moment(begun), clock, pauses=pauses_in(paused))
    assert found.due == (moment(last) if " " in last else end_of(date.fromisoformat(last)))
    assert found.known
    assert not found.paused
    assert (found.why[0].code, found.why[-1].code) == ("begun", "due")


def test_a_minute_before_midnight_counts_as_that_day_whatever_the_zone_it_is_written_in() -> None:
    late, later = datetime(2026, 9, 30, 15, 59, tzinfo=UTC), datetime(2026, 9, 30, 16, 0, tzinfo=UTC)
    assert reckoned(late, "7d").due == end_of(date(2026, 10, 7))
    assert reckoned(later, "7d").due == end_of(date(2026, 10, 8))


def test_the_hospitals_own_closures_and_weekends_do_not_stop_the_clock() -> None:
    begun = moment("2026-09-16 09:00")
    for calendar in (china("2026-09-17", "2026-09-18", "2026-09-21"), china(weekends=False)):
        assert reckoned(begun, "5w", calendar).due == end_of(date(2026, 9, 22))
    closed_on_saturday = china("2026-09-19")
    assert reckoned(begun, "5w", closed_on_saturday).due == end_of(date(2026, 9, 22))


def test_a_clock_without_a_second_figure_is_the_same_for_several_departments() -> None:
    spec = ClockSpec("c", Unit.WORKING_DAYS, 3, None, (Kind.COMPLAINT,))
    begun = moment("2026-09-16 09:00")
    assert deadline(spec, begun, CALENDAR, several=True) == deadline(spec, begun, CALENDAR)


def test_while_a_pause_goes_on_the_date_is_as_if_it_had_ended_at_once() -> None:
    begun = moment("2026-09-16 09:00")
    for clock in ("7d", "5w", "24h"):
        found = reckoned(begun, clock, pauses=[Pause(moment("2026-09-16 12:00"))])
        assert found.due == reckoned(begun, clock).due
        assert found.paused


@pytest.mark.parametrize(
    ("begun", "clock", "known"),
    [("2026-12-24 09:00", "5w", True), ("2026-12-25 09:00", "5w", False), ("2026-12-25 09:00", "7d", True)],
)
def test_a_year_whose_holidays_are_not_confirmed_makes_working_days_uncertain(
    begun: str, clock: str, known: bool
) -> None:
    found = reckoned(moment(begun), clock)
    assert found.known is known
    assert ("year_unknown" in {step.code for step in found.why}) is not known


def test_nonsense_is_refused() -> None:
    begun = moment("2026-09-16 09:00")
    with pytest.raises(ValueError, match="pause_order"):
        reckoned(begun, "7d", pauses=[Pause(begun, begun - timedelta(seconds=1))])
    with pytest.raises(ValueError, match="extended_days"):
        deadline(ClockSpec("c", Unit.HOURS, 2, None, (Kind.COMPLAINT,)), begun, CALENDAR, extended_days=-1)
    with pytest.raises(ValueError, match="naive_moment"):
        reckoned(begun.replace(tzinfo=None), "2h")


def test_why_names_each_day_that_was_not_counted_or_counted_against_the_week() -> None:
    found = reckoned(moment("2026-09-30 10:00"), "5w")
    told = {(step.code, step.params.get("first"), step.params.get("last")) for step in found.why}
    assert told >= {
        ("holiday", date(2026, 10, 1), date(2026, 10, 7)),
        ("makeup", date(2026, 10, 10), date(2026, 10, 10)),
        ("weekend", date(2026, 10, 11), date(2026, 10, 11)),
    }
    assert [step.params["name"] for step in found.why if step.code == "holiday"] == ["国庆节"]
    assert found.skipped == (*days(date(2026, 10, 1), date(2026, 10, 7)), date(2026, 10, 11))


def test_why_names_departments_extension_and_pauses() -> None:
    stood = [Pause(moment("2026-09-17 10:00"), moment("2026-09-19 10:00"))]
    found = reckoned(moment("2026-09-16 09:00"), "10w+5", pauses=stood)
    steps = {step.code: step.params for step in found.why}
    assert steps["working_days"] == {"amount": 5}
    assert steps["several"] == {"amount": 10}
    assert steps["extended"] == {"days": 5}
    assert steps["paused"] == {"first": date(2026, 9, 17), "last": date(2026, 9, 18), "days": 2}
    assert steps["due"] == {"at": found.due}
    hours = reckoned(
        moment("2026-09-17 09:00"), "24h", pauses=[Pause(stood[0].begun, moment("2026-09-17 11:00"))]
    )
    assert ("paused_for", {"seconds": 3600}) in hours.why
    assert (found.amount, hours.amount) == (15, 24)


# Against a reckoning day by day, minute by minute.

spans = st.lists(st.tuples(st.integers(-2000, 20_000), st.integers(0, 6000)), max_size=4)


def standing_still(spans: list[tuple[int, int]], begun: datetime) -> list[tuple[datetime, datetime]]:
    starts = [(begun + timedelta(minutes=after), length) for after, length in spans]
    return [(start, start + timedelta(minutes=length)) for start, length in starts]


@examples(200)
@given(worlds, runs(), moments, st.sampled_from(["d", "w"]), st.integers(1, 25), st.integers(0, 9), spans)
def test_days_are_those_that_an_oracle_counts_one_by_one(
    world: World,
    closed: set[date],
    begun: datetime,
    unit: str,
    amount: int,
    extension: int,
    spans: list[tuple[int, int]],
) -> None:
    own = {day: SpecialDay(DayKind.CLOSURE, Source.OWN) for day in closed - world.closed - world.makeup}
    calendar = Calendar(world.calendar.hours, {**world.calendar.special, **own}, SHANGHAI, date(2033, 12, 31))
    stood = standing_still(spans, begun.astimezone(SHANGHAI))
    spec = ClockSpec("c", UNITS[unit], amount, None, (Kind.COMPLAINT,))
    found = deadline(spec, begun, calendar, extended_days=extension, pauses=[Pause(*pair) for pair in stood])

    day, left, skipped = begun.astimezone(SHANGHAI).date(), amount + extension, []
    while left:
        day += DAY
        last_instant = end_of(day) - timedelta(microseconds=1)
        worked = unit == "d" or day in world.makeup or (day.isoweekday() < 6 and day not in world.closed)
        if worked and not any(start <= last_instant < stop for start, stop in stood):
            left -= 1
        else:
            skipped.append(day)
    assert found.due == end_of(day)
    assert found.skipped == tuple(skipped)
    assert found.due > begun
    assert found.why
    told = [s for s in found.why if s.code in {"paused", "holiday", "weekend"}]
    assert sorted(d for s in told for d in days(s.params["first"], s.params["last"])) == skipped


@examples(100)
@given(moments, st.integers(1, 50), st.integers(0, 2), spans)
def test_hours_are_those_that_an_oracle_counts_minute_by_minute(
    begun: datetime, amount: int, extension: int, spans: list[tuple[int, int]]
) -> None:
    stood = standing_still(spans, begun)
    spec = ClockSpec("c", Unit.HOURS, amount, None, (Kind.COMPLAINT,))
    found = deadline(spec, begun, CALENDAR, extended_days=extension, pauses=[Pause(*pair) for pair in stood])
    offsets = [(after, after + length) for after, length in spans]
    minute, left = 0, (amount + 24 * extension) * 60
    while left:
        left -= not any(start <= minute < stop for start, stop in offsets)
        minute += 1
    assert found.due == begun + timedelta(minutes=minute)
    assert found.skipped == ()
    assert found.why
