"""Attending doctors, the new ones first.  Templates: templates/patients/doctors/."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from patients.actions.departments import change_doctor, confirm_doctors
from patients.doctor_forms import DoctorForm
from patients.models import Doctor
from patients.views.departments import chosen
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PAGE = 100


@require_GET
@allow(Permission.EDIT_DEPARTMENTS)
def doctors(request: HttpRequest) -> HttpResponse:
    rows = Doctor.objects.select_related("department", "user").order_by(
        "confirmed", "department__name", "name"
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "new": Doctor.objects.filter(confirmed=False).count()}
    return render(request, "patients/doctors/doctors.html", context)


@require_http_methods(["GET", "POST"])
@allow(Permission.EDIT_DEPARTMENTS)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    doctor = get_object_or_404(Doctor.objects.select_related("department"), pk=pk)
    form = DoctorForm(doctor, request.POST if request.method == "POST" else None)
    if form.is_valid():
        change_doctor(pk, user=form.cleaned_data["user"], by=request.user, now=timezone.now())
        messages.success(request, _("The doctor is saved and confirmed."))
        return redirect("patients:doctors")
    context = {"form": form, "doctor": doctor}
    return render(request, "patients/doctors/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@allow(Permission.EDIT_DEPARTMENTS)
def confirm(request: StaffRequest) -> HttpResponse:
    done = confirm_doctors(chosen(request), by=request.user, now=timezone.now())
    said = ngettext("%(n)d doctor is confirmed.", "%(n)d doctors are confirmed.", done)
    messages.success(request, said % {"n": done})
    return redirect("patients:doctors")
