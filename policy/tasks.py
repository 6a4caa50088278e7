"""The states of a follow-up task, and which of them may follow which: A18, A22, E9.

Each move that leaves a closed state is a correction: an attempt was entered wrongly, a visit withdrawn by
the hospital's system came back, a number was found, or re-verification reached the patient.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, auto
from types import MappingProxyType


class State(StrEnum):
    OPEN = auto()
    SUSPENDED = auto()  # readmitted: counts as open until the new discharge makes its own task
    COMPLETED = auto()
    UNSUCCESSFUL = auto()
    EXEMPT = auto()


CLOSED = frozenset({State.COMPLETED, State.UNSUCCESSFUL, State.EXEMPT})


class EndReason(StrEnum):
    NONE = ""
    # Outcomes of a call: the same words as policy.outcomes.Outcome
    NO_ANSWER = auto()
    BUSY = auto()
    POWERED_OFF = auto()
    LINE_SUSPENDED = auto()
    UNREACHABLE = auto()
    VACANT = auto()
    WRONG_NUMBER = auto()
    COMPLETED = auto()
    PARTIAL = auto()
    INCONVENIENT = auto()
    RELATIVE = auto()
    DECLINED = auto()
    CANNOT_COMMUNICATE = auto()
    NOT_THE_PATIENT = auto()
    TRANSFERRED = auto()
    READMITTED = auto()
    DECEASED = auto()
    # What ends a task without a call
    NO_NUMBER = auto()
    WINDOW_CLOSED = auto()
    ATTEMPTS_USED = auto()
    WITHDRAWN = auto()
    DO_NOT_CALL = auto()
    RULE_ENDED = auto()
    RECHECKED = auto()  # E17: the check-up was repeated, which is what the calls are for
    DUPLICATE = auto()


MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.OPEN: frozenset({State.SUSPENDED, State.COMPLETED, State.UNSUCCESSFUL, State.EXEMPT}),
        State.SUSPENDED: frozenset({State.OPEN, State.COMPLETED, State.UNSUCCESSFUL, State.EXEMPT}),
        State.COMPLETED: frozenset({State.OPEN, State.UNSUCCESSFUL, State.EXEMPT}),
        State.UNSUCCESSFUL: frozenset({State.OPEN, State.COMPLETED, State.EXEMPT}),
        State.EXEMPT: frozenset({State.OPEN}),
    }
)


def may_move(before: State, after: State) -> bool:
    return after in MOVES[before]
