"""What came of complaints, and the cases behind every number.  Templates: templates/complaints/figures/."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints.figurespage import day_of, drawn, rate_words, theme_name, wanted
from complaints.models import Complaint, CorrectiveMeasure
from complaints.queries import figures as queries
from complaints.words import KINDS
from policy.complaints import Kind
from staff.models import Department
from staff.numbers import whole_number
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PAGE = 100


@require_GET
@allow(Permission.COMPLAINT_FIGURES)
def figures(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    want = wanted(request.GET, today=now.date())
    spans = [(period.first, period.last) for period in want.periods]
    found = queries.figures(want.asked, request.user, spans, now=now)
    context = drawn(found, want) | {
        "want": want,
        "kind_choices": [(kind, KINDS[kind]) for kind in Kind],
        "department_choices": Department.objects.all(),
        "now": now,
    }
    return render(request, "complaints/figures/figures.html", context)


@require_GET
@allow(Permission.COMPLAINT_FIGURES)
def figures_cases(request: StaffRequest) -> HttpResponse:
    """The cases, or measures, that a number of the page counts."""
    now = timezone.localtime()
    asked, only = _asked(request), request.GET.get("only", "")
    measures = only in ("measures_part", "measures_whole")
    if only and not measures and only not in queries.ONLY:
        raise Http404
    keys = (queries.measures_only if measures else queries.only)(asked, request.user, only, now=now)
    page: Any = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    rows = (_measures() if measures else _cases()).in_bulk(list(page))
    page.object_list = [rows[key] for key in page]
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "query": query.urlencode() + "&" if query else "",
        "measures": measures,
        "said": _said(asked, only),
        "before": whole_number(request.GET.get("n")),
        "asked": asked,
        "now": now,
    }
    return render(request, "complaints/figures/cases.html", context)


def _measures() -> Any:
    return CorrectiveMeasure.objects.select_related("complaint", "department", "responsible")


def _cases() -> Any:
    return Complaint.objects.defer("words", "draft", "answer", "plan").prefetch_related("departments")


def _asked(request: StaffRequest) -> queries.Asked:
    """Without days, those of the page as it opens; nonsense is no page."""
    data, usual = request.GET, wanted(QueryDict(), today=timezone.localdate()).asked
    first = day_of(data.get("first", "")) if "first" in data else usual.first
    last = day_of(data.get("last", "")) if "last" in data else usual.last
    kind = data.get("kind", "")
    if first is None or last is None or last < first or kind not in ("", *Kind):
        raise Http404
    return queries.Asked(first, last, kind, whole_number(data.get("department")), data.get("theme"))


def _said(asked: queries.Asked, only: str) -> list[str]:
    """What is shown, in words."""
    words: list[str] = [str(KINDS[Kind(asked.kind)])] if asked.kind else []
    if asked.department:
        words += Department.objects.filter(pk=asked.department).values_list("name", flat=True)
    if asked.theme is not None:
        words.append(theme_name(asked.theme))
    name, _sep, side = only.rpartition("_")
    known = rate_words()
    title, rule = known.get(only) or known.get(name, ("", ""))
    part, _slash, whole = rule.partition(" / ")
    return words + [word for word in (title, whole if side == "whole" else part) if word]
