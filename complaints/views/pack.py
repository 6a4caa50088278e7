"""The record of one case as a PDF; who took it is in the log.  Layout: templates/complaints/pack/."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints.models import Complaint
from complaints.pack import PEOPLE
from complaints.pack import pack as paper
from staff.actions.audit import record
from staff.models import Act
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.COMPLAINT_FIGURES)
def pack(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    cases = Complaint.objects.visible_to(request.user).select_related(*PEOPLE)
    case = get_object_or_404(cases.prefetch_related("departments"), pk=pk)
    content = paper(case, by=request.user, now=now)
    detail = {"format": "pdf", "bytes": len(content)}
    record(Act.EXPORTED, actor=request.user, now=now, patient_id=case.patient_id, about=case, detail=detail)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{case.number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
