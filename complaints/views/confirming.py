"""Asking about the handling, by somebody who had no hand in it (C8).

Templates: templates/complaints/confirming/.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from complaints import confirmpage
from complaints.actions.refusals import Conflict, Refused
from complaints.casepage import person_of
from complaints.departmentpage import NOBODY, refused_words
from complaints.models import Complaint
from complaints.moveforms import ConfirmForm
from complaints.moving import perform
from complaints.queries.mine import to_confirm
from complaints.standings import tries
from policy.complaints import Move
from scripts_library.question_words import LEVELS
from staff.actions.audit import record
from staff.models import Act
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

SHOWN = 100


@require_GET
@allow(Permission.CONFIRM_COMPLAINTS)
def confirming(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    found = to_confirm(request.user).select_related("answered_by", "patient")
    context = {
        "cases": found.prefetch_related("departments")[:SHOWN],
        "count": found.count(),
        "nobody_left": Complaint.objects.nobody_left().count(),
        "now": now,
    }
    return render(request, "complaints/confirming/confirming.html", context)


@require_GET
@allow(Permission.CONFIRM_COMPLAINTS)
def confirming_case(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    case = _case(request, pk)
    record(Act.COMPLAINT_VIEWED, actor=request.user, now=now, patient_id=case.patient_id, about=case)
    form = ConfirmForm(NOBODY, initial={"version": case.version})
    return _page(request, case, form, now=now)


@require_POST
@allow(Permission.CONFIRM_COMPLAINTS)
def confirming_reveal(request: StaffRequest, pk: int) -> HttpResponse:
    """The number, inside the calling hours only; who looked is in the log."""
    now = timezone.localtime()
    case = _case(request, pk)
    number, refusal = confirmpage.masked(case), ""
    try:
        number = confirmpage.revealed(case, by=request.user, now=now)
    except Refused as error:
        refusal = confirmpage.not_now(error.code, now)
    if not request.htmx:
        form = ConfirmForm(NOBODY, initial={"version": case.version})
        return _page(request, case, form, now=now, number=number, refusal=refusal)
    context = {"case": case, "number": number, "refusal": refusal}
    return render(request, "complaints/confirming/_number.html", context)


@require_POST
@allow(Permission.CONFIRM_COMPLAINTS)
def confirming_save(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    case = _case(request, pk)
    form = ConfirmForm(NOBODY, request.POST)
    if "level" not in request.POST:
        form.add_error("level", confirmpage.choose_level())
    if not form.is_valid():
        return _page(request, case, form, now=now, status=422)
    try:
        done = perform(Move.CONFIRM, case.pk, form.cleaned_data, by=request.user, now=now)
    except Conflict as error:
        form = confirmpage.again(error, request.POST)
        messages.warning(request, refused_words(error))
        return _page(request, _case(request, pk), form, now=now, status=409)
    except Refused as error:
        form.add_error("text" if error.code == "missing" else None, confirmpage.refused(error))
        return _page(request, case, form, now=now, status=422)
    messages.success(request, confirmpage.outcome(done) % {"number": done.number})
    return redirect("complaints:confirming")


def _case(request: StaffRequest, pk: int) -> Complaint:
    found = to_confirm(request.user).select_related("answered_by", "patient", "recorded_by")
    return get_object_or_404(found.prefetch_related("departments", "measures"), pk=pk)


def _page(
    request: StaffRequest,
    case: Complaint,
    form: ConfirmForm,
    *,
    now: datetime,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    code = confirmpage.why_not(case, now)
    context = {
        "case": case,
        "person": person_of(case, now),
        "form": form,
        "levels": LEVELS,
        "level": form["level"].value() if form.is_bound else None,
        "number": confirmpage.masked(case),
        "refusal": confirmpage.not_now(code, now) if code else "",
        "may_ring": not code,
        "tries": tries(case),
        "tries_left": confirmpage.tries_left(tries(case)),
        "earlier": case.confirmations.select_related("by"),
        "now": now,
        **more,
    }
    return render(request, "complaints/confirming/case.html", context, status=status)
