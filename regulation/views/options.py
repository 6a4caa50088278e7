"""The hospital's choices where the documents leave room.  Templates: templates/regulation/options/."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulation.actions.editions import publish_edition
from regulation.forms import OptionsForm
from regulation.history import history
from regulation.models.editions import Subject
from regulation.reading import options as options_on
from regulation.reading import year_to_confirm
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.VIEW_RULES)
def options(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    initial = {**options_on(today).to_json(), "effective_from": today}
    return _page(request, OptionsForm(initial=initial))


@require_POST
@allow(Permission.EDIT_RULES)
def options_change(request: StaffRequest) -> HttpResponse:
    form = OptionsForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, form, status=422)
    publish_edition(
        Subject.OPTIONS,
        form.options().to_json(),
        effective_from=form.cleaned_data["effective_from"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("The options are published."))
    return redirect("regulation:options")


def _page(request: StaffRequest, form: OptionsForm, *, status: int = 200) -> HttpResponse:
    now = timezone.localtime()
    context = {
        "form": form,
        "history": history(Subject.OPTIONS),
        "unconfirmed_year": year_to_confirm(now.date()),
        "may_edit": request.user.may(Permission.EDIT_RULES),
        "now": now,
    }
    return render(request, "regulation/options/options.html", context, status=status)
