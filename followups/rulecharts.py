"""The forecast of a rule as it is drawn: bars by day and part of the day, a line for the capacity (C5)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from followups.forecasting import Forecast, ForecastDay
from followups.rulewords import comma
from policy.calendar import Calendar, Daypart
from regulation.words import DAYPART_LABELS
from staff.templatetags.look import short_day

DAYS = 7
WIDTH, HEIGHT, FLOOR, TOP, BAR = 412, 148, 119, 26, 37


@dataclass(frozen=True, slots=True)
class Bar:
    """One day in one part of it: heights from the floor up."""

    day: str
    calls: int
    before: int
    limit: int
    x: float
    base: float
    more: float
    over: float
    less: float
    limit_y: float

    @property
    def short(self) -> int:
        return max(0, self.calls - self.limit)

    @property
    def axis(self) -> str:
        """Seven of them stand side by side: 11-21 六."""
        return self.day.replace("周", "")

    @property
    def middle(self) -> float:
        return self.x + BAR / 2

    @property
    def left(self) -> float:
        return self.x - 5

    @property
    def right(self) -> float:
        return self.x + BAR + 5

    @property
    def base_y(self) -> float:
        return FLOOR - self.base

    @property
    def more_y(self) -> float:
        return self.base_y - self.more

    @property
    def over_y(self) -> float:
        return self.more_y - self.over

    @property
    def less_y(self) -> float:
        return self.over_y - self.less

    @property
    def text_y(self) -> float:
        return min(self.less_y, self.limit_y) - 5


@dataclass(frozen=True, slots=True)
class Chart:
    part: Daypart
    title: str
    bars: list[Bar]

    @property
    def label(self) -> str:
        """The same in words, for who cannot see the bars."""
        days = [
            _("%(day)s: %(calls)d calls, %(before)d now, room for %(limit)d")
            % {"day": bar.day, "calls": bar.calls, "before": bar.before, "limit": bar.limit}
            for bar in self.bars
        ]
        return f"{self.title}: " + "; ".join(days)


@dataclass(frozen=True, slots=True)
class Totals:
    now: int
    after: int
    short_now: int
    short_after: int

    @property
    def change(self) -> int:
        return self.after - self.now

    @property
    def short_change(self) -> int:
        return self.short_after - self.short_now


def charts(forecast: Forecast, calendar: Calendar) -> list[Chart]:
    days = forecast.days[:DAYS]
    used = [part for part in Daypart if any(part in d.now or part in d.after for d in days)]
    return [Chart(part, str(DAYPART_LABELS[part]), list(_bars(days, part, calendar))) for part in used]


def totals(forecast: Forecast, calendar: Calendar) -> Totals:
    days = forecast.days[:DAYS]
    short = [
        (max(0, d.now.get(part, 0) - limit), max(0, d.after.get(part, 0) - limit))
        for d in days
        for part in Daypart
        for limit in [part_limit(d, part, calendar)]
    ]
    return Totals(
        now=sum(d.total_now for d in days),
        after=sum(d.total_after for d in days),
        short_now=sum(now for now, _after in short),
        short_after=sum(after for _now, after in short),
    )


def shortages(drawn: list[Chart]) -> list[str]:
    """ "11-24 Tue, 11-26 Thu, evening: 14 calls more than there is time for." """
    found = []
    for chart in drawn:
        short = [bar for bar in chart.bars if bar.short]
        if short:
            found.append(
                _("%(days)s, %(part)s: %(calls)d calls more than there is time for.")
                % {
                    "days": comma().join(bar.day for bar in short),
                    "part": chart.title,
                    "calls": sum(bar.short for bar in short),
                }
            )
    return found


def part_limit(day: ForecastDay, part: Daypart, calendar: Calendar) -> int:
    """The day's capacity, shared out by minutes."""
    minutes = {
        block: int((block.closes - block.opens).total_seconds()) // 60 for block in calendar.blocks(day.day)
    }
    whole = sum(minutes.values())
    return (
        day.capacity * sum(n for block, n in minutes.items() if block.daypart == part) // whole
        if whole
        else 0
    )


def _bars(days: tuple[ForecastDay, ...], part: Daypart, calendar: Calendar) -> Iterator[Bar]:
    limits = [part_limit(d, part, calendar) for d in days]
    highest = max(1, *limits, *(d.now.get(part, 0) for d in days), *(d.after.get(part, 0) for d in days))
    scale = (FLOOR - TOP) / highest
    for n, (day, limit) in enumerate(zip(days, limits, strict=True)):
        now, after = day.now.get(part, 0), day.after.get(part, 0)
        kept = min(now, after)
        yield Bar(
            day=short_day(day.day),
            calls=after,
            before=now,
            limit=limit,
            x=10 + n * 59,
            base=min(kept, limit) * scale,
            more=max(0, min(after, limit) - kept) * scale,
            over=max(0, after - limit) * scale,
            less=(now - kept) * scale,
            limit_y=FLOOR - limit * scale,
        )
