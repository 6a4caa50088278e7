"""Reports on their way, for tests."""

from datetime import datetime
from typing import Any

from policy.spans import Span, span_of
from reports.actions import moves
from reports.actions.drafting import draft
from reports.models import Report
from reports.settling import differing, mark_of
from staff.models import User
from tests import people

DRAFTED = people.moment("2026-11-25 20:05")
SUBMITTED = people.moment("2026-11-26 08:40")
APPROVED = people.moment("2026-11-26 15:00")
FINAL = people.moment("2026-11-30 10:00")

MONTH = Span.MONTH
SPAN = span_of(MONTH, DRAFTED.date())


def a_report(now: datetime = DRAFTED, *, by: User | None = None, **scope: Any) -> Report:
    """Of November 2026, still a draft."""
    return draft(MONTH, SPAN, by=by, now=now, **scope)


def submitted(report: Report | None = None) -> Report:
    report = report or a_report()
    return moves.submit(report.pk, edits=report.edits, by=people.supervisor(), now=SUBMITTED)


def approved(report: Report | None = None) -> Report:
    waiting = submitted(report)
    assert waiting.version is not None
    return moves.approve(waiting.pk, version=waiting.version.number, by=people.director(), now=APPROVED)


def final(report: Report | None = None) -> Report:
    return signed(approved(report))


def signed(report: Report, now: datetime = FINAL) -> Report:
    """As final, by the director, who has read what differs."""
    read = mark_of(differing(report, now=now))
    return moves.finalise(report.pk, read=read, by=people.director(), now=now)
