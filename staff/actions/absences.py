"""Days on which somebody is away: his calls go to others (C2)."""

from datetime import date, datetime

from django.db import transaction

from staff.actions.audit import record
from staff.models import Absence, Act, User


@transaction.atomic
def set_absence(
    user: User, first_day: date, last_day: date, *, reason: str = "", by: User, now: datetime
) -> Absence:
    absence = Absence.objects.create(user=user, first_day=first_day, last_day=last_day, reason=reason)
    days = [first_day.isoformat(), last_day.isoformat()]
    record(Act.USER_CHANGED, actor=by, now=now, about=user, detail={"absence": "set", "days": days})
    return absence


@transaction.atomic
def remove_absence(absence: Absence, *, by: User, now: datetime) -> None:
    days = [absence.first_day.isoformat(), absence.last_day.isoformat()]
    user = absence.user
    absence.delete()
    record(Act.USER_CHANGED, actor=by, now=now, about=user, detail={"absence": "removed", "days": days})
