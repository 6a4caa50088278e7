"""Finding a patient and reading his whole story.  Templates: templates/followups/patients/."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from followups.explaining import why
from followups.models import Task
from followups.searching import MOST, find_patients
from followups.story import story_of
from followups.why_words import told
from followups.words import sex_and_age
from patients.models import Patient, Visit
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
    story = story_of(found, user=request.user)
    context = {
        "patient": found,
        "person": sex_and_age(found.sex, found.age_on(now.date())),
        "numbers": found.numbers.all(),
        "story": story,
        "mine": {t.pk for t in Task.objects.visible_to(request.user).filter(patient=found)},
        "now": now,
    }
    return render(request, "followups/patients/story.html", context)


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
