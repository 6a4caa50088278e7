"""The supervisor's room.  Templates: templates/followups/supervisor/."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from followups import room
from followups.actions.distribution import NotOnDuty, Reassigned, distribute, reassign
from followups.exporting import REASONS, task_workbook
from followups.filters import Filter
from followups.listing import task_rows
from followups.models import Rule, Task
from followups.models.tasks import TaskQuerySet
from followups.queries.day import COLUMNS
from hotline.models import Promise
from patients.models import PhoneNumber
from regulation.reading import year_to_confirm
from staff.actions.absences import set_absence
from staff.actions.audit import record
from staff.forms import AbsenceForm
from staff.models import Act, Department, User
from staff.numbers import whole_number, whole_numbers
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PAGE = 100
STATE_WORDS = {
    "callable": _lazy("can be called"),
    "ending": _lazy("ends today"),
    "waiting": _lazy("waiting"),
    "overdue": _lazy("late"),
    "blocked": _lazy("cannot be dialled"),
    "unassigned": _lazy("unassigned"),
}
MOST_AT_ONCE = 2000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@allow(Permission.SUPERVISE)
def supervisor(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    asked = Filter.read(request.GET)
    context = _figures(now, asked) | _list(request, asked.apply(now), now)
    context |= {"export_reasons": REASONS.items()}
    context |= {"filter": asked, "now": now, "unconfirmed_year": year_to_confirm(now.date())}
    return render(request, "followups/supervisor/room.html", context)


@require_GET
@allow(Permission.SUPERVISE)
def supervisor_figures(request: StaffRequest) -> HttpResponse:
    """The figures alone, refreshed while the page stands open."""
    now = timezone.localtime()
    asked = Filter.read(request.GET)
    return render(
        request, "followups/supervisor/_figures.html", _figures(now, asked) | {"filter": asked, "now": now}
    )


@require_GET
@allow(Permission.SUPERVISE)
def tasks(request: StaffRequest) -> HttpResponse:
    """Every task on record, by state, agent, department and rule."""
    now = timezone.localtime()
    asked = Filter.read(request.GET)
    context = _list(request, asked.apply(now, all_dates=True), now)
    context |= {"export_reasons": REASONS.items(), "filter": asked, "now": now}
    return render(request, "followups/supervisor/tasks.html", context)


@require_POST
@allow(Permission.SUPERVISE)
def reassign_tasks(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    ids, to = _chosen(request), _receiver(request)
    try:
        results = reassign(ids, to=to, by=request.user, now=now) if ids else []
    except NotOnDuty:
        messages.error(request, _("Nothing was reassigned: that agent is not on duty today."))
    else:
        _tell(request, results)
    return redirect(_back(request))


@require_POST
@allow(Permission.SUPERVISE)
def reassign_preview(request: StaffRequest) -> HttpResponse:
    """What the choice would do, by trying it and taking it back."""
    now = timezone.localtime()
    ids, to = _chosen(request), _receiver(request)
    results: list[Reassigned] = []
    problem = ""
    with transaction.atomic():
        try:
            results = reassign(ids, to=to, by=request.user, now=now) if ids else []
        except NotOnDuty:
            problem = _("not on duty today")
        transaction.set_rollback(True)
    names = dict(User.objects.agents().values_list("pk", "full_name"))
    shares = Counter(
        names.get(r.agent or 0, _("pool")) for r in results if r.code in ("done", "unchanged", "full")
    )
    context = {
        "shares": sorted(shares.items()),
        "held": sum(r.code == "held" for r in results),
        "problem": problem,
    }
    return render(request, "followups/supervisor/_preview.html", context)


@require_POST
@allow(Permission.SUPERVISE)
def distribute_now(request: StaffRequest) -> HttpResponse:
    done = distribute(now=timezone.localtime())
    messages.success(request, _("%(number)d tasks were given to agents.") % {"number": done.assigned})
    return redirect(_back(request))


@require_POST
@allow(Permission.SUPERVISE)
def absence(request: StaffRequest) -> HttpResponse:
    """An agent is away; today's tasks of his return to the pool with the next round."""
    now = timezone.localtime()
    agent = get_object_or_404(User.objects.agents(), pk=whole_number(request.POST.get("agent")))
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
        return redirect(_back(request))
    set_absence(agent, **form.cleaned_data, by=request.user, now=now)
    if form.cleaned_data["first_day"] <= now.date() <= form.cleaned_data["last_day"]:
        distribute(now=now)
        messages.success(request, _("The absence is on record; today's open tasks went to the others."))
    else:
        messages.success(request, _("The absence is on record; nothing of today was moved."))
    return redirect(_back(request))


@require_POST
@allow(Permission.EXPORT)
def export(request: StaffRequest) -> HttpResponse:
    """The list as it is filtered, as a workbook; the reason is part of the record."""
    now = timezone.localtime()
    reason, remark = request.POST.get("reason", ""), request.POST.get("remark", "").strip()[:200]
    asked = Filter.read(request.POST)
    if reason not in REASONS or (reason == "other" and not remark):
        messages.error(request, _("No list was exported: say what it is for."))
        return redirect(_back(request))
    all_dates = request.POST.get("all") == "1"
    content, count = task_workbook(
        asked.apply(now, all_dates=all_dates).order_by("closes", "pk"),
        by=request.user,
        reason=reason,
        remark=remark,
        now=now,
    )
    detail = {"rows": count, "state": asked.state, "agent": asked.agent, "department": asked.department}
    record(Act.EXPORTED, actor=request.user, now=now, detail=detail | {"rule": asked.rule, "reason": reason})
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="tasks-{now:%Y%m%d-%H%M}.xlsx"'
    return response


def _figures(now: datetime, asked: Filter) -> dict[str, Any]:
    today = room.today(now)
    return {
        "ledger": today.ledger,
        "capacities": today.capacities,
        "counts": today.counts,
        "loads": today.loads,
        "overdue_promises": Promise.objects.overdue_at(now).count(),
        "heaviest": max([max(load.calls, load.possible) for load in today.loads], default=1) or 1,
        "season": today.regulation.calendar.season_on(now.date()),
    }


def _list(request: StaffRequest, found: TaskQuerySet, now: datetime) -> dict[str, Any]:
    usable = PhoneNumber.objects.usable().filter(patient=OuterRef("patient"))
    end = room.midnight(now) + timedelta(days=1)
    values = found.annotate(dialable=Exists(usable)).in_calling_order(end).values(*COLUMNS)
    page = Paginator(values, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "query": query.urlencode() + "&" if query else "",
        "states": [(s, STATE_WORDS[s]) for s in room.STATES]
        + list(Task._meta.get_field("state").choices or []),
        "page": page,
        "rows": task_rows(page.object_list, now=now),
        "agents": User.objects.on_duty(now.date()),
        "departments": Department.objects.all(),
        "rules": Rule.objects.filter(active=True),
    }


def _chosen(request: StaffRequest) -> list[int]:
    return whole_numbers(request.POST.getlist("task")[:MOST_AT_ONCE])


def _receiver(request: StaffRequest) -> Any:
    """ "spread", the pool (None) or an agent; anything else is a 404 like a stranger's object."""
    to = request.POST.get("to", "spread")
    if to in ("spread", "pool"):
        return "spread" if to == "spread" else None
    return get_object_or_404(User.objects.agents(), pk=whole_number(to))


def _back(request: StaffRequest) -> str:
    """To the room, with the filter that stood in the form."""
    asked = Filter.read(request.POST)
    query = "&".join(
        part for part in (asked.without("agent"), f"agent={asked.agent}" if asked.agent else "") if part
    )
    return reverse("followups:supervisor") + (f"?{query}" if query else "")


def _tell(request: StaffRequest, results: list[Reassigned]) -> None:
    done = sum(r.code in ("done", "unchanged") for r in results)
    full = sum(r.code == "full" for r in results)
    held = sum(r.code == "held" for r in results)
    closed = sum(r.code in ("closed", "unknown") for r in results)
    if not results:
        messages.warning(request, _("Nothing was chosen: mark the tasks first."))
        return
    messages.success(
        request, ngettext("%(n)d task reassigned.", "%(n)d tasks reassigned.", done) % {"n": done}
    )
    for number, text in (
        (held, _("%(n)d are in a call and stay where they are.")),
        (full, _("%(n)d found no agent with time left and went to the pool.")),
        (closed, _("%(n)d are closed or suspended and stay as they are.")),
    ):
        if number:
            messages.warning(request, text % {"n": number})
