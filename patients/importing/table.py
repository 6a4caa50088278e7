"""What the child process hands out, whatever the file was: facts about it, then numbered rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from patients.importing import limits
from patients.importing.errors import ImportRefused, Refusal
from patients.importing.wire import Cell, Row


class SheetName(NamedTuple):
    name: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Info:
    kind: str
    sheet: str = ""
    sheets: tuple[SheetName, ...] = ()  # all of a workbook, in its order
    others: tuple[str, ...] = ()  # further sheets with visits, where nobody chose one
    encoding: str = ""
    encoding_sure: bool = True  # else show a preview and let somebody choose
    delimiter: str = ""
    epoch_1904: bool = False
    rows: int | None = None  # how many to expect, where the file tells

    def to_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: dict[str, object]) -> Info:
        info = cls(**data)  # type: ignore[arg-type]
        return replace(
            info, sheets=tuple(SheetName(*sheet) for sheet in info.sheets), others=tuple(info.others)
        )


class Table(NamedTuple):
    info: Info
    rows: Iterable[tuple[int, Sequence[object]]]  # from the readers: '' and None are blank


def limited(rows: Iterable[tuple[int, Sequence[object]]]) -> Iterator[Row]:
    """Rows cut behind their last filled cell; blank ones kept as [] unless nothing follows them."""
    written = None
    for number, cells in rows:
        kept = _trimmed(cells)
        if not kept:
            continue
        if number > limits.ROWS:
            raise ImportRefused(Refusal.TOO_MANY_ROWS, {"limit": limits.ROWS})
        _check(number, kept)
        for gap in range(number if written is None else written + 1, number):
            yield Row(gap, [])
        yield Row(number, kept)
        written = number


def _trimmed(cells: Sequence[object]) -> list[Cell]:
    kept = [None if _is_blank(cell) else cell for cell in cells]
    while kept and kept[-1] is None:
        kept.pop()
    return kept  # type: ignore[return-value]


def _is_blank(cell: object) -> bool:
    return cell is None or cell == "" or (isinstance(cell, str) and cell.isspace())


def _check(number: int, cells: list[Cell]) -> None:
    if len(cells) > limits.COLUMNS:
        raise ImportRefused(Refusal.TOO_MANY_COLUMNS, {"row": number, "limit": limits.COLUMNS})
    for cell in cells:
        if isinstance(cell, str) and len(cell) > limits.CELL_LENGTH:
            raise ImportRefused(Refusal.CELL_TOO_LONG, {"row": number, "limit": limits.CELL_LENGTH})
