"""The number that a promise is to be kept at: inside the calling hours only, each look logged (A5, E9)."""

from datetime import datetime

from hotline.actions.refusals import Refused
from hotline.models import Promise
from patients.models import PhoneNumber
from policy.promises import State
from regulation.reading import regulation_at
from staff.actions.audit import record
from staff.models import Act, User


def first_number(promise: Promise) -> PhoneNumber | None:
    return promise.patient.numbers.usable().first()


def revealed(promise: Promise, *, by: User, now: datetime) -> PhoneNumber:
    """Raises Refused. Who asked for a call-back has asked for this one call, also after "no more calls"."""
    checks = {
        "closed": promise.state != State.OPEN,
        "deceased": promise.patient.deceased,
        "outside_hours": regulation_at(now).calendar.block_at(now) is None,
    }
    code = next((code for code, holds in checks.items() if holds), "")
    number = first_number(promise)
    if code or number is None:
        raise Refused(code or "no_number")
    record(Act.NUMBER_REVEALED, actor=by, now=now, patient_id=promise.patient_id, about=promise)
    return number
