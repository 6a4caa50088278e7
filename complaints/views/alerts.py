"""The doctor's clinical alerts, made for a phone (A25).  Templates: templates/complaints/alerts/."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from complaints.actions import alert_moves
from complaints.actions.refusals import Refused
from complaints.alertpage import FORMS, RELATED, inbox_of, may_ring, number_of, page_of
from complaints.alertpeople import actor_of
from complaints.alertsentences import refusal, said
from complaints.forms_alerts import MoveForm
from complaints.models import ClinicalAlert
from policy.alerts import Move
from staff.actions.audit import record
from staff.models import Act
from staff.numbers import whole_number
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

ACTIONS: dict[Move, Any] = {
    Move.TAKE: alert_moves.take,
    Move.PASS_ON: alert_moves.pass_on,
    Move.ACT: alert_moves.act,
    Move.TELL: alert_moves.tell_patient,
    Move.EFFECT: alert_moves.record_effect,
    Move.GIVE_UP: alert_moves.give_up,
}


@require_GET
@allow(Permission.ANSWER_ALERTS)
def alerts(request: StaffRequest) -> HttpResponse:
    context = {"groups": inbox_of(request.user), "now": timezone.localtime()}
    return render(request, "complaints/alerts/alerts.html", context)


@require_GET
@allow(Permission.ANSWER_ALERTS)
def alerts_list(request: StaffRequest) -> HttpResponse:
    """The same list, redrawn while the page stands open."""
    context = {"groups": inbox_of(request.user), "now": timezone.localtime()}
    return render(request, "complaints/alerts/_list.html", context)


@require_GET
@allow(Permission.ANSWER_ALERTS)
def alert(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    found = _alert(request, pk)
    record(Act.ALERT_VIEWED, actor=request.user, now=now, patient_id=found.patient_id, about=found)
    return render(request, "complaints/alerts/alert.html", page_of(found, request.user, now=now))


@require_POST
@allow(Permission.ANSWER_ALERTS)
def alert_move(request: StaffRequest, pk: int, move: str) -> HttpResponse:
    now = timezone.localtime()
    if move not in list(Move):
        raise Http404
    made = Move(move)
    found = _alert(request, pk)
    form = FORMS[made](request.POST, by=request.user, auto_id=f"{made}_%s")
    if not form.is_valid():
        return _again(request, found, made, form, now=now)
    try:
        ACTIONS[made](found.pk, by=request.user, now=now, **form.cleaned_data)
    except Refused as error:
        return _again(request, _alert(request, pk), made, form, now=now, problem=refusal(error.code))
    messages.success(request, said(made, told=bool(form.cleaned_data.get("told_to"))))
    still_his = ClinicalAlert.objects.waiting_for(request.user).filter(pk=pk).exists()
    return (
        redirect("complaints:alert", pk) if still_his or made == Move.TELL else redirect("complaints:alerts")
    )


@require_POST
@allow(Permission.ANSWER_ALERTS)
def alert_draft(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep what the doctor is typing."""
    if request.headers.get("X-Page-User") not in (None, "", str(request.user.pk)):
        return HttpResponse(status=401)  # somebody else has signed in since the page was opened
    found = _alert(request, pk)
    seq, page = whole_number(request.POST.get("seq"), digits=9) or 0, request.POST.get("page", "")[:40]
    typed = {name: request.POST.get(name, "") for name in ("action", "text", "told_to")}
    try:
        kept = alert_moves.keep_draft(found.pk, by=request.user, seq=seq, page=page, typed=typed)
    except Refused:
        raise Http404 from None
    return JsonResponse({"seq": kept})


@require_POST
@allow(Permission.ANSWER_ALERTS)
def alert_number(request: StaffRequest, pk: int) -> HttpResponse:
    """The number, for whoever has it in hand; who looked is in the log."""
    now = timezone.localtime()
    found = _alert(request, pk)
    number = number_of(found)
    if number is None or not may_ring(found, actor_of(found, request.user, now=now)):
        raise Http404
    record(Act.NUMBER_REVEALED, actor=request.user, now=now, patient_id=found.patient_id, about=number)
    context = {"alert": found, "number": number, "digits": number.number}
    return render(request, "complaints/alerts/_number.html", context)


def _alert(request: StaffRequest, pk: int) -> ClinicalAlert:
    seen = ClinicalAlert.objects.visible_to(request.user).select_related(*RELATED, "visit")
    return get_object_or_404(seen.prefetch_related("causes"), pk=pk)


def _again(
    request: StaffRequest,
    found: ClinicalAlert,
    move: Move,
    form: MoveForm,
    *,
    now: datetime,
    problem: str = "",
) -> HttpResponse:
    """What was typed comes back, on the alert as it stands now."""
    context = page_of(found, request.user, now=now, failed={move: form}) | {"problem": problem, "typed": form}
    return render(request, "complaints/alerts/alert.html", context, status=409 if problem else 422)
