"""A reminder of a report is seen. No page of its own: it stands where people begin their day."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from reports.actions.reminding import see
from staff.permissions import signed_in
from staff.requests import StaffRequest
from staff.returning import local_page, page_before


@require_POST
@signed_in
def reminder_seen(request: StaffRequest, pk: int) -> HttpResponse:
    if not see(pk, by=request.user, now=timezone.now()):
        raise Http404
    return redirect(local_page(page_before(request)))
