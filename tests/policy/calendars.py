"""Invented years as plain data, and what must come of them: the tests' own telling of the hospital's rules.

Nothing here asks `policy.calendar`: a code that judges itself passes whatever it does.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st

from policy.calendar import Calendar, DayKind, Daypart, Hours, Interval, Season, Source, SpecialDay
from policy.rules import RuleSpec
from policy.timing import Timing
from policy.visits import VisitKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2024, 1, 1), date(2033, 12, 31)  # ten years, three leap days
DAY = timedelta(days=1)

# month, day: [from, until] …  (A5 with our seasons; E12; hours that ask for trouble)
Plan = dict[tuple[int, int], list[tuple[str, str]]]
A5: Plan = {
    (5, 1): [("14:30", "16:30"), ("19:00", "20:00")],
    (10, 1): [("14:00", "16:30"), ("19:00", "20:00")],
}
E12: Plan = {(1, 1): [("10:00", "12:00"), ("15:00", "17:00")]}
ODD: Plan = {
    (2, 29): [("08:00", "09:00"), ("09:00", "11:30"), ("18:00", "21:59")],
    (12, 31): [("00:00", "23:59")],
    (7, 15): [("11:59", "12:01")],
}


@dataclass(frozen=True)
class World:
    """Ten invented years."""

    plan: Plan
    closed: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    weekends: bool = True
    calendar: Calendar = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        seasons = tuple(
            Season("", month, day, tuple(Interval(clock(a), clock(b)) for a, b in spans))
            for (month, day), spans in self.plan.items()
        )
        special = dict.fromkeys(self.closed, SpecialDay(DayKind.HOLIDAY, Source.OFFICIAL, "holiday"))
        special |= dict.fromkeys(self.makeup, SpecialDay(DayKind.WORKDAY, Source.OFFICIAL, "make-up"))
        hours = ((FIRST, Hours(seasons, self.weekends)),)
        object.__setattr__(self, "calendar", Calendar(hours, special, SHANGHAI, LAST))

    def closing(self, days: set[date]) -> "World":
        return replace(self, closed=self.closed | days, makeup=self.makeup - days)

    # The oracle.

    def is_open(self, day: date) -> bool:
        return day in self.makeup or (day not in self.closed and (self.weekends or day.isoweekday() < 6))

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """The hours of a day, whether it is open or not."""
        begun = [start for start in self.plan if start <= (day.month, day.day)]
        return [(at(day, a), at(day, b)) for a, b in self.plan[max(begun or self.plan)]]

    def usable(self, timing: Timing, day: date) -> list[tuple[datetime, datetime]]:
        spans = self.spans(day)
        wanted = [s for s in spans if part(s[0].hour) in timing.dayparts] if timing.dayparts else spans
        return (wanted or spans)[-1:] if timing.last_block else (wanted or spans[-1:])


@cache
def clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


@cache
def at(day: date, text: str) -> datetime:
    return datetime.combine(day, clock(text), SHANGHAI)


def part(hour: int) -> Daypart:
    return [Daypart.MORNING, Daypart.AFTERNOON, Daypart.EVENING][(hour >= 12) + (hour >= 18)]


def days(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


@dataclass(frozen=True)
class Expected:
    opens: datetime
    target: datetime
    closes: datetime
    due_on: date
    moved: bool
    late: bool


def expected(world: World, timing: Timing, anchor: datetime) -> Expected:
    """The rule once more, read off plain data: the open days inside the span, else the first one after it."""
    visit = anchor.astimezone(SHANGHAI).date()
    own = days(visit + timing.earliest * DAY, visit + timing.latest * DAY)
    left = [d for d in own if world.is_open(d) and world.usable(timing, d)[-1][1] > anchor]
    chosen = left or [next(d for n in range(1, 400) if world.is_open(d := own[-1] + n * DAY))]

    aim = ([d for d in chosen if d >= visit + timing.target * DAY] or chosen[-1:])[0]
    return Expected(
        opens=max(anchor, min(a for a, b in world.usable(timing, chosen[0]) if b > anchor)),
        target=max(anchor, min(a for a, b in world.usable(timing, aim) if b > anchor)),
        closes=world.usable(timing, chosen[-1])[-1][1],
        due_on=visit + timing.target * DAY,
        moved=not left,
        late=not left and world.is_open(own[-1]),
    )


def invented(seed: int, *, plan: Plan = A5, weekends: bool = True) -> World:
    """Seven holidays a year of one to nine days anywhere, a third of them with a make-up day near by."""
    random = Random(seed)
    closed, makeup = set[date](), set[date]()
    for year in range(FIRST.year, LAST.year + 1):
        for _ in range(7):
            start = date(year, 1, 1) + random.randrange(365) * DAY
            run = set(days(start, start + random.randrange(9) * DAY))
            closed |= run
            if random.random() < 0.34:
                makeup.add(max(run) + random.randrange(1, 9) * DAY)
    return World(plan, frozenset(closed - makeup), frozenset(makeup), weekends)


def examples(count: int) -> settings:
    """So many of them, however slow the machine."""
    return settings(max_examples=count)


def runs(longest: int = 20) -> st.SearchStrategy[set[date]]:
    """Days in a row."""
    return st.builds(
        lambda start, length: set(days(start, start + (length - 1) * DAY)), anchors, st.integers(1, longest)
    )


anchors = st.dates(FIRST + 30 * DAY, FIRST + 800 * DAY)
moments = st.datetimes(
    datetime(2024, 1, 31),  # noqa: DTZ001 (the zone comes below)
    datetime(2026, 3, 11),  # noqa: DTZ001
    timezones=st.sampled_from([SHANGHAI, ZoneInfo("UTC")]),
)
worlds = st.builds(
    lambda plan, weekends, closed, makeup: World(
        plan, frozenset(set().union(*closed) - makeup), frozenset(makeup), weekends
    ),
    plan=st.sampled_from([A5, E12, ODD]),
    weekends=st.booleans(),
    closed=st.lists(runs(), max_size=6),
    makeup=st.sets(anchors, max_size=5),
)
timings = st.builds(
    lambda steps, last_block, dayparts: Timing(
        steps[0], steps[0] + steps[1], sum(steps), last_block, tuple(dayparts)
    ),
    steps=st.one_of(st.just((0, 0, 0)), st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 9))),
    last_block=st.booleans(),
    dayparts=st.lists(st.sampled_from(Daypart), max_size=2, unique=True),
)
rules = st.builds(
    lambda timing, times, gap: RuleSpec((VisitKind.INPATIENT,), timing, occurrences=times, every_days=gap),
    timings,
    st.integers(1, 3),
    st.integers(1, 40),
)
