"""Points that the quality office takes from a department's month for how it handled complaints: E4.

The table is the hospital's to edit. No Django.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, Self

from policy.plain import exactly

MOST = Decimal("100")  # for one item: a department's month has no more

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Item:
    """ValueError with a code as its only argument when it makes no sense."""

    code: str
    name: str
    points: Decimal

    def __post_init__(self) -> None:
        if not self.code.strip() or not self.name.strip():
            raise ValueError("no_name")
        if not (self.points.is_finite() and 0 < self.points <= MOST):
            raise ValueError("points")
        if self.points != self.points.quantize(_HUNDREDTH):
            raise ValueError("points_decimals")


@dataclass(frozen=True, slots=True)
class PointsTable:
    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        codes = [item.code for item in self.items]
        if len(set(codes)) < len(codes):
            raise ValueError("item_twice")

    def item(self, code: str) -> Item | None:
        """None when the item has been taken off the table: what was entered under it stays."""
        return next((item for item in self.items if item.code == code), None)

    def to_json(self) -> list[dict[str, str]]:
        return [{"code": i.code, "name": i.name, "points": str(i.points)} for i in self.items]

    @classmethod
    def from_json(cls, data: Iterable[Mapping[str, Any]]) -> Self:
        try:
            rows = [{name: _READERS[name](value) for name, value in row.items()} for row in data]
            return cls(tuple(Item(**row) for row in rows))
        except (AttributeError, InvalidOperation, KeyError, TypeError):
            raise ValueError("malformed") from None


def _decimal(value: object) -> Decimal:
    return Decimal(exactly(str)(value))  # a float would bring digits that nobody typed


_READERS: Mapping[str, Callable[[object], Any]] = {
    "code": exactly(str),
    "name": exactly(str),
    "points": _decimal,
}

DEFAULT_POINTS = PointsTable(
    (
        Item("answer_late", "Answer late", Decimal(2)),
        Item("measure_late", "Measure not carried out in time", Decimal(2)),
        Item("measure_insufficient", "Measure insufficient", Decimal(1)),
        Item("repeated", "Repeated complaint within 90 days", Decimal(1)),
        Item("dissatisfied", "Patient dissatisfied with the handling", Decimal(1)),
        Item("adverse_event", "Adverse event verified", Decimal(3)),
    )
)


class Entry(NamedTuple):
    points: Decimal
    upheld: bool | None = None  # the department's objection: None while there is none, or none decided


def month_points(entries: Iterable[Entry]) -> Decimal:
    """What the month loses; an entry whose objection is upheld leaves it."""
    return sum((entry.points for entry in entries if entry.upheld is not True), Decimal(0))
