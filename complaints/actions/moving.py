"""The one way in which a case moves: locked, as it was shown, allowed, complete, told (fault 15)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from complaints.actions.changing import lock, refuse_stale, write
from complaints.actions.clocks import reckon, start_clocks, stop_clocks
from complaints.actions.ordering import end_order, note_seen
from complaints.actions.refusals import Missing, Refused
from complaints.models import Complaint
from complaints.models.cases import NOBODY_S
from complaints.standings import actor_of, standing_of
from policy.complaints import Move, State, after, close_reason, refused, required
from staff.models import Act, User

DONE = frozenset({State.ANSWERED, State.CLOSED, State.MERGED})  # no clock runs
Apply = Callable[[Complaint], Mapping[str, Any] | None]


def _nothing(_complaint: Complaint) -> None:
    return None


@transaction.atomic
def move_case(
    move: Move,
    complaint_id: int,
    *,
    by: User,
    now: datetime,
    version: int,
    text: str = "",
    given: Mapping[str, Any] | None = None,
    satisfied: bool | None = None,
    excused: str = "",
    apply: Apply = _nothing,
) -> Complaint:
    """`given`: what policy may require; `excused`: why no measure is needed. `apply` may say what changed."""
    complaint = lock(complaint_id)
    refuse_stale(complaint, version=version, by=by)
    standing = standing_of(complaint)
    if excused:
        standing = replace(standing, no_measure_reason=True)
    code = refused(move, standing, actor_of(complaint, by))
    if code:
        raise Refused(code)
    values = {"text": text} | dict(given or {})
    missing = [name for name in required(move, satisfied=satisfied) if not values.get(name)]
    if missing:
        raise Missing(missing)

    was = complaint.state
    complaint.state = after(move, standing, satisfied=satisfied)
    complaint.close_reason = close_reason(move, standing, satisfied=satisfied)
    note_seen(complaint, by=by, now=now)
    changes = apply(complaint) or {}
    _follow(complaint, was=State(was), now=now)
    complaint.version += 1
    complaint.save()
    write(
        complaint,
        move,
        by=by,
        now=now,
        text=text,
        changes=dict(changes),
        detail={"move": str(move), "from": was, "to": complaint.state},
        was=was,
        version=complaint.version,
        act=Act.COMPLAINT_MOVED,
    )
    return complaint


def _follow(complaint: Complaint, *, was: State, now: datetime) -> None:
    """What a state brings with it, whichever move led there."""
    if complaint.state == State.CLOSED:
        complaint.closed_at = now
    if complaint.state == State.REOPENED and was is State.ANSWERED:
        complaint.reopened += 1
    if complaint.state == State.ESCALATED:
        complaint.escalated_at = complaint.escalated_at or now
    if complaint.state in NOBODY_S:
        end_order(complaint)
    if complaint.state in DONE:
        stop_clocks(complaint, now=now)
    elif was is State.ANSWERED:
        start_clocks(complaint, begun=now)  # it is owed an answer again
    elif complaint.state == State.ORDERED:
        reckon(complaint, now=now)  # several departments have more working days
