"""Alarms of a clock, the earliest of several clocks, holidays ahead, and clocks as data."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.clocks import (
    ALARM_TO,
    DEFAULT_CLOCKS,
    AlarmKind,
    ClockSpec,
    Unit,
    alarms,
    clocks_for,
    deadline,
    earliest,
    holiday_ahead,
)
from policy.complaints import Kind, Severity
from tests.policy.calendars import DAY, SHANGHAI, World, days, examples, moments, worlds
from tests.policy.china import china

CALENDAR = china()
BEGUN = datetime(2026, 9, 16, 10, 0, tzinfo=SHANGHAI)
HOSPITAL, NATIONAL, URGENT = DEFAULT_CLOCKS


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


# Alarms.


def test_the_alarms_of_seven_days() -> None:
    due = deadline(HOSPITAL, BEGUN, CALENDAR).due
    assert alarms(BEGUN, due) == (
        (AlarmKind.HALF, datetime(2026, 9, 20, 5, 0, tzinfo=SHANGHAI)),
        (AlarmKind.DAY_BEFORE, datetime(2026, 9, 23, 0, 0, tzinfo=SHANGHAI)),
        (AlarmKind.TWO_HOURS, datetime(2026, 9, 23, 22, 0, tzinfo=SHANGHAI)),
        (AlarmKind.BREACHED, datetime(2026, 9, 24, 0, 0, tzinfo=SHANGHAI)),
    )


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (1, {"half": 0.5, "breached": 1}),
        (2, {"half": 1, "breached": 2}),  # two hours before it is its beginning
        (3, {"half": 1.5, "breached": 3}),  # two hours before it is not half-way yet
        (4, {"two_hours": 2, "breached": 4}),  # half-way is the same moment
        (5, {"half": 2.5, "two_hours": 3, "breached": 5}),
        (24, {"half": 12, "two_hours": 22, "breached": 24}),
        (25, {"half": 12.5, "two_hours": 23, "breached": 25}),  # a day before it is not half-way yet
        (48, {"day_before": 24, "two_hours": 46, "breached": 48}),
        (49, {"half": 24.5, "day_before": 25, "two_hours": 47, "breached": 49}),
    ],
)
def test_a_short_clock_leaves_out_what_makes_no_sense(length: int, told: dict[str, float]) -> None:
    expected = tuple((AlarmKind(kind), BEGUN + hours(after)) for kind, after in told.items())
    assert alarms(BEGUN, BEGUN + hours(length)) == expected


@examples(200)
@given(moments, st.integers(1, 60 * 24 * 30))
def test_alarms_ascend_and_end_with_the_breach(begun: datetime, minutes: int) -> None:
    due = begun + timedelta(minutes=minutes)
    kinds, times = zip(*alarms(begun, due), strict=True)
    assert begun < times[0]
    assert list(times) == sorted(set(times))
    assert (kinds[-1], times[-1]) == (AlarmKind.BREACHED, due)
    assert list(kinds) == [kind for kind in AlarmKind if kind in kinds]
    assert len(kinds) == 4 or minutes <= 48 * 60


def test_a_clock_without_time_has_no_alarms() -> None:
    assert alarms(BEGUN, BEGUN) == ()


def test_each_alarm_reaches_whoever_heard_the_one_before() -> None:
    audiences = [set(ALARM_TO[kind]) for kind in AlarmKind]
    assert audiences == [
        {"holder"},
        {"holder", "assistant"},
        {"holder", "assistant"},
        {"holder", "assistant", "director"},
    ]


def test_an_hour_is_an_hour_where_the_zone_moves_its_clocks() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    calendar = replace(CALENDAR, tz=berlin)
    found = deadline(URGENT, datetime(2026, 3, 28, 12, 0, tzinfo=berlin), calendar)
    assert found.due == datetime(2026, 3, 29, 13, 0, tzinfo=berlin)


# Several clocks.


def test_the_earliest_clock_alarms_and_holidays_decide_which() -> None:
    def first(begun: datetime, *clocks: ClockSpec) -> str:
        return earliest(deadline(clock, begun, CALENDAR) for clock in clocks).code

    assert first(BEGUN, HOSPITAL, NATIONAL) == "national"  # 09-22 before 09-23: a make-up Sunday
    assert first(datetime(2026, 9, 30, 10, 0, tzinfo=SHANGHAI), HOSPITAL, NATIONAL) == "hospital"
    assert first(BEGUN, *DEFAULT_CLOCKS) == "urgent"
    with pytest.raises(ValueError, match="empty"):
        first(BEGUN)


@pytest.mark.parametrize(
    ("kind", "severity", "codes"),
    [
        (Kind.COMPLAINT, Severity.ORDINARY, ["hospital", "national"]),
        (Kind.COMPLAINT, Severity.SEVERE, ["hospital", "national", "urgent"]),
        (Kind.ADVERSE_EVENT, Severity.SERIOUS, ["hospital"]),
        (Kind.ADVERSE_EVENT, Severity.SEVERE, ["hospital", "urgent"]),
        (Kind.SUGGESTION, Severity.LIGHT, ["hospital"]),
        (Kind.REQUEST, Severity.SEVERE, ["hospital"]),
        (Kind.PRAISE, Severity.LIGHT, []),
    ],
)
def test_which_clocks_run_for_what(kind: Kind, severity: Severity, codes: list[str]) -> None:
    assert [clock.code for clock in clocks_for(DEFAULT_CLOCKS, kind=kind, severity=severity)] == codes


def test_the_figures_of_the_default_clocks() -> None:
    assert [(c.unit, c.amount, c.amount_several) for c in DEFAULT_CLOCKS] == [
        (Unit.CALENDAR_DAYS, 7, None),
        (Unit.WORKING_DAYS, 5, 10),
        (Unit.HOURS, 24, None),
    ]


# Holidays ahead.


@pytest.mark.parametrize(
    ("begun", "today", "ahead"),
    [
        ("2026-09-30", "2026-09-30", ("2026-10-01", "2026-10-07")),
        ("2026-09-30", "2026-10-01", None),  # has begun
        ("2026-09-24", "2026-09-24", ("2026-09-25", "2026-09-27")),
        ("2026-09-24", "2026-09-25", ("2026-10-01", "2026-10-07")),  # the next one
        ("2026-09-23", "2026-09-25", None),  # begins the day after the last day
        ("2026-09-16", "2026-09-16", None),  # an ordinary weekend
        ("2026-02-13", "2026-02-13", ("2026-02-15", "2026-02-23")),
        ("2024-06-05", "2024-06-05", ("2024-06-08", "2024-06-10")),  # with the weekend that it touches
        ("2024-06-05", "2024-06-08", None),
    ],
)
def test_a_holiday_is_warned_of_before_it_begins(
    begun: str, today: str, ahead: tuple[str, str] | None
) -> None:
    runs = deadline(HOSPITAL, datetime.fromisoformat(f"{begun}T10:00+08:00"), CALENDAR)
    found = holiday_ahead(runs, CALENDAR, date.fromisoformat(today))
    assert found == (ahead and (date.fromisoformat(ahead[0]), date.fromisoformat(ahead[1])))


@pytest.mark.parametrize("clock", [NATIONAL, URGENT])
def test_a_clock_that_stops_on_holidays_or_counts_hours_warns_of_none(clock: ClockSpec) -> None:
    begun = datetime(2026, 9, 30, 10, 0, tzinfo=SHANGHAI)
    assert holiday_ahead(deadline(clock, begun, CALENDAR), CALENDAR, date(2026, 9, 30)) is None


@examples(100)
@given(worlds, moments, st.integers(0, 9))
def test_what_is_warned_of_are_days_off_that_begin_in_time(world: World, begun: datetime, after: int) -> None:
    def off(day: date) -> bool:
        return day not in world.makeup and (day in world.closed or day.isoweekday() > 5)

    day = begun.astimezone(SHANGHAI).date()
    today, last = day + after * DAY, day + 7 * DAY
    found = holiday_ahead(deadline(HOSPITAL, begun, world.calendar), world.calendar, today)
    starts = [d for d in days(today + DAY, last) if off(d) and not off(d - DAY)] if today < last else []
    runs = [(d, next(e for e in days(d, d + 400 * DAY) if not off(e + DAY))) for d in starts]
    holidays = [run for run in runs if any(d in world.closed for d in days(*run) if d not in world.makeup)]
    assert found == (holidays[0] if holidays else None)


# Clocks as data.


@pytest.mark.parametrize("clock", [*DEFAULT_CLOCKS, ClockSpec("x", Unit.HOURS, 2, 4, (Kind.PRAISE,))])
def test_a_clock_survives_being_written_down(clock: ClockSpec) -> None:
    again = ClockSpec.from_json(json.loads(json.dumps(clock.to_json())))
    assert again == clock
    assert isinstance(again.unit, Unit)
    assert all(isinstance(kind, Kind) for kind in again.kinds)


GOOD: dict[str, Any] = {"code": "c", "unit": "working_days", "amount": 5, "kinds": ["complaint"]}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"code": " "}, "no_code"),
        ({"amount": 0}, "amount"),
        ({"amount": 366}, "amount"),
        ({"unit": "hours", "amount": 24 * 365 + 1}, "amount"),
        ({"amount_several": 4}, "amount_several"),
        ({"amount_several": 366}, "amount_several"),
        ({"kinds": []}, "no_kind"),
        ({"kinds": ["rumour"]}, "malformed"),
        ({"kinds": "complaint"}, "malformed"),
        ({"severities": ["mild"]}, "malformed"),
        ({"severities": ""}, "malformed"),
        ({"kinds": {"complaint": 1}}, "malformed"),
        ({"unit": "weeks"}, "malformed"),
        ({"amount": "5"}, "malformed"),
        ({"amount": True}, "malformed"),
        ({"amount_several": 10.0}, "malformed"),
        ({"colour": "red"}, "malformed"),
    ],
)
def test_a_clock_that_makes_no_sense_is_refused(wrong: dict[str, Any], code: str) -> None:
    assert ClockSpec.from_json(GOOD).amount == 5
    with pytest.raises(ValueError, match=f"^{code}$"):
        ClockSpec.from_json(GOOD | wrong)


@pytest.mark.parametrize("data", [None, [], "x", {}, {"code": "c"}])
def test_what_is_no_clock_at_all_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match=r"^malformed$"):
        ClockSpec.from_json(data)
