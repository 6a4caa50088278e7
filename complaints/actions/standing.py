"""Standing orders: who usually takes what, and what the decision form is filled in with (A20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from complaints.actions.changing import clean
from complaints.actions.refusals import Refused
from complaints.models import Complaint, StandingOrder
from staff.actions.audit import record
from staff.models import Absence, Act, Department, User
from staff.permissions import Permission

LEFT = timedelta(days=2)  # what remains for telling the patient
END_OF_WORK = time(17)
WITHOUT_CLOCK = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Suggestion:
    person: User | None
    deputy_used: bool
    because: StandingOrder | None  # None: nobody is named for it
    away_until: date | None  # of the person whose deputy it is
    lead: Department | None
    task: str
    until: datetime
    parts: tuple[tuple[Department, User | None], ...]


def suggest(complaint: Complaint, now: datetime) -> Suggestion:
    """The most fitting order: kind and department, then department, then kind. The first department for which
    somebody is named leads, the others take part."""
    orders = _orders_of(complaint.kind)
    departments = list(complaint.departments.all())
    found = {d.pk: _fitting(orders, d.pk) for d in departments}
    led = sorted(departments, key=lambda d: _rank(found[d.pk]))
    lead = led[0] if led else None
    order = found[lead.pk] if lead else _fitting(orders, None)
    away = _absences(now)
    person, deputy_used, until = _present(order, away)
    return Suggestion(
        person=person,
        deputy_used=deputy_used,
        because=order,
        away_until=until,
        lead=lead or (person.department if person else None),
        task=order.task if order else "",
        until=until_when(complaint, now),
        parts=tuple((d, _present(_own(found[d.pk]), away)[0]) for d in led[1:]),
    )


def persons_for(complaint: Complaint, departments: Sequence[Department], now: datetime) -> list[User | None]:
    """Whom the standing orders name in each of the departments that take part, whichever of them leads."""
    orders, away = _orders_of(complaint.kind), _absences(now)
    return [_present(_own(_fitting(orders, room.pk)), away)[0] for room in departments]


def until_when(complaint: Complaint, now: datetime) -> datetime:
    """Two days before the end of its last day, at the end of work; on a short clock, half of what is left."""
    if complaint.due_at is None or complaint.due_at <= now:
        return _at_end_of_work(timezone.localdate(now + WITHOUT_CLOCK))
    last = timezone.localdate(complaint.due_at - timedelta(microseconds=1))
    wanted = _at_end_of_work(last - LEFT)
    return wanted if wanted > now else now + (complaint.due_at - now) / 2


def _at_end_of_work(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, END_OF_WORK))


def _orders_of(kind: str) -> Sequence[StandingOrder]:
    people = "person__department", "deputy__department", "department"
    return list(StandingOrder.objects.filter(kind__in=["", kind]).select_related(*people))


def _fitting(orders: Sequence[StandingOrder], department_id: int | None) -> StandingOrder | None:
    fit = [o for o in orders if o.department_id in (None, department_id)]
    return min(fit, key=_rank, default=None)


def _rank(order: StandingOrder | None) -> int:
    if order is None:
        return 9
    return (0 if order.department_id else 2) + (0 if order.kind else 1)


def _own(order: StandingOrder | None) -> StandingOrder | None:
    """One that is about the department itself: the general one names the same person for all."""
    return order if order is not None and order.department_id else None


def _absences(now: datetime) -> Mapping[int, date]:
    today = timezone.localdate(now)
    return dict(Absence.objects.on(today).order_by("last_day").values_list("user", "last_day"))


def _present(order: StandingOrder | None, away: Mapping[int, date]) -> tuple[User | None, bool, date | None]:
    """The person; the deputy while he is away or has left; he himself when the deputy is away too."""
    if order is None:
        return None, False, None
    person, deputy = order.person, order.deputy
    gone = not person.is_active or person.pk in away
    if gone and deputy and deputy.is_active and deputy.pk not in away:
        return deputy, True, away.get(person.pk)
    return (person if person.is_active else None), False, away.get(person.pk)


@transaction.atomic
def set_standing(
    *,
    by: User,
    now: datetime,
    kind: str,
    department: Department | None,
    person: User,
    deputy: User | None = None,
    task: str = "",
) -> StandingOrder:
    """One for each kind and department; what was there gives way. Refused: not_yours, same_person."""
    if not by.may(Permission.EDIT_STANDING_ORDERS):
        raise Refused("not_yours")
    if deputy == person:
        raise Refused("same_person")
    order, _new = StandingOrder.objects.update_or_create(
        kind=kind,
        department=department,
        defaults={"person": person, "deputy": deputy, "task": clean(task, 500)},
    )
    detail = {"standing": "set", "kind": kind, "person": person.pk, "deputy": deputy.pk if deputy else None}
    record(Act.REGULATION_CHANGED, actor=by, now=now, about=order, detail=detail)
    return order


@transaction.atomic
def drop_standing(order_id: int, *, by: User, now: datetime) -> None:
    if not by.may(Permission.EDIT_STANDING_ORDERS):
        raise Refused("not_yours")
    order = StandingOrder.objects.get(pk=order_id)
    record(Act.REGULATION_CHANGED, actor=by, now=now, about=order, detail={"standing": "dropped"})
    order.delete()
