"""The routes of figures and reports, for tests/access_table.py."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from policy.spans import Span, free
from reports.actions import answering, moves
from reports.actions.drafting import draft
from reports.models import Report, ReportAlarm, ReportNotice
from staff.models import User
from staff.permissions import SIGNED_IN, Permission, Role
from tests import people
from tests.access_route import Kwargs, Route
from tests.reports.hospitals import a_month_of

FIGURES, WRITES = Permission.SEE_FIGURES, Permission.WRITE_REPORTS
APPROVES, ANSWERS = Permission.APPROVE_REPORTS, Permission.ANSWER_REPORTS
DUE = timezone.localdate(people.moment("2026-11-10 14:00"))


_serial = count(1)


def _draft(department: int | None = None) -> Report:
    """Another span each time; what was due then is of the clinician's department."""
    a_month_of(2)
    span = free(DUE - timedelta(days=next(_serial) % 300), DUE)
    return draft(Span.FREE, span, by=None, now=timezone.now(), department=department)


def _submitted(department: int | None = None) -> Report:
    draft = _draft(department)
    return moves.submit(draft.pk, edits=draft.edits, by=people.supervisor(), now=timezone.now())


def _approved(department: int | None = None) -> Report:
    waiting = _submitted(department)
    return moves.approve(waiting.pk, version=1, by=people.director(), now=timezone.now())


def as_kwargs(make: Callable[[], Report]) -> Callable[[User], Kwargs]:
    return lambda user: {"pk": make().pk}


def not_his(user: User) -> Kwargs | None:
    """Departments see what is approved, and another's own report never."""
    if user.role != Role.CLINICIAN:
        return None
    return {"pk": _approved(people.a_department("产科").pk).pk}


def not_approved(user: User) -> Kwargs | None:
    return {"pk": _draft().pk} if user.role == Role.CLINICIAN else None


def a_measure(user: User) -> Kwargs:
    return {"pk": _measure(user.department or people.a_department())}


def anothers_measure(user: User) -> Kwargs | None:
    return {"pk": _measure(people.a_department("产科"))}


def _measure(department: Any) -> int:
    return answering.set_measure(
        _approved().pk,
        department=department,
        text="入院时核对号码",
        responsible=people.clinician(),
        due_on=timezone.localdate() + timedelta(days=9),
        by=people.clinician(),
        now=timezone.now(),
    ).pk


def a_reminder(user: User) -> Kwargs:
    report = _submitted()
    assert report.owed_on is not None
    alarm = ReportAlarm.objects.create(
        report=report, step="approve", level="due", for_day=report.owed_on, given_at=timezone.now()
    )
    return {"pk": ReportNotice.objects.create(alarm=alarm, user=user).pk}


def anothers_reminder(user: User) -> Kwargs:
    return a_reminder(people.a_user(f"77{next(_serial)}", "旁人", Role.AGENT))


def texts(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {"edits": 1, "situation": "应访 {due}"}


def a_measure_to_set(user: User, kwargs: Kwargs) -> dict[str, Any]:
    until = timezone.localdate() + timedelta(days=9)
    return {"text": "入院时核对号码", "responsible": people.clinician().pk, "due_on": str(until)}


SIGNED = {"password": people.PASSWORD, "version": 1}
NEW = {"kind": "week", "day": "2026-11-10"}
REPORTS: tuple[Route, ...] = (
    Route("reports:overview", APPROVES),
    Route("reports:figures", FIGURES),
    Route("reports:rows", FIGURES),
    Route(
        "reports:rows_export", Permission.EXPORT, get=None, post=200,
        data={"of": "tasks", "why": "monthly_report"},
    ),
    Route("reports:indicators", FIGURES),
    Route("reports:discharges", (FIGURES, ANSWERS)),
    Route("reports:reports", (FIGURES, ANSWERS)),
    Route(
        "reports:report_new", WRITES, get=None, post=302, data=NEW,
        forged=lambda user: {"department": 987_654_321, "agent": people.director().pk},
    ),
    Route("reports:report", (FIGURES, ANSWERS), own=as_kwargs(_approved), other=not_his),
    Route("reports:text", WRITES, post=302, own=as_kwargs(_draft), data=texts),
    Route("reports:submit", WRITES, get=None, post=302, own=as_kwargs(_draft)),
    Route(
        "reports:send_back", APPROVES, get=None, post=302, own=as_kwargs(_submitted),
        data={"remarks": "请补充"},
    ),
    Route("reports:approve", APPROVES, get=None, post=302, own=as_kwargs(_submitted), data=SIGNED),
    Route("reports:finalise", APPROVES, get=None, post=302, own=as_kwargs(_approved), data=SIGNED),
    Route(
        "reports:file", (FIGURES, ANSWERS), get=None, post=200,
        own=lambda user: {"pk": _approved().pk, "kind": "csv"},
        other=lambda user: (found := not_his(user)) and {**found, "kind": "csv"},
        data={"reason": "monthly_report"},
    ),
    Route(
        "reports:reminder_seen", SIGNED_IN, get=None, post=302, own=a_reminder, other=anothers_reminder
    ),
    Route("reports:changes", FIGURES, own=as_kwargs(_approved)),
    Route(
        "reports:feedback", ANSWERS, get=None, post=302, own=as_kwargs(_approved), other=not_approved,
        data={"text": "已讨论"},
    ),
    Route(
        "reports:measure_set", ANSWERS, get=None, post=302, own=as_kwargs(_approved), other=not_his,
        data=a_measure_to_set,
    ),
    Route(
        "reports:measure_done", ANSWERS, get=None, post=302, own=a_measure, other=anothers_measure,
        data={"proof": "见登记本"},
    ),
)  # fmt: skip
