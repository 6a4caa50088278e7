"""From a checked form to the action that makes the move: one line for each."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.actions import moves
from complaints.actions.refusals import Refused
from complaints.actions.standing import persons_for
from complaints.directory import Directory
from complaints.inboxpage import grouped
from complaints.models import Complaint
from complaints.queries.openones import open_cases
from complaints.words import MOVES
from policy.complaints import Move
from staff.models import Department, User
from staff.permissions import Permission

Given = dict[str, Any]


def _same(*names: str) -> Callable[[Given, int, datetime], Given]:
    return lambda data, _case, _now: {name: data[name] for name in names}


def _order(data: Given, case: int, now: datetime) -> Given:
    """The person of a department that takes part is the one whom its standing order names."""
    rooms = Department.objects.in_bulk([data["lead"], *data["parts"]])
    parts = [rooms[pk] for pk in data["parts"] if pk in rooms]
    persons = persons_for(Complaint.objects.get(pk=case), parts, now)
    return {
        "responsible": User.objects.get(pk=data["responsible"]),
        "lead": rooms[data["lead"]],
        "task": data["task"],
        "until": data["until"],
        "parts": list(zip(parts, persons, strict=True)),
    }


def _confirm(data: Given, _case: int, _now: datetime) -> Given:
    return {"level": data["level"], "words": data["text"]}


def _pass_on(data: Given, _case: int, _now: datetime) -> Given:
    users = list(User.objects.active().filter(pk__in=data["users"]))
    return {"users": users, "lead": Department.objects.get(pk=data["lead"])}


def _merge(data: Given, _case: int, _now: datetime) -> Given:
    """The number as somebody types it; whatever is no number is no case."""
    target = Complaint.objects.filter(number__iexact=data["into"].strip()).first()
    if target is None:
        raise Refused("wrong_target")
    return {"into": target.pk}


Way = tuple[Callable[..., Complaint], Callable[[Given, int, datetime], Given]]
WAYS: Mapping[Move, Way] = {
    Move.RETURN: (moves.give_back, _same("text")),
    Move.RESUBMIT: (moves.resubmit, _same("text")),
    Move.ORDER: (moves.order, _order),
    Move.HAND_BACK: (moves.hand_back, _same("text")),
    Move.FIND: (moves.find, _same("verdict", "text")),
    Move.DRAFT: (moves.draft, _same("text", "no_measure_reason")),
    Move.ANSWER: (moves.answer, _same("how", "text", "level")),
    Move.CONFIRM: (moves.confirm, _confirm),
    Move.CLOSE_UNCONFIRMED: (moves.close_unconfirmed, _same()),
    Move.ESCALATE: (moves.escalate, _same("text")),
    Move.DECIDE: (moves.decide, _same("text")),
    Move.PASS_ON: (moves.pass_on, _pass_on),
    Move.SETTLE: (moves.settle, _same("how", "text")),
    Move.MERGE: (moves.merge, _merge),
    Move.WITHDRAW: (moves.withdraw, _same("text")),
}


def perform(move: Move, complaint_id: int, data: Given, *, by: User, now: datetime) -> Complaint:
    """Raises what the action raises: Conflict, Refused, Missing."""
    act, given = WAYS[move]
    return act(complaint_id, by=by, now=now, version=data["version"], **given(data, complaint_id, now))


def next_of(origin: str, pk: int, user: User, directory: Directory, *, now: datetime) -> str:
    """The inbox's next case, found before this one leaves the list; empty for a move made elsewhere."""
    if origin != "inbox" or not user.may(Permission.ORDER_COMPLAINTS):
        return ""
    following = grouped(open_cases(user), user, directory.names, now).after(pk)
    return reverse("complaints:inbox_case", args=[following]) if following else reverse("complaints:inbox")


def said(move: Move, number: str) -> str:
    return _("%(number)s: %(move)s.") % {"number": number, "move": MOVES[move]}
