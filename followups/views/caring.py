"""What a patient needs from us, beside the call.  Templates: templates/followups/caring/."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from followups.caring import needs_context
from followups.models import Draft
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_POST
@allow(Permission.MAKE_CALLS)
def call_needs(request: StaffRequest, pk: int) -> HttpResponse:
    """The panel of an open call; its fields are saved with the call."""
    draft = get_object_or_404(Draft.objects.select_related("patient"), pk=pk, user=request.user)
    context = needs_context(draft, request.POST.dict(), now=timezone.localtime())
    return render(request, "followups/caring/_needs.html", context)
