"""A return visit is advised, the patient is told of it, and reminded before its day (A28)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from followups.actions.ordering import CannotOrder, order_calls
from followups.actions.retrying import retried
from followups.actions.typed import clean
from followups.models import ReturnAdvice
from patients.models import Visit
from policy.reviews import remind_on
from regulation.reading import regulation_at
from staff.actions.audit import record
from staff.models import Act, User


@retried
def advise(
    visit: Visit, *, what: str, due_on: date, told: bool, remind: bool, by: User, now: datetime
) -> ReturnAdvice:
    """Pressed twice it is one. The reminder is a further call like any other. Raises CannotOrder."""
    today = regulation_at(now).day
    words = clean(what).strip()[:100]
    if not words:
        raise CannotOrder("purpose")
    if due_on < today:
        raise CannotOrder("days")
    advice, new = ReturnAdvice.objects.get_or_create(
        visit=visit,
        due_on=due_on,
        what=words,
        defaults={
            "advised_by": by,
            "advised_at": now,
            "told_at": now if told else None,
            "told_by": by if told else None,
        },
    )
    if not new:
        return advice
    if remind:
        purpose = _("Remind of the return visit: %(what)s") % {"what": words}
        made = order_calls(visit, days=[remind_on(due_on, today)], purpose=purpose, by=by, now=now)
        if made:
            advice.reminder = made[0]
            advice.save(update_fields=["reminder"])
    _tell(advice, by=by, now=now, what="advised", told=told, remind=remind)
    return advice


@retried
def note_told(advice: ReturnAdvice, *, by: User, now: datetime) -> bool:
    """False when somebody has told him already."""
    if not ReturnAdvice.objects.filter(pk=advice.pk, told_at=None).update(told_at=now, told_by=by):
        return False
    _tell(advice, by=by, now=now, what="told")
    return True


def _tell(advice: ReturnAdvice, *, by: User, now: datetime, **detail: object) -> None:
    patient = advice.visit.patient_id
    record(Act.ADVICE_CHANGED, actor=by, now=now, patient_id=patient, about=advice, detail=dict(detail))
