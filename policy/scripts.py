"""A script's version from draft to published, by two people (C3, A24): who may do what when."""

from enum import StrEnum, auto


class State(StrEnum):
    DRAFT = auto()
    SUBMITTED = auto()
    APPROVED = auto()
    PUBLISHED = auto()


class Move(StrEnum):
    SUBMIT = auto()
    RETURN = auto()
    APPROVE = auto()
    PUBLISH = auto()


MOVES: dict[Move, tuple[frozenset[State], State]] = {
    Move.SUBMIT: (frozenset({State.DRAFT}), State.SUBMITTED),
    Move.RETURN: (frozenset({State.SUBMITTED, State.APPROVED}), State.DRAFT),
    Move.APPROVE: (frozenset({State.SUBMITTED}), State.APPROVED),
    Move.PUBLISH: (frozenset({State.APPROVED}), State.PUBLISHED),
}


def refusal(move: Move, state: State, *, own: bool, marks: int, overridden: bool) -> str:
    """Why not, as a code; empty when it may be. `own`: whoever does it wrote or submitted the version."""
    before, _after = MOVES[move]
    if state not in before:
        return "not_now"
    if move == Move.APPROVE and own:
        return "same_person"
    if move in (Move.APPROVE, Move.PUBLISH) and marks and not overridden:
        return "open_marks"
    return ""
