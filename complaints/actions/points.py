"""Points taken from a department's month, the department's objection, and the decision on it (E4)."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from complaints.actions.changing import clean
from complaints.actions.refusals import Missing, Refused
from complaints.limits import points_at
from complaints.models import Complaint, CorrectiveMeasure, PointEntry
from staff.actions.audit import record
from staff.models import Act, Department, User
from staff.permissions import Permission, Role


@transaction.atomic
def take_points(
    department: Department,
    *,
    by: User,
    now: datetime,
    item: str,
    reason: str,
    complaint: Complaint | None = None,
    measure: CorrectiveMeasure | None = None,
    token: UUID | None = None,
) -> PointEntry:
    """As many as the table in force says, from the month in which they are taken. Twice with one token is
    one entry."""
    if not by.may(Permission.CHECK_MEASURES):
        raise Refused("not_yours")
    if not clean(reason):
        raise Missing(("reason",))
    today = timezone.localdate(now)
    found = points_at(today).item(item)
    if found is None:
        raise Refused("no_such_item")
    entry, new = PointEntry.objects.get_or_create(
        token=token or uuid4(),
        defaults={
            "department": department,
            "month": today.replace(day=1),
            "item": item,
            "points": found.points,
            "reason": clean(reason)[:500],
            "complaint": complaint,
            "measure": measure,
            "by": by,
            "at": now,
        },
    )
    if new:
        _log(entry, "taken", by=by, now=now)
    elif entry.by_id != by.pk:
        raise Refused("not_yours")
    return entry


def may_object(entry: PointEntry, user: User) -> bool:
    ours = user.role == Role.CLINICIAN and user.department_id == entry.department_id
    return ours and entry.objected_at is None


@transaction.atomic
def object_to(entry_id: int, *, by: User, now: datetime, text: str) -> PointEntry:
    """Once, by the department."""
    entry = PointEntry.objects.select_for_update().get(pk=entry_id)
    if not clean(text):
        raise Missing(("objection",))
    if entry.objected_at is not None:
        raise Refused("already_objected")
    if not may_object(entry, by):
        raise Refused("not_yours")
    entry.objection, entry.objected_by, entry.objected_at = clean(text), by, now
    entry.save(update_fields=["objection", "objected_by", "objected_at"])
    _log(entry, "objected", by=by, now=now)
    return entry


def may_decide(entry: PointEntry, user: User) -> bool:
    """The assistant or the director, not whoever took the points."""
    waits = entry.objected_at is not None and entry.decided_at is None
    return waits and user.may(Permission.ORDER_COMPLAINTS) and entry.by_id != user.pk


@transaction.atomic
def decide_objection(entry_id: int, *, by: User, now: datetime, upheld: bool, decision: str) -> PointEntry:
    """By the assistant or the director, not by whoever took the points."""
    entry = PointEntry.objects.select_for_update().get(pk=entry_id)
    if not clean(decision):
        raise Missing(("decision",))
    if not by.may(Permission.ORDER_COMPLAINTS):
        raise Refused("not_yours")
    if entry.by_id == by.pk:
        raise Refused("handled_it")
    if entry.objected_at is None:
        raise Refused("no_objection")
    if entry.decided_at is not None:
        raise Refused("already_decided")
    entry.upheld, entry.decision = upheld, clean(decision)
    entry.decided_by, entry.decided_at = by, now
    entry.save(update_fields=["upheld", "decision", "decided_by", "decided_at"])
    _log(entry, "upheld" if upheld else "rejected", by=by, now=now)
    return entry


def _log(entry: PointEntry, what: str, *, by: User, now: datetime) -> None:
    detail = {"points": what, "department": entry.department_id, "number": str(entry.points)}
    record(Act.COMPLAINT_CHANGED, actor=by, now=now, about=entry, detail=detail)
