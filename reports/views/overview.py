"""This month as it stands, and what waits for the director.  Template: templates/reports/overview/."""

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from complaints.alsowaits import everything
from complaints.models import Complaint, CorrectiveMeasure, SheetCopy
from policy.complaints import State
from policy.spans import Span, span_of
from regulation.reading import cutoffs
from reports.models import Report, ReportMeasure
from reports.queries.sheet import Wanted, sheet_of
from reports.showing import shown
from reports.spanwords import called
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


class Waiting(NamedTuple):
    words: str
    n: int
    url: str
    late: bool = False


@require_GET
@allow(Permission.APPROVE_REPORTS)
def overview(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    cutoff = cutoffs()
    period = span_of(Span.MONTH, now.date(), cutoff)
    page = shown(sheet_of(Wanted(Span.MONTH, period, cutoff=cutoff), now=now))
    reports = Report.objects.visible_to(request.user).waiting_for_approval()
    context: dict[str, Any] = page | {
        "charts": page["charts"][:4],
        "title": called(Span.MONTH, period.label),
        "period": period,
        "reports": [(one, called(one.kind, one.label)) for one in reports],
        "waiting": _waiting(request, now),
        "now": now,
    }
    return render(request, "reports/overview/overview.html", context)


def _waiting(request: StaffRequest, now: Any) -> list[Waiting]:
    cases = Complaint.objects.visible_to(request.user)
    today = now.date()
    measures = CorrectiveMeasure.objects.overdue(today).count()
    after = ReportMeasure.objects.open().filter(due_on__lt=today).count()
    sheets = SheetCopy.objects.unread_by(request.user).count()
    inbox = reverse("complaints:inbox")
    return [
        Waiting(_("cases that wait for your decision"), cases.filter(state=State.ESCALATED).count(), inbox),
        Waiting(_("open cases past their limit"), cases.breached(now).count(), inbox, late=True),
        Waiting(_("weekly sheets to read"), sheets, reverse("complaints:mine")),
        Waiting(_("measures after complaints overdue"), measures, reverse("complaints:figures"), late=True),
        Waiting(_("measures after reports overdue"), after, reverse("reports:reports"), late=True),
        *(Waiting(*one) for one in everything(request.user)),
    ]
