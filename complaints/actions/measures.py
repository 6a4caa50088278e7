"""Corrective measures: set by the department, carried out with proof, checked by the quality office (A17)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from complaints.actions.attachments import attach
from complaints.actions.changing import clean, lock, tell
from complaints.actions.ordering import note_seen
from complaints.actions.points import take_points
from complaints.actions.refusals import Missing, Refused
from complaints.models import Complaint, CorrectiveMeasure, Order, OrderPart
from complaints.models.cases import AT_WORK
from policy.complaints import State
from staff.models import Department, User
from staff.permissions import Permission, Role

MAY_BE_MEASURED = (*AT_WORK, State.ANSWERED)


def departments_of(complaint: Complaint) -> list[Department]:
    """The lead department of the order in force, then those that take part."""
    order = complaint.order
    if order is None:
        return []
    parts = OrderPart.objects.filter(order=order).select_related("department")
    return [order.lead, *(part.department for part in parts)]


def named_in(complaint: Complaint) -> set[int]:
    """Whom the order in force names: he who answers, and the persons of the departments that take part."""
    if complaint.order is None:
        return set()
    parts = OrderPart.objects.filter(order=complaint.order_id, person__isnull=False)
    return {complaint.order.responsible_id, *parts.values_list("person", flat=True)}


def may_set(complaint: Complaint, user: User) -> bool:
    """Whoever is named in the order, the departments concerned, and the assistant."""
    if complaint.state not in MAY_BE_MEASURED or complaint.order is None:
        return False
    if user.role == Role.ASSISTANT or complaint.order.responsible_id == user.pk:
        return True
    ours = {department.pk for department in departments_of(complaint)}
    return user.may(Permission.WORK_COMPLAINTS) and user.department_id in ours


def may_carry_out(measure: CorrectiveMeasure, user: User) -> bool:
    ours = user.role == Role.CLINICIAN and user.department_id == measure.department_id
    return ours or user.pk in (measure.responsible_id, measure.set_by_id)


@transaction.atomic
def set_measure(
    complaint_id: int,
    *,
    by: User,
    now: datetime,
    department: Department,
    text: str,
    responsible: User,
    due_on: date,
    token: UUID | None = None,
) -> CorrectiveMeasure:
    """Twice with one token is one measure."""
    complaint = _locked(complaint_id)
    if known := _known(token, complaint, by):
        return known
    if not clean(text):
        raise Missing(("text",))
    if complaint.state not in MAY_BE_MEASURED:
        raise Refused("wrong_state")
    if not may_set(complaint, by):
        raise Refused("not_yours")
    if department not in departments_of(complaint):
        raise Refused("wrong_department")
    if not responsible.may(Permission.WORK_COMPLAINTS):
        raise Refused("cannot_prove")
    if due_on < timezone.localdate(now):
        raise Refused("in_the_past")
    measure = CorrectiveMeasure.objects.create(
        complaint=complaint,
        department=department,
        text=clean(text),
        responsible=responsible,
        due_on=due_on,
        set_by=by,
        set_at=now,
        token=token,
    )
    note_seen(complaint, by=by, now=now)
    complaint.handlers.add(
        by, responsible
    )  # who answers for a measure does not ask whether the patient is content (C8)
    changes = {
        "due_on": [None, str(due_on)],
        "responsible": [None, responsible.full_name],
        "measure": measure.pk,
    }
    tell(complaint, "measure_set", by=by, now=now, text=measure.text, changes=changes)
    return measure


def _known(token: UUID | None, complaint: Complaint, by: User) -> CorrectiveMeasure | None:
    """What the first press has set."""
    found = CorrectiveMeasure.objects.filter(token=token).first() if token else None
    if found and (found.complaint_id, found.set_by_id) != (complaint.pk, by.pk):
        raise Refused("not_yours")
    return found


@transaction.atomic
def carry_out(
    measure_id: int, *, by: User, now: datetime, proof: str, files: Iterable[Any] = ()
) -> CorrectiveMeasure:
    """The proof is a sentence, and files if any (BadFile when one will not do). What was found insufficient
    is carried out anew."""
    measure = _measure(measure_id)
    if not clean(proof):
        raise Missing(("proof",))
    if not may_carry_out(measure, by):
        raise Refused("not_yours")
    if measure.carried_out_at and measure.sufficient is not False:
        raise Refused("already_done")
    before = measure.proof
    measure.proof, measure.carried_out_at, measure.carried_out_by = clean(proof), now, by
    measure.checked_at = measure.checked_by = measure.sufficient = None
    measure.save()
    papers = list(files)
    if papers:
        attach(measure.complaint_id, papers, by=by, now=now, measure=measure)
        measure.complaint.refresh_from_db(fields=["version"])
    changes = {"measure": measure.pk, **({"proof": [before, measure.proof]} if before else {})}
    tell(measure.complaint, "measure_done", by=by, now=now, text=measure.proof, changes=changes)
    return measure


@transaction.atomic
def check(
    measure_id: int, *, by: User, now: datetime, sufficient: bool, remark: str = "", item: str = ""
) -> CorrectiveMeasure:
    """By the quality office, never by whoever carried it out. `item`: what points are taken for, if any."""
    measure = _measure(measure_id)
    if not by.may(Permission.CHECK_MEASURES):
        raise Refused("not_yours")
    if by.pk in (measure.carried_out_by_id, measure.responsible_id):
        raise Refused("handled_it")
    if measure.carried_out_at is None:
        raise Refused("not_carried_out")
    if measure.checked_at is not None:
        raise Refused("already_checked")
    if not sufficient and not clean(remark):
        raise Missing(("remark",))
    measure.checked_at, measure.checked_by = now, by
    measure.sufficient, measure.remark = sufficient, clean(remark)
    measure.save()
    changes = {"measure": measure.pk, "sufficient": [None, sufficient]}
    tell(measure.complaint, "measure_checked", by=by, now=now, text=measure.remark, changes=changes)
    if item:
        take_points(
            measure.department,
            by=by,
            now=now,
            item=item,
            reason=measure.remark or measure.text[:200],
            complaint=measure.complaint,
            measure=measure,
        )
    return measure


def concerning(user: User) -> Q:
    """Measures that `user` has to see to: his own and those of his department."""
    mine = Q(responsible=user)
    if user.role == Role.CLINICIAN and user.department_id:
        mine |= Q(department_id=user.department_id)
    return mine


def _locked(complaint_id: int) -> Complaint:
    complaint = lock(complaint_id)
    if complaint.order_id is not None:
        complaint.order = Order.objects.select_related("lead").get(pk=complaint.order_id)
    return complaint


def _measure(measure_id: int) -> CorrectiveMeasure:
    """The case is locked first, as everywhere."""
    case = CorrectiveMeasure.objects.values_list("complaint_id", flat=True).get(pk=measure_id)
    complaint = _locked(case)
    found = CorrectiveMeasure.objects.select_related("department").get(pk=measure_id)
    found.complaint = complaint
    return found
