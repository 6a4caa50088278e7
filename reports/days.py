"""The days of a report's cycle in the hospital's own calendar: as its setting wants them (A22)."""

from datetime import date, datetime

from policy.periods import Cycle, Period
from policy.reminders import owed_on
from policy.reporting import State
from policy.spans import Span, begun_on, cycle_of, on_working_days, open_from
from regulation.reading import calendar_at, options
from reports.models import Report


def cycle_for(kind: Span, period: Period, *, asked_on: date | None, now: datetime) -> Cycle:
    """`asked_on`: the day on which somebody asks for a report that does not write itself."""
    cycle = cycle_of(kind, period)
    if asked_on is not None:
        cycle = begun_on(cycle, asked_on)
    calendar = calendar_at(now)
    return on_working_days(cycle, calendar) if _off_closed_days(now) else cycle


def next_owed(report: Report, *, now: datetime) -> date | None:
    """Until when what the report waits for from `now` on is owed."""
    calendar = calendar_at(now)
    owed = owed_on(
        State(report.state),
        submit_on=report.submit_on,
        final_on=report.final_on,
        came_on=calendar.day_of(now),
    )
    return open_from(owed, calendar) if owed is not None and _off_closed_days(now) else owed


def _off_closed_days(now: datetime) -> bool:
    return options(calendar_at(now).day_of(now)).report_days == "working"
