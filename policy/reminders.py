"""What a report waits for, until when, and who is reminded of it: A17, A22.

Whoever holds a step is called when it falls due, and together with the next above him when it is overdue.
Plain values: who has a role, and which day it is, the caller says.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum, auto
from types import MappingProxyType
from typing import NamedTuple

from policy.reporting import State

_DAY = timedelta(days=1)


class Step(StrEnum):
    SUBMIT = auto()
    APPROVE = auto()
    ANSWER = auto()  # by each department that is asked
    FINALISE = auto()
    CARRY_OUT = auto()  # a measure that a department has set


class Level(StrEnum):
    DUE = auto()
    OVERDUE = auto()


HOLDER = "holder"  # the department's heads; who sees to the measure


class Held(NamedTuple):
    """`by`, `above`: a role of staff.permissions, or HOLDER. `ahead`: days before its day."""

    by: str
    above: str
    ahead: int = 0


# Nobody stands above the director; his assistant watches the days for him.
STEPS: Mapping[Step, Held] = MappingProxyType(
    {
        Step.SUBMIT: Held("supervisor", "director"),
        Step.APPROVE: Held("director", "assistant"),
        Step.ANSWER: Held(HOLDER, "assistant", ahead=2),
        Step.FINALISE: Held("director", "assistant"),
        Step.CARRY_OUT: Held(HOLDER, "assistant", ahead=2),
    }
)
WAITS_FOR: Mapping[State, tuple[Step, ...]] = MappingProxyType(
    {
        State.DRAFT: (Step.SUBMIT,),
        State.RETURNED: (Step.SUBMIT,),
        State.SUBMITTED: (Step.APPROVE,),
        State.APPROVED: (Step.ANSWER, Step.FINALISE),
        State.FINAL: (),
    }
)
LONGEST_AHEAD = max(held.ahead for held in STEPS.values())


def owed_on(state: State, *, submit_on: date, final_on: date, came_on: date) -> date | None:
    """The last day for what the report waits for, when it came to whoever holds it on `came_on`: the cycle's
    day, and after that never the same day. None: it waits for nothing."""
    if state is State.FINAL:
        return None
    if state is State.APPROVED:
        return max(final_on, came_on)
    return submit_on if state is State.DRAFT else max(submit_on, came_on + _DAY)


def reached(step: Step, owed: date, today: date) -> list[Level]:
    """The levels whose day has come, the newest last."""
    begins = owed - STEPS[step].ahead * _DAY
    return [level for level, day in ((Level.DUE, begins), (Level.OVERDUE, owed + _DAY)) if day <= today]


def called(step: Step, level: Level) -> tuple[str, ...]:
    """Whose the step is, and from the day after its day also who stands above him."""
    held = STEPS[step]
    return (held.by, held.above) if level is Level.OVERDUE else (held.by,)
