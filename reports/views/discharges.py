"""Every discharge of a span with the follow-up that covers it, or why there is none (E3).

All = with a follow-up + not due yet + without one.

Template: templates/reports/discharges/.
"""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from followups.explaining import awaited
from regulation.reading import cutoffs
from reports.asking import typed, wanted
from reports.dischargepage import lines
from reports.links import Cell
from reports.queries.discharges import discharges as asked_for
from reports.spanwords import called
from staff.actions.audit import record
from staff.models import Act, Department
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PAGE = 50


@require_GET
@allow(Permission.SEE_FIGURES, Permission.ANSWER_REPORTS)
def discharges(request: StaffRequest) -> HttpResponse:
    """Heads of department see their own; whoever sees figures chooses one."""
    now, user = timezone.localtime(), request.user
    want = wanted(request.GET, today=now.date(), cutoff=cutoffs())
    every = asked_for(user, want.period.first, want.period.last, want.department)
    none = every.filter(covered=False)
    later = awaited(none, now=now)
    shown = {
        "yes": every.filter(covered=True),
        "later": every.filter(pk__in=later),
        "no": none.exclude(pk__in=later),
    }
    chosen = shown.get(request.GET.get("covered", ""), every)
    fetched = chosen.select_related("patient", "department", "doctor").prefetch_related("tasks__rule")
    page = Paginator(fetched, PAGE).get_page(request.GET.get("page"))
    record(Act.SEARCHED, actor=user, now=now, detail={"of": "discharges", "rows": page.paginator.count})
    query = request.GET.copy()
    query.pop("page", None)
    base = {"kind": "free", "first": want.period.first, "last": want.period.last}
    base |= {"department": want.department} if want.department else {}
    context = {
        "want": want,
        "typed": typed(request.GET, want),
        "title": called(str(want.kind), want.period.label),
        "page": page,
        "lines": lines(list(page), awaited=later, now=now),
        "counts": [
            Cell(some.count(), f"?{urlencode(base | more)}")
            for some, more in ((every, {}), *((part, {"covered": code}) for code, part in shown.items()))
        ],
        "departments": Department.objects.all() if user.may(Permission.SEE_FIGURES) else None,
        "query": f"{query.urlencode()}&" if query else "",
        "now": now,
    }  # fmt: skip
    return render(request, "reports/discharges/discharges.html", context)
