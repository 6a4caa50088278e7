"""The clocks of a case: begun, reckoned anew, stopped; alarms, each exactly once (A31, C4, fault 39).

What changes a case here is saved by whoever holds its lock, except where a function says that it saves.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from complaints.actions.changing import write
from complaints.deadlines import alarms_of, deadlines
from complaints.limits import limits_at
from complaints.models import Alarm, AlarmNotice, Clock, Complaint, Pause
from complaints.standings import holding, those_of
from policy.clocks import ALARM_TO, AlarmKind, ClockSpec, Unit, clocks_for
from policy.complaints import State
from staff.models import User
from staff.permissions import Role


def start_clocks(complaint: Complaint, *, begun: datetime) -> None:
    """Fresh ones from the limits in force on that day: when it is recorded, and when it comes back."""
    last = complaint.clocks.aggregate(last=Max("round"))["last"] or 0
    _start(complaint, specs_for(complaint, begun), begun=begun, round=last + 1)
    settle_due(complaint)


def specs_for(complaint: Complaint, begun: datetime) -> tuple[ClockSpec, ...]:
    limits = limits_at(timezone.localdate(begun))
    return clocks_for(limits.clocks, kind=complaint.kind, severity=complaint.severity)


def _start(complaint: Complaint, specs: Sequence[ClockSpec], *, begun: datetime, round: int) -> None:
    clocks = [
        Clock(complaint=complaint, code=spec.code, round=round, spec=spec.to_json(), begun_at=begun)
        for spec in specs
    ]
    for clock, found in zip(clocks, deadlines(complaint, clocks), strict=True):
        clock.due_at = found.due
    Clock.objects.bulk_create(clocks)


def running(complaint: Complaint) -> list[Clock]:
    """The earliest first: it leads."""
    return list(complaint.clocks.filter(stopped_at=None).order_by("due_at", "pk"))


def restart(complaint: Complaint, *, now: datetime) -> None:
    """Its kind or severity was corrected: clocks that do not run for it stop, missing ones have run since it
    was recorded. What was breached by then stays breached."""
    note_breaches(complaint, now=now)
    clocks = running(complaint)
    begun = min((clock.begun_at for clock in clocks), default=complaint.recorded_at)
    specs = {spec.code: spec for spec in specs_for(complaint, begun)}
    Clock.objects.filter(pk__in=[c.pk for c in clocks if c.code not in specs]).update(stopped_at=now)
    round = max((clock.round for clock in clocks), default=1)
    known = set(complaint.clocks.filter(round=round).values_list("code", flat=True))
    Clock.objects.filter(complaint=complaint, round=round, code__in=specs).update(stopped_at=None)
    _start(complaint, [s for code, s in specs.items() if code not in known], begun=begun, round=round)
    reckon(complaint, now=now)


def reckon(complaint: Complaint, *, now: datetime) -> None:
    """After an order, an extension or a change of the calendar. What is over by then is over."""
    note_breaches(complaint, now=now)
    set_dates(complaint)


def set_dates(complaint: Complaint) -> None:
    """Of each clock, and of the case. Alone where a pause begins or ends: while it lasted nothing was over,
    whatever the dates from before it say."""
    clocks = running(complaint)
    for clock, found in zip(clocks, deadlines(complaint, clocks), strict=True):
        clock.due_at = found.due
    Clock.objects.bulk_update(clocks, ["due_at"])
    settle_due(complaint)


def settle_due(complaint: Complaint) -> None:
    """The case's own date, and when the scheduler looks at each clock again."""
    clocks = running(complaint)
    for clock in clocks:
        waiting = [] if complaint.paused_at else _not_given(clock, leads=clock is clocks[0])
        clock.next_alarm_at = waiting[0][1] if waiting else None
    Clock.objects.bulk_update(clocks, ["next_alarm_at"])
    complaint.due_at = clocks[0].due_at if clocks else None  # none runs for praise


def stop_clocks(complaint: Complaint, *, now: datetime) -> None:
    note_breaches(complaint, now=now)
    complaint.clocks.filter(stopped_at=None).update(stopped_at=now, next_alarm_at=None)
    resume(complaint, now=now)


def resume(complaint: Complaint, *, now: datetime) -> Pause | None:
    """The pause that ends now, if there was one; also when the answer is told in the middle of it."""
    pause = complaint.pauses.filter(approved=True, ended_at=None).first()
    complaint.paused_at = None
    if pause is not None:
        pause.ended_at = now
        pause.save(update_fields=["ended_at"])
    return pause


def note_breaches(complaint: Complaint, *, now: datetime) -> None:
    """Before anything that could move a date: what is over is noted, also when no scheduler has come yet."""
    give(complaint, now=now, only_breaches=True)


def _not_given(clock: Clock, *, leads: bool) -> list[tuple[AlarmKind, datetime]]:
    given = set(clock.alarms.filter(for_due=clock.due_at).values_list("kind", flat=True))
    return [(kind, at) for kind, at in alarms_of(clock, leads=leads) if kind not in given]


def give(complaint: Complaint, *, now: datetime, only_breaches: bool = False) -> int:
    """Every alarm that is due and was not given; of several that were missed only the newest calls anybody.
    `complaint` must be locked; its `breached_at` is for the caller to save."""
    if complaint.paused_at:
        return 0
    clocks, number = running(complaint), 0
    for clock in clocks:
        waiting = _not_given(clock, leads=clock is clocks[0])
        due = [(kind, at) for kind, at in waiting if at <= now]
        if due and (due[-1][0] is AlarmKind.BREACHED or not only_breaches):
            number += _write(complaint, clock, due, now=now)
            later = [at for _kind, at in waiting if at > now]
            clock.next_alarm_at = later[0] if later else None
            clock.save(update_fields=["next_alarm_at", "breached_at"])
    return number


def _write(
    complaint: Complaint, clock: Clock, due: Sequence[tuple[AlarmKind, datetime]], *, now: datetime
) -> int:
    rows = [Alarm(clock=clock, kind=kind, for_due=clock.due_at, due_at=at, given_at=now) for kind, at in due]
    Alarm.objects.bulk_create(rows, ignore_conflicts=True)
    for kind, at in due:
        told = {"clock": clock.code, "alarm": str(kind), "due": clock.due_at.isoformat()}
        write(complaint, "alarm", by=None, now=now, changes=told, detail=told | {"at": at.isoformat()})
    newest = due[-1][0]
    if newest is AlarmKind.BREACHED:
        clock.breached_at = clock.breached_at or clock.due_at
        complaint.breached_at = complaint.breached_at or clock.due_at
    alarm = Alarm.objects.get(clock=clock, kind=newest, for_due=clock.due_at)
    AlarmNotice.objects.bulk_create(
        [AlarmNotice(alarm=alarm, user=user) for user in called_by(complaint, newest, now=now)],
        ignore_conflicts=True,
    )
    return len(due)


def called_by(complaint: Complaint, kind: AlarmKind, *, now: datetime) -> list[User]:
    """Who holds the case, and who stands in for him, then the assistants, then the executive director; nobody
    twice."""
    found: dict[int, User] = {}
    for whom in ALARM_TO[kind]:
        users = holding(complaint, now=now) if whom == "holder" else those_of(Role(whom))
        found |= {user.pk: user for user in users}
    return list(found.values())


def ring(*, now: datetime) -> int:
    """The scheduler's job: the number of alarms given. Safe at any time, twice at once, and after any pause;
    a case that somebody is changing at this moment waits for the next minute."""
    waiting = Clock.objects.filter(stopped_at=None, next_alarm_at__lte=now)
    cases = waiting.order_by("complaint").values_list("complaint", flat=True).distinct()
    return sum(_ring(complaint_id, now=now) for complaint_id in list(cases))


@transaction.atomic
def _ring(complaint_id: int, *, now: datetime) -> int:
    free = Complaint.objects.select_for_update(skip_locked=True, no_key=True)
    complaint = free.filter(pk=complaint_id).first()
    if complaint is None or complaint.locked or complaint.state == State.ANSWERED:
        return 0
    number = give(complaint, now=now)
    complaint.save(update_fields=["breached_at"])
    return number


def reckon_open(*, now: datetime) -> int:
    """Holidays were published or changed meanwhile: the number of cases in which a clock moved. Only those
    are locked."""
    working = Clock.objects.filter(stopped_at=None, spec__unit=Unit.WORKING_DAYS)
    cases = Complaint.objects.filter(pk__in=working.values("complaint"))
    return sum(_reckon(complaint.pk, now=now) for complaint in list(cases) if _has_moved(complaint))


def _has_moved(complaint: Complaint) -> bool:
    clocks = running(complaint)
    return [found.due for found in deadlines(complaint, clocks)] != [clock.due_at for clock in clocks]


@transaction.atomic
def _reckon(complaint_id: int, *, now: datetime) -> bool:
    complaint = Complaint.objects.select_for_update(no_key=True).get(pk=complaint_id)
    if complaint.locked or not _has_moved(complaint):
        return False
    reckon(complaint, now=now)
    complaint.save(update_fields=["due_at", "breached_at"])
    return True
