"""What the department's page shows of one case, cut to the part of whoever looks (A31), and its forms."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from complaints.actions.measures import departments_of, may_carry_out, may_set, named_in
from complaints.actions.points import may_object
from complaints.actions.refusals import BadFile, Missing, Refused
from complaints.anonymity import Veil, as_read_by
from complaints.casepage import person_of
from complaints.directory import Directory
from complaints.filewords import bad_file
from complaints.forms_measures import MeasureForm, ObjectionForm, ProofForm, item_name
from complaints.limits import points_at
from complaints.models import Complaint, Confirmation, CorrectiveMeasure, OrderPart, PointEntry
from complaints.moveforms import DraftForm, FindForm, MoveForm
from complaints.queries import department as queries
from complaints.queries.case import sees_all
from complaints.sentences import refusal
from complaints.standings import actor_of, may_now
from policy.complaints import NEED_MEASURES, Move, State
from staff.models import User

NOBODY = Directory({}, {})  # these forms choose from no list


@dataclass(slots=True)
class Typed:
    """What was posted and not accepted: it comes back as it was typed."""

    move: Move | None = None
    moved: MoveForm | None = None
    measure: MeasureForm | None = None
    proof: ProofForm | None = None
    proof_of: int | None = None
    problem: str = ""

    def of(self, move: Move) -> MoveForm | None:
        return self.moved if self.move is move else None


def ids_of(what: str, pk: int | str = "") -> str:
    """Several forms of the page have a field of the same name."""
    return f"{what}{pk}_%s"


def refused_words(error: Refused) -> str:
    if isinstance(error, BadFile):
        return bad_file(error)
    if isinstance(error, Missing):
        return _("Fill in what is still empty.")
    return refusal(error.code)


def page_of(case: Complaint | None, user: User, typed: Typed, *, now: datetime) -> dict[str, Any]:
    seen = Veil(case, user).whole() if case else None
    context: dict[str, Any] = {
        "open_cases": as_read_by(user, queries.open_for(user)),
        "answered_cases": as_read_by(user, queries.answered_for(user)),
        "posts": as_read_by(user, queries.posts_about(user)),
        "owed_measures": queries.measures_for(user),
        "points": _points(user, now),
        "typed": typed,
        "case": seen,
        "person": person_of(seen, now) if seen else "",
        "now": now,
    }
    return context | (_case(case, user, typed, now) if case else {})


def _case(case: Complaint, user: User, typed: Typed, now: datetime) -> dict[str, Any]:
    moves, veil = may_now(case, user), Veil(case, user)
    whole = sees_all(actor_of(case, user))
    measures = [m for m in case.measures.all() if whole or may_carry_out(m, user)]
    version = {"version": case.version}
    latest = {**version, "text": case.draft, "no_measure_reason": case.no_measure_reason}
    ordered = case.order.ordered_at if case.order else case.recorded_at
    findings = list(case.findings.all()) if whole else []
    parts = list(case.order.parts.select_related("department", "person")) if case.order else []
    return {
        "whole": whole,
        "findings": findings,
        "files": veil.over(case.attachments.filter(measure=None).defer("content"), "name") if whole else [],
        "found": any(finding.at >= ordered for finding in findings),
        "told": case.told_at is not None and case.told_at >= ordered,
        "dissatisfied": _dissatisfied(case, veil) if whole else None,
        "measures": [_shown(m, user, typed) for m in measures],
        "find": (typed.of(Move.FIND) or FindForm(NOBODY, initial=version, auto_id=ids_of(Move.FIND)))
        if Move.FIND in moves
        else None,
        "draft": (typed.of(Move.DRAFT) or DraftForm(NOBODY, initial=latest, auto_id=ids_of(Move.DRAFT)))
        if _drafts(case, moves)
        else None,
        "needs_measure": case.kind in NEED_MEASURES,
        "hand_back": Move.HAND_BACK in moves,
        "set_measure": _measure_form(case, user, typed, now) if may_set(case, user) else None,
        "measure_next": _measure_next(case, moves, bool(measures)),
        "parts": parts,
        "to_take": _to_take(case, parts, user),
    }


def _to_take(case: Complaint, parts: list[OrderPart], user: User) -> bool:
    """The order names him, and he has not said yet that he has it."""
    if case.order is None or case.locked:
        return False
    named = [(case.order.responsible_id, case.order.seen_at), *((p.person_id, p.seen_at) for p in parts)]
    return (user.pk, None) in named


def _dissatisfied(case: Complaint, veil: Veil) -> Confirmation | None:
    """What the patient said when it was asked about last, of a case that came back."""
    said = case.confirmations.exclude(level=None).order_by("-at")[:1] if case.reopened else ()
    return next(iter(veil.over(said, "words")), None)


def _drafts(case: Complaint, moves: tuple[Move, ...]) -> bool:
    """Offered too while the measure is still missing: the reason why none is needed stands in the form."""
    return Move.DRAFT in moves or (Move.FIND in moves and case.state == State.INVESTIGATED)


def _measure_next(case: Complaint, moves: tuple[Move, ...], measured: bool) -> bool:
    """Found out, and the answer waits for a measure or for the reason why none is needed."""
    wanted = case.kind in NEED_MEASURES and case.state == State.INVESTIGATED
    return wanted and Move.FIND in moves and not measured and not case.no_measure_reason


def _measure_form(case: Complaint, user: User, typed: Typed, now: datetime) -> MeasureForm:
    """His own department first, else the one that leads."""
    if typed.measure:
        return typed.measure
    rooms = departments_of(case)
    ours = next((room for room in rooms if room.pk == user.department_id), rooms[0])
    initial = {"department": ours.pk, "token": uuid4()}
    return MeasureForm(
        rooms, named=named_in(case), today=now.date(), initial=initial, auto_id=ids_of("measure")
    )


@dataclass(frozen=True, slots=True)
class Shown:
    measure: CorrectiveMeasure
    form: ProofForm | None
    files: list[Any]
    problem: str


def _shown(measure: CorrectiveMeasure, user: User, typed: Typed) -> Shown:
    mine = typed.proof_of == measure.pk
    todo = measure.carried_out_at is None or measure.sufficient is False
    form = (typed.proof if mine else None) or ProofForm(auto_id=ids_of("proof", measure.pk))
    return Shown(
        measure,
        form if todo and may_carry_out(measure, user) else None,
        list(measure.attachments.defer("content")),
        typed.problem if mine else "",
    )


@dataclass(frozen=True, slots=True)
class Points:
    entry: PointEntry
    name: str
    form: ObjectionForm | None


def _points(user: User, now: datetime) -> list[Points]:
    """Of this month and the one before it."""
    table = points_at(now.date())
    entries = queries.points_against(user)[:10]
    return [
        Points(entry, item_label(table, entry), ObjectionForm() if may_object(entry, user) else None)
        for entry in entries
    ]


def item_label(table: Any, entry: PointEntry) -> str:
    item = table.item(entry.item)
    return item_name(entry.item, item.name if item else entry.item)
