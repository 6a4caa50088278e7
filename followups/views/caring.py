"""What a patient needs from us, in a call and on his page.  Templates: templates/followups/caring/."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from followups import caring
from followups.actions.advising import advise, note_told
from followups.actions.ordering import CannotOrder, order_calls, withdraw_order
from followups.caring import cannot_order, needs_context, orderable
from followups.forms import AdviceFormOnPage, NeedsForm, OrderCallsForm
from followups.models import Draft, OrderedCall, ReturnAdvice
from patients.actions.needs import note_needs
from patients.models import Patient
from policy.orders import days
from staff.permissions import ON_A_CALL, Permission, allow
from staff.requests import StaffRequest


@require_POST
@allow(*ON_A_CALL)
def call_needs(request: StaffRequest, pk: int) -> HttpResponse:
    """The panel of an open call; its fields are saved with the call."""
    draft = get_object_or_404(Draft.objects.select_related("patient"), pk=pk, user=request.user)
    context = needs_context(draft, request.POST.dict(), now=timezone.localtime())
    return render(request, "followups/caring/_needs.html", context)


@require_POST
@allow(Permission.CARE_FOR_PATIENTS)
def needs_save(request: StaffRequest, pk: int) -> HttpResponse:
    """How to speak with the patient."""
    found = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    form = NeedsForm(request.POST)
    if form.is_valid():
        changed = note_needs(found.pk, form.cleaned_data, by=request.user, now=timezone.localtime())
        messages.success(request, _("It is on record.") if changed else _("Nothing was changed."))
    else:
        messages.error(request, _("Nothing was changed: fill in what is asked for."))
    return redirect("followups:patient", found.pk)


@require_POST
@allow(Permission.CARE_FOR_PATIENTS)
def order_make(request: StaffRequest, pk: int) -> HttpResponse:
    """Further calls about one visit, by the doctor or whoever saw the patient's page."""
    found = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    form = OrderCallsForm(request.POST, visits=orderable(found, request.user))
    if not form.is_valid():
        messages.error(request, _("Nothing was ordered: fill in what is asked for."))
        return redirect("followups:patient", found.pk)
    data = form.cleaned_data
    try:
        made = order_calls(
            data["visit"],
            days=days(data["first"], times=data["times"], every=data["every"]),
            purpose=data["purpose"],
            note=data["note"],
            by=request.user,
            now=timezone.localtime(),
        )
    except CannotOrder as error:
        messages.error(request, cannot_order(error))
    else:
        words = ngettext("%(n)d call is ordered.", "%(n)d calls are ordered.", len(made))
        messages.success(request, words % {"n": len(made)})
    return redirect("followups:patient", found.pk)


@require_POST
@allow(Permission.CARE_FOR_PATIENTS)
def order_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    order = get_object_or_404(OrderedCall.objects.visible_to(request.user).select_related("visit"), pk=pk)
    try:
        withdraw_order(
            order.pk, reason=request.POST.get("reason", ""), by=request.user, now=timezone.localtime()
        )
    except CannotOrder as error:
        messages.error(request, cannot_order(error))
    else:
        messages.success(request, _("The order is taken back; its call ends within a minute."))
    return redirect("followups:patient", order.visit.patient_id)


@require_GET
@allow(Permission.CARE_FOR_PATIENTS)
def return_visits(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    context = {"advised": caring.return_visits(request.user, now=now), "now": now}
    if request.user.may(Permission.SUPERVISE):
        context |= caring.chains_context(now.date())
    return render(request, "followups/caring/return_visits.html", context)


@require_POST
@allow(Permission.CARE_FOR_PATIENTS)
def advice_make(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    form = AdviceFormOnPage(request.POST, visits=orderable(found, request.user))
    if not form.is_valid():
        messages.error(request, _("Nothing was put down: fill in what is asked for."))
        return redirect("followups:patient", found.pk)
    try:
        advise(**form.cleaned_data, by=request.user, now=timezone.localtime())
    except CannotOrder as error:
        messages.error(request, cannot_order(error))
    else:
        messages.success(request, _("The return visit is on record."))
    return redirect("followups:patient", found.pk)


@require_POST
@allow(Permission.CARE_FOR_PATIENTS)
def advice_told(request: StaffRequest, pk: int) -> HttpResponse:
    advice = get_object_or_404(ReturnAdvice.objects.visible_to(request.user).select_related("visit"), pk=pk)
    note_told(advice, by=request.user, now=timezone.localtime())
    return redirect("followups:return_visits")
