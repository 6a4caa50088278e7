"""Who does what until when; and whom praise reaches (A10, A20)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from complaints.actions.refusals import Refused
from complaints.limits import limits_at
from complaints.models import Complaint, Order, OrderPart, PraiseNotice
from staff.models import Department, User
from staff.permissions import Role


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
    """The departments of the order are from now on those concerned."""
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
    complaint.departments.add(lead, *(department for department, _person in others.values()))
    complaint.handlers.add(by, responsible, *(person for _d, person in others.values() if person))
    return {
        "responsible": [before.responsible.full_name if before else None, responsible.full_name],
        "lead": [before.lead.name if before else None, lead.name],
        "parts": [None, [department.name for department, _person in others.values()]],
        "until": [before.until.isoformat() if before else None, until.isoformat()],
    }


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
    """Whom the recorder named and the assistant did not choose, is not told."""
    chosen = list(users)
    if not chosen and lead is not None:
        chosen = list(User.objects.active().filter(department=lead, role=Role.CLINICIAN))
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
