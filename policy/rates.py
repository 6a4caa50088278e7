"""The one place where a rate is computed: E7, E10, E16, E17.

A rate is a part of a whole in percent, rounded half up to two decimals, as the published figures are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")
VERY_SATISFIED, SATISFIED, FAIR, NOT_VERY_SATISFIED, DISSATISFIED = LEVELS = (5, 4, 3, 2, 1)


def rate(numerator: int, denominator: int) -> Decimal | None:
    """None when there is nothing to measure: 0 of 0 is neither 0 % nor 100 %."""
    if not 0 <= numerator <= denominator:
        raise ValueError("not_a_part_of_the_whole")
    if denominator == 0:
        return None
    return (Decimal(100 * numerator) / denominator).quantize(HUNDREDTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every task in exactly one place. Suspended tasks count as open."""

    due: int
    completed: int
    unsuccessful: int
    exempt: int
    open: int

    @property
    def missing(self) -> int:
        """Tasks that are due and in none of the four; negative: counted twice."""
        return self.due - (self.completed + self.unsuccessful + self.exempt + self.open)

    @property
    def holds(self) -> bool:
        return self.missing == 0


def ledger(*, due: int, completed: int, unsuccessful: int, exempt: int, open: int) -> Ledger:
    if min(due, completed, unsuccessful, exempt, open) < 0:
        raise ValueError("negative")
    return Ledger(due, completed, unsuccessful, exempt, open)


@dataclass(frozen=True, slots=True)
class Satisfaction:
    answers: int
    very_satisfied: int
    satisfied: int

    @property
    def percent(self) -> Decimal | None:
        """E16: very satisfied % + satisfied %, rounded once."""
        return rate(self.very_satisfied + self.satisfied, self.answers)


def satisfaction(levels: Mapping[int, int]) -> Satisfaction:
    """`levels`: answers counted by level, 5 very satisfied … 1 dissatisfied."""
    if not set(levels) <= set(LEVELS) or any(count < 0 for count in levels.values()):
        raise ValueError("unknown_level")
    return Satisfaction(sum(levels.values()), levels.get(VERY_SATISFIED, 0), levels.get(SATISFIED, 0))
