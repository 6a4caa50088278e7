"""What the records say since a report was approved: its amendment.  Template: templates/reports/changes/."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from policy.reporting import ANSWERABLE
from reports.changewords import lines
from reports.models import Report
from reports.scope import sheet_now
from reports.spanwords import called
from reports.versions import differences
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.SEE_FIGURES)
def changes(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    visible = Report.objects.visible_to(request.user).filter(state__in=sorted(ANSWERABLE))
    report = get_object_or_404(visible.select_related("version"), pk=pk)
    assert report.version is not None  # noqa: S101 (a constraint of the database says so)
    since = differences(report.version.figures, sheet_now(report, now=now))
    context = {
        "report": report,
        "title": called(report.kind, report.label),
        "since": lines(since),
        "entered": lines(report.version.differences),
        "now": now,
    }
    return render(request, "reports/changes/changes.html", context)
