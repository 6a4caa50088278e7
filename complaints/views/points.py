"""Points taken from departments, and objections (E4).  Templates: templates/complaints/points/."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from complaints.actions import points as actions
from complaints.actions.refusals import Refused
from complaints.departmentpage import refused_words
from complaints.forms_measures import DecisionForm, ObjectionForm, PointsForm
from complaints.limits import points_at
from complaints.models import Complaint, PointEntry
from complaints.models.measures import PointEntryQuerySet
from complaints.pointspage import month_of, months_of, sums
from staff.permissions import Permission, Role, allow
from staff.requests import StaffRequest

READERS = (Permission.WORK_COMPLAINTS, Permission.ORDER_COMPLAINTS)


@require_GET
@allow(*READERS)
def points(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    return _page(request, now=now)


@require_POST
@allow(Permission.CHECK_MEASURES)
def points_take(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    form = PointsForm(points_at(now.date()), request.POST)
    number = request.POST.get("number", "").strip()
    case = Complaint.objects.visible_to(request.user).filter(number__iexact=number).first()
    if number and case is None:
        form.add_error("number", _("There is no such case."))
    if not form.is_valid():
        return _page(request, now=now, take=form, status=422)
    typed = form.cleaned_data
    try:
        actions.take_points(
            typed["department"],
            by=request.user,
            now=now,
            item=typed["item"],
            reason=typed["reason"],
            complaint=case,
            token=typed["token"],
        )
    except Refused as error:
        form.add_error(None, refused_words(error))
        return _page(request, now=now, take=form, status=409)
    messages.success(request, _("The points are taken; the department may object."))
    return redirect("complaints:points")


@require_POST
@allow(Permission.WORK_COMPLAINTS)
def points_object(request: StaffRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(_visible(request), pk=pk)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was saved: write down why the points are not right."))
    else:
        try:
            actions.object_to(
                entry.pk, by=request.user, now=timezone.now(), text=form.cleaned_data["objection"]
            )
            messages.success(request, _("The objection is on record; the assistant decides."))
        except Refused as error:
            messages.error(request, refused_words(error))
    return redirect(
        "complaints:department" if request.POST.get("from") == "department" else "complaints:points"
    )


@require_POST
@allow(Permission.ORDER_COMPLAINTS)
def points_decide(request: StaffRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(_visible(request), pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was saved: choose a decision, and give its reason."))
        return redirect("complaints:points")
    try:
        actions.decide_objection(entry.pk, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The decision is on record; the department sees it."))
    except Refused as error:
        messages.error(request, refused_words(error))
    return redirect("complaints:points")


def _visible(request: StaffRequest) -> PointEntryQuerySet:
    """A department sees its own."""
    entries = PointEntry.objects.select_related("department", "complaint", "by", "objected_by", "decided_by")
    if request.user.role == Role.CLINICIAN:
        return (
            entries.filter(department=request.user.department_id)
            if request.user.department_id
            else entries.none()
        )
    return entries


def _page(
    request: StaffRequest, *, now: datetime, take: PointsForm | None = None, status: int = 200
) -> HttpResponse:
    visible = _visible(request)
    month: date = month_of(request.GET.get("month", ""), now.date())
    entries = list(visible.filter(month=month).order_by("department__name", "pk"))
    table = points_at(now.date())
    context: dict[str, Any] = {
        "month": month,
        "months": months_of(visible, now.date()),
        "departments": sums(entries, table, request.user),
        "waiting": visible.undecided().exclude(month=month).count(),
        "take": (take or PointsForm(table, initial={"token": uuid4()}))
        if request.user.may(Permission.CHECK_MEASURES)
        else None,
        "decision": DecisionForm(),
        "now": now,
    }
    return render(request, "complaints/points/points.html", context, status=status)
