"""The quality office looks after measures (A17, E4).  Templates: templates/complaints/measures/."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from complaints.actions.measures import check
from complaints.actions.refusals import Refused
from complaints.departmentpage import refused_words
from complaints.forms_measures import CheckForm
from complaints.limits import points_at
from complaints.models import CorrectiveMeasure
from complaints.models.measures import MeasureQuerySet
from staff.numbers import whole_number
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

SHOWN = 200


@require_GET
@allow(Permission.CHECK_MEASURES)
def measures(request: StaffRequest) -> HttpResponse:
    """`?of=`: the one whose check is open."""
    now = timezone.localtime()
    of = whole_number(request.GET.get("of"))
    chosen = None if of is None else _with_people().filter(pk=of).first()
    chosen = chosen or _with_people().to_check().order_by("carried_out_at", "pk").first()
    return _page(request, chosen, CheckForm(points_at(now.date())), now=now)


@require_POST
@allow(Permission.CHECK_MEASURES)
def measure_check(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    measure = get_object_or_404(_with_people(), pk=pk)
    form = CheckForm(points_at(now.date()), request.POST)
    if not form.is_valid():
        return _page(request, measure, form, now=now, status=422)
    try:
        check(measure.pk, by=request.user, now=now, **form.cleaned_data)
    except Refused as error:
        form.add_error(None, refused_words(error))
        return _page(request, measure, form, now=now, status=409)
    messages.success(request, _("The check is on record; the department sees it."))
    return redirect("complaints:measures")


def _with_people() -> MeasureQuerySet:
    return CorrectiveMeasure.objects.select_related(
        "complaint", "department", "responsible", "carried_out_by", "checked_by"
    )


def _page(
    request: StaffRequest,
    chosen: CorrectiveMeasure | None,
    form: CheckForm,
    *,
    now: datetime,
    status: int = 200,
) -> HttpResponse:
    waiting = _with_people().to_check().order_by("carried_out_at", "pk")
    todo = _with_people().to_carry_out().order_by("due_on", "pk")
    context = {
        "to_check": waiting[:SHOWN],
        "overdue": todo.overdue(now.date())[:SHOWN],
        "coming": todo.filter(due_on__gte=now.date())[:SHOWN],
        "checked": _with_people().filter(checked_at__isnull=False).order_by("-checked_at")[:20],
        "measure": chosen,
        "files": chosen.attachments.defer("content") if chosen else [],
        "form": form if chosen and chosen.carried_out_at and not chosen.checked_at else None,
        "now": now,
    }
    return render(request, "complaints/measures/measures.html", context, status=status)
