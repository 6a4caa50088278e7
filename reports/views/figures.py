"""The figures of any span, as they stand now.  Template: templates/reports/figures/."""

from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from policy.spans import Span, before, span_of
from regulation.reading import cutoffs
from reports.asking import typed, wanted
from reports.queries.callers import callers
from reports.queries.sheet import Wanted, sheet_of
from reports.showing import shown
from reports.spanwords import SPANS, called
from staff.models import Department
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

_DAY = timedelta(days=1)


@require_GET
@allow(Permission.SEE_FIGURES)
def figures(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    want = wanted(request.GET, today=now.date(), cutoff=cutoffs())
    context = shown(sheet_of(want, now=now)) | {
        "want": want,
        "typed": typed(request.GET, want),
        "title": called(str(want.kind), want.period.label),
        "kinds": SPANS.items(),
        "departments": Department.objects.all(),
        "agents": callers(),
        "now": now,
        **_around(want),
    }
    return render(request, "reports/figures/figures.html", context)


def _around(want: Wanted) -> dict[str, str]:
    """The addresses of the period before, and of the one after."""
    earlier, next_day = before(want.kind, want.period, want.cutoff), want.period.last + _DAY
    scope = {"kind": want.kind, "department": want.department or "", "agent": want.agent or ""}
    if want.kind is Span.FREE:
        length = want.period.last - want.period.first
        spans = ((earlier.first, earlier.last), (next_day, next_day + length))
        sought = [{"first": first, "last": last} for first, last in spans]
    else:
        sought = [{"day": earlier.last}, {"day": span_of(want.kind, next_day, want.cutoff).last}]
    back, forth = (f"?{urlencode(scope | days)}" for days in sought)
    return {"earlier": back, "later": forth}
