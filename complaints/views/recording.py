"""Taking a case in: walk-in, hotline, letter, post on the web, a colleague, a doctor (A10, A20, B13, D5).

Templates: templates/complaints/recording/.
"""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints.actions.attachments import check_all
from complaints.actions.editing import edit as change
from complaints.actions.recording import record as take_in
from complaints.actions.refusals import BadFile, Conflict, Missing, Refused
from complaints.casepage import case_for, may_edit
from complaints.filewords import bad_file, over_the_limit
from complaints.forms import EDITED, EditForm, RecordForm, theirs
from complaints.inboxpage import words_of_person
from complaints.queries.earlier import similar_to
from complaints.sentences import refusal, sent
from complaints.uploads import limited_uploads
from patients.models import Patient
from patients.searching import find_patients
from staff.actions.audit import record
from staff.models import Act
from staff.numbers import whole_number
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

MOST_FOUND = 8


@limited_uploads
@require_http_methods(["GET", "POST"])
@allow(Permission.SEE_COMPLAINTS)
def new(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    if request.method == "GET":
        return _form(request, RecordForm(request.user, initial={"token": uuid4()}), now=now)
    form = RecordForm(request.user, request.POST)
    problems = over_the_limit(request)
    if not form.is_valid() or problems:
        return _form(request, form, now=now, problems=problems, status=422)
    data = dict(form.cleaned_data)
    try:
        papers = check_all(request.FILES.getlist("files"))
        found = take_in(by=request.user, now=now, attachments=papers, **data)
    except BadFile as error:
        return _form(request, form, now=now, problems=[bad_file(error)], status=422)
    except Missing as error:
        return _form(request, _marked(form, error), now=now, status=422)
    except Refused as error:
        return _form(request, form, now=now, problems=[refusal(error.code)], status=422)
    messages.success(request, sent(found))
    return redirect("complaints:case", found.pk)


@require_http_methods(["GET", "POST"])
@allow(Permission.SEE_COMPLAINTS)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Mend what was recorded, as long as nobody was ordered to act on it."""
    now = timezone.localtime()
    found: Any = get_object_or_404(case_for(request.user, pk))
    if not may_edit(found, request.user):
        raise Http404
    start = {name: getattr(found, name) for name in EDITED if name != "phone"}
    start["departments"] = found.departments.all()
    posted = request.POST if request.method == "POST" else None
    form = EditForm(request.user, posted, initial=start | {"version": found.version})
    if posted is None or not form.is_valid():
        return _edit(request, found, form, now=now, status=422 if posted else 200)
    data = dict(form.cleaned_data)
    version = data.pop("version")
    try:
        change(pk, by=request.user, now=now, version=version, **data)
    except Conflict as error:
        return _edit(
            request,
            get_object_or_404(case_for(request.user, pk)),
            form,
            now=now,
            others=error.others,
            status=409,
        )
    except Missing as error:
        return _edit(request, found, _marked(form, error), now=now, status=422)
    except Refused as error:
        form.add_error(None, refusal(error.code))
        return _edit(request, found, form, now=now, status=422)
    messages.success(request, _("The details are saved."))
    return redirect("complaints:case", pk)


@require_POST
@allow(Permission.SEE_COMPLAINTS)
def patient_find(request: StaffRequest) -> HttpResponse:
    """By name, record number or telephone number: to be chosen from."""
    now = timezone.localtime()
    text = request.POST.get("q", "").strip()[:100]
    people = list(find_patients(text, user=request.user)[:MOST_FOUND])
    record(Act.SEARCHED, actor=request.user, now=now, detail={"letters": len(text), "found": len(people)})
    rows = [(one, _person(one, now)) for one in people]
    return render(request, "complaints/recording/_found.html", {"rows": rows, "text": text})


@require_POST
@allow(Permission.SEE_COMPLAINTS)
def similar(request: StaffRequest) -> HttpResponse:
    """The chosen patient's visits, and what may be the same matter, while it is being typed."""
    return render(request, "complaints/recording/_beside.html", _beside(request, now=timezone.localtime()))


def _beside(request: StaffRequest, *, now: datetime) -> dict[str, Any]:
    number = (request.POST.getlist("patient") or [""])[0]  # just chosen; the one before it stands below
    wanted = whole_number(number)
    patient = Patient.objects.visible_to(request.user).filter(pk=wanted).first() if wanted else None
    if wanted and patient is None:
        raise Http404
    cases = similar_to(
        user=request.user,
        now=now,
        patient=patient,
        title=request.POST.get("title", "")[:100],
        web_url=request.POST.get("web_url", "")[:1000],
    )
    visits = (
        patient.visits.visible_to(request.user).standing().select_related("department").order_by("-pk")[:10]
        if patient
        else []
    )
    return {
        "patient": patient,
        "person": _person(patient, now) if patient else "",
        "visits": visits,
        "visit": request.POST.get("visit", ""),
        "chosen": bool(request.htmx and patient),
        "similar": cases,
        "now": now,
    }


def _person(patient: Patient, now: datetime) -> str:
    return words_of_person(
        patient.sex,
        patient.birth_date,
        patient.age_years,
        patient.age_recorded_on,
        timezone.localtime(now).date(),
    )


def _marked(form: Any, error: Missing) -> Any:
    """What the limits in force ask for of this kind and severity."""
    for name in error.fields:
        form.add_error(name if name in form.fields else None, _("This must not stay empty for such a case."))
    return form


def _form(
    request: StaffRequest, form: RecordForm, *, now: datetime, problems: Any = (), status: int = 200
) -> HttpResponse:
    context = {"form": form, "problems": problems, "files_again": bool(request.FILES), "now": now}
    if request.method == "POST":
        context |= _beside(request, now=now)
    return render(request, "complaints/recording/new.html", context, status=status)


def _edit(
    request: StaffRequest, found: Any, form: Any, *, now: datetime, others: Any = (), status: int = 200
) -> HttpResponse:
    context = {"case": found, "form": form, "others": others, "now": now}
    context |= {"theirs": theirs(form, found)} if others else {}
    return render(request, "complaints/recording/edit.html", context, status=status)
