"""A protected diagnosis opened in a call; who may be told.  Templates: templates/followups/disclosing/."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups.actions.disclosing import note_shown
from followups.disclosure import FIELDS, disclosure_context
from followups.forms import ClearedPersonForm
from followups.models import Draft
from followups.occasions import head_first
from patients.actions.clearing import ClearedAlready, clear_person, withdraw_clearance
from patients.models import ClearedPerson, Patient
from staff.permissions import ON_A_CALL, Permission, allow
from staff.requests import StaffRequest


@require_POST
@allow(*ON_A_CALL)
def call_disclose(request: StaffRequest, pk: int) -> HttpResponse:
    """The card and the words for whoever is on the line now; asked anew whenever that changes."""
    now = timezone.localtime()
    draft = get_object_or_404(Draft.objects.select_related("patient"), pk=pk, user=request.user)
    task = head_first(draft.tasks.select_related("visit__department", "visit__doctor"))[0]
    values = {name: request.POST.get(name, "") for name in FIELDS}
    context = disclosure_context(draft, task, values, agent=request.user, now=now)
    if draft.patient.do_not_disclose and not context["hides"]:
        note_shown(draft, values, by=request.user, now=now)
    context |= {"draft": draft, "patient": draft.patient, "now": now, "values": values, "anew": True}
    return render(request, "followups/disclosing/_facts.html", context)


@require_POST
@allow(Permission.CARE_FOR_PATIENTS)
def cleared_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody whom the patient or the doctor named."""
    now = timezone.localtime()
    found = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    form = ClearedPersonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the name, the relation, and how it is known."))
        return redirect("followups:patient", found.pk)
    try:
        clear_person(found, **form.cleaned_data, by=request.user, now=now)
    except ClearedAlready:
        messages.warning(request, _("This person may be told already."))
    else:
        messages.success(request, _("This person may be told from now on."))
    return redirect("followups:patient", found.pk)


@require_POST
@allow(Permission.CARE_FOR_PATIENTS)
def cleared_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    person = get_object_or_404(
        ClearedPerson.objects.standing().filter(patient__in=Patient.objects.visible_to(request.user)), pk=pk
    )
    withdraw_clearance(person, by=request.user, now=now)
    messages.success(request, _("This person is told nothing from now on."))
    return redirect("followups:patient", person.patient_id)
