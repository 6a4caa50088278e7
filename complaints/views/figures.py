"""What came of complaints, and the cases behind every number.  Templates: templates/complaints/figures/."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints.figurespage import day_of, drawn, number, rate_words, theme_name, wanted
from complaints.models import Complaint, CorrectiveMeasure
from complaints.queries import figures as queries
from complaints.words import KINDS
from policy.complaints import Kind
from staff.models import Department
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
    chosen: Any
    if only in ("measures_part", "measures_whole"):
        pks = queries.measures_only(asked, request.user, only, now=now)
        chosen = CorrectiveMeasure.objects.filter(pk__in=pks).order_by("due_on", "pk")
        chosen = chosen.select_related("complaint", "department", "responsible")
    else:
        if only and only not in queries.ONLY:
            raise Http404
        pks = [row.pk for row in queries.only(queries.rows(asked, request.user, now=now), only)]
        chosen = Complaint.objects.filter(pk__in=pks).prefetch_related("departments")
        chosen = chosen.select_related("order__responsible").order_by("-recorded_at", "-pk")
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "query": query.urlencode() + "&" if query else "",
        "measures": only.startswith("measures"),
        "said": _said(asked, only),
        "asked": asked,
        "now": now,
    }
    return render(request, "complaints/figures/cases.html", context)


def _asked(request: StaffRequest) -> queries.Asked:
    """Without days, those of the page as it opens; nonsense is no page."""
    data, usual = request.GET, wanted(QueryDict(), today=timezone.localdate()).asked
    first = day_of(data.get("first", "")) if "first" in data else usual.first
    last = day_of(data.get("last", "")) if "last" in data else usual.last
    kind = data.get("kind", "")
    if first is None or last is None or last < first or kind not in ("", *Kind):
        raise Http404
    return queries.Asked(first, last, kind, number(data.get("department", "")), data.get("theme"))


def _said(asked: queries.Asked, only: str) -> list[str]:
    """What is shown, in words."""
    words: list[str] = [str(KINDS[Kind(asked.kind)])] if asked.kind else []
    if asked.department:
        words += Department.objects.filter(pk=asked.department).values_list("name", flat=True)
    if asked.theme is not None:
        words.append(theme_name(asked.theme))
    name, _sep, side = only.rpartition("_")
    title, rule = rate_words().get(name or only, ("", ""))
    if title:
        words.append(title)
        part, _slash, whole = rule.partition(" / ")
        words.append(whole if side == "whole" else part)
    return words
