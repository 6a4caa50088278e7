"""Which column of a file is which field: found by `headings`, changed by a person, obeyed by `rows`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from functools import cached_property
from typing import Any

from patients.importing.fields import FILLING, MANY, MOMENTS, Field


class Confidence(StrEnum):
    EXACT = auto()
    SYNONYM = auto()
    REMEMBERED = auto()  # chosen by a person for the same heading before
    CHOSEN = auto()  # by a person for this file
    GUESSED = auto()  # from a part of the heading or from the values: to be looked at
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Column:
    index: int
    title: str
    first: str = ""  # the first value, for the eye
    filled: int = 0  # values among the rows looked at
    field: Field | None = None
    confidence: Confidence = Confidence.UNKNOWN
    suggestion: Field | None = None  # what it could be, were another column not surer of it
    clock: bool = False  # its values are times of day, which belong to the day in another column
    rank: int = 0  # of the columns that may be one field, the smaller is preferred
    identity: bool = False  # an identity number: not imported and not kept

    @property
    def may_repeat(self) -> bool:
        return self.field in MANY

    @property
    def fills_gaps(self) -> bool:
        return self.field in FILLING and self.confidence is not Confidence.GUESSED

    @property
    def place(self) -> tuple[Field | None, bool]:
        """What only one column can be."""
        return self.field, self.clock and self.field in MOMENTS

    def become(self, field: Field | None, confidence: Confidence, *, identity: bool = False) -> Column:
        return replace(self, field=field, confidence=confidence, identity=identity, suggestion=None)

    def undecided(self) -> Column:
        return replace(self, field=None, confidence=Confidence.UNKNOWN, suggestion=self.field)


@dataclass(frozen=True)
class Layout:
    first_row: int  # number of the first row behind the heading
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[tuple[str, ...], ...] = ()  # the heading as it stands in one or two rows
    above: frozenset[str] = frozenset()  # titles above it, which pages repeat

    @cached_property
    def fields(self) -> Mapping[Field, tuple[int, ...]]:
        """Field → indexes of its columns; what is ignored or unknown is not among them."""
        found: dict[Field, tuple[int, ...]] = {}
        for column in sorted(self.columns, key=lambda column: column.rank if column.field in FILLING else -1):
            if column.field and column.field is not Field.IGNORE:
                found[column.field] = (*found.get(column.field, ()), column.index)
        return found

    @cached_property
    def identity(self) -> frozenset[int]:
        return frozenset(column.index for column in self.columns if column.identity)

    def choose(self, choices: Mapping[int, Field | None]) -> Layout:
        """With a person's choices, by column index; a field taken from a column leaves that open."""
        columns = {
            column.index: column.become(choices[column.index], Confidence.CHOSEN, identity=column.identity)
            for column in self.columns
            if column.index in choices
        }
        taken = {column.place for column in columns.values() if column.field and not column.may_repeat}
        for column in self.columns:
            left = column.undecided() if column.place in taken else column
            columns.setdefault(column.index, left)
        return replace(self, columns=tuple(columns[column.index] for column in self.columns))

    def to_json(self) -> dict[str, object]:
        columns = [{name: getattr(column, name) for name in Column.__slots__} for column in self.columns]
        return {
            "first_row": self.first_row,
            "titles": list(self.titles),
            "columns": columns,
            "lines": [list(line) for line in self.lines],
            "above": sorted(self.above),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Layout:
        columns = tuple(_column(**column) for column in data["columns"])
        lines = tuple(tuple(line) for line in data.get("lines", ()))
        return cls(data["first_row"], tuple(data["titles"]), columns, lines, frozenset(data.get("above", ())))


def _column(*, field: str | None, confidence: str, suggestion: str | None, **rest: Any) -> Column:
    return Column(
        field=Field(field) if field else None,
        confidence=Confidence(confidence),
        suggestion=Field(suggestion) if suggestion else None,
        **rest,
    )
