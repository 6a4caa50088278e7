"""The records behind a number of a report.  Template: templates/reports/rows/."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from followups.exporting import REASONS
from followups.freewords import free
from followups.models import Answer, Attempt, Task
from policy.exports import Kind
from regulation.reading import cutoffs
from reports.asking import Rows
from reports.asking import rows as asked_for
from reports.paging import Counted, page_of
from reports.queries import alerts, calls, consultations, tasks
from reports.queries.facts import Only
from reports.rowwords import said
from reports.views.exports import asked_for as export_asked_for
from staff.actions.audit import record
from staff.models import Act
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PAGE = 100
# What a list of follow-ups is asked for by; more is not kept.
NARROWS = ("of", "measure", "department", "agent", *(one.name for one in fields(Only)))


@require_GET
@allow(Permission.SEE_FIGURES)
def rows(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    asked = asked_for(request.GET, today=now.date(), cutoff=cutoffs())
    page = _page(asked, request.GET.get("page", ""), now)
    record(Act.SEARCHED, actor=request.user, now=now, detail={"of": asked.of, "rows": page.paginator.count})
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "of": asked.of,
        "page": page,
        "asked": asked.asked,
        "said": said(asked),
        "before": asked.said,
        "exports": REASONS.items() if asked.of == "tasks" and request.user.may(Permission.EXPORT) else None,
        "asks": [(name, value) for name, value in request.GET.items() if name not in ("page", "n")],
        "query": f"{query.urlencode()}&",
        "now": now,
    }
    return render(request, "reports/rows/rows.html", context)


@require_POST
@allow(Permission.EXPORT)
def rows_export(request: StaffRequest) -> HttpResponseBase:
    """The follow-ups behind a number as a workbook; the reason stands on it and in the log (A10)."""
    now = timezone.localtime()
    asked = asked_for(request.POST, today=now.date(), cutoff=cutoffs())
    if asked.of != "tasks":
        raise Http404
    # "reason" is what a follow-up ended with: the list may be narrowed down by it.
    chosen = {name: request.POST[name] for name in NARROWS if name in request.POST}
    days = {"first": str(asked.asked.first), "last": str(asked.asked.last)}
    return export_asked_for(request, Kind.TASKS, chosen | days, now=now)


def _page(asked: Rows, text: str, now: datetime) -> "Page[Any]":
    number = page_of(text)
    count, found = _found(asked, now, start=(number - 1) * PAGE)
    return Counted(found, count, PAGE).page_or_404(number)


def _found(asked: Rows, now: datetime, *, start: int) -> tuple[int, list[Any]]:
    if asked.of == "tasks":
        count, pks = tasks.behind(asked.asked, asked.measure, asked.only, start=start, most=PAGE)
        return count, _tasks(pks)
    if asked.of == "alerts":
        return alerts.behind(asked.asked, asked.raised, asked.level, now=now, start=start, most=PAGE)
    if asked.of == "consultations":
        return consultations.behind(asked.asked, came=asked.came, start=start, most=PAGE)
    count, pairs = calls.behind(asked.asked, asked.of, asked.some, start=start, most=PAGE)
    return count, _calls(asked.of, pairs)


def _tasks(pks: list[int]) -> list[Task]:
    """With the agent to whom the figures count each: who called last, or whose it is."""
    made = Attempt.objects.filter(purposes__task=OuterRef("pk"), corrected_by=None)
    called = Subquery(made.order_by("-pk").values("agent__full_name")[:1])
    every = Task.objects.select_related("patient", "department", "rule", "visit__doctor")
    counted = every.annotate(counted_for=Coalesce(called, "agent__full_name", Value("")))
    found = counted.in_bulk(pks)
    return [found[pk] for pk in pks]


def _calls(of: str, pairs: list[tuple[int, int]]) -> list[tuple[Attempt, Answer | None, str]]:
    """Each with the reason that was given, as it may leave the call."""
    made = Attempt.objects.select_related("patient", "department", "agent").in_bulk([a for _pk, a in pairs])
    answers = Answer.objects.in_bulk([pk for pk, _a in pairs]) if of == "answers" else {}
    found = [(made[attempt], answers.get(pk)) for pk, attempt in pairs]
    return [
        (call, answer, free(answer.reason, call.patient.do_not_disclose) if answer else "")
        for call, answer in found
    ]
