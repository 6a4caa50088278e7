"""What the records say since a report was approved: its amendment, and where it is signed as final.

Template: templates/reports/changes/.
"""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from policy.reporting import ANSWERABLE
from reports.changewords import lines
from reports.models import Report
from reports.queries.departments import silent
from reports.reportpage import may_of
from reports.settling import differing, mark_of
from reports.spanwords import called
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.SEE_FIGURES)
def changes(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    visible = Report.objects.visible_to(request.user).filter(state__in=sorted(ANSWERABLE))
    report = get_object_or_404(visible.select_related("version"), pk=pk)
    assert report.version is not None  # noqa: S101 (a constraint of the database says so)
    since = differing(report, now=now)
    may = may_of(report, request.user, now)
    context = {
        "report": report,
        "title": called(report.kind, report.label),
        "since": lines(since),
        "entered": lines(report.version.differences),
        "may": {"finalise": may["finalise"]},
        "silent": silent(report) if may["finalise"] else [],
        "read": mark_of(since),
        "now": now,
    }
    return render(request, "reports/changes/changes.html", context)
