"""All reports, one of them, and a new one.  Templates: templates/reports/report/."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from policy.spans import Span, span_of
from regulation.reading import cutoffs
from reports.actions.drafting import draft
from reports.forms import NewForm
from reports.models import Report, ReportMeasure
from reports.reportpage import UNREAD, page
from reports.spanwords import SPANS, called
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

SHOWN = 50


@require_GET
@allow(Permission.SEE_FIGURES, Permission.ANSWER_REPORTS)
def reports(request: StaffRequest) -> HttpResponse:
    return _list(request, NewForm(initial={"kind": Span.MONTH, "day": timezone.localdate()}))


@require_POST
@allow(Permission.WRITE_REPORTS)
def report_new(request: StaffRequest) -> HttpResponse:
    """Of any span and scope, also one that does not write itself."""
    now, form = timezone.localtime(), NewForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    data = form.cleaned_data
    kind, cutoff = Span(data["kind"]), cutoffs()
    scope = {name: data[name].pk if data[name] else None for name in ("department", "agent")}
    report = draft(kind, span_of(kind, data["day"], cutoff), by=request.user, now=now, **scope)
    messages.success(request, _("The report is drafted."))
    return redirect("reports:report", report.pk)


@require_GET
@allow(Permission.SEE_FIGURES, Permission.ANSWER_REPORTS)
def report(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    found = Report.objects.visible_to(request.user).select_related(
        "version", "department", "agent", "written_by", "approved_by"
    )
    return drawn(request, get_object_or_404(found.defer(*UNREAD), pk=pk), now=now)


def drawn(
    request: StaffRequest, report: Report, *, now: datetime, status: int = 200, **instead: Any
) -> HttpResponse:
    """`instead`: a form that comes back with what was typed, in the place of a new one."""
    context = page(report, request.user, now=now) | instead
    return render(request, "reports/report/report.html", context, status=status)


def _list(request: StaffRequest, form: NewForm, *, status: int = 200) -> HttpResponse:
    now = timezone.localtime()
    found = (
        Report.objects.visible_to(request.user)
        .select_related("department", "agent", "version")
        .defer(*UNREAD)
    )
    shown = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    rows: list[dict[str, Any]] = [
        {
            "report": one,
            "title": called(one.kind, one.label),
            "kind": SPANS[Span(one.kind)],
            "overdue": one.overdue_on(now.date()),
        }
        for one in shown
    ]
    context = {
        "page": shown,
        "query": "",
        "rows": rows,
        "form": form if request.user.may(Permission.WRITE_REPORTS) else None,
        "measures": _measures(request),
        "today": now.date(),
        "now": now,
    }
    return render(request, "reports/report/list.html", context, status=status)


def _measures(request: StaffRequest) -> Any:
    """Open measures after reports: all, or of this department."""
    found = ReportMeasure.objects.open().select_related("department", "responsible", "report")
    if not request.user.may(Permission.SEE_FIGURES):
        found = found.filter(department=request.user.department_id)
    return found[:SHOWN]
