"""Cells as JSON and back: a telephone number read as a float, or a date of Excel's, stays known as such.

Used between the child process and its caller, and for cells kept in the database.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import NamedTuple


class Unread(Enum):
    """A cell that has no value although it is not empty."""

    FORMULA = "formula"  # a formula that no program has computed yet
    ERROR = "error"  # #N/A, #REF!


Cell = str | int | float | bool | date | datetime | time | timedelta | Unread | None


class Row(NamedTuple):
    number: int  # as the file's program shows it, from 1
    cells: Sequence[Cell]


def tag(value: object) -> dict[str, str | float]:
    """What JSON has no word for, as an object with one key."""
    match value:
        case datetime():
            return {"t": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case time():
            return {"h": value.isoformat()}
        case timedelta():
            return {"s": value.total_seconds()}
        case Unread():
            return {"x": value.value}
    raise TypeError(f"not a cell: {type(value)}")


def untag(tagged: dict[str, str | float]) -> Cell:
    ((key, value),) = tagged.items()
    match key, value:
        case "t", str():
            return datetime.fromisoformat(value)
        case "d", str():
            return date.fromisoformat(value)
        case "h", str():
            return time.fromisoformat(value)
        case "x", str():
            return Unread(value)
        case "s", int() | float():
            return timedelta(seconds=value)
    raise ValueError(f"not a cell: {key}")


_encode = json.JSONEncoder(separators=(",", ":"), default=tag, allow_nan=False).encode


def encode(cells: Sequence[object]) -> str:
    """JSON as the standard has it: numbers beyond all bounds go as words."""
    try:
        return _encode(cells)
    except ValueError:
        return _encode([_finite(cell) for cell in cells])


def _finite(cell: object) -> object:
    if isinstance(cell, list | tuple):
        return [_finite(inner) for inner in cell]
    return str(cell) if isinstance(cell, float) and not math.isfinite(cell) else cell


decode = json.JSONDecoder(object_hook=untag).decode


def to_json(cells: Sequence[Cell]) -> list[object]:
    """For a JSON column of the database."""
    return [
        _finite(cell) if cell is None or isinstance(cell, str | int | float) else tag(cell) for cell in cells
    ]


def from_json(cells: Sequence[object]) -> list[Cell]:
    return [untag(cell) if isinstance(cell, dict) else cell for cell in cells]  # type: ignore[misc]
