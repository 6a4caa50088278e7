"""Ground for the retry tests: windows as plain lists of blocks, and an automaton that reads nothing else.

The automaton shares no code with policy.retry or policy.slots, so that the rule does not judge itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from policy.calendar import Calendar, DayKind, Hours, Interval, Season, Source, SpecialDay
from policy.outcomes import DEFAULT_TABLE, Outcome, OutcomeRule
from policy.retry import Standing, Tried, standing

SHANGHAI = ZoneInfo("Asia/Shanghai")
MAX_ATTEMPTS = 3


def at(text: str) -> datetime:
    """'20 14:30' of November 2026."""
    day, clock = text.split()
    return datetime.combine(date(2026, 11, int(day)), time.fromisoformat(clock), SHANGHAI)


def calendar(*hours: str, closed: tuple[int, ...] = ()) -> Calendar:
    intervals = [Interval(*(time.fromisoformat(t) for t in span.split("-"))) for span in hours]
    special = {date(2026, 11, day): SpecialDay(DayKind.CLOSURE, Source.OWN) for day in closed}
    year = Hours((Season("all year", 1, 1, tuple(intervals)),))
    return Calendar(((date(2026, 1, 1), year),), special, SHANGHAI)


@dataclass(frozen=True)
class Setting:
    """A calendar, and by hand the blocks that it leaves of one window."""

    calendar: Calendar
    blocks: tuple[tuple[datetime, datetime, str], ...]

    @property
    def opens(self) -> datetime:
        return self.blocks[0][0]

    @property
    def closes(self) -> datetime:
        return self.blocks[-1][1]

    def allows(self, moment: datetime) -> bool:
        return any(start <= moment < end for start, end, _ in self.blocks)


def _setting(calendar: Calendar, *blocks: str) -> Setting:
    rows = []
    for block in blocks:
        day, span, part = block.split()
        start, end = span.split("-")
        rows.append((at(f"{day} {start}"), at(f"{day} {end}"), part))
    return Setting(calendar, tuple(rows))


WINTER = calendar("14:00-16:30", "19:00-20:00")
SETTINGS = {
    "the same evening": _setting(WINTER, "20 19:00-20:00 e"),
    "the rest of an evening": _setting(WINTER, "20 19:25-20:00 e"),
    "two days": _setting(
        WINTER, "20 14:00-16:30 a", "20 19:00-20:00 e", "21 14:00-16:30 a", "21 19:00-20:00 e"
    ),
    "a week with a closure": _setting(
        calendar("14:00-16:30", "19:00-20:00", closed=(20, 22)),
        "19 14:00-16:30 a",
        "19 19:00-20:00 e",
        "21 14:00-16:30 a",
        "21 19:00-20:00 e",
        "23 14:00-16:30 a",
        "23 19:00-20:00 e",
    ),
    "mornings too": _setting(
        calendar("10:00-12:00", "15:00-17:00"),
        "24 10:00-12:00 m",
        "24 15:00-17:00 a",
        "25 10:00-12:00 m",
        "25 15:00-17:00 a",
        "26 10:00-12:00 m",
    ),
    "afternoons only": _setting(
        calendar("14:00-16:00"), "10 14:00-16:00 a", "11 14:00-16:00 a", "12 14:00-16:00 a"
    ),
}
TWO_DAYS = SETTINGS["two days"]


def tried(outcome: Outcome, when: str, agreed: str = "") -> Tried:
    return Tried(outcome, at(when), agreed_at=at(agreed) if agreed else None)


def part_of(setting: Setting, opens: str, closes: str) -> Setting:
    """The same hours, a window that begins and ends inside blocks."""
    start, end = at(opens), at(closes)
    inside = [(max(a, start), min(b, end), part) for a, b, part in setting.blocks if a < end and start < b]
    return Setting(setting.calendar, tuple(inside))


def stands(
    *tries: Tried,
    setting: Setting = TWO_DAYS,
    table: Mapping[Outcome, OutcomeRule] = DEFAULT_TABLE,
    numbers_left: int = 1,
    verification: bool = False,
    max_attempts: int = MAX_ATTEMPTS,
) -> Standing:
    return standing(
        tries,
        opens=setting.opens,
        closes=setting.closes,
        calendar=setting.calendar,
        table=table,
        max_attempts=max_attempts,
        numbers_left=numbers_left,
        verification=verification,
    )


# The hospital's table as words: counted?, then what follows the first, second, third … such ending.
# "20" in another way's place is what follows when the window has no such block left.
PLAIN_TABLE: dict[str, tuple[bool, tuple[str, ...]]] = {
    "no_answer": (True, ("daypart 20", "day 20", "after 4320")),
    "busy": (True, ("block 20",)),
    "powered_off": (True, ("day 0",)),
    "unreachable": (True, ("day 0",)),
    "line_suspended": (True, ("unsuccessful",)),
    "vacant": (False, ("number",)),
    "wrong_number": (False, ("number",)),
    "not_the_patient": (False, ("number",)),
    "completed": (False, ("completed",)),
    "partial": (False, ("daypart 60",)),
    "inconvenient": (True, ("after 60",)),
    "relative": (False, ("after 60", "day 60")),
    "declined": (False, ("unsuccessful",)),
    "cannot_communicate": (False, ("daypart 60", "unsuccessful")),
    "transferred": (False, ("exempt",)),
    "readmitted": (False, ("suspended",)),
    "deceased": (False, ("exempt",)),
}
ENDINGS = {"completed", "unsuccessful", "exempt", "suspended"}
CALLED_AGAIN = {"no_answer", "powered_off", "line_suspended", "unreachable"}


@dataclass
class Automaton:
    """Plays one story; after each `hear` its fields say how the task stands."""

    blocks: tuple[tuple[datetime, datetime, str], ...]
    state: str = "open"
    reason: str = ""
    counted: int = 0
    next_at: datetime | None = None

    def __post_init__(self) -> None:
        self.next_at = self.blocks[0][0]
        self.heard: list[tuple[str, datetime]] = []
        step = timedelta(minutes=5)
        self.grid = [start + n * step for start, end, _ in self.blocks for n in range((end - start) // step)]

    def copy(self) -> Automaton:
        twin = copy(self)
        twin.heard = list(self.heard)
        return twin

    @property
    def verify(self) -> bool:
        return self.state == "unsuccessful" and self.reason in CALLED_AGAIN

    def hear(self, outcome: Outcome, moment: datetime, numbers_left: int) -> None:
        word = outcome.value
        times = sum(w == word for w, _ in self.heard)
        self.heard.append((word, moment))
        counts, ways = PLAIN_TABLE[word]
        way = ways[min(times, len(ways) - 1)]
        if self.state in {"completed", "unsuccessful", "exempt"}:
            self._hear_after_the_end(word, way)
            return
        self.counted += counts
        self.state, self.reason, self.next_at = "open", "", None
        if way in ENDINGS:
            self.state, self.reason = way, word
        elif self.counted == MAX_ATTEMPTS or (way == "number" and numbers_left == 0):
            self.state, self.reason = "unsuccessful", word
        else:
            self.next_at = self._search(way, word, moment)
            if self.next_at is None:
                self.state, self.reason = "unsuccessful", word

    def _hear_after_the_end(self, word: str, way: str) -> None:
        if self.state == "unsuccessful" and word in {"completed", "transferred", "readmitted", "deceased"}:
            self.state, self.reason = ("completed" if word == "completed" else "exempt"), word
        elif self.state == "exempt" and word == "deceased":
            self.reason = word

    def _search(self, way: str, word: str, moment: datetime) -> datetime | None:
        """Try every five minutes of the window in turn: slow, and nothing to get wrong."""
        kind, _, minutes = way.partition(" ")
        if kind == "number":
            return next((m for m in [moment, *self.grid] if m >= moment and self._block(m) is not None), None)
        later = [m for m in self.grid if m > moment]
        wait = timedelta(minutes=int(minutes))
        waited = [m for m in later if m >= moment + wait]
        if kind == "after":
            return next(iter(waited), None)
        if kind == "block":
            return self._search_block(word, moment, waited)
        found = self._search_day(moment, later) if kind == "day" else self._search_daypart(moment, later)
        if found is None and wait:
            found = self._search_daypart(moment, later) or next(iter(waited), None)
        return found

    def _search_block(self, word: str, moment: datetime, waited: list[datetime]) -> datetime | None:
        here = self._block(moment)
        engaged = sum(w == word and self._block(m) == here for w, m in self.heard)
        if engaged < 2:
            same = [m for m in waited if self._block(m) == here]
            if same:
                return same[0]
        return next((start for start, _, _ in self.blocks if start > moment), None)

    def _search_day(self, moment: datetime, later: list[datetime]) -> datetime | None:
        days = sorted({m.date() for m in later if m.date() > moment.date()})[:1]
        return self._first_other([m for m in later if m.date() in days], moment)

    def _search_daypart(self, moment: datetime, later: list[datetime]) -> datetime | None:
        days = [moment.date(), *sorted({m.date() for m in later if m.date() > moment.date()})[:1]]
        here = self._block(moment)
        return self._first_other([m for m in later if m.date() in days and self._block(m) != here], moment)

    def _first_other(self, moments: list[datetime], moment: datetime) -> datetime | None:
        part = self._part(moment)
        others = [m for m in moments if self._part(m) != part]
        return next(iter(others or moments), None)

    def _block(self, moment: datetime) -> int | None:
        return next((n for n, (start, end, _) in enumerate(self.blocks) if start <= moment < end), None)

    def _part(self, moment: datetime) -> str:
        block = self._block(moment)
        return "" if block is None else self.blocks[block][2]
