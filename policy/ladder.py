"""The ladder of a clinical alert: whom it reaches when, until somebody has taken it (A25; A24 for the promise
that it makes).

The clocks run by the clock on the wall, day and night: a body keeps no working hours. No Django, no clock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from policy.alerts import Level, Outcome, Rung

LEAST = timedelta(hours=2)  # what "today" leaves at any hour, as much as "soon"
ROUND = timedelta(minutes=5)  # a promise names no odd minutes
MOST_MINUTES = 24 * 60


class Step(NamedTuple):
    rung: Rung
    due: datetime


def _per_level(urgent: int, soon: int, today: int) -> Mapping[Level, int]:
    return MappingProxyType({Level.URGENT: urgent, Level.SOON: soon, Level.TODAY: today})


@dataclass(frozen=True, slots=True)
class Ladder:
    """Minutes, and hours of the day. ValueError with a code when it makes no sense.

    "Today" ends with the centre's day, when the patient can still be told, and leaves two hours at least.
    """

    urgent: int = 10  # to be taken within
    soon: int = 120
    today_until: time = time(20)
    next: Mapping[Level, int] = field(
        default_factory=lambda: _per_level(10, 60, 60)
    )  # from head to duty office
    promise: Mapping[Level, int] = field(default_factory=lambda: _per_level(15, 60, 60))  # after the limit
    day_from: time = time(
        8
    )  # outside of it, and on days off, the duty office is called together with the doctor
    day_until: time = time(17, 30)
    quiet_from: time = time(21)  # nobody is promised a call in the night, unless it is urgent
    quiet_until: time = time(8)

    def __post_init__(self) -> None:
        minutes = [self.urgent, self.soon, *self.next.values(), *self.promise.values()]
        checks = (
            ("minutes", all(isinstance(one, int) and 1 <= one <= MOST_MINUTES for one in minutes)),
            ("levels", set(self.next) == set(self.promise) == set(Level)),
            ("order", self.urgent <= self.soon),
            ("day", self.day_from < self.day_until),
            ("quiet", self.quiet_until < self.quiet_from),
        )
        for code, holds in checks:
            if not holds:
                raise ValueError(code)

    def to_json(self) -> dict[str, Any]:
        def plain(value: Any) -> Any:
            if isinstance(value, time):
                return f"{value:%H:%M}"
            return {str(level): n for level, n in value.items()} if isinstance(value, Mapping) else value

        return {one.name: plain(getattr(self, one.name)) for one in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        try:
            return cls(**{one.name: _read(data[one.name]) for one in fields(cls) if one.name in data})
        except (AttributeError, KeyError, TypeError):
            raise ValueError("malformed") from None


def _read(value: Any) -> Any:
    if isinstance(value, str):
        return time.fromisoformat(value)
    return {Level(level): n for level, n in value.items()} if isinstance(value, Mapping) else value


def take_by(ladder: Ladder, level: Level, at: datetime) -> datetime:
    """`at` in the hospital's zone: the end of a day is the hospital's."""
    if level is Level.TODAY:
        return max(datetime.combine(at.date(), ladder.today_until, at.tzinfo), at + LEAST)
    return at + timedelta(minutes=ladder.urgent if level is Level.URGENT else ladder.soon)


def promise_by(ladder: Ladder, level: Level, at: datetime) -> datetime:
    """When the patient will have been called back: what the agent may say (A24)."""
    wanted = _rounded_up(take_by(ladder, level, at) + timedelta(minutes=ladder.promise[level]))
    if level is Level.URGENT or ladder.quiet_until <= wanted.time() <= ladder.quiet_from:
        return wanted
    morning = datetime.combine(wanted.date(), ladder.quiet_until, wanted.tzinfo) + timedelta(hours=1)
    return morning if morning > wanted else morning + timedelta(days=1)


def _rounded_up(moment: datetime) -> datetime:
    start = moment.replace(minute=0, second=0, microsecond=0)
    return start + -(-(moment - start) // ROUND) * ROUND


def out_of_hours(ladder: Ladder, at: datetime, *, working_day: bool) -> bool:
    return not working_day or not ladder.day_from <= at.time() < ladder.day_until


def steps(ladder: Ladder, level: Level, at: datetime, *, first: Rung, working_day: bool) -> tuple[Step, ...]:
    """Who is called when while nobody takes it; `first` at once."""
    limit = take_by(ladder, level, at)
    alone = out_of_hours(ladder, at, working_day=working_day) and level is not Level.TODAY
    last = at if alone else limit + timedelta(minutes=ladder.next[level])
    found = [Step(first, at), Step(Rung.HEAD, limit), Step(Rung.DUTY_OFFICE, last)]
    return tuple(sorted(found, key=lambda step: step.due))


def climb(waiting: Sequence[Step], reachable: Collection[Rung], now: datetime) -> dict[Rung, Outcome]:
    """What becomes of the steps not made yet, in their order.

    Of several that are due the latest is called; the earlier ones were missed and are said to be. Where
    nobody can be called the next one is, at once: no alert waits for somebody who is not there. While nobody
    at all is there no step is made: whoever is back first is called (`forward`).
    """
    due = [step for step in waiting if step.due <= now]
    if not due:
        return {}
    for step in waiting[len(due) :]:
        if any(one.rung in reachable for one in due):
            break
        due.append(step)
    latest = max((step.due for step in due if step.rung in reachable), default=None)
    if latest is None:
        return {}
    return {
        step.rung: Outcome.NOBODY
        if step.rung not in reachable
        else Outcome.TOLD
        if step.due == latest
        else Outcome.SKIPPED
        for step in due
    }


def forward(plan: Sequence[Step], done: Collection[Rung], now: datetime) -> dict[Rung, datetime]:
    """When somebody was called before his time, those after him move up to the times that became free. What
    is due and could not be made waits, and with it what comes after."""
    first = min((step.due for step in plan), default=now)
    if not done and first < now:
        return {step.rung: step.due + (now - first) for step in plan}
    freed = [step.due for step in plan if step.rung in done and step.due > now]
    left = [step for step in plan if step.rung not in done]
    times = sorted([*freed, *(step.due for step in left)])
    return {step.rung: due for step, due in zip(left, times, strict=False)}
