"""The right half of the inbox: one case and its decision, filled in from the standing orders (A10, A20)."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from complaints.actions.standing import Suggestion, suggest
from complaints.casepage import (
    IN_THE_INBOX,
    LABELS,
    Way,
    form_of,
    offered,
    person_of,
    shown_clocks_of,
)
from complaints.directory import Directory
from complaints.models import Order
from complaints.queries.case import actor_of, standing_of
from complaints.sentences import refusal
from policy.complaints import Move, Refusal, refused
from staff.models import User
from staff.templatetags.look import short_day

QUICK = (Move.PASS_ON, Move.SETTLE)


class Filled(NamedTuple):
    """What the form begins with, and why."""

    person: bool
    remark: str
    until_remark: str
    initial: dict[str, Any]


def decision_of(case: Any, user: User, directory: Directory, *, now: datetime) -> dict[str, Any]:
    may = offered(case, user)
    filled = filled_in(case, now) if Move.ORDER in may else Filled(False, "", "", {})
    moves: dict[str, Any] = {}
    if Move.ORDER in may:
        moves["order"] = form_of(Move.ORDER, case, directory, **filled.initial)
    for quick in QUICK:
        if quick in may:
            moves[quick] = form_of(quick, case, directory, **praise_of(case, directory))
            moves["quick"] = True
    small = [
        Way(move, form_of(move, case, directory)) for move in LABELS if move in IN_THE_INBOX and move in may
    ]
    if small:
        moves["small"] = small
    return {
        "case": case,
        "person": person_of(case, now),
        "clocks": shown_clocks_of(case, now),
        "past": case.order or last_order(case),
        "moves": moves,
        "suggestion": filled,
        "undecided": why_undecided(case, user),
        "now": now,
    }


def why_undecided(case: Any, user: User) -> str:
    """Why the director's own move is not among them, and what to do instead."""
    code = refused(Move.DECIDE, standing_of(case), actor_of(case, user))
    return refusal(code) if code is Refusal.NOT_TOLD else ""


def last_order(case: Any) -> Order | None:
    """Of a case that came back: who has had it."""
    if not case.order_count:
        return None
    return case.orders.select_related("lead", "responsible").last()  # type: ignore[no-any-return]


def filled_in(case: Any, now: datetime) -> Filled:
    """From the standing orders; whatever it says can be changed."""
    found = suggest(case, now)
    initial = {
        "responsible": str(found.person.pk) if found.person else "",
        "lead": str(found.lead.pk) if found.lead else "",
        "parts": [str(room.pk) for room, _person in found.parts],
        "task": found.task,
        "until": found.until,
    }
    before = case.due_at is not None and found.until < case.due_at
    why = _("2 days before the limit: time to tell the family") if before else ""
    return Filled(found.because is not None, remark_of(found, now), why, initial)


def remark_of(found: Suggestion, now: datetime) -> str:
    if found.person is None:
        return _("No standing order names anybody for this.")
    if found.away_until is None or found.because is None:
        return ""
    words = {
        "person": found.because.person.full_name,
        "deputy": found.person.full_name,
        "day": short_day(found.away_until, now).split(" ")[0],
    }
    if found.deputy_used:
        return _("%(person)s is away until %(day)s; %(deputy)s stands in") % words
    return _("%(person)s is away until %(day)s, and nobody stands in") % words


def praise_of(case: Any, directory: Directory) -> dict[str, Any]:
    """Whom the recorder named, and the first department concerned."""
    rooms = [pk for pk, name in directory.names.items() if name in case.rooms]
    return {"users": [str(pk) for pk in case.named], "lead": str(rooms[0]) if rooms else ""}
