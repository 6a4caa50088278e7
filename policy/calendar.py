"""When calls may be made: hours by season, weekends, holidays and the hospital's own closures.

Rules: A5, E12 calling hours; A5, A21 no calls on holidays. No clock: the caller passes the moment in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

LONGEST_CLOSURE = 60  # days in a row; the longest public holiday has nine, so more is bad data

_SATURDAY = 5
_A_LEAP_YEAR = 2024  # a season may start on 29 February
_DAY = timedelta(days=1)


class NoCallingDay(Exception):
    """More than LONGEST_CLOSURE days in a row without a calling day."""


class DayKind(StrEnum):
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    WORKDAY = "workday"  # a make-up workday 调休: a calling day whatever the day of the week


class Source(StrEnum):
    OFFICIAL = "official"
    ESTIMATED = "estimated"
    OWN = "own"


class Daypart(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Interval(NamedTuple):
    """A span of one day, end excluded."""

    start: time
    end: time

    @property
    def daypart(self) -> Daypart:
        if self.start < time(12):
            return Daypart.MORNING
        return Daypart.AFTERNOON if self.start < time(18) else Daypart.EVENING


@dataclass(frozen=True, slots=True)
class Season:
    """In force from its day of the year until the next season starts."""

    name: str
    month: int
    day: int
    intervals: tuple[Interval, ...]

    def __post_init__(self) -> None:
        try:
            date(_A_LEAP_YEAR, self.month, self.day)
        except ValueError:
            raise ValueError("bad_date") from None
        if not self.intervals:
            raise ValueError("no_interval")
        if any(i.start >= i.end for i in self.intervals):
            raise ValueError("interval_order")
        if any(a.end > b.start for a, b in pairwise(self.intervals)):
            raise ValueError("interval_overlap")

    @property
    def starts(self) -> tuple[int, int]:
        return (self.month, self.day)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a whole year. ValueError with a code as its only argument when they make no sense."""

    seasons: tuple[Season, ...]
    weekends: bool = True

    def __post_init__(self) -> None:
        if not self.seasons:
            raise ValueError("no_season")
        starts = [season.starts for season in self.seasons]
        if len(set(starts)) < len(starts):
            raise ValueError("season_twice")

    def season_on(self, day: date) -> Season:
        """The last one to start up to this day; before the first of the year, last year's last."""
        begun = [s for s in self.seasons if s.starts <= (day.month, day.day)]
        return max(begun or self.seasons, key=lambda s: s.starts)

    def to_json(self) -> dict[str, Any]:
        return {
            "weekends": self.weekends,
            "seasons": [
                {
                    "name": s.name,
                    "month": s.month,
                    "day": s.day,
                    "intervals": [[f"{i.start:%H:%M}", f"{i.end:%H:%M}"] for i in s.intervals],
                }
                for s in self.seasons
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        try:
            return cls(
                seasons=tuple(_season(s) for s in data["seasons"]), weekends=bool(data.get("weekends", True))
            )
        except (AttributeError, KeyError, TypeError):
            raise ValueError("malformed") from None


def _season(data: Mapping[str, Any]) -> Season:
    month, day = data["month"], data["day"]
    pairs = [tuple(pair) for pair in data["intervals"]]
    if any(type(n) is not int for n in (month, day)) or any(len(pair) != 2 for pair in pairs):
        raise TypeError
    intervals = sorted(Interval(_time(start), _time(end)) for start, end in pairs)
    return Season(str(data["name"]), month, day, tuple(intervals))


def _time(text: str) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 (a time of day has no zone)
    except ValueError:
        raise ValueError("bad_time") from None


class SpecialDay(NamedTuple):
    kind: DayKind
    source: Source
    name: str = ""
    of_state: DayKind | None = None  # what the State says of a day that the hospital has its own word on

    @property
    def public(self) -> DayKind:
        """As the State reckons working days; the hospital's own word where the State's is not known."""
        return self.of_state or self.kind


WEEKEND = SpecialDay(DayKind.CLOSURE, Source.OWN, "weekend")


class Block(NamedTuple):
    """A stretch of one day in which calls may be made, end excluded."""

    opens: datetime
    closes: datetime
    daypart: Daypart
    last: bool  # the last block of its day


@dataclass(frozen=True)
class Calendar:
    hours: tuple[tuple[date, Hours], ...]  # by the day from which they are in force
    special: Mapping[date, SpecialDay]
    tz: ZoneInfo
    known_until: date | None = None  # last day of the last year whose holidays are published
    _blocks: dict[date, tuple[Block, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        if not self.hours:
            raise ValueError("no_hours")
        object.__setattr__(self, "hours", tuple(sorted(self.hours, key=lambda pair: pair[0])))
        object.__setattr__(self, "special", dict(self.special))  # ours: the blocks below are remembered

    def local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("naive_moment")
        return moment.astimezone(self.tz)

    def day_of(self, moment: datetime) -> date:
        """The hospital's day."""
        return self.local(moment).date()

    def hours_on(self, day: date) -> Hours:
        """Those in force; before the first ones came into force, the first."""
        in_force = [hours for since, hours in self.hours if since <= day]
        return in_force[-1] if in_force else self.hours[0][1]

    def season_on(self, day: date) -> Season:
        return self.hours_on(day).season_on(day)

    def closed_why(self, day: date) -> SpecialDay | None:
        special = self.special.get(day)
        if special:
            return None if special.kind is DayKind.WORKDAY else special
        if day.weekday() >= _SATURDAY and not self.hours_on(day).weekends:
            return WEEKEND
        return None

    def is_calling_day(self, day: date) -> bool:
        return bool(self.blocks(day))

    def is_known(self, day: date) -> bool:
        """False when the holidays of that year are not published yet: a warning, never a guess."""
        return self.known_until is not None and day <= self.known_until

    def blocks(self, day: date) -> tuple[Block, ...]:
        if day not in self._blocks:
            self._blocks[day] = self._blocks_on(day)
        return self._blocks[day]

    def block_at(self, moment: datetime) -> Block | None:
        local = self.local(moment)
        return next((b for b in self.blocks(local.date()) if b.opens <= local < b.closes), None)

    def next_block(self, moment: datetime) -> Block:
        """The block that contains the moment, else the next that opens."""
        local = self.local(moment)
        return next(
            b for day in self.calling_days(local.date()) for b in self.blocks(day) if local < b.closes
        )

    def calling_days(self, first: date) -> Iterator[date]:
        """From `first` on, without end; NoCallingDay when the data leave too long a gap."""
        day, closed = first, 0
        while True:
            if self.is_calling_day(day):
                yield day
                closed = 0
            elif closed == LONGEST_CLOSURE:
                raise NoCallingDay(first)
            else:
                closed += 1
            day += _DAY

    def last_calling_day(self, first: date, last: date) -> date | None:
        """The last one from `first` to `last`, None when all of them are closed."""
        days = (last - n * _DAY for n in range((last - first).days + 1))
        return next((day for day in days if self.is_calling_day(day)), None)

    def minutes_left(self, moment: datetime) -> int:
        """In today's blocks, in full minutes."""
        local = self.local(moment)
        left = (b.closes - max(b.opens, local) for b in self.blocks(local.date()) if local < b.closes)
        return sum(left, timedelta()) // timedelta(minutes=1)

    def _blocks_on(self, day: date) -> tuple[Block, ...]:
        if self.closed_why(day):
            return ()
        intervals = self.season_on(day).intervals
        return tuple(
            Block(
                opens=datetime.combine(day, interval.start, self.tz),
                closes=datetime.combine(day, interval.end, self.tz),
                daypart=interval.daypart,
                last=interval is intervals[-1],
            )
            for interval in intervals
        )
