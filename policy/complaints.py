"""A complaint, suggestion, praise, request or adverse event: its states, and who may move it where.

Rules: A10, A20 the assistant first, who orders a named person; A31 investigated, verified, answered;
B13 suggestions and praise; B16 whoever was asked first may answer; C4, C8, D5 the result is told, then
confirmed by a call of somebody who had no hand in it; E4 measures. No Django, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from types import MappingProxyType

ASKERS = frozenset({"agent", "supervisor"})  # who asks about the handling, unless he had a hand in it
CONFIRM_TRIES = 3  # so often a patient is called before the case may be closed unconfirmed


class Kind(StrEnum):
    COMPLAINT = auto()
    SUGGESTION = auto()
    PRAISE = auto()
    REQUEST = auto()
    ADVERSE_EVENT = auto()


class Severity(StrEnum):
    LIGHT = auto()
    ORDINARY = auto()
    SERIOUS = auto()
    SEVERE = auto()


class Channel(StrEnum):
    CALL = auto()
    WALK_IN = auto()
    HOTLINE = auto()
    LETTER = auto()
    WEB = auto()
    COLLEAGUE = auto()
    DOCTOR = auto()


class State(StrEnum):
    RECORDED = auto()  # in the assistant's inbox
    RETURNED = auto()
    ORDERED = auto()
    INVESTIGATED = auto()
    DRAFTED = auto()
    ANSWERED = auto()  # told to the patient, not closed yet
    REOPENED = auto()  # back in the inbox: dissatisfied once
    ESCALATED = auto()  # with the executive director
    CLOSED = auto()
    MERGED = auto()


class Move(StrEnum):
    RETURN = auto()
    RESUBMIT = auto()
    ORDER = auto()
    HAND_BACK = auto()
    FIND = auto()
    DRAFT = auto()
    ANSWER = auto()
    CONFIRM = auto()
    CLOSE_UNCONFIRMED = auto()
    ESCALATE = auto()
    DECIDE = auto()
    PASS_ON = auto()
    SETTLE = auto()
    MERGE = auto()
    WITHDRAW = auto()


class CloseReason(StrEnum):
    NONE = ""
    CONFIRMED = auto()  # the patient is content
    NOT_REACHED = auto()
    NO_CONTACT = auto()
    DECIDED = auto()  # by the executive director
    PASSED_ON = auto()
    WITHDRAWN = auto()


class Verdict(StrEnum):
    VERIFIED = auto()
    PARTLY = auto()
    UNFOUNDED = auto()
    UNCLEAR = auto()


class Refusal(StrEnum):
    """In the order in which they are looked for."""

    NONE = ""
    LOCKED = auto()
    WRONG_STATE = auto()
    NOT_YOURS = auto()
    WRONG_KIND = auto()
    HANDLED_IT = auto()  # whoever had a hand in the case does not ask whether the patient is content
    NO_CONTACT = auto()  # there is nobody to ask
    HAS_CONTACT = auto()  # there is somebody to ask, and nobody has tried
    TRIED_TOO_LITTLE = auto()
    NO_MEASURE = auto()
    NOT_TOLD = auto()  # nobody who waits for an answer is left without one


@dataclass(frozen=True, slots=True)
class Standing:
    kind: Kind
    state: State
    reopened: int
    orders: int  # so far
    has_contact: bool  # somebody to tell
    measures: int
    no_measure_reason: bool
    confirm_tries: int
    told: bool  # an answer, at least once


@dataclass(frozen=True, slots=True)
class Actor:
    """`handler`: was ever ordered to, found, drafted, told the answer, or gave the order of this case."""

    role: str
    recorder: bool
    responsible: bool  # named in the order in force
    in_lead: bool  # clinician of the lead department
    handler: bool


LOCKED = frozenset({State.CLOSED, State.MERGED})
OPEN = frozenset(State) - LOCKED
_AT_WORK = frozenset({State.RECORDED, State.REOPENED, State.ORDERED, State.INVESTIGATED, State.DRAFTED})

# From which states to which; None: `after` says.
MOVES: Mapping[Move, tuple[frozenset[State], State | None]] = MappingProxyType(
    {
        Move.RETURN: (frozenset({State.RECORDED}), State.RETURNED),
        Move.RESUBMIT: (frozenset({State.RETURNED}), State.RECORDED),
        Move.ORDER: (_AT_WORK | {State.ESCALATED}, State.ORDERED),
        Move.HAND_BACK: (frozenset({State.ORDERED}), None),
        Move.FIND: (frozenset({State.ORDERED, State.INVESTIGATED}), State.INVESTIGATED),
        Move.DRAFT: (frozenset({State.INVESTIGATED, State.DRAFTED}), State.DRAFTED),
        Move.ANSWER: (frozenset({State.DRAFTED}), State.ANSWERED),
        Move.CONFIRM: (frozenset({State.ANSWERED}), None),
        Move.CLOSE_UNCONFIRMED: (frozenset({State.ANSWERED}), State.CLOSED),
        Move.ESCALATE: (_AT_WORK | {State.ANSWERED}, State.ESCALATED),
        Move.DECIDE: (frozenset({State.ESCALATED}), State.CLOSED),
        Move.PASS_ON: (frozenset({State.RECORDED}), State.CLOSED),
        Move.SETTLE: (frozenset({State.RECORDED}), State.ANSWERED),
        Move.MERGE: (frozenset({State.RECORDED, State.RETURNED}), State.MERGED),
        Move.WITHDRAW: (OPEN - {State.ANSWERED}, State.CLOSED),
    }
)


def _assistant(_standing: Standing, actor: Actor) -> bool:
    return actor.role == "assistant"


def _director(_standing: Standing, actor: Actor) -> bool:
    return actor.role == "director"


def _in_charge(standing: Standing, actor: Actor) -> bool:
    return actor.role == ("director" if standing.state is State.ESCALATED else "assistant")


def _investigates(_standing: Standing, actor: Actor) -> bool:
    return actor.responsible or actor.in_lead


def _drafts(standing: Standing, actor: Actor) -> bool:
    return _investigates(standing, actor) or _assistant(standing, actor)


_WHO: Mapping[Move, Callable[[Standing, Actor], bool]] = {
    Move.RETURN: _assistant,
    Move.RESUBMIT: lambda _standing, actor: actor.recorder or actor.role == "supervisor",
    Move.ORDER: _in_charge,
    Move.HAND_BACK: lambda _standing, actor: actor.responsible,
    Move.FIND: _investigates,
    Move.DRAFT: _drafts,
    Move.ANSWER: lambda standing, actor: actor.recorder or _drafts(standing, actor),  # B16
    Move.CONFIRM: lambda _standing, actor: actor.role in ASKERS,
    Move.CLOSE_UNCONFIRMED: _assistant,
    Move.ESCALATE: _assistant,
    Move.DECIDE: _director,
    Move.PASS_ON: _assistant,
    Move.SETTLE: _assistant,
    Move.MERGE: _assistant,
    Move.WITHDRAW: _in_charge,
}
_KINDS: Mapping[Move, frozenset[Kind]] = {
    Move.PASS_ON: frozenset({Kind.PRAISE}),
    Move.SETTLE: frozenset({Kind.SUGGESTION, Kind.REQUEST}),
}
NEED_MEASURES = frozenset({Kind.COMPLAINT, Kind.ADVERSE_EVENT})

_REQUIRED: Mapping[Move, tuple[str, ...]] = {
    Move.RETURN: ("text",),
    Move.RESUBMIT: ("text",),
    Move.ORDER: ("responsible", "lead", "task", "until"),
    Move.HAND_BACK: ("text",),
    Move.FIND: ("text", "verdict"),
    Move.DRAFT: ("text",),
    Move.ANSWER: ("how", "text"),
    Move.ESCALATE: ("text",),
    Move.DECIDE: ("text",),
    Move.PASS_ON: ("lead",),
    Move.SETTLE: ("how", "text"),
    Move.MERGE: ("into",),
    Move.WITHDRAW: ("text",),
}


def refused(move: Move, standing: Standing, actor: Actor) -> Refusal:
    """Refusal.NONE, which is empty, when it is allowed."""
    if standing.state in LOCKED:
        return Refusal.LOCKED
    if standing.state not in MOVES[move][0]:
        return Refusal.WRONG_STATE
    if not _WHO[move](standing, actor):
        return Refusal.NOT_YOURS
    if standing.kind not in _KINDS.get(move, frozenset(Kind)):
        return Refusal.WRONG_KIND
    return _CONDITIONS[move](standing, actor) if move in _CONDITIONS else Refusal.NONE


def _confirmable(standing: Standing, actor: Actor) -> Refusal:
    if actor.handler:
        return Refusal.HANDLED_IT
    return Refusal.NONE if standing.has_contact else Refusal.NO_CONTACT


def _closable(standing: Standing, _actor: Actor) -> Refusal:
    if not standing.has_contact or standing.confirm_tries >= CONFIRM_TRIES:
        return Refusal.NONE
    return Refusal.TRIED_TOO_LITTLE if standing.confirm_tries else Refusal.HAS_CONTACT


def _measured(standing: Standing, _actor: Actor) -> Refusal:
    done = standing.measures > 0 or standing.no_measure_reason
    return Refusal.NONE if done or standing.kind not in NEED_MEASURES else Refusal.NO_MEASURE


def _answered(standing: Standing, _actor: Actor) -> Refusal:
    owed = standing.has_contact and standing.kind is not Kind.PRAISE
    return Refusal.NOT_TOLD if owed and not standing.told else Refusal.NONE


_CONDITIONS: Mapping[Move, Callable[[Standing, Actor], Refusal]] = {
    Move.CONFIRM: _confirmable,
    Move.CLOSE_UNCONFIRMED: _closable,
    Move.DRAFT: _measured,
    Move.DECIDE: _answered,
}


def allowed(standing: Standing, actor: Actor) -> tuple[Move, ...]:
    """What a screen may offer."""
    return tuple(move for move in Move if not refused(move, standing, actor))


def after(move: Move, standing: Standing, *, satisfied: bool | None = None) -> State:
    """ValueError when the move does not begin here. `satisfied` None: the patient was not reached."""
    before, to = MOVES[move]
    if standing.state not in before:
        raise ValueError("wrong_state")
    if move is Move.HAND_BACK:
        return State.REOPENED if standing.reopened else State.RECORDED
    if to is not None:
        return to
    if satisfied is None:
        return State.ANSWERED
    if satisfied:
        return State.CLOSED
    return State.ESCALATED if standing.reopened else State.REOPENED


def close_reason(move: Move, standing: Standing, *, satisfied: bool | None = None) -> CloseReason:
    """Empty when the move does not close the case, or merges it."""
    if after(move, standing, satisfied=satisfied) is not State.CLOSED:
        return CloseReason.NONE
    if move is Move.CLOSE_UNCONFIRMED:
        return CloseReason.NOT_REACHED if standing.has_contact else CloseReason.NO_CONTACT
    return {
        Move.CONFIRM: CloseReason.CONFIRMED,
        Move.DECIDE: CloseReason.DECIDED,
        Move.PASS_ON: CloseReason.PASSED_ON,
        Move.WITHDRAW: CloseReason.WITHDRAWN,
    }[move]


def required(move: Move, *, satisfied: bool | None = None) -> tuple[str, ...]:
    """Names of what must not be left empty; a dissatisfied patient's reason is written down (A19)."""
    if move is Move.CONFIRM and satisfied is False:
        return ("text",)
    return _REQUIRED.get(move, ())
