"""Reminders as a page says them: one line for a report and step, however many departments are behind it."""

from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext_lazy

from policy.reminders import Level, Step
from reports.models import Report, ReportNotice
from reports.spanwords import called
from staff.models import User

MOST = 5  # lines; the rest stands in the list of reports
NAMED = 6  # departments and measures
WORDS = {
    (Step.SUBMIT, Level.DUE): gettext_lazy("is to be submitted to the director"),
    (Step.SUBMIT, Level.OVERDUE): gettext_lazy("is not submitted yet"),
    (Step.APPROVE, Level.DUE): gettext_lazy("waits for the director’s decision"),
    (Step.APPROVE, Level.OVERDUE): gettext_lazy("is not decided yet"),
    (Step.ANSWER, Level.DUE): gettext_lazy("waits for your department’s answer"),
    (Step.ANSWER, Level.OVERDUE): gettext_lazy("has no answer yet from"),
    (Step.FINALISE, Level.DUE): gettext_lazy("is to be signed as final"),
    (Step.FINALISE, Level.OVERDUE): gettext_lazy("is not final yet"),
    (Step.CARRY_OUT, Level.DUE): ngettext_lazy("a measure falls due", "%(n)d measures fall due", "n"),
    (Step.CARRY_OUT, Level.OVERDUE): ngettext_lazy("a measure is overdue", "%(n)d measures are overdue", "n"),
}


class Reminder(NamedTuple):
    notice: int
    report: Report
    title: str
    words: str
    about: str  # departments, measures
    day: date
    late: bool
    url: str  # empty: he may not open the report


def reminders(user: User) -> list[Reminder]:
    groups: dict[tuple[int, str], list[ReportNotice]] = {}
    for notice in ReportNotice.objects.waiting_for(user):
        groups.setdefault((notice.alarm.report_id, notice.alarm.step), []).append(notice)
    found = [_reminder(group) for group in groups.values()]
    first = sorted(found, key=lambda one: (not one.late, one.day, one.report.pk))[:MOST]
    open_to = Report.objects.visible_to(user).filter(pk__in=[one.report.pk for one in first])
    seen = set(open_to.values_list("pk", flat=True))
    return [
        one._replace(url=reverse("reports:report", args=[one.report.pk])) if one.report.pk in seen else one
        for one in first
    ]


def _reminder(group: list[ReportNotice]) -> Reminder:
    """Of several levels the newest: what is overdue is no longer due."""
    late = any(one.alarm.level == Level.OVERDUE for one in group)
    level = Level.OVERDUE if late else Level.DUE
    alarms = [one.alarm for one in group if one.alarm.level == level]
    step, report = Step(alarms[0].step), alarms[0].report
    words = WORDS[step, level]
    names = {alarm.measure.text if alarm.measure else str(alarm.department or "") for alarm in alarms}
    return Reminder(
        notice=group[0].pk,
        report=report,
        title=called(report.kind, report.label),
        words=str(words % {"n": len(alarms)} if step is Step.CARRY_OUT else words),
        about=_about([] if (step, level) == (Step.ANSWER, Level.DUE) else sorted(names - {""})),
        day=min(alarm.for_day for alarm in alarms),
        late=late,
        url="",
    )


def _about(names: list[str]) -> str:
    return "、".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
