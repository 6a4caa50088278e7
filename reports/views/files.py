"""A report to take along: PDF, workbook, CSV, with the reason in the log. No page of its own."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from followups.exporting import REASONS
from reports.actions.files import MAKERS, take
from reports.models import Report
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_POST
@allow(Permission.SEE_FIGURES, Permission.ANSWER_REPORTS)
def file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Figures without any patient: whoever may read the report may take it."""
    reason = request.POST.get("reason", "")
    if kind not in MAKERS or reason not in REASONS:
        raise Http404
    report = get_object_or_404(Report.objects.visible_to(request.user).select_related("version"), pk=pk)
    content = take(report, kind, reason=reason, by=request.user, now=timezone.now())
    version = report.version.number if report.frozen and report.version else 0
    name = f"report-{report.kind}-{report.first}-{report.last}-v{version}.{kind}"
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
