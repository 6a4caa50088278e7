"""The spans that a report may be about, what each is compared with, and the days of its cycle: A16, A22."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum, auto

from policy import periods
from policy.calendar import Calendar
from policy.periods import CUTOFF, SETTLES, Cutoff, Cycle, Period

_DAY = timedelta(days=1)


class Span(StrEnum):
    DAY = auto()
    WEEK = auto()
    MONTH = auto()  # the statistical month
    QUARTER = auto()  # of statistical months
    CALENDAR_MONTH = auto()
    FREE = auto()


SELF_WRITING = (Span.WEEK, Span.MONTH, Span.QUARTER)  # the rest is made when asked for


def span_of(kind: Span, day: date, cutoff: Cutoff = CUTOFF) -> Period:
    """The span of this kind that counts `day`; a free one is that day."""
    if kind is Span.DAY:
        return Period(day, day, str(day))
    if kind is Span.WEEK:
        return periods.week(day)
    if kind is Span.MONTH:
        return periods.stat_month(day, cutoff)
    if kind is Span.QUARTER:
        return periods.stat_quarter(day, cutoff)
    if kind is Span.CALENDAR_MONTH:
        return periods.calendar_month(day)
    return free(day, day)


def free(first: date, last: date) -> Period:
    return Period(first, last, f"{first}–{last}")


def before(kind: Span, period: Period, cutoff: Cutoff = CUTOFF) -> Period:
    """The period before: the one that ends on the day before; a free one has the same length."""
    if kind is Span.FREE:
        return free(period.first - (period.last - period.first + _DAY), period.first - _DAY)
    return span_of(kind, period.first - _DAY, cutoff)


def year_before(kind: Span, period: Period, cutoff: Cutoff = CUTOFF) -> Period:
    """The same span a year earlier; of a week or a day, 52 weeks earlier: the same day of the week."""
    if kind in (Span.WEEK, Span.DAY):
        return span_of(kind, period.first - timedelta(weeks=52))
    if kind is Span.FREE:
        return free(_year_earlier(period.first), _year_earlier(period.last))
    # By its name: under another cut-off its last day may have counted in the month after.
    return span_of(kind, date(period.last.year - 1, period.last.month, 1), cutoff)


def run_up(kind: Span, period: Period, count: int, cutoff: Cutoff = CUTOFF) -> list[Period]:
    """`count` periods in a row, this one the last."""
    found = [period]
    while len(found) < count:
        found.insert(0, before(kind, found[0], cutoff))
    return found


def cycle_of(kind: Span, period: Period) -> Cycle:
    """A22 for the month, and for the quarter with its last month; otherwise when the span is over."""
    if kind in (Span.MONTH, Span.QUARTER):
        return periods.cycle(period)
    return Cycle(period.last, period.last + _DAY, period.last + SETTLES * _DAY)


def begun_on(cycle: Cycle, day: date) -> Cycle:
    """Of a report that somebody asks for on `day`, perhaps long after its own days: people get days anew."""
    if day <= cycle.submit_on:
        return cycle
    return Cycle(cycle.draft_on, day + _DAY, max(cycle.final_on, day + SETTLES * _DAY))


def on_working_days(cycle: Cycle, calendar: Calendar) -> Cycle:
    """People's two days moved off closed days, to the next open one; a report drafts itself on any day."""
    submit, final = (open_from(day, calendar) for day in (cycle.submit_on, cycle.final_on))
    return Cycle(cycle.draft_on, submit, max(submit, final))


def open_from(day: date, calendar: Calendar) -> date:
    while not calendar.is_calling_day(day):
        day += _DAY
    return day


def _year_earlier(day: date) -> date:
    """The 29th of February becomes the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
