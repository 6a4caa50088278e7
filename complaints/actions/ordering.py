"""Who does what until when; and whom praise reaches (A10, A20)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from complaints.actions.clocks import running
from complaints.actions.refusals import Refused
from complaints.deadlines import deadlines
from complaints.limits import limits_at
from complaints.models import Complaint, Order, OrderPart, PraiseNotice
from policy.complaints import Move
from staff.models import Department, User
from staff.permissions import Role

WORK = (Move.FIND, Move.DRAFT, Move.ANSWER)


def new_order(
    complaint: Complaint,
    *,
    by: User,
    now: datetime,
    responsible: User,
    lead: Department,
    task: str,
    until: datetime,
    parts: Sequence[tuple[Department, User | None]],
) -> Mapping[str, Any]:
    """The departments of the order are from now on those concerned, beside those that have worked on it."""
    _refuse(complaint, responsible, until, now=now)
    before = complaint.order
    order = Order.objects.create(
        complaint=complaint,
        responsible=responsible,
        lead=lead,
        task=task,
        until=until,
        ordered_by=by,
        ordered_at=now,
    )
    others = {department.pk: (department, person) for department, person in parts if department != lead}
    OrderPart.objects.bulk_create(
        OrderPart(order=order, department=department, person=person) for department, person in others.values()
    )
    complaint.order = order
    rooms = _concern(complaint, [lead, *(department for department, _person in others.values())], now=now)
    complaint.handlers.add(by, responsible, *(person for _d, person in others.values() if person))
    return {
        "responsible": [before.responsible.full_name if before else None, responsible.full_name],
        "lead": [before.lead.name if before else None, lead.name],
        "parts": [None, [department.name for department, _person in others.values()]],
        "until": [before.until.isoformat() if before else None, until.isoformat()],
        **rooms,
    }


def _concern(complaint: Complaint, ordered: Sequence[Department], *, now: datetime) -> dict[str, Any]:
    """A department that was named by mistake leaves, unless a limit that is shorter without it were over at
    once: nobody could have kept it."""
    before, worked = list(complaint.departments.all()), _at_work(complaint)
    complaint.departments.set({*ordered, *(room for room in before if room.pk in worked)})
    clocks = running(complaint)
    dates = zip(clocks, deadlines(complaint, clocks), strict=True)
    if any(found.due <= now < clock.due_at for clock, found in dates):
        complaint.departments.add(*before)
    names = [sorted(room.name for room in rooms) for rooms in (before, complaint.departments.all())]
    return {"departments": names} if names[0] != names[1] else {}


def _at_work(complaint: Complaint) -> set[Any]:
    """Departments with a finding, a measure, points, or words of theirs in it."""
    rows = (complaint.findings, complaint.measures, complaint.points)
    found = {pk for of_case in rows for pk in of_case.values_list("department", flat=True)}
    found.update(complaint.events.filter(what__in=WORK).values_list("by__department", flat=True))
    return found


def _refuse(complaint: Complaint, responsible: User, until: datetime, *, now: datetime) -> None:
    roles = limits_at(timezone.localdate(now)).roles_for(complaint.kind)
    checks = (
        ("inactive", responsible.is_active),
        ("wrong_role", responsible.role in roles),
        ("until_past", until > now),
    )
    for code, holds in checks:
        if not holds:
            raise Refused(code)


def note_seen(complaint: Complaint, *, by: User, now: datetime) -> bool:
    """Whoever acts on an order that names him has it; False when that was known, or it names others."""
    if complaint.order_id is None:
        return False
    orders = Order.objects.filter(pk=complaint.order_id, responsible=by, seen_at=None)
    parts = OrderPart.objects.filter(order=complaint.order_id, person=by, seen_at=None)
    return bool(orders.update(seen_at=now) + parts.update(seen_at=now))


def end_order(complaint: Complaint) -> None:
    """None is in force any more; what was ordered stays on record."""
    complaint.order = None


def praise(
    complaint: Complaint, users: Sequence[User], lead: Department | None, *, now: datetime
) -> Mapping[str, Any]:
    """Whom the recorder named and the assistant did not choose, is not told. Refused: reaches_nobody."""
    chosen = [user for user in users if user.is_active]
    if not chosen and lead is not None:
        chosen = list(User.objects.active().filter(department=lead, role=Role.CLINICIAN))
    if not chosen:
        raise Refused("reaches_nobody")
    PraiseNotice.objects.filter(complaint=complaint).exclude(user__in=chosen).delete()
    PraiseNotice.objects.bulk_create(
        [PraiseNotice(complaint=complaint, user=user, told_at=now) for user in chosen],
        update_conflicts=True,
        unique_fields=["complaint", "user"],
        update_fields=["told_at"],
    )
    if lead is not None:
        complaint.departments.add(lead)
    return {"told": [None, [user.full_name for user in chosen]]}
