"""Which days' visits fall due, and when: rules × days of visits × occurrences, without a single visit.

Rules: A7, A8, E1, E12, E16; a queue made late makes up for what it missed, and says so.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache, partial
from typing import NamedTuple

from policy.calendar import LONGEST_CLOSURE, Calendar, SpecialDay
from policy.rules import RuleSpec
from policy.timing import Timing, Window, catch_up, day_windows, usable_blocks, window

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """The window for all visits of one day; the `late_` fields for those at or after `cutoff`."""

    anchor_on: date
    occurrence: int  # from 1; above the rule's `occurrences` only for its extra diagnoses
    due_on: date
    opens: datetime  # with earliest == 0, no call before the visit itself: max(opens, anchor)
    target: datetime
    closes: datetime
    moved: bool
    late: bool
    cutoff: datetime | None = None
    late_opens: datetime | None = None
    late_target: datetime | None = None
    late_closes: datetime | None = None
    late_moved: bool = False
    late_late: bool = False
    # The windows that had closed before `now`, where the ones above stand in for them.
    missed: Window | None = None
    late_missed: Window | None = None
    gaps: tuple[tuple[datetime, datetime], ...] = ()  # as in `DayWindows`


def plan(
    spec: RuleSpec,
    *,
    anchors: Iterable[date],
    now: datetime,
    calendar: Calendar,
    until: date | None = None,
    late_days: int = 2,
) -> list[PlanRow]:
    """What has opened, or opens before the day `until` ends (unless told otherwise, the day of `now`).

    A window that had closed before `now` is replaced by one that catches up for `late_days` calling days;
    its due day stays on record.
    """
    days, last = list(anchors), until or calendar.day_of(now)
    instead = {
        n: cache(partial(catch_up, spec.timing_of(n), now=now, calendar=calendar, days=late_days))
        for n in range(1, spec.all_occurrences + 1)
    }
    rows = (
        row
        for n, catching_up in instead.items()
        for row in _occurrence(
            n, spec.timing_of(n), days, last=last, now=now, calendar=calendar, catching_up=catching_up
        )
    )
    return sorted(rows, key=lambda row: (row.anchor_on, row.occurrence))


def anchors_due(spec: RuleSpec, *, day: date, calendar: Calendar) -> list[date]:
    """Days whose visits' windows open on `day`, for any occurrence: what the nightly run must read."""
    return anchors_opening(spec, first=day, last=day, calendar=calendar)


def anchors_opening(spec: RuleSpec, *, first: date, last: date, calendar: Calendar) -> list[date]:
    """The same for each day from `first` to `last`: what a run after an outage must read."""
    closing = calendar.last_calling_day(first, last)
    before = calendar.last_calling_day(first - (LONGEST_CLOSURE + 1) * _DAY, first - _DAY)
    if closing is None:
        return []
    found: set[date] = set()
    for occurrence in range(1, spec.all_occurrences + 1):
        earliest = spec.timing_of(occurrence).earliest
        start = before + _DAY if before else first - LONGEST_CLOSURE * _DAY
        if before and earliest == 0:
            start = before  # its visits after the last block
        found.update(start + (n - earliest) * _DAY for n in range((closing - start).days + 1))
    return sorted(found)


def _occurrence(
    occurrence: int,
    timing: Timing,
    anchors: list[date],
    *,
    last: date,
    now: datetime,
    calendar: Calendar,
    catching_up: Callable[[], Window],
) -> Iterator[PlanRow]:
    for anchor_on in anchors:
        if anchor_on + timedelta(days=timing.earliest) > last:
            continue
        windows = day_windows(timing, anchor_on, calendar)
        if windows.on_time.opens.date() > last:
            continue
        missed = windows.on_time if windows.on_time.closes <= now else None
        on_time = catching_up() if missed else windows.on_time
        late_missed = windows.late if windows.late and windows.late.closes <= now else None
        late = catching_up() if late_missed else windows.late
        yield PlanRow(
            anchor_on=anchor_on,
            occurrence=occurrence,
            due_on=windows.on_time.due_on,
            opens=on_time.opens,
            target=on_time.target,
            closes=on_time.closes,
            moved=on_time.moved,
            late=on_time.late,
            cutoff=windows.cutoff,
            late_opens=late.opens if late else None,
            late_target=late.target if late else None,
            late_closes=late.closes if late else None,
            late_moved=late.moved if late else False,
            late_late=late.late if late else False,
            missed=missed,
            late_missed=late_missed,
            gaps=windows.gaps,
        )


class Told(StrEnum):
    """What one line of an explanation says."""

    ANCHOR = "anchor"  # the visit, discharge or appointment was at `at`
    SPAN = "span"  # to be called from `on` until `until`
    DUE = "due"  # preferably on `on`
    CLOSED = "closed"  # no calls from `on` until `until`, because of `why`
    HOURS_OVER = "hours_over"  # the visit came after the hours of `on` had ended, at `at`
    MOVED = "moved"  # so the call moves to `on` and still counts as on time
    LATE = "late"  # so the call moves to `on` and counts as late
    LAST_BLOCK_SERVES = "last_block_serves"  # `on` has no hours of the part of day that the rule asks for
    YEAR_UNKNOWN = "year_unknown"  # the holidays of the year of `on` are not published
    OPENS = "opens"
    TARGET = "target"
    CLOSES = "closes"


class Step(NamedTuple):
    told: Told
    on: date | None = None
    until: date | None = None
    at: datetime | None = None
    why: SpecialDay | None = None


def explain(spec: RuleSpec, *, anchor: datetime, calendar: Calendar, occurrence: int = 1) -> list[Step]:
    """Why the call falls on these days: from the visit to the hours, in the order of telling."""
    timing = spec.timing_of(occurrence)
    found = window(timing, anchor, calendar)
    anchor_on, opens_on = calendar.day_of(anchor), found.opens.date()
    earliest, latest = (anchor_on + timedelta(days=n) for n in (timing.earliest, timing.latest))
    steps = [
        Step(Told.ANCHOR, on=anchor_on, at=calendar.local(anchor)),
        Step(Told.SPAN, on=earliest, until=latest),
        Step(Told.DUE, on=found.due_on),
        *_hours_over(timing, anchor, earliest, calendar),
        *_closed(earliest, max(latest, opens_on), calendar),
    ]
    if found.moved:
        steps.append(Step(Told.LATE if found.late else Told.MOVED, on=opens_on))
    if timing.dayparts and all(b.daypart not in timing.dayparts for b in calendar.blocks(opens_on)):
        steps.append(Step(Told.LAST_BLOCK_SERVES, on=opens_on))
    if not calendar.is_known(found.closes.date()):
        steps.append(Step(Told.YEAR_UNKNOWN, on=found.closes.date()))
    moments = (Told.OPENS, found.opens), (Told.TARGET, found.target), (Told.CLOSES, found.closes)
    return steps + [Step(told, on=at.date(), at=at) for told, at in moments]


def _hours_over(timing: Timing, anchor: datetime, earliest: date, calendar: Calendar) -> list[Step]:
    today = usable_blocks(timing, earliest, calendar)
    if not today or anchor < today[-1].closes:
        return []
    return [Step(Told.HOURS_OVER, on=earliest, at=today[-1].closes)]


def _closed(first: date, last: date, calendar: Calendar) -> list[Step]:
    """The closed days, those of one holiday that follow each other as one step."""
    steps: list[Step] = []
    for day in (first + n * _DAY for n in range((last - first).days + 1)):
        why = calendar.closed_why(day)
        if why and steps and steps[-1].why == why and steps[-1].until == day - _DAY:
            steps[-1] = steps[-1]._replace(until=day)
        elif why:
            steps.append(Step(Told.CLOSED, on=day, until=day, why=why))
    return steps
