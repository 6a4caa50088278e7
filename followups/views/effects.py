"""What new calling hours do to the rules, shown inside their page.  Template: followups/effects/."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from followups.ruleversions import listed, parsed
from followups.rulewords import warning_words
from policy.rules import warnings
from regulation.forms import HoursForm, SeasonForms, read_hours
from regulation.outlook import with_hours
from regulation.reading import calendar_on_record
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_POST
@allow(Permission.EDIT_RULES)
def hours_effect(request: StaffRequest) -> HttpResponse:
    """The rules in use that would be warned of after these hours, and are not now."""
    form = HoursForm(request.POST, today=timezone.localdate())
    hours = read_hours(form, SeasonForms(request.POST))
    if hours is None:
        return render(request, "followups/effects/_hours_effect.html", {"losing": None}, status=422)
    now_calendar, since = calendar_on_record(), form.cleaned_data["effective_from"]
    after = with_hours(now_calendar, hours, effective_from=since)
    today, losing = timezone.localdate(), []
    for one in listed():
        spec = parsed(one.version)
        if not one.rule.active or spec is None:
            continue
        before = warnings(spec, now_calendar, today)
        fresh = tuple(code for code in warnings(spec, after, since) if code not in before)
        if fresh:
            losing.append({"rule": one.rule, "warnings": warning_words(fresh)})
    return render(request, "followups/effects/_hours_effect.html", {"losing": losing})
