"""What every change of a case has in common: the lock, the version, the timeline, the log."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from complaints.actions.refusals import Conflict, Refused, Written
from complaints.models import Complaint, Event
from policy.complaints import Move
from staff.actions.audit import record
from staff.models import Act, User


def lock(complaint_id: int) -> Complaint:
    """The row is this transaction's until its end. Whether the user may see it at all is the view's question:
    it begins at `Complaint.objects.visible_to(user)`."""
    return Complaint.objects.select_for_update(no_key=True).get(pk=complaint_id)


def refuse_stale(complaint: Complaint, *, version: int, by: User) -> None:
    """Conflict when somebody else did something, or anybody moved it, since `version`. Files and measures of
    one's own are no surprise."""
    if complaint.version == version:
        return
    new = complaint.events.filter(version__gt=version).exclude(Q(by=by) & ~Q(what__in=list(Move)))
    others = [
        Written(event.by.full_name if event.by else "", event.at, event.what, event.text)
        for event in new.select_related("by")
    ]
    if others or version > complaint.version:
        raise Conflict(complaint, others)


def tell(
    complaint: Complaint,
    what: str,
    *,
    by: User | None,
    now: datetime,
    text: str = "",
    changes: dict[str, Any] | None = None,
    detail: dict[str, Any] | None = None,
) -> Event:
    """On the timeline, and in the log with codes only. The case, which must be locked, gets its next version;
    a closed one stays as it is."""
    version = 0
    if not complaint.locked:
        complaint.version = version = complaint.version + 1
        Complaint.objects.filter(pk=complaint.pk).update(version=version)
    return write(
        complaint,
        what,
        by=by,
        now=now,
        text=text,
        changes=changes,
        detail=detail,
        version=version,
    )


def write(
    complaint: Complaint,
    what: str,
    *,
    by: User | None,
    now: datetime,
    text: str = "",
    changes: dict[str, Any] | None = None,
    detail: dict[str, Any] | None = None,
    was: str = "",
    version: int = 0,
    act: Act = Act.COMPLAINT_CHANGED,
) -> Event:
    """The two rows themselves; version 0: nothing that somebody who has a form open must see first."""
    event = Event.objects.create(
        complaint=complaint,
        what=what,
        from_state=was,
        to_state=complaint.state if was else "",
        text=text,
        version=version,
        changes=changes or {},
        by=by,
        at=now,
    )
    record(
        act,
        actor=by,
        now=now,
        patient_id=complaint.patient_id,
        about=complaint,
        detail={"what": what, "version": version, **(detail or {})},
    )
    return event


def clean(text: str, most: int | None = 20_000) -> str:
    """As the database can hold it: without NUL and without halves of characters. Refused: too_long."""
    plain = text.replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip()
    if most is not None and len(plain) > most:
        raise Refused("too_long")
    return plain
