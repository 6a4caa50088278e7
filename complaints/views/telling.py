"""What the doctor ordered the agent to tell, and to ask (A25, A24).

Templates: templates/complaints/telling/.

The agent reads the order and what he himself took down; not the record of the patient.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from complaints.actions import alert_moves
from complaints.actions.refusals import Refused
from complaints.alertpage import may_ring, number_of, who_answers
from complaints.alertpeople import actor_of
from complaints.alertsentences import refusal, said
from complaints.forms_alerts import EffectForm, GiveUpForm, MoveForm, TellForm
from complaints.models import ClinicalAlert
from patients.words import sex_and_age
from policy.alerts import Move, State, allowed
from staff.actions.audit import record
from staff.models import Act
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

FORMS: dict[str, type[MoveForm]] = {Move.TELL: TellForm, Move.EFFECT: EffectForm, Move.GIVE_UP: GiveUpForm}
ACTIONS: dict[str, Any] = {
    Move.TELL: alert_moves.tell_patient,
    Move.EFFECT: alert_moves.record_effect,
    Move.GIVE_UP: alert_moves.give_up,
}
RELATED = ("patient", "department", "raised_by", "taken_by", "told_by")


@require_GET
@allow(Permission.TELL_ALERTS)
def telling(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    found = _order(request, pk, now=now)
    record(Act.ALERT_VIEWED, actor=request.user, now=now, patient_id=found.patient_id, about=found)
    return _page(request, found, now=now)


@require_POST
@allow(Permission.TELL_ALERTS)
def telling_number(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    found = _order(request, pk, now=now)
    number = number_of(found)
    if number is None or not may_ring(found, actor_of(found, request.user, now=now)):
        raise Http404
    record(Act.NUMBER_REVEALED, actor=request.user, now=now, patient_id=found.patient_id, about=number)
    context = {"alert": found, "number": number, "digits": number.number}
    return render(request, "complaints/telling/_number.html", context)


@require_POST
@allow(Permission.TELL_ALERTS)
def telling_save(request: StaffRequest, pk: int, move: str) -> HttpResponse:
    """Told, or how it went; `tried`: nobody answered, which stays on the list."""
    now = timezone.localtime()
    found = _order(request, pk, now=now)
    if move == "tried":
        alert_moves.note_try(found.pk, by=request.user, now=now)
        messages.success(request, _("Noted: nobody answered. It stays on your list."))
        return redirect("complaints:mine")
    if move not in FORMS:
        raise Http404
    form = FORMS[move](request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, found, now=now, form=form, status=422)
    try:
        done = ACTIONS[move](found.pk, by=request.user, now=now, **form.cleaned_data)
    except Refused as error:
        problem = refusal(error.code)
        return _page(request, found, now=now, form=form, problem=problem, status=409)
    messages.success(request, said(Move(move)))
    again = move == Move.TELL and done.state == State.TOLD
    return redirect("complaints:telling", pk) if again else redirect("complaints:mine")


def _order(request: StaffRequest, pk: int, *, now: datetime) -> ClinicalAlert:
    his = ClinicalAlert.objects.told_by(request.user, now.date()).left_to_agents()
    return get_object_or_404(his.select_related(*RELATED).prefetch_related("causes"), pk=pk)


def _page(
    request: StaffRequest,
    found: ClinicalAlert,
    *,
    now: datetime,
    form: MoveForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    move = Move.TELL if found.state == State.ACTED else Move.EFFECT
    actor = actor_of(found, request.user, now=now)
    number = number_of(found)
    initial = {"version": found.version, "told_to": who_answers(found, number)}
    giving_up = (
        form
        if isinstance(form, GiveUpForm)
        else GiveUpForm(by=request.user, initial=initial, auto_id="give_up_%s")
    )
    context = {
        "alert": found,
        "person": sex_and_age(found.patient.sex, found.patient.age_on(now.date())),
        "form": FORMS[move](by=request.user, initial=initial) if form in (None, giving_up) else form,
        "move": str(move),
        "give_up": giving_up if Move.GIVE_UP in allowed(State(found.state), actor) else None,
        "number": number,
        "tries": found.events.filter(what="tried").select_related("by"),
        "problem": problem,
        "now": now,
    }
    return render(request, "complaints/telling/telling.html", context, status=status)
