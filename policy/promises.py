"""A promise to find something out and call by a time: its states, its alarms, who takes it over: A24, C6.

A promise ends kept, kept late, or broken with a reason; nothing else ends it. No Django, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum, auto
from types import MappingProxyType
from typing import NamedTuple

AHEAD = timedelta(minutes=15)
LONGEST = timedelta(days=60)  # a promise for later is a follow-up: order one


class State(StrEnum):
    OPEN = auto()
    KEPT = auto()
    LATE = auto()  # told, but after its time
    BROKEN = auto()


MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.OPEN: frozenset({State.KEPT, State.LATE, State.BROKEN}),
        State.KEPT: frozenset(),
        State.LATE: frozenset(),
        State.BROKEN: frozenset(),
    }
)
CLOSED = frozenset(State) - {State.OPEN}


class AlarmKind(StrEnum):
    AHEAD = auto()  # to the owner, a quarter of an hour before
    DUE = auto()  # to the owner and the supervisors, at the time


class Holder(NamedTuple):
    """Somebody who could take a promise over."""

    key: int
    load: int  # open promises of his
    knows: bool = False  # it was he who promised


def kept(at: datetime, due: datetime) -> State:
    """A promise that was told at `at`."""
    return State.KEPT if at <= due else State.LATE


def may_be_due(due: datetime, now: datetime) -> bool:
    return now < due <= now + LONGEST


def alarms(made: datetime, due: datetime) -> tuple[tuple[AlarmKind, datetime], ...]:
    """Ascending; a promise for the next few minutes is not reminded of before."""
    ahead = due - AHEAD
    return ((AlarmKind.AHEAD, ahead), (AlarmKind.DUE, due)) if ahead > made else ((AlarmKind.DUE, due),)


def heir(holders: Iterable[Holder]) -> int | None:
    """Who takes it over: whoever promised, else whoever owes least; None when nobody is there."""
    best = min(holders, key=lambda holder: (not holder.knows, holder.load, holder.key), default=None)
    return best.key if best else None
