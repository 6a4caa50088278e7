"""Finding a patient and reading his whole story.  Templates: templates/followups/patients/."""

from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from followups.actions.numbers import add_number
from followups.caring import care_context
from followups.disclosure import cleared_persons
from followups.explaining import why
from followups.forms import ClearedPersonForm, NumberForm
from followups.story import story_of
from followups.why_words import told
from followups.words import sex_and_age
from hotline.forms import MakeForm
from patients.models import Patient, Visit
from patients.searching import MOST, find_patients
from staff.actions.audit import record
from staff.models import Act
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.VIEW_PATIENTS)
def patients(request: StaffRequest) -> HttpResponse:
    return render(request, "followups/patients/search.html", {"asked": False})


@require_POST
@allow(Permission.VIEW_PATIENTS)
def patient_search(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    text = request.POST.get("q", "")[:100]
    found = list(find_patients(text, user=request.user).prefetch_related("numbers"))
    record(Act.SEARCHED, actor=request.user, now=now, detail={"letters": len(text), "found": len(found)})
    rows = [(p, sex_and_age(p.sex, p.age_on(now.date()))) for p in found]
    context = {"asked": True, "text": text, "rows": rows, "most": MOST}
    return render(request, "followups/patients/search.html", context)


@require_GET
@allow(Permission.VIEW_PATIENTS)
def patient(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    found = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    record(Act.PATIENT_VIEWED, actor=request.user, now=now, patient_id=found.pk)
    return _story(request, found, NumberForm(), now=now)


@require_POST
@allow(Permission.MAKE_CALLS, Permission.SUPERVISE)
def number_add(request: StaffRequest, pk: int) -> HttpResponse:
    """A number that somebody has found out."""
    now = timezone.localtime()
    found = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _story(request, found, form, now=now, status=422)
    data = form.cleaned_data
    phone = data["number"]
    add_number(
        found,
        number=phone.number,
        extension=phone.extension,
        relation=data["relation"],
        owner_name=data["owner_name"],
        preferred=data["preferred"],
        by=request.user,
        now=now,
    )
    messages.success(request, _("The number is on record."))
    return redirect("followups:patient", found.pk)


@require_GET
@allow(Permission.VIEW_PATIENTS)
def visit_why(request: StaffRequest, pk: int) -> HttpResponse:
    """Why there is a task, why there is none, why on this day: for each rule."""
    now = timezone.localtime()
    visit = get_object_or_404(
        Visit.objects.visible_to(request.user).select_related("patient", "department", "doctor"), pk=pk
    )
    record(Act.PATIENT_VIEWED, actor=request.user, now=now, patient_id=visit.patient_id, about=visit)
    context = {"visit": visit, "answers": told(why(visit, now=now), now), "now": now}
    return render(request, "followups/patients/why.html", context)


def _story(
    request: StaffRequest, found: Patient, form: NumberForm, *, now: datetime, status: int = 200
) -> HttpResponse:
    may_add = request.user.may(Permission.MAKE_CALLS) or request.user.may(Permission.SUPERVISE)
    # Whoever does not treat the patient learns it only in a call, with a cleared person on the line (E8).
    hides = found.hides_diagnosis_from(request.user)
    context = {
        "patient": found,
        "person": sex_and_age(found.sex, found.age_on(now.date())),
        "numbers": found.numbers.all(),
        "story": story_of(found, user=request.user, hides=hides),
        "hides_diagnosis": hides,
        "may_correct": request.user.may(Permission.SUPERVISE),
        "cleared_persons": cleared_persons(found),
        "cleared_form": ClearedPersonForm() if request.user.may(Permission.CARE_FOR_PATIENTS) else None,
        **care_context(found, request.user, now=now),
        "number_form": form if may_add else None,
        "promises": found.promises.open().select_related("owner").by_time() if may_add else (),
        "promise_form": MakeForm(initial={"token": uuid4()}) if may_add else None,
        "now": now,
    }
    return render(request, "followups/patients/story.html", context, status=status)
