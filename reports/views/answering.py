"""What a department says to a report, its measures and their proof. Each leads back to the report (A17)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports.actions import answering
from reports.actions.refusals import Refused
from reports.forms import FeedbackForm, MeasureForm, ProofForm
from reports.models import Report, ReportMeasure
from reports.movewords import refused
from reports.queries.departments import asked
from reports.views.report import drawn
from staff.models import Department
from staff.numbers import whole_number
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PLACES = {"past_day": "due_on", "no_person": "responsible"}  # any other refusal stands at the words


@require_POST
@allow(Permission.ANSWER_REPORTS)
def feedback(request: StaffRequest, pk: int) -> HttpResponse:
    report, department = _asked(request, pk)
    form = FeedbackForm(request.POST)
    return _done(
        request,
        report,
        form,
        lambda data: answering.answer(
            report.pk, department=department, by=request.user, now=timezone.now(), **data
        ),
        _("Your department's answer stands with the report."),
        place="feedback_form",
    )


@require_POST
@allow(Permission.ANSWER_REPORTS)
def measure_set(request: StaffRequest, pk: int) -> HttpResponse:
    report, department = _asked(request, pk)
    now = timezone.localtime()
    return _done(
        request,
        report,
        MeasureForm(department, request.POST, today=now.date()),
        lambda data: answering.set_measure(
            report.pk, department=department, by=request.user, now=now, **data
        ),
        _("The measure is followed to its end, and stands in the next report."),
        place="measure_form",
    )


@require_POST
@allow(Permission.ANSWER_REPORTS)
def measure_done(request: StaffRequest, pk: int) -> HttpResponse:
    """Back to the report on whose page it was pressed: a later one tells the measure too."""
    visible = Report.objects.visible_to(request.user)
    measure = get_object_or_404(
        ReportMeasure.objects.select_related("report"),
        pk=pk,
        department=request.user.department_id,
        report__in=visible,
    )
    shown_on = visible.filter(pk=whole_number(request.POST.get("on")) or 0).first()
    return _done(
        request,
        shown_on or measure.report,
        ProofForm(request.POST),
        lambda data: answering.carry_out(measure.pk, by=request.user, now=timezone.now(), **data),
        _("The measure is carried out."),
    )


def _asked(request: StaffRequest, pk: int) -> tuple[Report, Department]:
    """404 for a report that does not ask this user's department."""
    visible = Report.objects.visible_to(request.user).select_related("version")
    report = get_object_or_404(visible, pk=pk)
    return report, get_object_or_404(Department, pk__in=asked(report), staff=request.user)


def _done(
    request: StaffRequest,
    report: Report,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    words: str,
    *,
    place: str = "",
) -> HttpResponse:
    """`place`: where the report's page has the form. It comes back there with what was typed."""
    status = 422
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as error:
            status = 409
            form.add_error(PLACES.get(error.code, next(iter(form.fields))), refused(error))
        else:
            messages.success(request, words)
            return redirect("reports:report", report.pk)
    if place:
        forms = {"feedback_form": None, "measure_form": None, place: form}
        return drawn(request, report, now=timezone.localtime(), status=status, **forms)
    for errors in form.errors.values():
        for wrong in errors:
            messages.error(request, wrong)
    return redirect("reports:report", report.pk)
