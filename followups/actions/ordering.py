"""Ordering further calls, and taking an order back (E1); the queue finds the visit by its flag."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max

from followups.actions.retrying import retried
from followups.actions.typed import clean
from followups.models import OrderedCall, Rule, RuleVersion
from patients.models import Visit
from policy import orders
from regulation.reading import regulation_at
from staff.actions.audit import record
from staff.models import Act, User


class CannotOrder(Exception):
    """`code`: days (past, none, too far), purpose, reason (missing), no_anchor (still in hospital, or
    cancelled), deceased, do_not_call, withdrawn (already)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@retried
def order_calls(
    visit: Visit, *, days: Sequence[date], purpose: str, note: str = "", by: User, now: datetime
) -> list[OrderedCall]:
    """One for each day; what is ordered already stays as it is. Raises CannotOrder."""
    today = regulation_at(now).day
    words = clean(purpose).strip()[:100]
    _check(visit, days, words, today)
    _rule(today=today, now=now)
    visit = Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
    standing = OrderedCall.objects.standing().filter(visit=visit, purpose=words)
    there = set(standing.values_list("day", flat=True))
    last = visit.ordered_calls.aggregate(last=Max("number"))["last"] or 0
    fresh = [day for day in sorted(set(days)) if day not in there]
    made = [
        OrderedCall(
            visit=visit,
            number=number,
            day=day,
            purpose=words,
            note=clean(note).strip()[:500],
            ordered_by=by,
            ordered_at=now,
        )
        for number, day in enumerate(fresh, start=last + 1)
    ]
    OrderedCall.objects.bulk_create(made)
    if made:
        _flag(visit)
        detail = {"visit": visit.pk, "numbers": [one.number for one in made], "days": [str(d) for d in fresh]}
        record(Act.CALLS_ORDERED, actor=by, now=now, patient_id=visit.patient_id, detail=detail)
    return made


@retried
def withdraw_order(order_id: int, *, reason: str, by: User, now: datetime) -> OrderedCall:
    """Its task, if it has one that is not closed, is withdrawn by the next review."""
    order = OrderedCall.objects.select_for_update(of=("self",)).select_related("visit").get(pk=order_id)
    words = clean(reason).strip()[:300]
    if not words:
        raise CannotOrder("reason")
    if order.withdrawn_at:
        raise CannotOrder("withdrawn")
    order.withdrawn_at, order.withdrawn_by, order.withdrawn_because = now, by, words
    order.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    _flag(order.visit)
    detail = {"visit": order.visit_id, "number": order.number, "withdrawn": True}
    record(
        Act.CALLS_ORDERED, actor=by, now=now, patient_id=order.visit.patient_id, about=order, detail=detail
    )
    return order


def _check(visit: Visit, days: Sequence[date], purpose: str, today: date) -> None:
    checks = {
        "purpose": not purpose,
        "days": not orders.may_be_ordered(days, today),
        "no_anchor": visit.anchor_on is None or visit.cancelled_at is not None,
        "deceased": visit.patient.deceased,
        "do_not_call": visit.patient.do_not_call,
    }
    code = next((code for code, holds in checks.items() if holds), "")
    if code:
        raise CannotOrder(code)


def _flag(visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk).update(needs_review=True)


def _rule(*, today: date, now: datetime) -> None:
    """The rule under which all ordered calls stand: made with the first of them."""
    rule, new = Rule.objects.get_or_create(
        code=orders.RULE, defaults={"name": "追加回访", "name_en": "Ordered call"}
    )
    if new:
        RuleVersion.objects.create(
            rule=rule,
            number=1,
            spec=orders.SPEC.to_json(),
            effective_from=today,
            anchors_from=date(2000, 1, 1),
            reason="E1",
            published_at=now,
            needs_applying=False,
        )
