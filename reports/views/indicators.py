"""The dictionary of indicators: what every rate is made of.  Template: templates/reports/indicators/."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from policy.indicators import INDICATORS, Of
from reports.words import INDICATORS as WORDS
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PERIOD_OF = {
    Of.TASKS: _("Of follow-ups, by their due day"),
    Of.ANSWERS: _("Of answers, by the day of the call"),
    Of.CALLS: _("Of calls, by the day of the call"),
    Of.CASES: _("Of complaints and suggestions, by the day they were recorded"),
}


@require_GET
@allow(Permission.SEE_FIGURES)
def indicators(request: StaffRequest) -> HttpResponse:
    groups = [
        (PERIOD_OF[of], [(one, WORDS[code]) for code, one in INDICATORS.items() if one.of == of]) for of in Of
    ]
    return render(request, "reports/indicators/indicators.html", {"groups": groups})
