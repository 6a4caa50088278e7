"""Red flags, as dated editions (A25). They show no patient.  Templates: templates/complaints/flags/."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from complaints.forms_flags import FlagsForms
from regulation.actions.editions import publish_edition
from regulation.forms import Dated
from regulation.history import history
from regulation.models.editions import Subject
from regulation.reading import red_flags
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.EDIT_ALERTS)
def flags(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    return _page(request, FlagsForms(red_flags(today)), Dated(initial={"effective_from": today}))


@require_POST
@allow(Permission.EDIT_ALERTS)
def flags_change(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    rows, form = FlagsForms(red_flags(today), request.POST), Dated(request.POST, today=today)
    if not (rows.is_valid() & form.is_valid()):
        return _page(request, rows, form, status=422)
    publish_edition(
        Subject.RED_FLAGS,
        rows.flags().to_json(),
        effective_from=form.cleaned_data["effective_from"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("The red flags are published; calls follow them from that day on."))
    return redirect("complaints:flags")


def _page(request: StaffRequest, rows: FlagsForms, form: Dated, *, status: int = 200) -> HttpResponse:
    context = {"rows": rows, "form": form, "history": history(Subject.RED_FLAGS), "now": timezone.localtime()}
    return render(request, "complaints/flags/flags.html", context, status=status)
