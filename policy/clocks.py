"""Until when a complaint must be answered, under each clock that runs for it; when its alarms go off.

Rules: A31 within 7 days (the hospital's rule); C4 a limit for each kind; the national rule counts working
days, and more of them with several departments. Every clock is told, the earliest one alarms.
No Django, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum, auto
from types import MappingProxyType
from typing import Any, Self

from policy.calendar import Calendar, DayKind
from policy.complaints import Kind, Severity
from policy.plain import exactly, many, member
from policy.reckoning import Pause, Unit, Why, is_working_day, reckon

__all__ = [  # what the rest of the house needs to know of clocks
    "ALARM_TO",
    "DEFAULT_CLOCKS",
    "AlarmKind",
    "ClockSpec",
    "Deadline",
    "Pause",
    "Unit",
    "Why",
    "alarms",
    "clocks_for",
    "deadline",
    "earliest",
    "holiday_ahead",
    "is_working_day",
]

LONGEST: Mapping[Unit, int] = {Unit.HOURS: 24 * 365, Unit.CALENDAR_DAYS: 365, Unit.WORKING_DAYS: 365}

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClockSpec:
    """ValueError with a code as its only argument when it makes no sense."""

    code: str
    unit: Unit
    amount: int
    amount_several: int | None = None  # with several departments
    kinds: tuple[Kind, ...] = ()
    severities: tuple[Severity, ...] = ()  # empty means all

    def __post_init__(self) -> None:
        several = self.amount if self.amount_several is None else self.amount_several
        checks = (
            ("no_code", bool(self.code.strip())),
            ("amount", 1 <= self.amount <= LONGEST[self.unit]),
            ("amount_several", self.amount <= several <= LONGEST[self.unit]),
            ("no_kind", bool(self.kinds)),
        )
        for code, holds in checks:
            if not holds:
                raise ValueError(code)

    def runs_for(self, kind: str, severity: str) -> bool:
        return kind in self.kinds and (not self.severities or severity in self.severities)

    def to_json(self) -> dict[str, Any]:
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        lists = {name: [str(v) for v in value] for name, value in values.items() if isinstance(value, tuple)}
        return values | {"unit": str(self.unit)} | lists

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        try:
            return cls(**{name: _READERS[name](value) for name, value in data.items()})
        except (AttributeError, KeyError, TypeError):
            raise ValueError("malformed") from None


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "code": exactly(str),
    "unit": member(Unit),
    "amount": exactly(int),
    "amount_several": lambda value: None if value is None else exactly(int)(value),
    "kinds": many(member(Kind)),
    "severities": many(member(Severity)),
}

DEFAULT_CLOCKS = (
    ClockSpec(
        "hospital",
        Unit.CALENDAR_DAYS,
        7,
        kinds=(Kind.COMPLAINT, Kind.SUGGESTION, Kind.REQUEST, Kind.ADVERSE_EVENT),
    ),
    ClockSpec("national", Unit.WORKING_DAYS, 5, 10, kinds=(Kind.COMPLAINT,)),
    ClockSpec(
        "urgent",
        Unit.HOURS,
        24,
        kinds=(Kind.COMPLAINT, Kind.ADVERSE_EVENT),
        severities=(Severity.SEVERE,),
    ),
)


def clocks_for(specs: Iterable[ClockSpec], *, kind: str, severity: str) -> tuple[ClockSpec, ...]:
    return tuple(spec for spec in specs if spec.runs_for(kind, severity))


@dataclass(frozen=True, slots=True)
class Deadline:
    code: str
    due: datetime  # the end of a day is the next midnight, shown as 24:00
    unit: Unit
    amount: int  # extension included
    skipped: tuple[date, ...]  # days on the way that were not counted
    why: tuple[Why, ...]
    known: bool  # False: working days in a year whose holidays are not confirmed
    paused: bool = False  # a pause has no end yet: `due` is as if it had ended when it began


def deadline(
    spec: ClockSpec,
    begun: datetime,
    calendar: Calendar,
    *,
    several: bool = False,
    extended_days: int = 0,
    pauses: Sequence[Pause] = (),
) -> Deadline:
    """A pause takes out the days at whose end it was in force; from hours, its exact span. An extension adds
    days of the clock's own unit; to hours, 24 each.
    """
    if extended_days < 0:
        raise ValueError("extended_days")
    if any(p.ended is not None and p.ended < p.begun for p in pauses):
        raise ValueError("pause_order")
    amount = spec.amount_several if several and spec.amount_several else spec.amount
    extension = extended_days * (24 if spec.unit is Unit.HOURS else 1)
    found = reckon(spec.unit, amount + extension, begun, calendar, pauses)

    why = [
        Why("begun", {"at": calendar.local(begun)}),
        Why(spec.unit, {"amount": spec.amount}),
        *([Why("several", {"amount": amount})] if amount != spec.amount else []),
        *([Why("extended", {"days": extended_days})] if extended_days else []),
        *found.why,
        Why("due", {"at": found.due}),
    ]
    return Deadline(
        code=spec.code,
        due=found.due,
        unit=spec.unit,
        amount=amount + extension,
        skipped=found.skipped,
        why=tuple(why),
        known=found.known,
        paused=any(p.ended is None for p in pauses),
    )


def earliest(deadlines: Iterable[Deadline]) -> Deadline:
    """The one that alarms; of equal ones the first. ValueError when no clock runs."""
    return min(deadlines, key=lambda d: d.due)


class AlarmKind(StrEnum):
    HALF = auto()
    DAY_BEFORE = auto()
    TWO_HOURS = auto()
    BREACHED = auto()


ALARM_TO: Mapping[AlarmKind, tuple[str, ...]] = MappingProxyType(
    {
        AlarmKind.HALF: ("holder",),
        AlarmKind.DAY_BEFORE: ("holder", "assistant"),
        AlarmKind.TWO_HOURS: ("holder", "assistant"),
        AlarmKind.BREACHED: ("holder", "assistant", "director"),
    }
)


def alarms(begun: datetime, due: datetime) -> tuple[tuple[AlarmKind, datetime], ...]:
    """Ascending. A short clock leaves out what would fall on or before its beginning, and what would come
    before the milder alarm; of two at one moment the milder one.
    """
    planned = (
        (AlarmKind.HALF, begun + (due - begun) / 2),
        (AlarmKind.DAY_BEFORE, due - _DAY),
        (AlarmKind.TWO_HOURS, due - timedelta(hours=2)),
        (AlarmKind.BREACHED, due),
    )
    kept: list[tuple[AlarmKind, datetime]] = []
    for kind, at in planned:
        if at <= begun or (kept and at < kept[-1][1]):
            continue
        if kept and at == kept[-1][1]:
            kept.pop()
        kept.append((kind, at))
    return tuple(kept)


def holiday_ahead(deadline: Deadline, calendar: Calendar, today: date) -> tuple[date, date] | None:
    """What to warn of before it begins: days off in a row, a public holiday among them, that begin after
    `today` and before the deadline of a clock that counts such days too. Weekends that touch it belong to it.
    """
    if deadline.unit is not Unit.CALENDAR_DAYS:
        return None
    last = calendar.day_of(deadline.due - timedelta(microseconds=1))
    day = today + _DAY
    while day <= last:
        if is_working_day(day, calendar) or not is_working_day(day - _DAY, calendar):
            day += _DAY
            continue
        end = day
        while not is_working_day(end + _DAY, calendar):
            end += _DAY
        if any(_is_holiday(day + n * _DAY, calendar) for n in range((end - day).days + 1)):
            return day, end
        day = end + _DAY
    return None


def _is_holiday(day: date, calendar: Calendar) -> bool:
    special = calendar.special.get(day)
    return special is not None and special.public is DayKind.HOLIDAY
