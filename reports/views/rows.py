"""The records behind a number of a report.  Template: templates/reports/rows/."""

from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from followups.exporting import LIMIT, REASONS, task_workbook
from followups.models import Answer, Attempt, Task
from regulation.reading import options
from reports.asking import Rows
from reports.asking import rows as asked_for
from reports.queries import calls, tasks
from reports.rowwords import said
from staff.actions.audit import record
from staff.models import Act
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@allow(Permission.SEE_FIGURES)
def rows(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    asked = asked_for(request.GET, today=now.date(), cutoff=options(now.date()).cutoff_day)
    page = _page(asked, request.GET.get("page", ""))
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
def rows_export(request: StaffRequest) -> HttpResponse:
    """The follow-ups behind a number as a workbook; the reason stands on it and in the log (A10)."""
    now = timezone.localtime()
    asked = asked_for(request.POST, today=now.date(), cutoff=options(now.date()).cutoff_day)
    # "reason" is what a follow-up ended with: the list may be narrowed down by it.
    reason, remark = request.POST.get("why", ""), request.POST.get("remark", "").strip()[:200]
    if asked.of != "tasks" or reason not in REASONS or (reason == "other" and not remark):
        raise Http404
    _count, pks = tasks.behind(asked.asked, asked.measure, asked.only, start=0, most=LIMIT)
    chosen = Task.objects.filter(pk__in=pks).order_by("due_on", "pk")
    content, count = task_workbook(chosen, by=request.user, reason=reason, remark=remark, now=now)
    detail = {"rows": count, "measure": asked.measure, "reason": reason}
    record(Act.EXPORTED, actor=request.user, now=now, detail=detail)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="records-{now:%Y%m%d-%H%M}.xlsx"'
    return response


class Counted(Paginator):  # type: ignore[type-arg]  # at run time it takes no argument
    """A page of rows that the database has cut out already."""

    def __init__(self, found: list[Any], count: int) -> None:
        super().__init__(found, PAGE)
        self.count = count  # a cached property: told, not counted

    def page(self, number: int | str) -> "Page[Any]":
        return Page(self.object_list, self.validate_number(number), self)


def _page(asked: Rows, text: str) -> "Page[Any]":
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    start = max(number - 1, 0) * PAGE
    found: list[Any]
    if asked.of == "tasks":
        count, pks = tasks.behind(asked.asked, asked.measure, asked.only, start=start, most=PAGE)
        found = _tasks(pks)
    else:
        count, pairs = calls.behind(asked.asked, asked.of, asked.some, start=start, most=PAGE)
        found = _calls(asked.of, pairs)
    try:
        return Counted(found, count).page(max(number, 1))
    except EmptyPage:
        raise Http404 from None


def _tasks(pks: list[int]) -> list[Task]:
    every = Task.objects.select_related("patient", "department", "rule", "visit__doctor", "agent")
    found = every.in_bulk(pks)
    return [found[pk] for pk in pks]


def _calls(of: str, pairs: list[tuple[int, int]]) -> list[tuple[Attempt, Answer | None]]:
    made = Attempt.objects.select_related("patient", "department", "agent").in_bulk([a for _pk, a in pairs])
    answers = Answer.objects.in_bulk([pk for pk, _a in pairs]) if of == "answers" else {}
    return [(made[attempt], answers.get(pk)) for pk, attempt in pairs]
