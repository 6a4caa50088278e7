"""What a call can end in, and what each ending does to the task: E7, E11, E9, A18, A22.

The table is data: a hospital edits it, and the default below is what most of the field does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from types import MappingProxyType
from typing import Any, NamedTuple


class Outcome(StrEnum):
    # Not reached
    NO_ANSWER = auto()
    BUSY = auto()
    POWERED_OFF = auto()
    LINE_SUSPENDED = auto()
    UNREACHABLE = auto()
    VACANT = auto()
    WRONG_NUMBER = auto()
    # Reached
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


NOT_REACHED = frozenset(
    {
        Outcome.NO_ANSWER,
        Outcome.BUSY,
        Outcome.POWERED_OFF,
        Outcome.LINE_SUSPENDED,
        Outcome.UNREACHABLE,
        Outcome.VACANT,
        Outcome.WRONG_NUMBER,
    }
)
REACHED = frozenset(Outcome) - NOT_REACHED
NUMBER_DEAD = frozenset({Outcome.VACANT, Outcome.WRONG_NUMBER})
# The number may be alive, but it is not this patient's.
NOT_THEIR_NUMBER = NUMBER_DEAD | {Outcome.NOT_THE_PATIENT}
# A22: called once more on the 25th-27th before the month's rate is final.
VERIFIABLE = frozenset({Outcome.NO_ANSWER, Outcome.POWERED_OFF, Outcome.LINE_SUSPENDED, Outcome.UNREACHABLE})


class Reason(StrEnum):
    """The second level: why somebody who was reached could not be followed up."""

    RECOVERED = auto()
    BUSY_NOW = auto()
    DISSATISFIED = auto()
    FRAUD_FEAR = auto()
    NO_EFFECT = auto()
    UNCLEAR_SPEECH = auto()
    HARD_OF_HEARING = auto()
    LANGUAGE = auto()
    OTHER = auto()


REASONS: Mapping[Outcome, tuple[Reason, ...]] = MappingProxyType(
    {
        Outcome.DECLINED: (
            Reason.RECOVERED,
            Reason.BUSY_NOW,
            Reason.DISSATISFIED,
            Reason.FRAUD_FEAR,
            Reason.NO_EFFECT,
            Reason.OTHER,
        ),
        Outcome.CANNOT_COMMUNICATE: (
            Reason.UNCLEAR_SPEECH,
            Reason.HARD_OF_HEARING,
            Reason.LANGUAGE,
            Reason.OTHER,
        ),
    }
)


class NextTry(StrEnum):
    SAME_BLOCK = auto()
    NEXT_DAYPART = auto()
    NEXT_DAY = auto()
    AFTER = auto()
    AGREED = auto()
    NEXT_NUMBER = auto()
    VERIFICATION = auto()
    NONE = auto()


class Ends(StrEnum):
    NO = ""
    COMPLETED = auto()
    UNSUCCESSFUL = auto()
    EXEMPT = auto()
    PATIENT = auto()
    SUSPEND = auto()


class Step(NamedTuple):
    """When to try again.

    `minutes`: the delay of SAME_BLOCK, AFTER and AGREED. With NEXT_DAYPART and NEXT_DAY it says what to do
    when the window has no such block left: try again after so many minutes, or (0) give up.
    """

    next: NextTry
    minutes: int = 0


NEEDS_MINUTES = frozenset({NextTry.SAME_BLOCK, NextTry.AFTER, NextTry.AGREED})
GIVES_UP = frozenset({NextTry.NONE, NextTry.VERIFICATION})
LONGEST_DELAY = 60 * 24 * 30  # minutes; no window is served by waiting longer, so more is a typing error


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """`steps[i]` follows the (i+1)-th time that a task's calls end so; the last one repeats."""

    counts: bool = False
    ends: Ends = Ends.NO
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        if (self.ends == Ends.NO) != bool(self.steps):
            raise ValueError("either_ends_or_steps")
        for step in self.steps:
            if not 0 <= step.minutes <= LONGEST_DELAY:
                raise ValueError("minutes_out_of_range")
            if step.next in NEEDS_MINUTES and step.minutes == 0:
                raise ValueError("minutes_missing")

    def step(self, times: int) -> Step:
        return self.steps[min(times, len(self.steps)) - 1]


DAY = 60 * 24
OTHER_NUMBER = OutcomeRule(steps=(Step(NextTry.NEXT_NUMBER),))
OTHER_DAY = OutcomeRule(counts=True, steps=(Step(NextTry.NEXT_DAY),))

DEFAULT_TABLE: Mapping[Outcome, OutcomeRule] = MappingProxyType(
    {
        # Three dayparts, then a day, then three days. 20 minutes: the same evening (A8) has one block only,
        # and three tries must fit into its hour.
        Outcome.NO_ANSWER: OutcomeRule(
            counts=True,
            steps=(Step(NextTry.NEXT_DAYPART, 20), Step(NextTry.NEXT_DAY, 20), Step(NextTry.AFTER, 3 * DAY)),
        ),
        Outcome.BUSY: OutcomeRule(counts=True, steps=(Step(NextTry.SAME_BLOCK, 20),)),
        Outcome.POWERED_OFF: OTHER_DAY,
        Outcome.UNREACHABLE: OTHER_DAY,
        Outcome.LINE_SUSPENDED: OutcomeRule(counts=True, steps=(Step(NextTry.VERIFICATION),)),
        Outcome.VACANT: OTHER_NUMBER,
        Outcome.WRONG_NUMBER: OTHER_NUMBER,
        Outcome.COMPLETED: OutcomeRule(ends=Ends.COMPLETED),
        Outcome.PARTIAL: OutcomeRule(steps=(Step(NextTry.NEXT_DAYPART, 60),)),
        Outcome.INCONVENIENT: OutcomeRule(counts=True, steps=(Step(NextTry.AGREED, 60),)),
        # Not counted, so the second unagreed try waits for another day: a family is not rung every hour.
        Outcome.RELATIVE: OutcomeRule(steps=(Step(NextTry.AGREED, 60), Step(NextTry.NEXT_DAY, 60))),
        Outcome.DECLINED: OutcomeRule(ends=Ends.UNSUCCESSFUL),
        # A colleague or the family may succeed; a second failure will not become a third.
        Outcome.CANNOT_COMMUNICATE: OutcomeRule(steps=(Step(NextTry.NEXT_DAYPART, 60), Step(NextTry.NONE))),
        Outcome.NOT_THE_PATIENT: OTHER_NUMBER,
        Outcome.TRANSFERRED: OutcomeRule(ends=Ends.EXEMPT),
        Outcome.READMITTED: OutcomeRule(ends=Ends.SUSPEND),
        Outcome.DECEASED: OutcomeRule(ends=Ends.PATIENT),
    }
)


def check_table(table: Mapping[Outcome, OutcomeRule]) -> None:
    """Raise ValueError(code) for a table under which a task could loop, or death could go unheard."""
    if set(table) != set(Outcome):
        raise ValueError("outcome_missing")
    if table[Outcome.COMPLETED].ends != Ends.COMPLETED:
        raise ValueError("completed_must_complete")
    if table[Outcome.DECEASED].ends != Ends.PATIENT:
        raise ValueError("deceased_must_end_patient")
    for outcome, rule in table.items():
        if rule.ends == Ends.COMPLETED and outcome in NOT_REACHED:
            raise ValueError("not_reached_cannot_complete")
        if rule.ends == Ends.PATIENT and outcome != Outcome.DECEASED:
            raise ValueError("only_death_ends_patient")
        # "At once" ends only because the numbers run out.
        if outcome not in NOT_THEIR_NUMBER and any(s.next == NextTry.NEXT_NUMBER for s in rule.steps):
            raise ValueError("next_number_only_after_wrong_number")


def table_to_json(table: Mapping[Outcome, OutcomeRule]) -> dict[str, Any]:
    return {
        outcome.value: {
            "counts": rule.counts,
            "ends": rule.ends.value,
            "steps": [{"next": step.next.value, "minutes": step.minutes} for step in rule.steps],
        }
        for outcome, rule in table.items()
    }


def table_from_json(data: object) -> Mapping[Outcome, OutcomeRule]:
    """Raise ValueError when the table is incomplete or nonsense."""
    try:
        table = {Outcome(key): _rule(value) for key, value in data.items()}  # type: ignore[attr-defined]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("malformed_table") from error
    check_table(table)
    return MappingProxyType(table)


def _rule(data: Mapping[str, Any]) -> OutcomeRule:
    if not isinstance(data["counts"], bool):
        raise ValueError("malformed_table")
    steps = tuple(Step(NextTry(step["next"]), _minutes(step.get("minutes", 0))) for step in data["steps"])
    return OutcomeRule(counts=data["counts"], ends=Ends(data["ends"]), steps=steps)


def _minutes(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("malformed_table")
    return value
