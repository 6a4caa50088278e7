"""The reports of the demonstration: a final one, an approved one with two answers, one that waits."""

from datetime import date, datetime, time, timedelta

from policy.calendar import Calendar
from policy.periods import Period
from policy.spans import Span, before, cycle_of, span_of
from reports.actions import answering, moves
from reports.actions.drafting import draft
from reports.models import Report
from reports.queries.departments import asked
from reports.settling import differing, mark_of
from staff.models import Department, User
from staff.permissions import Role

SAYS = (
    ("科会上逐条看了意见，换药前的告知确实做得不够。", "换药前先告知家属，护士站每周抽查五例"),
    ("不成功的多是号码错误，入院时没有核对。", "入院时当面拨打一次登记的号码"),
)


def make_reports(calendar: Calendar, *, now: datetime) -> int:
    """Of the last two statistical months and the last week; what lies ahead of `now` has not happened yet."""
    today = calendar.day_of(now)
    month = before(Span.MONTH, span_of(Span.MONTH, today))
    Walk(calendar, now).go(Span.MONTH, before(Span.MONTH, month), final=True)
    Walk(calendar, now).go(Span.MONTH, month)
    Walk(calendar, now).go(Span.WEEK, before(Span.WEEK, span_of(Span.WEEK, today)), approved=False)
    return Report.objects.count()


class Walk:
    """One report on its way, as far as `now`."""

    def __init__(self, calendar: Calendar, now: datetime) -> None:
        self.calendar, self.now = calendar, now
        self.supervisor = User.objects.get(username="8001")
        self.director = User.objects.get(username="8000")

    def at(self, day: date, hour: int) -> datetime:
        return min(datetime.combine(day, time(hour, 40), self.calendar.tz), self.now)

    def go(self, kind: Span, period: Period, *, approved: bool = True, final: bool = False) -> None:
        cycle, today = cycle_of(kind, period), self.calendar.day_of(self.now)
        report = draft(kind, period, by=None, now=self.at(cycle.draft_on, 20))
        if today < cycle.submit_on:
            return
        report = moves.submit(
            report.pk, edits=report.edits, by=self.supervisor, now=self.at(cycle.submit_on, 8)
        )
        if not approved or report.version is None:
            return
        day = cycle.submit_on
        report = moves.approve(report.pk, version=1, by=self.director, now=self.at(day, 15))
        self.answer(report, day + timedelta(days=1))
        if final and cycle.final_on <= today:
            at = self.at(cycle.final_on, 10)
            moves.finalise(report.pk, read=mark_of(differing(report, now=at)), by=self.director, now=at)

    def answer(self, report: Report, day: date) -> None:
        heads = User.objects.filter(role=Role.CLINICIAN, department__in=asked(report)).order_by("username")
        seen: set[int] = set()
        for head in heads:
            if len(seen) == len(SAYS) or head.department_id in seen:
                continue
            said, measure = SAYS[len(seen)]
            room = Department.objects.get(pk=head.department_id)
            seen.add(room.pk)
            at = self.at(day, 11)
            answering.answer(report.pk, department=room, text=said, by=head, now=at)
            answering.set_measure(
                report.pk,
                department=room,
                text=measure,
                responsible=head,
                due_on=day + timedelta(days=30),
                by=head,
                now=at,
            )
