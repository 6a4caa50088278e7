"""One year's holidays, make-up workdays and closures.  Templates: templates/regulation/days/."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from policy.calendar import DayKind, Source
from regulation.actions.editions import clear_day, confirm_year, seed_year, set_days
from regulation.forms import DaysForm
from regulation.models import CalendarDay, CalendarYear
from regulation.reading import year_to_confirm
from regulation.words import refusal
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

YEARS = 3  # back and ahead of this one


@require_GET
@allow(Permission.VIEW_RULES)
def days(request: StaffRequest) -> HttpResponse:
    return _page(request, _year(request.GET.get("year")), DaysForm())


@require_POST
@allow(Permission.EDIT_RULES)
def days_add(request: StaffRequest) -> HttpResponse:
    form = DaysForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, _year(request.POST.get("year")), form, status=422)
    typed = form.cleaned_data
    try:
        count = set_days(
            typed["first"],
            typed["last"],
            kind=DayKind(typed["kind"]),
            name=typed["name"],
            by=request.user,
            now=timezone.now(),
        )
    except ValueError as error:
        form.add_error(None, refusal(error))
        return _page(request, typed["first"].year, form, status=422)
    said = ngettext(
        "%(count)d day is entered; open follow-ups move within a minute.",
        "%(count)d days are entered; open follow-ups move within a minute.",
        count,
    )
    messages.success(request, said % {"count": count})
    return _back(typed["first"].year)


@require_POST
@allow(Permission.EDIT_RULES)
def day_remove(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(CalendarDay, pk=pk)
    if found.day < timezone.localdate():
        messages.error(request, _("This day is over: what was done on it stays as it was."))
        return _back(found.day.year)
    try:
        clear_day(found.day, by=request.user, now=timezone.now())
    except ValueError as error:
        messages.error(request, refusal(error))
        return _back(found.day.year)
    messages.success(request, _("%(day)s is again as its weekday says.") % {"day": found.day})
    return _back(found.day.year)


@require_POST
@allow(Permission.EDIT_RULES)
def year_seed(request: StaffRequest) -> HttpResponse:
    year = _year(request.POST.get("year"))
    try:
        source = seed_year(year, by=request.user, now=timezone.now())
    except ValueError as error:
        messages.error(request, refusal(error))
        return _back(year)
    if source == Source.OFFICIAL:
        messages.success(request, _("%(year)d is filled in from the official list.") % {"year": year})
    else:
        messages.warning(
            request,
            _(
                "The official list of %(year)d is not known yet: the statutory days are entered as "
                "estimates. Compare them with the State Council's notice, then confirm the year."
            )
            % {"year": year},
        )
    return _back(year)


@require_POST
@allow(Permission.EDIT_RULES)
def year_confirm(request: StaffRequest) -> HttpResponse:
    year = _year(request.POST.get("year"))
    confirm_year(year, by=request.user, now=timezone.now())
    messages.success(request, _("%(year)d is confirmed.") % {"year": year})
    return _back(year)


def _year(text: str | None) -> int:
    """This year unless one near it is asked for."""
    this = timezone.localdate().year
    near = {str(year): year for year in range(this - YEARS, this + YEARS + 1)}
    return near.get(text or "", this)


def _back(year: int) -> HttpResponse:
    return redirect(f"{reverse('regulation:days')}?year={year}")


def _page(request: StaffRequest, year: int, form: DaysForm, *, status: int = 200) -> HttpResponse:
    now = timezone.localtime()
    this = now.year
    rows = CalendarDay.objects.filter(day__range=(date(year, 1, 1), date(year, 12, 31)))
    context = {
        "form": form,
        "year": year,
        "years": range(this - YEARS, this + YEARS + 1),
        "days": rows.select_related("changed_by").order_by("day"),
        "confirmed": CalendarYear.objects.filter(year=year).select_related("confirmed_by").first(),
        "unconfirmed_year": year_to_confirm(now.date()),
        "may_edit": request.user.may(Permission.EDIT_RULES),
        "today": now.date(),
        "now": now,
    }
    return render(request, "regulation/days/days.html", context, status=status)
