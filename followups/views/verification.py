"""The re-verification list of the 25th to 27th (A22).  Templates: templates/followups/verification/."""

from django.contrib import messages
from django.db.models import Value
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from followups import refused
from followups.actions import drafts
from followups.actions.refusals import Refused
from followups.actions.verification import claim_verification, days_of, to_verify
from followups.context import calling_at
from followups.listing import rows
from followups.queries.day import COLUMNS
from regulation.reading import regulation_at
from staff.numbers import whole_number
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

MOST = 200


@require_GET
@allow(Permission.MAKE_CALLS)
def verification(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    regulation = regulation_at(now)
    waiting = to_verify(now).annotate(dialable=Value(True)).order_by("closed_at", "pk")
    days = days_of(regulation)
    context = {
        "rows": rows(waiting.values(*COLUMNS)[:MOST], now=now, agent=request.user),
        "days": days,
        "today_counts": regulation.day in days,
        "calling_now": calling_at(now),
        "now": now,
    }
    return render(request, "followups/verification/list.html", context)


@require_POST
@allow(Permission.MAKE_CALLS)
def verify_next(request: StaffRequest) -> HttpResponse:
    """Take one patient of the round: the chosen one, or whoever waits longest."""
    now = timezone.localtime()
    chosen = whole_number(request.POST.get("task"))
    task = None if chosen is None else get_object_or_404(to_verify(now), pk=chosen)
    try:
        tasks = claim_verification(request.user, now=now, task_id=task.pk if task else None)
        draft = drafts.open_call(tasks, request.user, now=now, verification=True) if tasks else None
    except Refused as error:
        messages.warning(request, refused.sentence(error, now))
        return redirect("followups:verification")
    if draft is None:
        messages.success(request, refused.nobody_left())
        return redirect("followups:verification")
    return redirect("followups:call", draft.pk)
