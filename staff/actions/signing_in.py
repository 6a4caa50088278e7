"""Coming and going, as the log tells it."""

from datetime import datetime, timedelta
from enum import StrEnum

from axes.models import AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import transaction

from staff.actions.audit import record
from staff.models import Act, User

AXES_KEPT = timedelta(days=185)  # the log keeps what must be kept longer


class Failure(StrEnum):
    PASSWORD = "password"  # noqa: S105 -- a reason, and it covers unknown and deactivated names too
    LOCKED = "locked"
    ONE_TIME_EXPIRED = "one-time password expired"


def note_sign_in(user: User, *, now: datetime) -> None:
    record(Act.SIGNED_IN, actor=user, now=now)


def note_sign_out(user: User, *, now: datetime) -> None:
    record(Act.SIGNED_OUT, actor=user, now=now)


def note_failure(username: str, why: Failure, *, now: datetime) -> None:
    """Nobody is the actor; what was typed may be a password and is not written down."""
    account = User.objects.filter(username=username).first()
    record(Act.SIGN_IN_FAILED, actor=None, now=now, about=account, detail={"why": why})


@transaction.atomic
def forget_old_sessions(*, now: datetime) -> int:
    """Rows of sessions that have run out, and the lock's notes of half a year ago."""
    AccessLog.objects.filter(attempt_time__lt=now - AXES_KEPT).delete()
    AccessFailureLog.objects.filter(attempt_time__lt=now - AXES_KEPT).delete()
    return Session.objects.filter(expire_date__lt=now).delete()[0]
