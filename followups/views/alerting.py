"""Telling a doctor while the call goes on (A25).  Templates: templates/followups/alerting/."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from followups.actions import alerting
from followups.actions.refusals import DraftGone, InvalidCall
from followups.alertpanel import alert_context
from followups.models import Draft
from followups.page_fields import typed_fields
from followups.refused import invalid
from staff.permissions import ON_A_CALL, allow
from staff.requests import StaffRequest


@require_POST
@allow(*ON_A_CALL)
def call_alert(request: StaffRequest, pk: int) -> HttpResponse:
    """The panel: the flags that stand, what was reported, or room for what the agent heard himself."""
    return _panel(request, _draft(request, pk), by_hand=request.POST.get("by_hand") == "1")


@require_POST
@allow(*ON_A_CALL)
def call_alert_raise(request: StaffRequest, pk: int) -> HttpResponse:
    """At once; ten presses raise one alert."""
    draft = _draft(request, pk)
    by_hand = request.POST.get("by_hand") == "1"
    fields = typed_fields(request.POST)
    try:
        alerting.raise_in_call(draft.pk, request.user, fields=fields, by_hand=by_hand, now=timezone.now())
    except DraftGone:
        raise Http404 from None
    except InvalidCall as error:
        return _panel(request, draft, by_hand=by_hand, problem=invalid(error), status=422)
    return _panel(request, draft)


@require_POST
@allow(*ON_A_CALL)
def call_alert_refuse(request: StaffRequest, pk: int) -> HttpResponse:
    """Not reported, and why."""
    draft = _draft(request, pk)
    fields, reason = typed_fields(request.POST), request.POST.get("alert_reason", "")
    try:
        alerting.refuse_in_call(draft.pk, request.user, fields=fields, reason=reason, now=timezone.now())
    except DraftGone:
        raise Http404 from None
    except InvalidCall as error:
        return _panel(request, draft, problem=invalid(error), status=422)
    return _panel(request, draft)


def _draft(request: StaffRequest, pk: int) -> Draft:
    return get_object_or_404(Draft.objects.select_related("patient"), pk=pk, user=request.user)


def _panel(request: StaffRequest, draft: Draft, *, status: int = 200, **more: Any) -> HttpResponse:
    fields = typed_fields(request.POST)
    context = alert_context(draft, fields, now=timezone.localtime(), **more)
    return render(request, "followups/alerting/_alert.html", context, status=status)
