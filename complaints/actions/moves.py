"""The moves of a case, each under its lock and as policy.complaints allows it (A10, A20, A31, B16, C8).

Every one raises Conflict when the case has changed since `version`, then Refused with policy's code, then
Missing. Nothing is written then. What a move does beside the state, it hands to `move_case` as a function.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from complaints.actions.changing import clean
from complaints.actions.editing import change
from complaints.actions.merging import take_over, target_of
from complaints.actions.moving import move_case
from complaints.actions.ordering import new_order, praise
from complaints.actions.refusals import BadFile, Conflict, Missing, Refused
from complaints.models import Complaint, Confirmation, Finding, PraiseNotice
from policy.complaints import Move, Verdict
from policy.rates import SATISFIED
from staff.models import Department, User

__all__ = ["BadFile", "Conflict", "Missing", "Refused"]


def give_back(complaint_id: int, *, by: User, now: datetime, version: int, text: str) -> Complaint:
    return move_case(Move.RETURN, complaint_id, by=by, now=now, version=version, text=clean(text))


def order(
    complaint_id: int,
    *,
    by: User,
    now: datetime,
    version: int,
    responsible: User,
    lead: Department,
    task: str,
    until: datetime,
    parts: Iterable[tuple[Department, User | None]] = (),
) -> Complaint:
    """Codes beside policy's: wrong_role (this kind is not ordered to people of his role), inactive,
    until_past."""
    task, others = clean(task), list(parts)

    def apply(complaint: Complaint) -> Mapping[str, Any]:
        return new_order(
            complaint,
            by=by,
            now=now,
            responsible=responsible,
            lead=lead,
            task=task,
            until=until,
            parts=others,
        )

    given = {"responsible": responsible, "lead": lead, "task": task, "until": until}
    return move_case(
        Move.ORDER, complaint_id, by=by, now=now, version=version, text=task, given=given, apply=apply
    )


def hand_back(complaint_id: int, *, by: User, now: datetime, version: int, text: str) -> Complaint:
    return move_case(Move.HAND_BACK, complaint_id, by=by, now=now, version=version, text=clean(text))


def find(
    complaint_id: int,
    *,
    by: User,
    now: datetime,
    version: int,
    verdict: str,
    text: str,
    department: Department | None = None,
) -> Complaint:
    """A new finding beside the earlier ones; by whom it is, stays."""
    text = clean(text)

    def apply(complaint: Complaint) -> Mapping[str, Any]:
        where = department or (complaint.order.lead if complaint.order else None)
        Finding.objects.create(
            complaint=complaint, verdict=Verdict(verdict), text=text, department=where, by=by, at=now
        )
        complaint.handlers.add(by)
        return {"verdict": [None, str(verdict)]}

    given = {"verdict": verdict if verdict in list(Verdict) else ""}
    return move_case(
        Move.FIND, complaint_id, by=by, now=now, version=version, text=text, given=given, apply=apply
    )


def draft(
    complaint_id: int, *, by: User, now: datetime, version: int, text: str, no_measure_reason: str = ""
) -> Complaint:
    text, excuse = clean(text), clean(no_measure_reason, 500)

    def apply(complaint: Complaint) -> Mapping[str, Any]:
        changes = {"draft": [complaint.draft, text]}
        complaint.draft = text
        if excuse:
            changes["no_measure_reason"] = [complaint.no_measure_reason, excuse]
            complaint.no_measure_reason = excuse
        complaint.handlers.add(by)
        return changes

    return move_case(
        Move.DRAFT, complaint_id, by=by, now=now, version=version, text=text, excused=excuse, apply=apply
    )


def answer(
    complaint_id: int, *, by: User, now: datetime, version: int, how: str, text: str, level: int | None = None
) -> Complaint:
    """`level`: 1–5, as whoever told it heard it."""
    text, how = clean(text), clean(how, 20)
    return move_case(
        Move.ANSWER,
        complaint_id,
        by=by,
        now=now,
        version=version,
        text=text,
        given={"how": how},
        apply=lambda complaint: _told(complaint, by=by, now=now, how=how, text=text, level=level),
    )


def settle(
    complaint_id: int, *, by: User, now: datetime, version: int, how: str, text: str, level: int | None = None
) -> Complaint:
    """A suggestion or a request that the assistant answers at once."""
    text, how = clean(text), clean(how, 20)
    return move_case(
        Move.SETTLE,
        complaint_id,
        by=by,
        now=now,
        version=version,
        text=text,
        given={"how": how},
        apply=lambda complaint: _told(complaint, by=by, now=now, how=how, text=text, level=level),
    )


def _told(
    complaint: Complaint, *, by: User, now: datetime, how: str, text: str, level: int | None
) -> Mapping[str, Any]:
    complaint.answered_at = complaint.answered_at or now
    complaint.told_at, complaint.answered_by = now, by
    complaint.answer, complaint.answer_how, complaint.claimed_level = text, how, level
    complaint.handlers.add(by)
    return {"how": [None, how], "level": [None, level]}


def confirm(
    complaint_id: int, *, by: User, now: datetime, version: int, level: int | None, words: str = ""
) -> Complaint:
    """One try to ask about the handling; without a level nobody was reached. Content from 4 upward."""
    words = clean(words)

    def apply(complaint: Complaint) -> Mapping[str, Any]:
        Confirmation.objects.create(complaint=complaint, level=level, words=words, by=by, at=now)
        if level is not None:
            complaint.confirmed_level = level
        return {"level": [None, level]}

    return move_case(
        Move.CONFIRM,
        complaint_id,
        by=by,
        now=now,
        version=version,
        text=words,
        satisfied=None if level is None else level >= SATISFIED,
        apply=apply,
    )


def close_unconfirmed(
    complaint_id: int, *, by: User, now: datetime, version: int, text: str = ""
) -> Complaint:
    return move_case(Move.CLOSE_UNCONFIRMED, complaint_id, by=by, now=now, version=version, text=clean(text))


def escalate(complaint_id: int, *, by: User, now: datetime, version: int, text: str) -> Complaint:
    return move_case(Move.ESCALATE, complaint_id, by=by, now=now, version=version, text=clean(text))


def decide(complaint_id: int, *, by: User, now: datetime, version: int, text: str) -> Complaint:
    return move_case(Move.DECIDE, complaint_id, by=by, now=now, version=version, text=clean(text))


def pass_on(
    complaint_id: int,
    *,
    by: User,
    now: datetime,
    version: int,
    users: Sequence[User] = (),
    lead: Department | None = None,
    text: str = "",
) -> Complaint:
    """To the persons praised; without any, to those of the department. Code beside policy's:
    reaches_nobody."""
    where = lead or next((user.department for user in users if user.department_id), None)
    return move_case(
        Move.PASS_ON,
        complaint_id,
        by=by,
        now=now,
        version=version,
        text=clean(text),
        given={"lead": where or list(users)},
        apply=lambda complaint: praise(complaint, users, where, now=now),
    )


def merge(complaint_id: int, *, by: User, now: datetime, version: int, into: int) -> Complaint:
    """It is the same matter as `into`, whose clocks then run from the earlier of the two. Codes beside
    policy's: wrong_target (itself, closed, merged or answered already, or a complaint into what is none),
    other_patient, loses_contact (who waits for the answer to this one does not stand in that one)."""
    with transaction.atomic():
        target = target_of(complaint_id, into)

        def apply(complaint: Complaint) -> Mapping[str, Any]:
            take_over(complaint, target, by=by, now=now)
            complaint.merged_into = target
            return {"into": [None, target.number]}

        return move_case(
            Move.MERGE, complaint_id, by=by, now=now, version=version, given={"into": target}, apply=apply
        )


def withdraw(complaint_id: int, *, by: User, now: datetime, version: int, text: str) -> Complaint:
    return move_case(Move.WITHDRAW, complaint_id, by=by, now=now, version=version, text=clean(text))


def resubmit(
    complaint_id: int,
    *,
    by: User,
    now: datetime,
    version: int,
    text: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Complaint:
    """The details that were asked for, and back to the assistant. `changes` as in recording.edit."""

    def apply(complaint: Complaint) -> Mapping[str, Any]:
        return change(complaint, changes or {}, now=now)

    return move_case(
        Move.RESUBMIT, complaint_id, by=by, now=now, version=version, text=clean(text), apply=apply
    )


def proposed(complaint: Complaint) -> list[User]:
    """Whom the recorder of a praise has named."""
    return [notice.user for notice in PraiseNotice.objects.filter(complaint=complaint).select_related("user")]
