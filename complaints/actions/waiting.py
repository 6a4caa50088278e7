"""More time: extensions and pauses, each with a reason, asked for by one and decided by another (C4)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from complaints.actions.changing import clean, lock, tell
from complaints.actions.clocks import note_breaches, reckon, resume, running, set_dates
from complaints.actions.refusals import Missing, Refused
from complaints.models import Complaint, Extension, Pause
from complaints.models.clocks import LONGEST_EXTENSION
from staff.models import User
from staff.permissions import Permission

# Codes beside policy's: no_clock (none runs), asked_already, days, decided_already, own_request,
# of_the_last_answer (asked for before the clocks that run now began), paused_already, not_paused.


@transaction.atomic
def ask_extension(complaint_id: int, *, by: User, now: datetime, days: int, reason: str) -> Extension:
    """By the assistant. It counts from `days` of each clock's own unit once it is approved."""
    complaint, why = _asked(complaint_id, by=by, reason=reason)
    if not 1 <= days <= LONGEST_EXTENSION:
        raise Refused("days")
    if complaint.extensions.filter(approved=None, asked_at__gte=_begun(complaint)).exists():
        raise Refused("asked_already")
    extension = Extension.objects.create(
        complaint=complaint, days=days, reason=why, asked_by=by, asked_at=now
    )
    _tell(complaint, "extension_asked", extension, by=by, now=now, text=why, days=days)
    return extension


@transaction.atomic
def decide_extension(extension_id: int, *, by: User, now: datetime, approved: bool) -> Extension:
    """By the executive director. What was breached by then stays breached; what was asked for before an
    answer that did not satisfy prolongs nothing any more and can only be refused."""
    case = Extension.objects.values_list("complaint", flat=True).get(pk=extension_id)
    complaint = _to_decide(case, by=by)
    extension = Extension.objects.get(pk=extension_id)
    if approved and extension.asked_at < _begun(complaint):
        raise Refused("of_the_last_answer")
    _decide(extension, by=by, now=now, approved=approved)
    if approved:
        reckon(complaint, now=now)
        complaint.save(update_fields=["due_at", "breached_at"])
    _tell(complaint, "extension_decided", extension, by=by, now=now, days=extension.days, approved=approved)
    return extension


@transaction.atomic
def ask_pause(complaint_id: int, *, by: User, now: datetime, reason: str) -> Pause:
    """By the assistant; it begins when it is approved, not when it is asked for."""
    complaint, why = _asked(complaint_id, by=by, reason=reason)
    if complaint.paused_at:
        raise Refused("paused_already")
    if complaint.pauses.filter(approved=None).exists():
        raise Refused("asked_already")
    pause = Pause.objects.create(complaint=complaint, reason=why, asked_by=by, asked_at=now)
    _tell(complaint, "pause_asked", pause, by=by, now=now, text=why)
    return pause


@transaction.atomic
def decide_pause(pause_id: int, *, by: User, now: datetime, approved: bool) -> Pause:
    case = Pause.objects.values_list("complaint", flat=True).get(pk=pause_id)
    complaint = _to_decide(case, by=by)
    pause = Pause.objects.get(pk=pause_id)
    if approved:
        if complaint.paused_at:
            raise Refused("paused_already")
        pause.begun_at = now
    _decide(pause, by=by, now=now, approved=approved)
    if approved:
        note_breaches(complaint, now=now)
        complaint.paused_at = now
        set_dates(complaint)
        complaint.save(update_fields=["due_at", "breached_at", "paused_at"])
    _tell(complaint, "pause_decided", pause, by=by, now=now, approved=approved)
    return pause


@transaction.atomic
def end_pause(complaint_id: int, *, by: User, now: datetime) -> Pause:
    """By the assistant or the executive director: the clocks go on. What the pause took out is added before
    anything is found to be over."""
    complaint = lock(complaint_id)
    if not by.may(Permission.ORDER_COMPLAINTS):
        raise Refused("not_yours")
    pause = resume(complaint, now=now)
    if pause is None:
        raise Refused("not_paused")
    set_dates(complaint)
    complaint.save(update_fields=["due_at", "breached_at", "paused_at"])
    _tell(complaint, "pause_ended", pause, by=by, now=now)
    return pause


def _asked(complaint_id: int, *, by: User, reason: str) -> tuple[Complaint, str]:
    complaint, why = lock(complaint_id), clean(reason, 500)
    if complaint.locked:
        raise Refused("locked")
    if not by.may(Permission.ORDER_COMPLAINTS):
        raise Refused("not_yours")
    if not running(complaint):
        raise Refused("no_clock")
    if not why:
        raise Missing(("reason",))
    return complaint, why


def _to_decide(complaint_id: int, *, by: User) -> Complaint:
    complaint = lock(complaint_id)
    if not by.may(Permission.APPROVE_EXTENSIONS):
        raise Refused("not_yours")
    if complaint.locked:
        raise Refused("locked")
    if not running(complaint):
        raise Refused("no_clock")
    return complaint


def _begun(complaint: Complaint) -> datetime:
    """When the clocks that run began: what was asked for before prolongs none of them."""
    return min(clock.begun_at for clock in running(complaint))


def _decide(asked: Extension | Pause, *, by: User, now: datetime, approved: bool) -> None:
    if asked.approved is not None:
        raise Refused("decided_already")
    if asked.asked_by_id == by.pk:
        raise Refused("own_request")
    asked.approved, asked.decided_by, asked.decided_at = approved, by, now
    asked.save()


def _tell(
    complaint: Complaint,
    what: str,
    about: Model,
    *,
    by: User,
    now: datetime,
    text: str = "",
    **told: int | bool,
) -> None:
    tell(complaint, what, by=by, now=now, text=text, changes=dict(told), detail={"asked": about.pk, **told})
