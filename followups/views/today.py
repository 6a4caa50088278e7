"""The agent's day: the list in calling order, and the next call.  Templates: templates/followups/today/."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from followups.context import calling_in
from followups.drawing import drawn
from followups.listing import day_of
from followups.queries.day import DUE, HANDLED, LAST_SAVED, PROMISED, WRITTEN
from followups.strip import strip
from regulation.reading import regulation_asked
from staff.actions.prepared import together
from staff.models import User
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@dataclass(frozen=True, slots=True)
class Progress:
    """Patients by the state in which their tasks ended, and calls that are left."""

    ready: int
    waiting: int
    completed: int = 0
    unsuccessful: int = 0
    exempt: int = 0

    @property
    def handled(self) -> int:
        return self.completed + self.unsuccessful + self.exempt

    @property
    def all(self) -> int:
        return self.handled + self.ready + self.waiting

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Shares of the bar, in per cent."""
        parts, x = [], 0.0
        shares = {
            "done": self.completed,
            "lost": self.unsuccessful,
            "exempt": self.exempt,
            "ready": self.ready,
        }
        for kind, number in shares.items():
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
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = midnight + timedelta(days=1)
    regulation, due, ((ended, to_confirm, cases),), last, promises, drafts = together(
        regulation_asked(now),
        DUE.asked(agent=agent.pk, now=now, midnight=tomorrow),
        HANDLED.asked(agent=agent.pk, begin=midnight, end=tomorrow),
        LAST_SAVED.asked(agent=agent.pk, begin=midnight),
        PROMISED.asked(agent=agent.pk),
        WRITTEN.asked(agent=agent.pk),
    )
    calendar = regulation.calendar
    calling = calling_in(calendar, now)
    day = day_of(due, agent=agent, now=now)
    agreed = [(row.call_at, row.name) for row in (*day.now, *day.waiting) if row.agreed]
    return {
        "now": now,
        "calling_now": calling,
        "calling": calling,  # the top bar's, which need not ask again
        "day": day,
        "rows_now": drawn(day.now, calling=calling.open),
        "rows_waiting": drawn(day.waiting, calling=calling.open, waiting=True),
        "rows_blocked": drawn(day.blocked, calling=calling.open, waiting=True),
        "progress": Progress(len(day.now), len(day.waiting), **(ended or {})),
        "strip": strip(calendar, sorted(agreed), now=now),
        "patients": len({row.patient for row in (*day.now, *day.waiting)}),
        "minutes_needed": round((len(day.now) + len(day.waiting)) * regulation.options.minutes_per_call),
        "closed_why": calendar.closed_why(now.date()),
        "last": next(iter(last), None),
        "promises": promises,
        "to_confirm": to_confirm if agent.may(Permission.CONFIRM_COMPLAINTS) else 0,
        "cases": cases or 0,
        "drafts": drafts,
    }
