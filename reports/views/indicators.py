"""The dictionary of indicators: what every rate is made of.  Template: templates/reports/indicators/."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from followups.models.tasks import END_REASON_LABELS
from policy.indicators import INDICATORS, Group, Indicator, Measure, Of, reasons_of
from policy.tasks import EndReason
from reports.words import COUNTED, GROUPS, MEASURES, SIDES
from reports.words import INDICATORS as WORDS
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PERIOD_OF = {
    Of.TASKS: _("Of follow-ups, by their due day"),
    Of.ANSWERS: _("Of answers, by the day of the call"),
    Of.CALLS: _("Of calls, by the day of the call"),
    Of.CASES: _("Of complaints and suggestions, by the day they were recorded"),
    Of.ALERTS: _("Of clinical alerts, by the day they were raised"),
    Of.VISITS: _("Of consultations, by their day"),
}


@require_GET
@allow(Permission.SEE_FIGURES)
def indicators(request: StaffRequest) -> HttpResponse:
    groups = [
        (
            PERIOD_OF[of],
            [(one, WORDS[code], _formula(one)) for code, one in INDICATORS.items() if one.of == of],
        )
        for of in Of
    ]
    context = {
        "groups": groups,
        "counted": [(MEASURES[one], *COUNTED[one]) for one in Measure],
        "reasons": [
            (GROUPS[one], [END_REASON_LABELS[EndReason(reason)] for reason in reasons_of(one)])
            for one in Group
        ],
    }
    return render(request, "reports/indicators/indicators.html", context)


def _formula(one: Indicator) -> tuple[str | Promise, str | Promise]:
    """Part and whole in few words."""
    if one.of is Of.TASKS:
        return MEASURES[one.numerator], MEASURES[one.denominator]
    return SIDES[one.code]
