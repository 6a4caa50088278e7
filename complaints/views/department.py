"""The department's page: what is asked of it, found out, measured and answered in place (A17, A31).

Templates: templates/complaints/department/.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from complaints.actions.measures import carry_out, concerning, departments_of, named_in, set_measure
from complaints.actions.notices import take_on
from complaints.actions.refusals import Conflict, Refused
from complaints.casepage import case_for
from complaints.conflictpage import conflict_of
from complaints.departmentpage import NOBODY, Typed, ids_of, page_of, refused_words
from complaints.filewords import over_the_limit
from complaints.forms_measures import MeasureForm, ProofForm
from complaints.models import Complaint, CorrectiveMeasure
from complaints.moveforms import FORMS
from complaints.moving import perform
from complaints.queries import department as queries
from complaints.sentences import done
from complaints.uploads import limited_uploads
from policy.complaints import Move
from staff.actions.audit import record
from staff.models import Act
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.WORK_COMPLAINTS)
def department(request: StaffRequest) -> HttpResponse:
    """The first one of the list is open."""
    now = timezone.localtime()
    first = queries.open_for(request.user).first()
    return _page(request, first and queries.case_for(request.user).get(pk=first.pk), Typed(), now=now)


@require_GET
@allow(Permission.WORK_COMPLAINTS)
def department_case(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    case = get_object_or_404(queries.case_for(request.user), pk=pk)
    record(Act.COMPLAINT_VIEWED, actor=request.user, now=now, patient_id=case.patient_id, about=case)
    return _page(request, case, Typed(), now=now)


@require_POST
@allow(Permission.WORK_COMPLAINTS)
def department_take(request: StaffRequest, pk: int) -> HttpResponse:
    """The order has arrived: its giver sees when."""
    case = get_object_or_404(queries.case_for(request.user), pk=pk)
    if take_on(case.pk, by=request.user, now=timezone.now()):
        messages.success(request, _("Taken on; whoever gave the order sees it."))
    return redirect("complaints:department_case", pk)


@require_POST
@allow(Permission.WORK_COMPLAINTS)
def department_find(request: StaffRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, Move.FIND)


@require_POST
@allow(Permission.WORK_COMPLAINTS)
def department_draft(request: StaffRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, Move.DRAFT)


@require_POST
@allow(Permission.WORK_COMPLAINTS)
def measure_new(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    case = get_object_or_404(queries.case_for(request.user), pk=pk)
    form = MeasureForm(
        departments_of(case), request.POST, named=named_in(case), today=now.date(), auto_id=ids_of("measure")
    )
    if not form.is_valid():
        return _page(request, case, Typed(measure=form), now=now, status=422)
    try:
        set_measure(case.pk, by=request.user, now=now, **form.cleaned_data)
    except Refused as error:
        form.add_error(None, refused_words(error))
        return _page(request, case, Typed(measure=form), now=now, status=409)
    messages.success(request, _("The measure is set."))
    return redirect("complaints:department_case", case.pk)


@limited_uploads
@require_POST
@allow(Permission.WORK_COMPLAINTS)
def measure_proof(request: StaffRequest, pk: int) -> HttpResponse:
    """Carried out, with a sentence and, if there are any, papers."""
    now = timezone.localtime()
    measure = get_object_or_404(_provable(request), pk=pk)
    form = ProofForm(request.POST, auto_id=ids_of("proof", measure.pk))
    problem = "" if form.is_valid() else _("Write down what was done, and where it can be seen.")
    if large := over_the_limit(request):
        problem = " ".join([_("Nothing was saved."), *large])
    try:
        if not problem:
            files = request.FILES.getlist("files")
            carry_out(measure.pk, by=request.user, now=now, files=files, **form.cleaned_data)
    except Refused as error:
        problem = refused_words(error)
    if problem:
        case = queries.case_for(request.user).filter(pk=measure.complaint_id).first()
        typed = Typed(proof=form, proof_of=measure.pk, problem=problem)
        return _page(request, case, typed, now=now, status=422)
    messages.success(request, _("The proof is with the quality office."))
    return _back(request, measure.complaint_id)


def _back(request: StaffRequest, pk: int) -> HttpResponse:
    """To the case, unless nothing is asked of the department there any more."""
    here = queries.case_for(request.user).filter(pk=pk).exists()
    return redirect("complaints:department_case", pk) if here else redirect("complaints:department")


def _provable(request: StaffRequest) -> Any:
    """The page on which its form stands has it, too."""
    return CorrectiveMeasure.objects.filter(concerning(request.user)).filter(
        complaint__in=Complaint.objects.visible_to(request.user).values("pk")
    )


def _moved(request: StaffRequest, pk: int, move: Move) -> HttpResponse:
    """What is not accepted comes back with everything that was typed; beside it what a colleague wrote."""
    now = timezone.localtime()
    case = get_object_or_404(queries.case_for(request.user), pk=pk)
    form = FORMS[move](NOBODY, request.POST, auto_id=ids_of(move))
    typed = Typed(move, form)
    if not form.is_valid():
        return _page(request, case, typed, now=now, status=422)
    try:
        moved = perform(move, case.pk, form.cleaned_data, by=request.user, now=now)
    except Conflict as error:
        found = get_object_or_404(case_for(request.user, pk))
        context = conflict_of(found, move, form, error.others, user=request.user, now=now)
        back = reverse("complaints:department_case", args=[pk])
        context |= {"action": request.path, "back": back}
        return render(request, "complaints/department/conflict.html", context, status=409)
    except Refused as error:
        form.add_error(None, refused_words(error))
    else:
        messages.success(request, done(move, moved))
        return redirect("complaints:department_case", pk)
    case = get_object_or_404(queries.case_for(request.user), pk=pk)
    return _page(request, case, typed, now=now, status=409)


def _page(
    request: StaffRequest, case: Complaint | None, typed: Typed, *, now: datetime, status: int = 200
) -> HttpResponse:
    context = page_of(case, request.user, typed, now=now)
    return render(request, "complaints/department/department.html", context, status=status)
