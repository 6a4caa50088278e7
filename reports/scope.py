"""A report's span and scope as its figures are asked for, and the sheet that it shows."""

from datetime import datetime
from typing import Any

from policy.spans import Span
from regulation.reading import cutoffs
from reports.following import followed
from reports.models import Report
from reports.queries.sheet import Wanted, sheet_of


def wanted_of(report: Report) -> Wanted:
    """With the cut-offs as they were set for each month: a later setting moves no period."""
    return Wanted(Span(report.kind), report.period, report.department_id, report.agent_id, cutoffs())


def shown_sheet(report: Report, *, now: datetime) -> dict[str, Any]:
    """The frozen figures, or while it is being written those of this moment."""
    if report.frozen and report.version:
        figures: dict[str, Any] = report.version.figures
        return figures
    return sheet_now(report, now=now)


def sheet_now(report: Report, *, now: datetime, final: bool = False) -> dict[str, Any]:
    """The figures of this moment, with what is followed; `final`: with the departments' answers."""
    return sheet_of(wanted_of(report), now=now) | followed(report, final=final)
