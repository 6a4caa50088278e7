"""What somebody has seen: reminders, orders, praise. Nothing counts as seen because a page was opened."""

from datetime import datetime

from django.db import transaction

from complaints.actions.changing import lock, write
from complaints.actions.ordering import note_seen
from complaints.models import AlarmNotice, PraiseNotice
from staff.models import User


def see_reminder(notice_id: int, *, by: User, now: datetime) -> bool:
    """One's own, and what reminded of the same case before it; False when there was nothing to see."""
    notice = (
        AlarmNotice.objects.filter(pk=notice_id, user=by, seen_at=None).select_related("alarm__clock").first()
    )
    if notice is None:
        return False
    same = {
        "alarm__clock__complaint": notice.alarm.clock.complaint_id,
        "alarm__given_at__lte": notice.alarm.given_at,
    }
    return bool(AlarmNotice.objects.filter(user=by, seen_at=None, **same).update(seen_at=now))


@transaction.atomic
def take_on(complaint_id: int, *, by: User, now: datetime) -> bool:
    """Whoever the order in force names says that he has it (A10, A20); False when he had said so, or it names
    others. A form that somebody else has open stays good."""
    complaint = lock(complaint_id)
    new = note_seen(complaint, by=by, now=now)
    if new:
        write(complaint, "taken_on", by=by, now=now)
    return new


def read_praise(notice_id: int, *, by: User, now: datetime) -> bool:
    return bool(PraiseNotice.objects.told().filter(pk=notice_id, user=by, read_at=None).update(read_at=now))
