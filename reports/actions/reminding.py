"""The scheduler's work on reports: who is reminded of what is due or overdue, each alarm once (A17, A22).

Safe at any time, twice at once, and after any pause: all of it is found by query.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from policy.reminders import HOLDER, LONGEST_AHEAD, WAITS_FOR, Step, called, reached
from policy.reporting import State
from regulation.reading import calendar_at
from reports.models import Report, ReportAlarm, ReportMeasure, ReportNotice
from reports.queries.departments import silent
from staff.actions.audit import record
from staff.models import Act, User
from staff.permissions import Permission, Role, permits


class Waits(NamedTuple):
    step: Step
    owed: date
    department: int | None = None
    measure: ReportMeasure | None = None


def remind(*, now: datetime) -> int:
    """The number of alarms given."""
    today = calendar_at(now).day_of(now)
    soon = today + timedelta(days=LONGEST_AHEAD)
    waiting = Report.objects.filter(owed_on__lte=soon).values_list("pk", flat=True)
    open_measures = ReportMeasure.objects.open().filter(due_on__lte=soon).values_list("report", flat=True)
    pks = sorted({*waiting, *open_measures})
    return sum(_remind(pk, today, now=now) for pk in pks)


@transaction.atomic
def _remind(report_id: int, today: date, *, now: datetime) -> int:
    """A report that somebody is moving at this moment waits for the next hour."""
    free = Report.objects.select_for_update(of=("self",), skip_locked=True).select_related("version")
    report = free.filter(pk=report_id).first()
    return sum(_give(report, waits, today, now=now) for waits in _waits(report)) if report else 0


def _waits(report: Report) -> Iterator[Waits]:
    for step in WAITS_FOR[State(report.state)]:
        if report.owed_on is None:
            continue
        if step is Step.ANSWER:
            yield from (Waits(step, report.owed_on, department=one.pk) for one in silent(report))
        else:
            yield Waits(step, report.owed_on)
    for measure in ReportMeasure.objects.open().filter(report=report).select_related("responsible"):
        yield Waits(Step.CARRY_OUT, measure.due_on, measure.department_id, measure)


def _give(report: Report, waits: Waits, today: date, *, now: datetime) -> int:
    """Of several levels that were missed only the newest calls anybody."""
    about = {"step": waits.step, "department_id": waits.department, "measure": waits.measure}
    given = set(report.alarms.filter(for_day=waits.owed, **about).values_list("level", flat=True))
    due = [level for level in reached(waits.step, waits.owed, today) if level not in given]
    rows = [
        ReportAlarm(report=report, level=level, for_day=waits.owed, given_at=now, **about) for level in due
    ]
    ReportAlarm.objects.bulk_create(rows)
    if rows:
        users = {user.pk for whom in called(waits.step, due[-1]) for user in _users(whom, waits)}
        ReportNotice.objects.bulk_create(ReportNotice(alarm=rows[-1], user_id=pk) for pk in sorted(users))
        detail = {"what": "reminded", "step": str(waits.step), "level": str(due[-1]), "people": len(users)}
        record(Act.REPORT_CHANGED, actor=None, now=now, about=report, detail=detail)
    return len(rows)


def _users(whom: str, waits: Waits) -> Iterable[User]:
    everybody: QuerySet[User] = User.objects.active()
    if whom != HOLDER:
        return everybody.filter(role=Role(whom))
    if waits.measure is not None and waits.measure.responsible.is_active:
        return [waits.measure.responsible]
    heads = everybody.filter(department=waits.department)
    return heads.filter(role__in=[role for role in Role if permits(role, Permission.ANSWER_REPORTS)])


def see(notice_id: int, *, by: User, now: datetime) -> bool:
    """With whatever else the same report waits for in the same way; only one's own. False: nothing to see."""
    own = ReportNotice.objects.filter(user=by, seen_at=None)
    notice = own.select_related("alarm").filter(pk=notice_id).first()
    if notice is None:
        return False
    alike = own.filter(alarm__report=notice.alarm.report_id, alarm__step=notice.alarm.step)
    return bool(alike.update(seen_at=now))
