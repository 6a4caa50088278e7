"""The spans that reports are made for: statistical months from the 26th to the 25th, quarters, weeks.

Rules: A16 weekly, monthly, quarterly; A22 the month's cycle. Days that a month lacks mean its last day.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from policy.calendar import Calendar

CUTOFF = 25
SUBMIT = 26
FINAL = 30
VERIFICATION = (25, 27)
SETTLES = 5  # days after which a report without days of its own becomes final

_DAY = timedelta(days=1)


class Period(NamedTuple):
    first: date
    last: date  # included
    label: str

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


class Cutoffs(NamedTuple):
    """The cut-off day as it was set, newest first: a change holds from the first month that begins under it.

    So no day falls between two statistical months, and none into both, whenever the setting is changed.
    """

    changes: tuple[tuple[date, int], ...] = ()

    def passed(self, day: date) -> bool:
        """Its month's last day for the statistics is over: the day counts in the next month."""
        return day > _last(day.year, day.month, self)

    def of(self, year: int, month: int) -> int:
        begins = date(year, month, 1)
        return next((day for since, day in self.changes if since <= begins), CUTOFF)


Cutoff = int | Cutoffs
StatMonth = Period  # `last` lies in the month that gives it its name


class Cycle(NamedTuple):
    draft_on: date
    submit_on: date
    final_on: date


def stat_month(day: date, cutoff: Cutoff = CUTOFF) -> StatMonth:
    """The statistical month that counts this day: after the cut-off it is the next one."""
    last = _last(day.year, day.month, cutoff)
    if day > last:
        last = _last(*_next_month(day.year, day.month), cutoff)
    before = last.replace(day=1) - _DAY
    first = _last(before.year, before.month, cutoff) + _DAY
    return StatMonth(first, last, f"{last:%Y-%m}")


def stat_quarter(day: date, cutoff: Cutoff = CUTOFF) -> Period:
    """Three statistical months: January to March, and so on."""
    name = stat_month(day, cutoff).last
    number = (name.month - 1) // 3 + 1
    first = stat_month(date(name.year, number * 3 - 2, 1), cutoff).first
    last = stat_month(date(name.year, number * 3, 1), cutoff).last
    return Period(first, last, f"{name.year}-Q{number}")


def calendar_month(day: date) -> Period:
    return Period(day.replace(day=1), _on(day.year, day.month, 31), f"{day:%Y-%m}")


def week(day: date) -> Period:
    """Monday to Sunday, numbered as ISO 8601 does."""
    monday = day - timedelta(days=day.weekday())
    iso = day.isocalendar()
    return Period(monday, monday + timedelta(days=6), f"{iso.year}-W{iso.week:02}")


def cycle(month: StatMonth, *, submit: int = SUBMIT, final: int = FINAL) -> Cycle:
    """Where another cut-off leaves no room for a day after the facts, it is counted from the last one."""
    year, number = month.last.year, month.last.month
    submitted, settled = _on(year, number, submit), _on(year, number, final)
    submitted = submitted if submitted >= month.last else month.last + _DAY
    settled = settled if settled >= submitted else month.last + SETTLES * _DAY
    return Cycle(month.last, submitted, settled)


def verification_days(
    month: StatMonth, calendar: Calendar, *, first: int = VERIFICATION[0], last: int = VERIFICATION[1]
) -> list[date]:
    """The calling days among the 25th to 27th; none: the supervisor is told."""
    year, number = month.last.year, month.last.month
    days = {_on(year, number, n) for n in range(first, last + 1)}
    return sorted(day for day in days if calendar.is_calling_day(day))


def _on(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _last(year: int, month: int, cutoff: Cutoff) -> date:
    return _on(year, month, cutoff if isinstance(cutoff, int) else cutoff.of(year, month))


def _next_month(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)
