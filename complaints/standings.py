"""A case and a person as policy.complaints knows them: what may be done now, and by whom."""

from datetime import datetime

from django.utils import timezone

from complaints.limits import limits_at
from complaints.models import Complaint
from complaints.models.cases import AT_WORK
from policy.complaints import Actor, Kind, Move, Standing, State, allowed
from staff.models import Absence, User
from staff.permissions import Role


def standing_of(complaint: Complaint) -> Standing:
    return Standing(
        kind=Kind(complaint.kind),
        state=State(complaint.state),
        reopened=complaint.reopened,
        orders=complaint.orders.count(),
        has_contact=complaint.has_contact,
        measures=complaint.measures.count(),
        no_measure_reason=bool(complaint.no_measure_reason),
        confirm_tries=tries(complaint),
        told=complaint.told_at is not None,
    )


def tries(complaint: Complaint) -> int:
    """Calls that reached nobody since the answer was told the last time."""
    if complaint.told_at is None:
        return 0
    return complaint.confirmations.filter(level=None, at__gte=complaint.told_at).count()


def actor_of(complaint: Complaint, user: User) -> Actor:
    order = complaint.order
    return Actor(
        role=user.role,
        recorder=complaint.recorded_by_id == user.pk,
        responsible=order is not None and order.responsible_id == user.pk,
        in_lead=order is not None and user.role == Role.CLINICIAN and order.lead_id == user.department_id,
        handler=complaint.handlers.filter(pk=user.pk).exists(),
    )


def may_now(complaint: Complaint, user: User) -> tuple[Move, ...]:
    """What a screen may offer; the action looks again under its lock."""
    return allowed(standing_of(complaint), actor_of(complaint, user)) if user.is_active else ()


def holders(complaint: Complaint) -> list[User]:
    """Who has to see to the next step: one person, or everybody of the role that decides."""
    if complaint.state == State.RETURNED:
        named = [complaint.recorded_by]
    elif complaint.state in AT_WORK and complaint.order is not None:
        named = [complaint.order.responsible]
        if complaint.state == State.DRAFTED:
            named.append(complaint.recorded_by)  # who was asked first owes the answer's return (B16)
    else:
        return those_of(Role.DIRECTOR if complaint.state == State.ESCALATED else Role.ASSISTANT)
    return [user for user in named if user.is_active] or those_of(Role.ASSISTANT)


def holding(complaint: Complaint, *, now: datetime) -> list[User]:
    """The holders, and for each who is on leave the deputies that the standing orders name and who are
    here."""
    users = holders(complaint)
    away = set(Absence.objects.on(timezone.localdate(now)).values_list("user", flat=True))
    gone = [user.pk for user in users if user.pk in away]
    if not gone:
        return users
    deputies = User.objects.active().filter(deputy_in__person__in=gone).exclude(pk__in=away).distinct()
    return [*users, *deputies]


def those_of(role: Role) -> list[User]:
    return list(User.objects.active().filter(role=role))


def not_filled_in(complaint: Complaint, departments: int) -> tuple[str, ...]:
    """Fields that this kind, severity or channel asks for and that are empty (C4, D5)."""
    limits = limits_at(timezone.localdate(complaint.recorded_at))
    wanted = limits.required_for(kind=complaint.kind, severity=complaint.severity, channel=complaint.channel)
    return tuple(
        name for name in wanted if not (departments if name == "departments" else getattr(complaint, name))
    )
