"""Counting a clock's hours, days or working days; what is not counted, and why: A31, C4. No Django."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum, auto
from typing import Any, NamedTuple

from policy.calendar import Calendar, DayKind

_SATURDAY = 5
_DAY = timedelta(days=1)


class Unit(StrEnum):
    HOURS = auto()
    CALENDAR_DAYS = auto()
    WORKING_DAYS = auto()


class Pause(NamedTuple):
    """While `ended` is None the clock stands still: see `Deadline.paused`."""

    begun: datetime
    ended: datetime | None = None


class Why(NamedTuple):
    """One step of the reckoning, to be said in words."""

    code: str
    params: Mapping[str, Any]


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Of the State: the hospital's own closures, workdays and calling weekends do not matter."""
    special = calendar.special.get(day)
    if special and special.public is not DayKind.CLOSURE:
        return special.public is DayKind.WORKDAY
    return day.weekday() < _SATURDAY


class Found(NamedTuple):
    due: datetime
    skipped: tuple[date, ...]
    why: tuple[Why, ...]
    known: bool


def reckon(unit: Unit, amount: int, begun: datetime, calendar: Calendar, pauses: Sequence[Pause]) -> Found:
    """Day 0 is the hospital's day of `begun`; due is the end of the last day; hours are exact."""
    if unit is Unit.HOURS:
        return _by_hours(amount, begun, calendar, pauses)
    return _by_days(unit, amount, begun, calendar, pauses)


def _by_hours(amount: int, begun: datetime, calendar: Calendar, pauses: Sequence[Pause]) -> Found:
    """In UTC, so that an hour is an hour whatever the zone."""
    start = calendar.local(begun).astimezone(UTC)
    due, stood = start + timedelta(hours=amount), timedelta()
    for first, last in _merged(pauses, start):
        if first < due:
            due, stood = due + (last - first), stood + (last - first)
    why = (Why("paused_for", {"seconds": int(stood.total_seconds())}),) if stood else ()
    return Found(due.astimezone(calendar.tz), (), why, True)


def _merged(pauses: Sequence[Pause], start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Ended ones, in order, without what overlaps or lies before the start."""
    done = start
    for pause in sorted(p for p in pauses if p.ended is not None):
        assert pause.ended is not None  # noqa: S101 (the line above)
        if pause.ended > done:
            yield max(pause.begun, done), pause.ended
            done = pause.ended


def _by_days(unit: Unit, amount: int, begun: datetime, calendar: Calendar, pauses: Sequence[Pause]) -> Found:
    day, left = calendar.day_of(begun), amount
    marks: list[tuple[str, date]] = []  # what was not as usual on the way
    known = True
    while left:
        day += _DAY
        known = known and (unit is Unit.CALENDAR_DAYS or calendar.is_known(day))
        mark = _mark(unit, day, calendar, pauses)
        if mark in _COUNTED:
            left -= 1
        if mark:
            marks.append((mark, day))
    skipped = tuple(d for mark, d in marks if mark not in _COUNTED)
    unknown = () if known else (Why("year_unknown", {"year": day.year}),)
    return Found(_end(day, calendar), skipped, (*_told(marks, calendar), *unknown), known)


_COUNTED = ("", "makeup")


def _mark(unit: Unit, day: date, calendar: Calendar, pauses: Sequence[Pause]) -> str:
    end = _end(day, calendar)
    if any(p.ended is not None and p.begun < end <= p.ended for p in pauses):
        return "paused"
    if unit is Unit.CALENDAR_DAYS:
        return ""
    weekend = day.weekday() >= _SATURDAY
    if is_working_day(day, calendar):
        return "makeup" if weekend else ""
    special = calendar.special.get(day)
    return "holiday" if special and special.public is DayKind.HOLIDAY else "weekend"


def _told(marks: Sequence[tuple[str, date]], calendar: Calendar) -> Iterator[Why]:
    """Days in a row that are alike are one step."""
    runs: list[tuple[str, date, date, str]] = []
    for mark, day in marks:
        special = calendar.special.get(day)
        name = special.name if special and mark == "holiday" else ""
        if runs and (runs[-1][0], runs[-1][3]) == (mark, name) and runs[-1][2] == day - _DAY:
            runs[-1] = (mark, runs[-1][1], day, name)
        else:
            runs.append((mark, day, day, name))
    for mark, first, last, name in runs:
        params = {"first": first, "last": last, "days": (last - first).days + 1}
        yield Why(mark, params | ({"name": name} if name else {}))


def _end(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day + _DAY, time(), calendar.tz)
