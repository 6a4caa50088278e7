"""When one follow-up falls due: from days after a visit to the span in which it may be called.

Rules: A7, A8, E1, E12, E16 offsets; A5, A21 holidays postpone, they never cancel. Plain Python and no clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise
from typing import Any, Self

from policy.calendar import Block, Calendar, Daypart

LONGEST_WAIT = 366  # days; a follow-up more than a year after its visit is a typing error


@dataclass(frozen=True, slots=True)
class Timing:
    """Days after the anchor. No dayparts: any; a day that has none of them serves with its last block."""

    earliest: int
    target: int
    latest: int
    last_block: bool = False
    dayparts: tuple[Daypart, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.earliest <= self.target <= self.latest <= LONGEST_WAIT:
            raise ValueError("days_order")

    def shifted(self, days: int) -> Self:
        return replace(
            self, earliest=self.earliest + days, target=self.target + days, latest=self.latest + days
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "earliest": self.earliest,
            "target": self.target,
            "latest": self.latest,
            "last_block": self.last_block,
            "dayparts": [str(part) for part in self.dayparts],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        try:
            earliest, target, latest = (data[name] for name in ("earliest", "target", "latest"))
            asked = data.get("dayparts", ())
            parts = tuple(part for part in Daypart if part in asked)
            sound = all(type(n) is int for n in (earliest, target, latest)) and len(parts) == len(asked)
        except (AttributeError, KeyError, TypeError):
            raise ValueError("malformed") from None
        if not sound:
            raise ValueError("malformed")
        return cls(earliest, target, latest, bool(data.get("last_block", False)), parts)


@dataclass(frozen=True, slots=True)
class Window:
    """The span in which one task may be called, end excluded: in the blocks between them."""

    opens: datetime
    target: datetime
    closes: datetime
    due_on: date  # the anchor's day and the target's days, whatever the calendar says
    moved: bool  # lies after its own days, because no call was possible on them
    late: bool  # and it was not for a holiday: the hours of the last day were over


@dataclass(frozen=True, slots=True)
class DayWindows:
    """The windows of one day's visits: those before `cutoff` share one, those at or after it another."""

    on_time: Window  # with earliest == 0, no call before the visit itself: max(opens, anchor)
    cutoff: datetime | None = None
    late: Window | None = None
    # Between the blocks of the day: whoever came in one is called from its end on.
    gaps: tuple[tuple[datetime, datetime], ...] = ()


def usable_blocks(timing: Timing, day: date, calendar: Calendar) -> tuple[Block, ...]:
    """() only when the day is not a calling day."""
    blocks = calendar.blocks(day)
    if timing.dayparts:
        blocks = tuple(b for b in blocks if b.daypart in timing.dayparts) or blocks[-1:]
    return blocks[-1:] if timing.last_block else blocks


def window(timing: Timing, anchor: datetime, calendar: Calendar) -> Window:
    """The window of a task whose visit, discharge or appointment was at `anchor`.

    Closed days inside it are left out. When none is left it moves to the first calling day after it.
    """
    return _window(timing, calendar.local(anchor), calendar)


def day_windows(timing: Timing, anchor_on: date, calendar: Calendar) -> DayWindows:
    """The windows of all visits of a day at once: a queue is made by days, not by visits."""
    on_time = _window(timing, datetime.combine(anchor_on, time.min, calendar.tz), calendar)
    if timing.earliest > 0 or not calendar.is_calling_day(anchor_on):
        return DayWindows(on_time)
    blocks = usable_blocks(timing, anchor_on, calendar)
    gaps = tuple((before.closes, after.opens) for before, after in pairwise(blocks))
    cutoff = blocks[-1].closes
    return DayWindows(on_time, cutoff, _window(timing, cutoff, calendar), gaps)


def catch_up(timing: Timing, *, now: datetime, calendar: Calendar, days: int = 2) -> Window:
    """For a window that had closed before its task could be made; `due_on` is the caller's to put right."""
    now = calendar.local(now)
    today = now.date()
    chosen = list(islice(calendar.calling_days(_first_day(timing, today, now, calendar)), days))
    opens = _opening(timing, chosen[0], calendar, not_before=now)
    closes = usable_blocks(timing, chosen[-1], calendar)[-1].closes
    return Window(opens=opens, target=opens, closes=closes, due_on=today, moved=True, late=True)


def _window(timing: Timing, anchor: datetime, calendar: Calendar) -> Window:
    due_on, latest = (anchor.date() + timedelta(days=n) for n in (timing.target, timing.latest))
    start = _first_day(timing, anchor.date() + timedelta(days=timing.earliest), anchor, calendar)
    first = next(calendar.calling_days(start))
    last = calendar.last_calling_day(first, latest) or first
    aim = first
    if due_on > first:
        aim = next(calendar.calling_days(due_on)) if due_on <= last else last

    moved = first > latest
    opens = _opening(timing, first, calendar, not_before=anchor)
    return Window(
        opens=opens,
        target=opens if aim == first else usable_blocks(timing, aim, calendar)[0].opens,
        closes=usable_blocks(timing, last, calendar)[-1].closes,
        due_on=due_on,
        moved=moved,
        late=moved and calendar.is_calling_day(latest),
    )


def _first_day(timing: Timing, day: date, moment: datetime, calendar: Calendar) -> date:
    """The day, or the next when its usable hours are over at the moment."""
    blocks = usable_blocks(timing, day, calendar)
    over = bool(blocks) and blocks[-1].closes <= moment
    return day + timedelta(days=1) if over else day


def _opening(timing: Timing, day: date, calendar: Calendar, *, not_before: datetime) -> datetime:
    opens = next(b.opens for b in usable_blocks(timing, day, calendar) if not_before < b.closes)
    return max(opens, not_before)
