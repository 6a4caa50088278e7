"""The hospital's departments, the new ones first.  Templates: templates/patients/departments/."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from patients.actions.departments import change_department
from patients.models import Doctor, Visit
from staff.actions.departments import NameTaken, add_department, confirm_departments
from staff.forms import DepartmentForm
from staff.models import Department, User
from staff.models.departments import DepartmentKind
from staff.numbers import whole_numbers
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

RECENT = timedelta(days=90)


def chosen(request: HttpRequest) -> list[int]:
    """The ids that were ticked."""
    return whole_numbers(request.POST.getlist("chosen"))


@require_GET
@allow(Permission.EDIT_DEPARTMENTS)
def departments(request: HttpRequest) -> HttpResponse:
    recent = Visit.objects.filter(anchor_on__gte=timezone.localdate() - RECENT)
    rows = Department.objects.annotate(
        visit_count=_count(recent),
        doctor_count=_count(Doctor.objects.all()),
        staff_count=_count(User.objects.active()),
    ).order_by("confirmed", "name")
    context = {"departments": rows, "new": sum(not row.confirmed for row in rows), "days": RECENT.days}
    return render(request, "patients/departments/departments.html", context)


@require_http_methods(["GET", "POST"])
@allow(Permission.EDIT_DEPARTMENTS)
def new(request: StaffRequest) -> HttpResponse:
    form = DepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_department(**_typed(form), by=request.user, now=timezone.now())
        except NameTaken:
            form.add_error("name", _("There is a department of this name already."))
        else:
            messages.success(request, _("The department is there."))
            return redirect("patients:departments")
    return render(
        request, "patients/departments/edit.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "POST"])
@allow(Permission.EDIT_DEPARTMENTS)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    department = get_object_or_404(Department, pk=pk)
    present = {"name": department.name, "kind": department.kind, "extension": department.extension}
    form = DepartmentForm(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        try:
            change_department(pk, **_typed(form), by=request.user, now=timezone.now())
        except NameTaken:
            form.add_error("name", _("There is a department of this name already."))
        else:
            messages.success(request, _("The department is saved and confirmed."))
            return redirect("patients:departments")
    context = {"form": form, "department": department}
    return render(request, "patients/departments/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@allow(Permission.EDIT_DEPARTMENTS)
def confirm(request: StaffRequest) -> HttpResponse:
    done = confirm_departments(chosen(request), by=request.user, now=timezone.now())
    said = ngettext("%(n)d department is confirmed.", "%(n)d departments are confirmed.", done)
    messages.success(request, said % {"n": done})
    return redirect("patients:departments")


def _typed(form: DepartmentForm) -> dict[str, Any]:
    return {**form.cleaned_data, "kind": DepartmentKind(form.cleaned_data["kind"])}


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many of `rows` belong to the department, without joining one count to another."""
    counted = rows.filter(department=OuterRef("pk")).order_by().values("department").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
