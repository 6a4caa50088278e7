"""A report as its page draws it: text with its figures, trail, what may be done now and by whom (A22)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.reporting import ANSWERABLE, WRITABLE, Move, State, refusal
from reports.drawn import kept_parts, parts_of
from reports.following import earlier_measures
from reports.forms import FeedbackForm, MeasureForm
from reports.models import Report, ReportEvent
from reports.movewords import HAPPENED, ITSELF
from reports.queries.departments import all_answered, asked, silent
from reports.scope import shown_sheet
from reports.spanwords import called
from reports.writing import SECTIONS
from staff.models import User
from staff.permissions import Permission

# What a frozen version's page does not read again: it is large, and drawn already.
UNREAD = ("version__figures", "version__texts", "version__differences")


def page(report: Report, user: User, *, now: datetime) -> dict[str, Any]:
    """Once a version is frozen, its parts are those that were drawn when it was first looked at."""
    opens = user.may(Permission.SEE_FIGURES)
    if report.frozen:
        parts = kept_parts(report, opens=opens)
    else:
        parts = parts_of(shown_sheet(report, now=now), report.texts, opens=opens)
    return {
        "report": report,
        "text_language": settings.LANGUAGE_CODE,
        "title": called(report.kind, report.label),
        "parts": parts,
        "texts": [(name, SECTIONS[name], words) for name, words in parts["texts"]],
        "trail": [
            (event, HAPPENED[event.what] if event.by_id else ITSELF)
            for event in report.events.select_related("by", "version").defer(*UNREAD)
        ],
        "may": may_of(report, user, now),
        "files": [("pdf", "PDF"), ("xlsx", _("Workbook")), ("csv", "CSV")],
        "remarks": remarks_of(report),
        "overdue": report.overdue_on(timezone.localdate(now)),
        "now": now,
        **_departments(report, user, now),
    }


def remarks_of(report: Report) -> ReportEvent | None:
    """Why the director sent it back, until it is submitted again."""
    if report.state != State.RETURNED:
        return None
    return report.events.filter(what=Move.RETURN).select_related("by").order_by("pk").last()


def may_of(report: Report, user: User, now: datetime) -> dict[str, bool]:
    state, own = State(report.state), user.pk in (report.submitted_by_id, report.written_by_id)
    writes, approves = user.may(Permission.WRITE_REPORTS), user.may(Permission.APPROVE_REPORTS)
    due = report.final_on <= timezone.localdate(now) or all_answered(report)
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
        return {"earlier": earlier_measures(report)}
    ours = user.department
    answers = report.state in ANSWERABLE and user.may(Permission.ANSWER_REPORTS)
    wanted = answers and ours is not None and ours.pk in asked(report)
    feedback = list(report.feedback.select_related("department", "by"))
    given = any(one.department_id == user.department_id for one in feedback)
    return {
        "feedback": feedback,
        "silent": silent(report),
        "measures": report.measures.select_related("department", "responsible"),
        "earlier": earlier_measures(report),
        "ours": ours,
        "feedback_form": FeedbackForm() if wanted and not given else None,
        "measure_form": MeasureForm(ours, today=now.date()) if wanted and given and ours else None,
    }
