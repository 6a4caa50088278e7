"""A report on its way: who wrote it, who approves it, what the departments say, when it is final (A17, A22).

Nobody approves or signs his own. What re-verification still changes after the approval enters the final
version, which lists the differences and is signed again.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, auto
from types import MappingProxyType


class State(StrEnum):
    DRAFT = auto()
    SUBMITTED = auto()
    RETURNED = auto()
    APPROVED = auto()  # the departments answer
    FINAL = auto()


class Move(StrEnum):
    SUBMIT = auto()
    RETURN = auto()
    APPROVE = auto()
    FINALISE = auto()


class Refusal(StrEnum):
    """In the order in which they are looked for."""

    NONE = ""
    WRONG_STATE = auto()
    OWN = auto()
    NO_REMARKS = auto()
    NO_TEXT = auto()
    LEDGER = auto()
    NOT_OVER = auto()
    TOO_EARLY = auto()


MOVES: Mapping[Move, tuple[frozenset[State], State]] = MappingProxyType(
    {
        Move.SUBMIT: (frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED),
        Move.RETURN: (frozenset({State.SUBMITTED}), State.RETURNED),
        Move.APPROVE: (frozenset({State.SUBMITTED}), State.APPROVED),
        Move.FINALISE: (frozenset({State.APPROVED}), State.FINAL),
    }
)
# Its figures are those of a version and never change; before, they are those of the moment.
FROZEN = frozenset({State.SUBMITTED, State.APPROVED, State.FINAL})
WRITABLE = MOVES[Move.SUBMIT][0]
# Departments read, answer and set measures.
ANSWERABLE = frozenset({State.APPROVED, State.FINAL})


def refusal(
    move: Move,
    state: State,
    *,
    own: bool,
    remarks: bool = True,
    text: bool = True,
    ledger_holds: bool = True,
    due: bool = True,
) -> Refusal:
    """`own`: whoever moves it has written or submitted it. `due`: to submit, the span's last day has come; to
    finalise, the final day, or every department has answered before it."""
    checks = (
        (Refusal.WRONG_STATE, state in MOVES[move][0]),
        (Refusal.OWN, move is Move.SUBMIT or not own),
        (Refusal.NO_REMARKS, move is not Move.RETURN or remarks),
        (Refusal.NO_TEXT, move is not Move.SUBMIT or text),
        (Refusal.LEDGER, ledger_holds),
        (Refusal.NOT_OVER, move is not Move.SUBMIT or due),
        (Refusal.TOO_EARLY, move is not Move.FINALISE or due),
    )
    return next((code for code, holds in checks if not holds), Refusal.NONE)
