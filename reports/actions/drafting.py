"""Reports that write themselves: on the evening of the 25th, found by query, once (A16, A22)."""

from collections.abc import Iterator
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import translation

from followups.models import Task
from policy.periods import Period
from policy.reminders import owed_on
from policy.reporting import State
from policy.spans import SELF_WRITING, Span, cycle_of, run_up, span_of
from regulation.reading import calendar_at, cutoffs
from reports.days import cycle_for
from reports.models import Report, ReportEvent
from reports.queries.sheet import Wanted, sheet_of
from reports.scope import wanted_of
from reports.writing import first_text
from staff.actions.audit import record
from staff.models import Act, User

EVENING = time(20, 0)  # when the last call of the 25th is over
# Periods, this one among them: what a worker has missed that was away for two months.
LOOKS_BACK = {Span.WEEK: 10, Span.MONTH: 4, Span.QUARTER: 3}


def draft_due(*, now: datetime) -> list[Report]:
    """Every report whose day has come and that is not there; run as often as one likes."""
    _write_anew(now)
    return [
        draft(kind, period, by=None, now=now) for kind, period in _due(now) if not _is_there(kind, period)
    ]


def _due(now: datetime) -> Iterator[tuple[Span, Period]]:
    calendar = calendar_at(now)
    today, cutoff = calendar.day_of(now), cutoffs()
    evening = now.astimezone(calendar.tz).time() >= EVENING
    for kind in SELF_WRITING:
        for period in run_up(kind, span_of(kind, today, cutoff), LOOKS_BACK[kind], cutoff):
            day = cycle_of(kind, period).draft_on
            if day < today or (day == today and evening):
                yield kind, period


def _is_there(kind: Span, period: Period) -> bool:
    """Or there is nothing to report: the hospital began later."""
    if Report.objects.filter(kind=kind, first=period.first, department=None, agent=None).exists():
        return True
    return not Task.objects.filter(due_on__gte=period.first, due_on__lte=period.last).exists()


def _write_anew(now: datetime) -> None:
    """Of what somebody asked for before its span was over, the first text, unless it was edited (E15)."""
    calendar = calendar_at(now)
    untouched = Report.objects.filter(state=State.DRAFT, edits=1, last__lte=calendar.day_of(now))
    for pk, last, written_at in untouched.values_list("pk", "last", "written_at"):
        if written_at < datetime.combine(last, EVENING, calendar.tz) <= now:
            _begin_anew(pk, now=now)


@transaction.atomic
def _begin_anew(report_id: int, *, now: datetime) -> None:
    report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
    if (report.state, report.edits) != (State.DRAFT, 1):
        return
    report.texts, report.edits = _first_text(wanted_of(report), now), report.edits + 1
    report.written_at = now
    report.save(update_fields=["texts", "edits", "written_at"])
    record(Act.REPORT_CHANGED, actor=None, now=now, about=report, detail={"what": "written"})


def _first_text(want: Wanted, now: datetime) -> dict[str, str]:
    with translation.override(settings.LANGUAGE_CODE):
        return first_text(sheet_of(want, now=now))


@transaction.atomic
def draft(
    kind: Span,
    period: Period,
    *,
    by: User | None,
    now: datetime,
    department: int | None = None,
    agent: int | None = None,
) -> Report:
    """The report of this span and scope: the one that is there, or a new one with its first text."""
    today = calendar_at(now).day_of(now)
    cycle = cycle_for(kind, period, asked_on=today if by else None, now=now)
    want = Wanted(kind, period, department, agent, cutoffs())
    key = {"kind": kind, "first": period.first, "last": period.last}
    scope = {"department_id": department, "agent_id": agent}
    there = Report.objects.filter(**key, **scope).first()
    if there:
        return there
    report, new = Report.objects.get_or_create(
        **key,
        **scope,
        defaults={
            "label": period.label,
            "submit_on": cycle.submit_on,
            "final_on": cycle.final_on,
            "owed_on": owed_on(
                State.DRAFT, submit_on=cycle.submit_on, final_on=cycle.final_on, came_on=today
            ),
            "texts": _first_text(want, now),
            "written_by": by,
            "written_at": now,
        },
    )
    if new:
        ReportEvent.objects.create(report=report, what="drafted", by=by, at=now)
        record(Act.REPORT_CHANGED, actor=by, now=now, about=report, detail={"what": "drafted"})
    return report
