"""Promises: owed, kept, broken, handed over.  Templates: templates/hotline/promises/."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hotline.actions import alarms, promises
from hotline.actions.refusals import Refused
from hotline.forms import BreakForm, HandOverForm, KeepForm, MakeForm, PostponeForm
from hotline.models import Channel, Promise
from hotline.numbers import first_number, revealed
from hotline.sentences import sentence
from patients.models import Patient
from staff.models import User
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

CLOSED_SHOWN = 50
REMEMBERED = timedelta(days=31)


@require_GET
@allow(Permission.MAKE_CALLS, Permission.SUPERVISE)
def owed(request: StaffRequest) -> HttpResponse:
    """What is open, the earliest time first, and what was closed lately."""
    now = timezone.localtime()
    seen = Promise.objects.visible_to(request.user).select_related("patient", "owner", "made_by")
    context = {
        "open": list(seen.open().by_time()),
        "closed": seen.filter(closed_at__gte=now - REMEMBERED).order_by("-closed_at")[:CLOSED_SHOWN],
        "notices": alarms.unseen(request.user),
        "steers": request.user.may(Permission.SUPERVISE),
        "keep_form": KeepForm(auto_id=False),
        "receivers": HandOverForm().fields["to"].queryset,  # type: ignore[attr-defined]
        "now": now,
    }
    return render(request, "hotline/promises/owed.html", context)


@require_POST
@allow(Permission.MAKE_CALLS, Permission.SUPERVISE)
def make(request: StaffRequest, pk: int) -> HttpResponse:
    """To a patient who has called us; from the patient's page."""
    now = timezone.localtime()
    patient = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    form = MakeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write down what is promised and until when."))
        return redirect("hotline:promises")
    try:
        promises.make(patient, **form.cleaned_data, channel=Channel.INBOUND, by=request.user, now=now)
    except Refused as error:
        messages.error(request, sentence(error, now))
    else:
        messages.success(request, _("Promised. It stands on top of your day until it is kept."))
    return redirect("hotline:promises")


@require_POST
@allow(Permission.MAKE_CALLS, Permission.SUPERVISE)
def keep(request: StaffRequest, pk: int) -> HttpResponse:
    def done(data: dict[str, str], by: User, now: datetime) -> None:
        promises.keep(pk, told=data["told"], by=by, now=now)

    return _change(request, pk, KeepForm, done, _("Kept: it is on record what was told."))


@require_POST
@allow(Permission.SUPERVISE)
def break_off(request: StaffRequest, pk: int) -> HttpResponse:
    def done(data: dict[str, str], by: User, now: datetime) -> None:
        promises.break_off(pk, reason=data["reason"], by=by, now=now)

    return _change(request, pk, BreakForm, done, _("Closed as broken, with its reason."))


@require_POST
@allow(Permission.MAKE_CALLS, Permission.SUPERVISE)
def postpone(request: StaffRequest, pk: int) -> HttpResponse:
    def done(data: dict[str, datetime], by: User, now: datetime) -> None:
        promises.postpone(pk, due_at=data["due_at"], by=by, now=now)

    return _change(request, pk, PostponeForm, done, _("The new time is on record."))


@require_POST
@allow(Permission.MAKE_CALLS, Permission.SUPERVISE)
def hand_over(request: StaffRequest, pk: int) -> HttpResponse:
    def done(data: dict[str, User], by: User, now: datetime) -> None:
        promises.hand_over(pk, to=data["to"], by=by, now=now)

    return _change(request, pk, HandOverForm, done, _("Handed over."))


@require_POST
@allow(Permission.MAKE_CALLS, Permission.SUPERVISE)
def reveal(request: StaffRequest, pk: int) -> HttpResponse:
    """The number; who looked is in the log."""
    now = timezone.localtime()
    promise = get_object_or_404(Promise.objects.visible_to(request.user).select_related("patient"), pk=pk)
    context = {"promise": promise, "number": first_number(promise), "refusal": "", "digits": ""}
    try:
        context["digits"] = revealed(promise, by=request.user, now=now).number
    except Refused as error:
        context["refusal"] = sentence(error, now)
    return render(request, "hotline/promises/_number.html", context)


@require_POST
@allow(Permission.MAKE_CALLS, Permission.SUPERVISE)
def notice_seen(request: StaffRequest, pk: int) -> HttpResponse:
    if not alarms.see(pk, by=request.user, now=timezone.now()):
        raise Http404
    return redirect("hotline:promises")


def _change(
    request: StaffRequest, pk: int, kind: type[forms.Form], done: Callable[..., None], words: str
) -> HttpResponse:
    """One verb on a promise that this user may see."""
    now = timezone.localtime()
    get_object_or_404(Promise.objects.visible_to(request.user), pk=pk)
    form = kind(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: fill in what is asked for."))
        return redirect("hotline:promises")
    try:
        done(form.cleaned_data, request.user, now)
    except Refused as error:
        messages.warning(request, sentence(error, now))
    else:
        messages.success(request, words)
    return redirect("hotline:promises")
