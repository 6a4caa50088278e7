"""The bell that every open page listens to (A25). It draws no template."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints.bell import bell_of
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.ANSWER_ALERTS, Permission.WATCH_ALERTS, Permission.TELL_ALERTS)
def bell(request: StaffRequest) -> HttpResponse:
    return JsonResponse(bell_of(request.user, now=timezone.now()))
