"""What new hours would do to the next two weeks: A5, A21. Plain values for the page; nothing is saved."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from policy.calendar import Block, Calendar, Hours, SpecialDay

DAYS = 14


@dataclass(frozen=True, slots=True)
class OutlookDay:
    day: date
    now: tuple[Block, ...]
    after: tuple[Block, ...]
    closed: SpecialDay | None

    @property
    def minutes_now(self) -> int:
        return _minutes(self.now)

    @property
    def minutes_after(self) -> int:
        return _minutes(self.after)

    @property
    def change(self) -> int:
        return self.minutes_after - self.minutes_now


def with_hours(calendar: Calendar, hours: Hours, *, effective_from: date) -> Calendar:
    """As if `hours` were published."""
    others = [pair for pair in calendar.hours if pair[0] != effective_from]
    # Hours that nobody published yet hold for all days before the first edition.
    return replace(calendar, hours=tuple([*others, (effective_from, hours)]))


def outlook(calendar: Calendar, hours: Hours, *, effective_from: date, today: date) -> list[OutlookDay]:
    """From today; from their first day on when they come into force later than in two weeks."""
    after = with_hours(calendar, hours, effective_from=effective_from)
    first = today if effective_from < today + timedelta(days=DAYS) else effective_from
    days = [first + timedelta(days=n) for n in range(DAYS)]
    return [OutlookDay(d, calendar.blocks(d), after.blocks(d), after.closed_why(d)) for d in days]


def _minutes(blocks: tuple[Block, ...]) -> int:
    return sum(int((b.closes - b.opens).total_seconds()) // 60 for b in blocks)
