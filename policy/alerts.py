"""A clinical alert: how urgent, and how it moves until the patient was told and the effect is known
(A25, E4).

Whom it reaches when: policy.ladder. No Django, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from types import MappingProxyType


class Level(StrEnum):
    """From the most urgent."""

    URGENT = auto()
    SOON = auto()
    TODAY = auto()


class State(StrEnum):
    NEW = auto()  # nobody has taken it
    TAKEN = auto()
    ACTED = auto()  # written what was done; the patient has not been told
    TOLD = auto()  # the effect is not known
    CLOSED = auto()


class Move(StrEnum):
    TAKE = auto()
    PASS_ON = auto()
    ACT = auto()
    TELL = auto()
    EFFECT = auto()
    GIVE_UP = auto()  # nobody to tell any more: a reason closes it


class Action(StrEnum):
    """What a doctor decides."""

    OWN_CALL = auto()
    CALL_BACK = auto()  # the agent calls back and tells
    ASK_IN = auto()
    NOTHING = auto()  # nothing needed, because …


class Effect(StrEnum):
    BETTER = auto()
    SAME = auto()
    WORSE = auto()  # begins anew


class Rung(StrEnum):
    NAMED = auto()  # whom it was passed on to, or who had it before it got worse
    DOCTOR = auto()  # the attending doctor
    HEAD = auto()  # the head of the department
    DUTY_OFFICE = auto()
    PROMISE = auto()  # who answers for the promise, when it is due and nobody was told


class Outcome(StrEnum):
    """What came of a step."""

    TOLD = auto()
    NOBODY = auto()  # no account, on leave, left
    SKIPPED = auto()  # a higher one was due by the time that anybody looked


class Refusal(StrEnum):
    """In the order in which they are looked for."""

    NONE = ""
    LOCKED = auto()
    WRONG_STATE = auto()
    NOT_YOURS = auto()
    ALREADY_YOURS = auto()


ANSWERABLE = frozenset({State.NEW, State.TAKEN})
OPEN = frozenset(State) - {State.CLOSED}
UNTOLD = frozenset({State.NEW, State.TAKEN, State.ACTED})
AGENT_TELLS = frozenset({Action.CALL_BACK, Action.ASK_IN, Action.NOTHING})

# From which states to which; None: `after` says.
MOVES: Mapping[Move, tuple[frozenset[State], State | None]] = MappingProxyType(
    {
        Move.TAKE: (UNTOLD, State.TAKEN),
        Move.PASS_ON: (ANSWERABLE, State.NEW),
        Move.ACT: (frozenset({State.TAKEN, State.ACTED}), State.ACTED),
        Move.TELL: (frozenset({State.ACTED}), State.TOLD),
        Move.EFFECT: (frozenset({State.TOLD}), None),
        Move.GIVE_UP: (frozenset({State.ACTED, State.TOLD}), State.CLOSED),
    }
)


@dataclass(frozen=True, slots=True)
class Actor:
    """`called`: was told of it, or heads its department; `teller`: the agent who brings the answer; `asked`:
    the doctor wants him to ask how it went; `alone`: the doctor has left, or the patient has died, and the
    agent ends it; `stands_in`: whoever has it in hand is on leave, or has left."""

    called: bool = False
    holder: bool = False
    teller: bool = False
    asked: bool = False
    alone: bool = False
    stands_in: bool = False


def after(move: Move, effect: Effect | None = None) -> State:
    to = MOVES[move][1]
    if to is not None:
        return to
    return State.NEW if effect == Effect.WORSE else State.CLOSED


def refused(move: Move, state: State, actor: Actor, action: Action | None = None) -> Refusal:
    if state is State.CLOSED:
        return Refusal.LOCKED
    if state not in MOVES[move][0]:
        return Refusal.WRONG_STATE
    if not _may(move, state, actor, action):
        return Refusal.NOT_YOURS
    if move is Move.TAKE and state is not State.NEW and actor.holder:
        return Refusal.ALREADY_YOURS
    return Refusal.NONE


def _may(move: Move, state: State, actor: Actor, action: Action | None) -> bool:
    if move is Move.TAKE:
        undecided = state in ANSWERABLE or (actor.stands_in and action not in AGENT_TELLS)
        return actor.holder or (actor.called and undecided)
    if move is Move.PASS_ON:
        return actor.holder if state is State.TAKEN else actor.called
    if actor.holder or (actor.teller and actor.alone and move is not Move.ACT):
        return True
    left_to_him = action in AGENT_TELLS or (move is Move.EFFECT and actor.asked)
    return move in (Move.TELL, Move.EFFECT) and actor.teller and left_to_him


def allowed(state: State, actor: Actor, action: Action | None = None) -> tuple[Move, ...]:
    return tuple(move for move in Move if refused(move, state, actor, action) is Refusal.NONE)


def pairs() -> set[tuple[State, State]]:
    """Every step from one state to another."""
    found = {
        (one, after(move, effect))
        for move, (states, _to) in MOVES.items()
        for one in states
        for effect in Effect
    }
    return {(one, other) for one, other in found if one is not other}


def highest(levels: Iterable[Level]) -> Level:
    """The most urgent."""
    order = list(Level)
    return min(levels, key=order.index)
