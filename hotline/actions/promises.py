"""A promise is made, kept, broken with a reason, given another time, handed over (A24, C6)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hotline.actions.refusals import Refused
from hotline.models import Promise
from patients.models import Patient
from policy.promises import MOVES, State, alarms, kept, may_be_due
from staff.actions.audit import record
from staff.models import Act, User
from staff.permissions import Permission


@transaction.atomic
def make(
    patient: Patient, *, what: str, due_at: datetime, channel: str, by: User, token: UUID, now: datetime
) -> Promise:
    """Whoever promises owes it; pressed twice, it is one. Raises Refused."""
    words = what.replace("\0", "").strip()[:300]
    if not words:
        raise Refused("what")
    if not may_be_due(due_at, now):
        raise Refused("due")
    promise, new = Promise.objects.get_or_create(
        token=token,
        defaults={
            "patient": patient,
            "what": words,
            "channel": channel,
            "made_by": by,
            "made_at": now,
            "due_at": due_at,
            "owner": by,
            "next_alarm_at": alarms(now, due_at)[0][1],
        },
    )
    if new:
        _tell(promise, "made", by=by, now=now, due=due_at.isoformat())
    return promise


@transaction.atomic
def keep(promise_id: int, *, told: str, by: User, now: datetime) -> Promise:
    """The patient was called and told."""
    promise = _open(promise_id)
    return _close(promise, kept(now, promise.due_at), told=told, by=by, now=now)


@transaction.atomic
def break_off(promise_id: int, *, reason: str, by: User, now: datetime) -> Promise:
    """By a supervisor: it will not be kept, and why."""
    if not reason.strip():
        raise Refused("reason")
    return _close(_open(promise_id), State.BROKEN, told=reason, by=by, now=now)


@transaction.atomic
def postpone(promise_id: int, *, due_at: datetime, by: User, now: datetime) -> Promise:
    """Another time that the patient has agreed to; what was missed by then stays missed."""
    promise = _open(promise_id)
    if not may_be_due(due_at, now):
        raise Refused("due")
    if promise.due_at <= now and promise.breached_at is None:
        promise.breached_at = promise.due_at
    promise.due_at, promise.next_alarm_at = due_at, alarms(now, due_at)[0][1]
    promise.save(update_fields=["due_at", "next_alarm_at", "breached_at"])
    _tell(promise, "postponed", by=by, now=now, due=due_at.isoformat())
    return promise


@transaction.atomic
def hand_over(promise_id: int, *, to: User, by: User | None, now: datetime) -> Promise:
    """`by` is nobody when the owner is away and the sweep finds another."""
    promise = _open(promise_id)
    if not to.is_active or not (to.may(Permission.MAKE_CALLS) or to.may(Permission.SUPERVISE)):
        raise Refused("nobody")
    if promise.owner_id != to.pk:
        before, promise.owner = promise.owner_id, to
        promise.save(update_fields=["owner"])
        _tell(promise, "handed_over", by=by, now=now, before=before, to=to.pk)
    return promise


def _open(promise_id: int) -> Promise:
    """Locked; raises Refused when somebody has closed it meanwhile."""
    promise = Promise.objects.select_for_update().get(pk=promise_id)
    if promise.state != State.OPEN:
        raise Refused("closed")
    return promise


def _close(promise: Promise, state: State, *, told: str, by: User, now: datetime) -> Promise:
    if state not in MOVES[State(promise.state)]:
        raise Refused("closed")
    promise.state, promise.closed_at, promise.closed_by = state, now, by
    promise.told = told.replace("\0", "").strip()[:500]
    promise.next_alarm_at = None
    if promise.due_at < now and promise.breached_at is None:
        promise.breached_at = promise.due_at
    promise.save(update_fields=["state", "closed_at", "closed_by", "told", "next_alarm_at", "breached_at"])
    _tell(promise, str(state), by=by, now=now)
    return promise


def _tell(promise: Promise, what: str, *, by: User | None, now: datetime, **more: object) -> None:
    record(
        Act.PROMISE_CHANGED,
        actor=by,
        now=now,
        patient_id=promise.patient_id,
        about=promise,
        detail={"what": what, **more},
    )
