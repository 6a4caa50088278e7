"""What somebody has seen: reminders, orders, praise."""

from datetime import datetime

from complaints.models import AlarmNotice, Order, PraiseNotice
from staff.models import User


def see_reminder(notice_id: int, *, by: User, now: datetime) -> bool:
    """Only one's own; False when there was nothing to see."""
    return bool(AlarmNotice.objects.filter(pk=notice_id, user=by, seen_at=None).update(seen_at=now))


def see_reminders(complaint_id: int, *, by: User, now: datetime) -> int:
    """Whoever opens the case has seen what it reminded of."""
    unseen = AlarmNotice.objects.filter(alarm__clock__complaint=complaint_id, user=by, seen_at=None)
    return unseen.update(seen_at=now)


def see_order(complaint_id: int, *, by: User, now: datetime) -> bool:
    """The person named has opened it: the assistant sees that it arrived."""
    unseen = Order.objects.filter(complaint=complaint_id, responsible=by, seen_at=None)
    return bool(unseen.update(seen_at=now))


def read_praise(notice_id: int, *, by: User, now: datetime) -> bool:
    return bool(PraiseNotice.objects.told().filter(pk=notice_id, user=by, read_at=None).update(read_at=now))
