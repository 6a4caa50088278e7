"""Every call with its details and notes, by day or span (A10).  Template: templates/reports/details/."""

from datetime import datetime

from django.core.paginator import Page
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from followups.exporting import REASONS
from policy.exports import Kind
from policy.outcomes import Outcome
from policy.spans import Span
from regulation.reading import cutoffs
from regulation.words import OUTCOME_LABELS
from reports.asking import typed, wanted
from reports.details import Chosen, Detail, details_of, rule_names
from reports.detailwords import ONLY, told
from reports.paging import Counted, page_of
from reports.queries.callers import callers
from reports.queries.details import ids
from reports.queries.facts import Asked
from reports.queries.sheet import Wanted
from reports.spanwords import SPANS
from reports.views.exports import asked_for
from staff.actions.audit import entry, record
from staff.models import Act, AuditEntry, Department
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PAGE = 50


@require_GET
@allow(Permission.READ_DETAILS)
def details(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    want, chosen = _want(request.GET, now)
    number = page_of(request.GET.get("page", ""))
    count, pks = ids(chosen, start=(number - 1) * PAGE, most=PAGE)
    page = Counted([one for some in details_of(pks) for one in some], count, PAGE).page_or_404(number)
    _log(request, chosen, page, now)
    query = request.GET.copy()
    query.pop("page", None)
    rules = rule_names()
    context = {
        "page": page,
        "lines": [(one, told(one, rules)) for one in page.object_list],
        "want": want,
        "typed": typed(request.GET, want),
        "chosen": chosen,
        "kinds": SPANS.items(),
        "departments": Department.objects.all(),
        "agents": callers(),
        "outcomes": OUTCOME_LABELS.items(),
        "only": ONLY.items(),
        "exports": REASONS.items(),
        "query": f"{query.urlencode()}&",
        "now": now,
    }
    return render(request, "reports/details/details.html", context)


@require_POST
@allow(Permission.READ_DETAILS)
def details_export(request: StaffRequest) -> HttpResponseBase:
    """The list as it is narrowed down: at once if it is short, else made by a worker."""
    now = timezone.localtime()
    _span, chosen = _want(request.POST, now)
    return asked_for(request, Kind.DETAILS, chosen.to_json(), now=now)


def _log(request: StaffRequest, chosen: Chosen, page: "Page[Detail]", now: datetime) -> None:
    """What was looked for, and of whom names and notes were shown."""
    wanted = {name: value for name, value in chosen.to_json().items() if value not in ("", None)}
    detail = {"of": "details", "rows": page.paginator.count, "page": page.number, **wanted}
    record(Act.SEARCHED, actor=request.user, now=now, detail=detail)
    patients = dict.fromkeys(one.patient_id for one in page.object_list)
    AuditEntry.objects.bulk_create(
        entry(Act.PATIENT_VIEWED, actor=request.user, now=now, patient_id=patient) for patient in patients
    )


def _chosen(data: QueryDict, want: Wanted) -> Chosen:
    """Whatever stands in the address gives a list: nonsense narrows nothing down."""
    outcome, only = data.get("outcome", ""), data.get("only", "")
    return Chosen(
        Asked(want.period.first, want.period.last, want.department, want.agent),
        outcome if outcome in list(Outcome) else "",
        only if only in ONLY else "",
    )


def _want(data: QueryDict, now: datetime) -> tuple[Wanted, Chosen]:
    """Unless it says otherwise, of today."""
    named = data.copy()
    named.setdefault("kind", str(Span.DAY))
    want = wanted(named, today=now.date(), cutoff=cutoffs())
    return want, _chosen(named, want)
