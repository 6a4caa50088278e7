"""Alerts that nobody has answered: which department, since when, with whom; never what was said (A25).

Templates: templates/complaints/watching/.
"""

from datetime import datetime
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints.alertpeople import called_people
from complaints.models import ClinicalAlert
from policy.alerts import State
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


class Waiting(NamedTuple):
    pk: int
    level: str
    state: str
    department: str
    raised_at: datetime
    due_at: datetime
    promise_at: datetime
    people: str
    raised_by: str
    late: bool
    broken: bool  # the promise


@require_GET
@allow(Permission.WATCH_ALERTS)
def watching(request: StaffRequest) -> HttpResponse:
    context = _context() | {"may_edit": request.user.may(Permission.EDIT_ALERTS)}
    return render(request, "complaints/watching/watching.html", context)


@require_GET
@allow(Permission.WATCH_ALERTS)
def watching_list(request: StaffRequest) -> HttpResponse:
    """The same list, redrawn while the page stands open."""
    return render(request, "complaints/watching/_list.html", _context())


def _context() -> dict[str, object]:
    now = timezone.localtime()
    related = ("department", "raised_by", "taken_by")
    columns = ClinicalAlert.objects.unanswered().select_related(*related).defer("words", "facts", "title")
    rows = list(columns.most_urgent_first())
    called = called_people([row.pk for row in rows])
    return {"rows": [_row(row, called.get(row.pk, ""), now) for row in rows], "now": now}


def _row(alert: ClinicalAlert, called: str, now: datetime) -> Waiting:
    return Waiting(
        alert.pk,
        alert.level,
        alert.state,
        str(alert.department),
        alert.raised_at,
        alert.due_at,
        alert.promise_at,
        alert.taken_by.full_name if alert.taken_by else called,
        alert.raised_by.full_name,
        alert.state == State.NEW and alert.due_at <= now,
        alert.promise_at <= now,
    )
