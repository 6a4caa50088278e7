"""Time limits of complaints and the table of points, as dated editions (C4, A31, E4).

They show no case. Templates: templates/complaints/limits/.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from complaints.forms_limits import FIELD_WORDS, LimitsForms, PointsForms
from complaints.limits import limits_at, points_at
from regulation.actions.editions import publish_edition
from regulation.forms import Dated
from regulation.history import history
from regulation.models.editions import Subject
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.EDIT_STANDING_ORDERS)
def limits(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    return _limits(request, LimitsForms(limits_at(today)), Dated(initial={"effective_from": today}))


@require_POST
@allow(Permission.EDIT_STANDING_ORDERS)
def limits_change(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    rows, form = LimitsForms(limits_at(today), request.POST), Dated(request.POST, today=today)
    if not (rows.is_valid() & form.is_valid()):
        return _limits(request, rows, form, status=422)
    publish_edition(
        Subject.LIMITS,
        rows.limits().to_json(),
        effective_from=form.cleaned_data["effective_from"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("The limits are published; cases recorded from that day on follow them."))
    return redirect("complaints:limits")


@require_GET
@allow(Permission.EDIT_STANDING_ORDERS)
def points_table(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    return _points(request, PointsForms(points_at(today)), Dated(initial={"effective_from": today}))


@require_POST
@allow(Permission.EDIT_STANDING_ORDERS)
def points_table_change(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    rows, form = PointsForms(points_at(today), request.POST), Dated(request.POST, today=today)
    if not (rows.is_valid() & form.is_valid()):
        return _points(request, rows, form, status=422)
    publish_edition(
        Subject.POINTS,
        {"items": rows.table().to_json()},
        effective_from=form.cleaned_data["effective_from"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("The table of points is published; points taken before stay as they are."))
    return redirect("complaints:points_table")


def _limits(request: StaffRequest, rows: LimitsForms, form: Dated, *, status: int = 200) -> HttpResponse:
    context = {
        "rows": rows,
        "form": form,
        "field_words": FIELD_WORDS.values(),
        "history": history(Subject.LIMITS),
        "now": timezone.localtime(),
    }
    return render(request, "complaints/limits/limits.html", context, status=status)


def _points(request: StaffRequest, rows: PointsForms, form: Dated, *, status: int = 200) -> HttpResponse:
    context = {
        "rows": rows,
        "form": form,
        "history": history(Subject.POINTS),
        "now": timezone.localtime(),
    }
    return render(request, "complaints/limits/points.html", context, status=status)
