"""Calling hours by season: first what a change would do, then publishing.  Templates: regulation/hours/."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from policy.calendar import Hours
from regulation.actions.editions import publish_edition
from regulation.forms import HoursForm, SeasonForms, read_hours, seasons_initial
from regulation.history import history, hours_words
from regulation.models.editions import Subject
from regulation.outlook import outlook
from regulation.reading import calendar_on_record, year_to_confirm
from regulation.words import refusal
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.VIEW_RULES)
def hours(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    in_force = calendar_on_record().hours_on(today)
    form = HoursForm(initial={"effective_from": today, "weekends": in_force.weekends})
    seasons = SeasonForms(initial=seasons_initial(in_force))
    return _page(request, form, seasons)


@require_POST
@allow(Permission.EDIT_RULES)
def hours_change(request: StaffRequest) -> HttpResponse:
    """`checked` carries what was looked at: changed since then, it is looked at once more."""
    form, seasons = HoursForm(request.POST, today=timezone.localdate()), SeasonForms(request.POST)
    new = read_hours(form, seasons)
    if new is None:
        return _page(request, form, seasons, status=422)
    mark = _mark(form, new)
    if request.POST.get("checked") != mark:
        return _page(request, form, seasons, new=new, mark=mark)
    try:
        _publish(request, form, new)
    except ValueError as error:
        form.add_error(None, refusal(error))
        return _page(request, form, seasons, status=422)
    messages.success(request, _("The calling hours are published; open follow-ups move within a minute."))
    return redirect("regulation:hours")


def _publish(request: StaffRequest, form: HoursForm, new: Hours) -> None:
    publish_edition(
        Subject.HOURS,
        new.to_json(),
        effective_from=form.cleaned_data["effective_from"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=timezone.now(),
    )


def _mark(form: HoursForm, new: Hours) -> str:
    told = repr((new, form.cleaned_data["effective_from"]))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _page(
    request: StaffRequest,
    form: HoursForm,
    seasons: Any,
    *,
    new: Hours | None = None,
    mark: str = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.localtime()
    calendar = calendar_on_record()
    days = []
    if new:
        since = form.cleaned_data["effective_from"]
        days = outlook(calendar, new, effective_from=since, today=now.date())
    context = {
        "form": form,
        "seasons": seasons,
        "days": days,
        "mark": mark,
        "in_force": hours_words(calendar.hours_on(now.date())),
        "season_now": calendar.season_on(now.date()),
        "history": history(Subject.HOURS),
        "unconfirmed_year": year_to_confirm(now.date()),
        "may_edit": request.user.may(Permission.EDIT_RULES),
        "now": now,
    }
    return render(request, "regulation/hours/hours.html", context, status=status)
