"""A report as its page draws it: text with its figures, trail, what may be done now and by whom (A22)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.reporting import ANSWERABLE, WRITABLE, Move, State, refusal
from reports.bound import drawn, values
from reports.forms import FeedbackForm, MeasureForm
from reports.links import Links
from reports.models import Report, ReportMeasure
from reports.movewords import HAPPENED, ITSELF
from reports.queries.departments import asked, silent
from reports.scope import shown_sheet
from reports.showing import shown
from reports.spanwords import called
from reports.writing import SECTIONS
from staff.models import User
from staff.permissions import Permission


def page(report: Report, user: User, *, now: datetime) -> dict[str, Any]:
    sheet = shown_sheet(report, now=now)
    opens = user.may(Permission.SEE_FIGURES)
    known = values(sheet, Links(sheet, opens=opens))
    texts = report.version.texts if report.frozen and report.version else report.texts
    return {
        "report": report,
        "text_language": settings.LANGUAGE_CODE,
        "title": called(report.kind, report.label),
        "texts": [
            (name, label, drawn(texts.get(name, ""), known))
            for name, label in SECTIONS.items()
            if texts.get(name)
        ],
        "trail": [
            (event, HAPPENED[event.what] if event.by_id else ITSELF)
            for event in report.events.select_related("by", "version")
        ],
        "may": _may(report, user, now),
        "files": [("pdf", "PDF"), ("xlsx", _("Workbook")), ("csv", "CSV")],
        "overdue": report.overdue_on(timezone.localdate(now)),
        "now": now,
        **_departments(report, user, now),
        **shown(sheet, opens=opens),
    }


def _may(report: Report, user: User, now: datetime) -> dict[str, Any]:
    state, own = State(report.state), user.pk in (report.submitted_by_id, report.written_by_id)
    writes, approves = user.may(Permission.WRITE_REPORTS), user.may(Permission.APPROVE_REPORTS)
    due = report.final_on <= timezone.localdate(now) or not silent(report)
    return {
        "write": writes and state in WRITABLE,
        "submit": writes and not refusal(Move.SUBMIT, state, own=own, due=report.last <= now.date()),
        "approve": approves and not refusal(Move.APPROVE, state, own=own),
        "return": approves and not refusal(Move.RETURN, state, own=own),
        "finalise": approves and not refusal(Move.FINALISE, state, own=own, due=due),
        "changes": user.may(Permission.SEE_FIGURES) and state in ANSWERABLE,
    }


def _departments(report: Report, user: User, now: datetime) -> dict[str, Any]:
    """Who has answered, and this user's own answer."""
    if report.state not in ANSWERABLE:
        return {"earlier": _earlier(report)}
    ours = user.department
    answers = report.state in ANSWERABLE and user.may(Permission.ANSWER_REPORTS)
    wanted = answers and ours is not None and ours.pk in asked(report)
    feedback = list(report.feedback.select_related("department", "by"))
    given = any(one.department_id == user.department_id for one in feedback)
    return {
        "feedback": feedback,
        "silent": silent(report),
        "measures": report.measures.select_related("department", "responsible"),
        "earlier": _earlier(report),
        "ours": ours,
        "feedback_form": FeedbackForm() if wanted and not given else None,
        "measure_form": MeasureForm(ours, today=now.date()) if wanted and given and ours else None,
    }


def _earlier(report: Report) -> Any:
    """Measures of earlier reports that are still open, or were carried out in this period (A17)."""
    found = ReportMeasure.objects.told_in(report.first, report.last).exclude(report=report)
    if report.department_id:
        found = found.filter(department=report.department_id)
    return found.select_related("department", "responsible", "report")
