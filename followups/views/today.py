"""The agent's day: the list in calling order, and the next call.  Templates: templates/followups/today/."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints.queries.mine import to_confirm
from followups.context import calling_in
from followups.drawing import drawn
from followups.listing import day_of
from followups.models import Task
from followups.strip import strip
from hotline.models import Promise
from policy.tasks import State
from regulation.reading import regulation_at
from staff.models import User
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PROMISES = 4  # the next ones; all of them have a page of their own


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    unsuccessful: int
    ready: int
    waiting: int

    @property
    def handled(self) -> int:
        return self.done + self.unsuccessful

    @property
    def all(self) -> int:
        return self.handled + self.ready + self.waiting

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Shares of the bar, in per cent."""
        parts, x = [], 0.0
        for kind, number in (("done", self.done), ("lost", self.unsuccessful), ("ready", self.ready)):
            width = number * 100 / (self.all or 1)
            parts.append({"kind": kind, "x": x, "width": width})
            x += width
        return parts


@require_GET
@allow(Permission.MAKE_CALLS)
def today(request: StaffRequest) -> HttpResponse:
    return render(request, "followups/today/day.html", _context(request.user, timezone.localtime()))


@require_GET
@allow(Permission.MAKE_CALLS)
def today_list(request: StaffRequest) -> HttpResponse:
    """The same day, redrawn while the page stands open."""
    return render(request, "followups/today/_list.html", _context(request.user, timezone.localtime()))


def _context(agent: User, now: datetime) -> dict[str, Any]:
    regulation = regulation_at(now)
    calendar = regulation.calendar
    calling = calling_in(calendar, now)
    day = day_of(agent, now=now)
    counts = _counts(agent, now)
    agreed = [(row.call_at, row.name) for row in (*day.now, *day.waiting) if row.agreed]
    return {
        "now": now,
        "calling_now": calling,
        "calling": calling,  # the top bar's, which need not ask again
        "day": day,
        "rows_now": drawn(day.now, calling=calling.open),
        "rows_waiting": drawn(day.waiting, calling=calling.open, waiting=True),
        "rows_blocked": drawn(day.blocked, calling=calling.open, waiting=True),
        "progress": Progress(counts["done"], counts["lost"], len(day.now), len(day.waiting)),
        "strip": strip(calendar, sorted(agreed), now=now),
        "minutes_needed": round((len(day.now) + len(day.waiting)) * regulation.options.minutes_per_call),
        "closed_why": calendar.closed_why(now.date()),
        "last": agent.attempts.filter(
            saved_at__gte=now.replace(hour=0, minute=0, second=0), corrected_by=None
        )
        .select_related("patient")
        .first(),
        "promises": Promise.objects.owed_by(agent).by_time().select_related("patient")[:PROMISES],
        "to_confirm": counts.get("to_confirm", 0),
        "drafts": agent.drafts.select_related("patient").exclude(data={}),
    }


def _counts(agent: User, now: datetime) -> dict[str, int]:
    """By this agent today, in patients as the list counts them: `done`, `lost`. Answered complaints that earn
    a question about their handling: `to_confirm`; that list is read, nobody pushes it here. One query."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    closed = Task.objects.filter(closed_at__gte=midnight, purposes__attempt__agent=agent)
    counts = {
        "done": _count(closed.filter(state__in=[State.COMPLETED, State.EXEMPT]), "patient"),
        "lost": _count(closed.filter(state=State.UNSUCCESSFUL), "patient"),
    }
    if agent.may(Permission.CONFIRM_COMPLAINTS):
        counts["to_confirm"] = _count(to_confirm(agent), "pk")
    found = User.objects.filter(pk=agent.pk).values(**counts).get()
    return {name: number or 0 for name, number in found.items()}


def _count(rows: "QuerySet[Any]", what: str) -> Subquery:
    number = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count(what, distinct=True))
    return Subquery(number.values("n"))
