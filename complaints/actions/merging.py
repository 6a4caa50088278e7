"""One matter recorded twice: the other case takes over what was promised in this one."""

from datetime import datetime

from complaints.actions.changing import tell
from complaints.actions.clocks import note_breaches, reckon, running
from complaints.actions.refusals import Refused
from complaints.models import Clock, Complaint
from policy.complaints import NEED_MEASURES, State
from staff.models import User


def target_of(complaint_id: int, into: int) -> Complaint:
    """Both locked in the order of their numbers, so that two people who merge crosswise do not wait for each
    other."""
    pair = Complaint.objects.select_for_update(no_key=True).filter(pk__in=[complaint_id, into])
    found = {complaint.pk: complaint for complaint in pair.order_by("pk")}
    target, complaint = found.get(into), found.get(complaint_id)
    if target is None or target.locked or target.state == State.ANSWERED or into == complaint_id:
        raise Refused("wrong_target")
    if complaint and complaint.kind in NEED_MEASURES and target.kind not in NEED_MEASURES:
        raise Refused("wrong_target")  # a complaint must not end as praise that is passed on
    return target


def take_over(complaint: Complaint, target: Complaint, *, by: User, now: datetime) -> None:
    """Neither merging the older into the newer nor the other way round wins any time."""
    note_breaches(complaint, now=now)
    note_breaches(target, now=now)
    last = max((clock.round for clock in running(target)), default=1)
    for clock in running(complaint):
        theirs = {"spec": clock.spec, "begun_at": clock.begun_at, "due_at": clock.due_at}
        known, new = Clock.objects.get_or_create(
            complaint=target, code=clock.code, round=last, defaults=theirs
        )
        if not new:
            known.stopped_at, known.begun_at = None, min(clock.begun_at, known.begun_at)
            known.save(update_fields=["stopped_at", "begun_at"])
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
