"""The scheduler's work on promises: owners who are away, then alarms, each exactly once (A24, C6).

Safe at any time, twice at once, and after any pause: all of it is found by query.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q

from hotline.actions.promises import hand_over
from hotline.actions.refusals import Refused
from hotline.models import Promise, PromiseAlarm, PromiseNotice
from policy.promises import AlarmKind, Holder, State, alarms, heir
from regulation.reading import regulation_at
from staff.models import Absence, User
from staff.permissions import Role


def ring(*, now: datetime) -> int:
    """The number of alarms given."""
    cover_absence(now=now)
    waiting = Promise.objects.open().filter(next_alarm_at__lte=now).order_by("pk")
    return sum(_ring(pk, now=now) for pk in list(waiting.values_list("pk", flat=True)))


def cover_absence(*, now: datetime) -> int:
    """What somebody owes today who is away today goes to whoever promised it, else to whoever owes least."""
    regulation = regulation_at(now)
    end = regulation.calendar.day_of(now)
    away = Absence.objects.on(end).filter(user=OuterRef("owner"))
    theirs = Promise.objects.open().filter(Q(owner__is_active=False) | Exists(away))
    due = [promise for promise in theirs if regulation.calendar.day_of(promise.due_at) <= end]
    if not due:
        return 0
    owed = Count("promises", filter=Q(promises__state=State.OPEN))
    there = {user.pk: user for user in User.objects.on_duty(end).annotate(owed=owed)}
    handed = 0
    for promise in due:
        holders = [Holder(pk, user.owed, pk == promise.made_by_id) for pk, user in there.items()]
        if (to := heir(holders)) is None:
            continue  # nobody is on duty: its alarm calls the supervisors
        try:
            hand_over(promise.pk, to=there[to], by=None, now=now)
        except Refused:
            continue  # kept at this moment
        there[to].owed += 1
        handed += 1
    return handed


@transaction.atomic
def _ring(promise_id: int, *, now: datetime) -> int:
    promise = Promise.objects.select_for_update(skip_locked=True).filter(pk=promise_id).first()
    if promise is None or promise.state != State.OPEN:
        return 0
    given = set(promise.alarms.filter(for_due=promise.due_at).values_list("kind", flat=True))
    plan = [(kind, at) for kind, at in alarms(promise.made_at, promise.due_at) if kind not in given]
    due = [kind for kind, at in plan if at <= now]
    rows = [PromiseAlarm(promise=promise, kind=kind, for_due=promise.due_at, given_at=now) for kind in due]
    PromiseAlarm.objects.bulk_create(rows)
    if rows:  # of several that were missed only the newest calls anybody
        _call(rows[-1], promise)
    if AlarmKind.DUE in due and promise.breached_at is None:
        promise.breached_at = promise.due_at
    promise.next_alarm_at = next((at for _kind, at in plan if at > now), None)
    promise.save(update_fields=["next_alarm_at", "breached_at"])
    return len(rows)


def _call(alarm: PromiseAlarm, promise: Promise) -> None:
    called = {promise.owner_id}
    if alarm.kind == AlarmKind.DUE:
        called |= set(User.objects.active().filter(role=Role.SUPERVISOR).values_list("pk", flat=True))
    PromiseNotice.objects.bulk_create(PromiseNotice(alarm=alarm, user_id=pk) for pk in sorted(called))


def see(notice_id: int, *, by: User, now: datetime) -> bool:
    """Only one's own; False when there was nothing to see."""
    return bool(PromiseNotice.objects.filter(pk=notice_id, user=by, seen_at=None).update(seen_at=now))


def unseen(user: User) -> "list[PromiseNotice]":
    """Of promises that are still owed, at the time that still holds."""
    standing = Q(alarm__promise__state=State.OPEN, alarm__for_due=F("alarm__promise__due_at"))
    found = PromiseNotice.objects.filter(standing, user=user, seen_at=None)
    return list(found.select_related("alarm__promise__patient").order_by("alarm__promise__due_at", "pk"))
