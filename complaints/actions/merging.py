"""One matter recorded twice: the other case takes over what was promised in this one."""

from datetime import datetime

from complaints.actions.changing import tell
from complaints.actions.clocks import note_breaches, resume, running, set_dates
from complaints.actions.refusals import Refused
from complaints.models import Clock, Complaint, Extension, Pause
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
    """Neither merging the older into the newer nor the other way round wins any time, and nobody who waits
    for an answer is forgotten."""
    _refuse_losing_anybody(complaint, target)
    note_breaches(complaint, now=now)
    note_breaches(target, now=now)
    if complaint.paused_at:
        resume(complaint, now=now)
        set_dates(complaint)
    _take_clocks(complaint, target)
    target.departments.add(*complaint.departments.all())
    target.handlers.add(*complaint.handlers.all())
    if complaint.breached_at and not target.breached_at:
        target.breached_at = complaint.breached_at
    set_dates(target)
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


def _refuse_losing_anybody(complaint: Complaint, target: Complaint) -> None:
    if complaint.patient_id and target.patient_id not in (None, complaint.patient_id):
        raise Refused("other_patient")
    nameless = complaint.patient_id is not None and target.patient_id is None
    if nameless or (complaint.has_contact and not target.has_contact):
        raise Refused("loses_contact")


def _take_clocks(complaint: Complaint, target: Complaint) -> None:
    """Those of the earlier case, with the time that it was given; a later one's were given to nobody else."""
    clocks, last = running(complaint), max((clock.round for clock in running(target)), default=1)
    if _given(complaint):
        if not _is_earlier(complaint, target):
            return
        _copy_given(complaint, target)
    for clock in clocks:
        theirs = {"spec": clock.spec, "begun_at": clock.begun_at, "due_at": clock.due_at}
        known, new = Clock.objects.get_or_create(
            complaint=target, code=clock.code, round=last, defaults=theirs
        )
        if not new:
            known.stopped_at, known.begun_at = None, min(clock.begun_at, known.begun_at)
            known.save(update_fields=["stopped_at", "begun_at"])


def _given(complaint: Complaint) -> list[Extension | Pause]:
    return [*complaint.extensions.filter(approved=True), *complaint.pauses.filter(approved=True)]


def _is_earlier(complaint: Complaint, target: Complaint) -> bool:
    """Begun before it, and to be answered before it all the same."""
    ours, theirs = running(complaint), running(target)
    if not ours or not theirs:
        return bool(ours)
    began = min(clock.begun_at for clock in ours) < min(clock.begun_at for clock in theirs)
    return began and ours[0].due_at <= theirs[0].due_at


def _copy_given(complaint: Complaint, target: Complaint) -> None:
    """Why it was given, by whom and when, as on the case that ends."""
    for row in _given(complaint):
        row.pk, row.complaint = None, target
        row.save(force_insert=True)
