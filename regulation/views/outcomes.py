"""What follows after each outcome of a call (A18, E7, E11).  Templates: templates/regulation/outcomes/."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from policy.outcomes import DEFAULT_TABLE, table_to_json
from regulation.actions.editions import publish_edition
from regulation.forms import Dated
from regulation.history import history
from regulation.models.editions import Subject
from regulation.outcomeforms import OutcomeForms
from regulation.reading import outcome_table, year_to_confirm
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.VIEW_RULES)
def outcomes(request: StaffRequest) -> HttpResponse:
    """`?defaults=1` fills the form with the table that the product brings; nothing is saved by it."""
    today = timezone.localdate()
    defaults = request.GET.get("defaults") == "1"
    table = DEFAULT_TABLE if defaults else outcome_table(today)
    return _page(request, OutcomeForms(table), Dated(initial={"effective_from": today}), defaults=defaults)


@require_POST
@allow(Permission.EDIT_RULES)
def outcomes_change(request: StaffRequest) -> HttpResponse:
    rows, form = (
        OutcomeForms(outcome_table(timezone.localdate()), request.POST),
        Dated(request.POST, today=timezone.localdate()),
    )
    if not (rows.is_valid() & form.is_valid()):
        return _page(request, rows, form, status=422)
    publish_edition(
        Subject.OUTCOMES,
        table_to_json(rows.table()),
        effective_from=form.cleaned_data["effective_from"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("The retry table is published."))
    return redirect("regulation:outcomes")


def _page(
    request: StaffRequest, rows: OutcomeForms, form: Dated, *, defaults: bool = False, status: int = 200
) -> HttpResponse:
    now = timezone.localtime()
    context = {
        "rows": rows,
        "form": form,
        "defaults": defaults,
        "history": history(Subject.OUTCOMES),
        "unconfirmed_year": year_to_confirm(now.date()),
        "may_edit": request.user.may(Permission.EDIT_RULES),
        "now": now,
    }
    return render(request, "regulation/outcomes/outcomes.html", context, status=status)
