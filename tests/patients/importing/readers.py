"""Reading in tests: all rows at once, or the reason why not."""

from __future__ import annotations

import resource
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from patients.importing.errors import ImportRefused, Refusal
from patients.importing.headings import find_layout, peek
from patients.importing.parsed import Parsed, Rejected, Repeated, Result, Skipped
from patients.importing.reading import read
from patients.importing.rows import parse_rows
from patients.importing.table import Info
from patients.importing.wire import Row

TODAY = date(2026, 11, 20)


def rows_of(source: bytes | Path, *, sheet: str | None = None, encoding: str = "") -> list[Row]:
    with read(source, sheet=sheet, encoding=encoding) as opened:
        return list(opened)


def cells_of(source: bytes, *, sheet: str | None = None) -> list[list[object]]:
    return [list(row.cells) for row in rows_of(source, sheet=sheet)]


def info_of(source: bytes | Path) -> Info:
    with read(source) as opened:
        return opened.info


def refusal(source: bytes | Path, *, sheet: str | None = None, encoding: str = "") -> Refusal:
    with pytest.raises(ImportRefused) as caught:
        rows_of(source, sheet=sheet, encoding=encoding)
    return caught.value.code


def results_of(source: bytes | Path, *, today: date = TODAY) -> list[Result]:
    """What becomes of each row of a file, as an import would see it."""
    with read(source) as opened:
        head, rows = peek(opened)
        info = opened.info
        how = {"epoch_1904": info.epoch_1904, "is_text": info.kind == "text"}
        return list(parse_rows(rows, find_layout(head), today=today, **how))


def parsed(headings: Sequence[object], *rows: Sequence[object]) -> list[Result]:
    """The same for cells as they come out of a file, without one."""
    numbered = [Row(number, list(cells)) for number, cells in enumerate([headings, *rows], start=1)]  # type: ignore[arg-type]
    return list(parse_rows(numbered, find_layout(numbered), today=TODAY))


def only(results: Sequence[Result]) -> Parsed:
    (result,) = results
    assert isinstance(result, Parsed), result
    return result


def kinds(results: Sequence[Result]) -> list[str]:
    names = {Parsed: "parsed", Rejected: "rejected", Repeated: "repeated", Skipped: "skipped"}
    return [names[type(result)] for result in results]


def spent() -> float:
    """Processor time of the children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime
