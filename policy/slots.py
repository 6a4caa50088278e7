"""The moments of one task's window at which it may be called again: A5, A18, A21.

Every answer lies in a block of the calendar and inside the window, or is None: there is no other way out,
so nothing built on it can propose a call outside the hours or loop.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from policy.calendar import Block, Calendar, Daypart, Interval

ROUND_TO = 5  # minutes; people say "at a quarter past", and a list in odd minutes is hard to read
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slots:
    opens: datetime
    closes: datetime
    calendar: Calendar

    def first(self) -> datetime | None:
        return self.at_or_after(self.opens)

    def at_or_after(self, moment: datetime) -> datetime | None:
        """The moment itself when calls are possible then, else the start of the next block."""
        local = moment.astimezone(self.calendar.tz)
        for block in self._blocks(local.date(), self.calendar.day_of(self.closes)):
            if local < block.closes:
                return max(local, block.opens)
        return None

    def after_minutes(self, moment: datetime, minutes: int) -> datetime | None:
        return self.at_or_after(self._later(moment, minutes))

    def same_block(self, moment: datetime, minutes: int) -> datetime | None:
        """So many minutes later in the block that the moment lies in; None when it ends before."""
        block, later = self.calendar.block_at(moment), self._later(moment, minutes)
        return self.at_or_after(later) if block and later < block.closes else None

    def next_block(self, moment: datetime) -> datetime | None:
        today = self.calendar.day_of(moment)
        later = self._blocks(today, self.calendar.day_of(self.closes))
        return next((b.opens for b in later if b.opens > moment), None)

    def next_daypart(self, moment: datetime) -> datetime | None:
        """The next block of another daypart, today or on the next calling day, else just the next block."""
        today = self.calendar.day_of(moment)
        tonight = [b for b in self._blocks(today, today) if b.opens > moment]
        return self._other_daypart(moment, [*tonight, *self._next_day(today)])

    def next_day(self, moment: datetime) -> datetime | None:
        """On the next calling day, in another daypart if that day has one."""
        return self._other_daypart(moment, self._next_day(self.calendar.day_of(moment)))

    def _other_daypart(self, moment: datetime, blocks: list[Block]) -> datetime | None:
        here = self._daypart(moment)
        others = [b for b in blocks if b.daypart != here]
        return next((b.opens for b in others or blocks), None)

    def _daypart(self, moment: datetime) -> Daypart:
        block = self.calendar.block_at(moment)
        by_clock = Interval(moment.astimezone(self.calendar.tz).time(), time.max)
        return block.daypart if block else by_clock.daypart

    def _next_day(self, today: date) -> list[Block]:
        later = self._blocks(today + _DAY, self.calendar.day_of(self.closes))
        first = next(later, None)
        return (
            []
            if first is None
            else [first, *takewhile(lambda b: b.opens.date() == first.opens.date(), later)]
        )

    def _blocks(self, first: date, last: date) -> Iterator[Block]:
        """What the window leaves of the calendar's blocks from `first` to `last`."""
        day = max(first, self.calendar.day_of(self.opens))
        while day <= last:
            for block in self.calendar.blocks(day):
                if block.closes > self.opens and block.opens < self.closes:
                    yield block._replace(
                        opens=max(block.opens, self.opens.astimezone(self.calendar.tz)),
                        closes=min(block.closes, self.closes.astimezone(self.calendar.tz)),
                    )
            day += _DAY

    def _later(self, moment: datetime, minutes: int) -> datetime:
        """Added in UTC, lest a change of the clocks shorten the wait; rounded up on the wall clock."""
        later = (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(self.calendar.tz)
        full = later.replace(second=0, microsecond=0)
        if full < later:
            full += timedelta(minutes=1)
        return full + timedelta(minutes=-full.minute % ROUND_TO)
