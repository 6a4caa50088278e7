"""A list on its way out of the house: asked for, made, kept a while for its asker alone (A10)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, auto
from types import MappingProxyType


class State(StrEnum):
    WAITING = auto()
    RUNNING = auto()
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()
    REMOVED = auto()  # its time was over, or its asker needs it no more


class Kind(StrEnum):
    DETAILS = auto()  # every call with its notes
    TASKS = auto()  # the follow-ups behind a number


class Form(StrEnum):
    XLSX = auto()
    CSV = auto()


class Problem(StrEnum):
    NONE = ""
    BROKEN = auto()  # an error of ours
    DIED = auto()  # every worker that took it ended in the middle
    LONG = auto()  # not made in the time that a job has


MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.WAITING: frozenset({State.RUNNING, State.CANCELLED}),
        State.RUNNING: frozenset({State.DONE, State.FAILED, State.CANCELLED}),
        State.DONE: frozenset({State.REMOVED}),
        State.FAILED: frozenset(),
        State.CANCELLED: frozenset(),
        State.REMOVED: frozenset(),
    }
)
UNDER_WAY = frozenset({State.WAITING, State.RUNNING})
FORMS: Mapping[Kind, frozenset[Form]] = MappingProxyType(
    {Kind.DETAILS: frozenset(Form), Kind.TASKS: frozenset({Form.XLSX})}
)
AT_ONCE = 2_000  # rows that are answered while one waits
MOST = 1_000_000  # rows of one file
MOST_TRIES = 3  # workers that may die over one list


def before(after: State) -> frozenset[State]:
    """The states that lead there."""
    return frozenset(state for state, following in MOVES.items() if after in following)


def given_up(tries: int) -> bool:
    """Whether another worker would only die of it too."""
    return tries >= MOST_TRIES
