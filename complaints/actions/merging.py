"""One matter recorded twice: the other case takes over what was promised in this one."""

from datetime import datetime

from complaints.actions.changing import tell
from complaints.actions.clocks import note_breaches, reckon, running
from complaints.actions.refusals import Refused
from complaints.models import Clock, Complaint
from policy.complaints import State
from staff.models import User


def target_of(complaint_id: int, into: int) -> Complaint:
    """Both locked in the order of their numbers, so that two people who merge crosswise do not wait for each
    other."""
    pair = Complaint.objects.select_for_update(no_key=True).filter(pk__in=[complaint_id, into])
    found = {complaint.pk: complaint for complaint in pair.order_by("pk")}
    target = found.get(into)
    if target is None or into == complaint_id or target.locked or target.state == State.ANSWERED:
        raise Refused("wrong_target")
    return target


def take_over(complaint: Complaint, target: Complaint, *, by: User, now: datetime) -> None:
    """Neither merging the older into the newer nor the other way round wins any time."""
    note_breaches(complaint, now=now)
    note_breaches(target, now=now)
    theirs = {clock.code: clock for clock in running(target)}
    last = max((clock.round for clock in theirs.values()), default=1)
    for clock in running(complaint):
        known = theirs.get(clock.code)
        if known is None:
            Clock.objects.get_or_create(
                complaint=target,
                code=clock.code,
                round=last,
                defaults={"spec": clock.spec, "begun_at": clock.begun_at, "due_at": clock.due_at},
            )
        elif clock.begun_at < known.begun_at:
            known.begun_at = clock.begun_at
            known.save(update_fields=["begun_at"])
    target.departments.add(*complaint.departments.all())
    if complaint.breached_at and not target.breached_at:
        target.breached_at = complaint.breached_at
    reckon(target, now=now)
    target.save(update_fields=["due_at", "breached_at"])
    tell(
        target,
        "linked",
        by=by,
        now=now,
        text=complaint.words,
        changes={"merged": [None, complaint.number]},
        detail={"merged": complaint.number},
    )
