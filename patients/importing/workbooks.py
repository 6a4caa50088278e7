"""Rows of a workbook (.xlsx, .xls) by python-calamine (F25). In the child: a stray cell far out aborts it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any, BinaryIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from patients.importing import limits, parts
from patients.importing.errors import ImportRefused, Refusal
from patients.importing.table import Info, SheetName, Table
from patients.importing.vocabulary import HEADING_ROWS, is_complete, recognised
from patients.importing.wire import Unread

Numbered = tuple[int, Sequence[object]]
Merge = tuple[tuple[int, int], tuple[int, int]]
ENOUGH = 3  # recognised headings that make a sheet the one with the visits


def read_workbook(file: BinaryIO, *, kind: str, sheet: str = "") -> Table:
    file.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        sheets = _sheets(workbook)
        found = [_named(workbook, sheets, sheet)] if sheet else _with_visits(workbook, sheets)
    except PasswordError as error:
        raise ImportRefused(Refusal.ENCRYPTED) from error
    except CalamineError as error:
        raise ImportRefused(Refusal.DAMAGED) from error
    chosen, others = found[0], tuple(other.name for other in found[1:])
    if chosen.end is None:
        raise ImportRefused(Refusal.NO_DATA)
    extra = parts.look(file, chosen.name) if kind == "xlsx" else parts.Extra()
    rows = chosen.end[0] + 1
    info = Info(
        kind=kind, sheet=chosen.name, sheets=sheets, others=others, epoch_1904=extra.epoch_1904, rows=rows
    )
    return Table(info, _mended(_numbered(chosen), chosen, extra))


def _sheets(workbook: CalamineWorkbook) -> tuple[SheetName, ...]:
    return tuple(
        SheetName(sheet.name, sheet.visible == SheetVisibleEnum.Visible)
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    )


def _named(workbook: CalamineWorkbook, sheets: Iterable[SheetName], name: str) -> CalamineSheet:
    if name not in {sheet.name for sheet in sheets}:
        raise ImportRefused(Refusal.NO_SHEET, {"sheet": name})
    return workbook.get_sheet_by_name(name)


def _with_visits(workbook: CalamineWorkbook, sheets: Iterable[SheetName]) -> list[CalamineSheet]:
    """The sheets that head a name and a number; without one, the first with headings that we know, else with
    anything. Visible ones come first, and hidden ones are no further ones.
    """
    complete: list[CalamineSheet] = []
    filled = known = None
    for name, visible in sorted(sheets, key=lambda sheet: not sheet.visible):
        if complete and not visible:
            break
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        filled = filled or name
        head = [cells for _, cells in islice(_numbered(sheet), HEADING_ROWS)]
        if any(is_complete([*upper, *lower]) for upper, lower in pairwise([*head, []])):
            complete.append(sheet)
        elif any(recognised(cells) >= ENOUGH for cells in head):
            known = known or name
    if not filled:
        raise ImportRefused(Refusal.NO_DATA)
    return complete or [workbook.get_sheet_by_name(known or filled)]


def _numbered(sheet: CalamineSheet) -> Iterator[Numbered]:
    """Rows numbered as the file's program shows them; calamine leaves empty columns on the left out."""
    top, left = sheet.start or (0, 0)
    if left >= limits.COLUMNS:
        raise ImportRefused(Refusal.TOO_MANY_COLUMNS, {"row": top + 1, "limit": limits.COLUMNS})
    margin: list[Any] = [""] * left
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, margin + cells if left else cells


def _mended(rows: Iterable[Numbered], sheet: CalamineSheet, extra: parts.Extra) -> Iterator[Numbered]:
    """Cells merged downwards all hold the first one's value; formulas without a value and errors say so."""
    starts = _merged_downwards(sheet)
    if not (starts or extra.unread):
        yield from rows
        return
    hanging: dict[int, tuple[int, object]] = {}  # column: last row of the merge, value
    for number, cells in rows:
        mended = list(cells)
        for column, unread in extra.unread.get(number, {}).items():
            _put(mended, column, unread)
        for column, (last, value) in hanging.items():
            if number <= last and any(cell != "" for cell in cells):
                _put(mended, column, value)
        for column, last in starts.get(number, ()):
            hanging[column] = (last, mended[column] if column < len(mended) else "")
        yield number, mended


def _put(cells: list[object], column: int, value: object | Unread) -> None:
    if column < limits.COLUMNS:
        cells.extend([""] * (column + 1 - len(cells)))
        if cells[column] == "":
            cells[column] = value


def _merged_downwards(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """Row number → (column, last row number) of the merges that begin there and go further down."""
    starts: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    merges: Sequence[Merge] = sheet.merged_cell_ranges or ()
    for (top, left), (bottom, _) in merges:
        if bottom > top and left < limits.COLUMNS:
            starts[top + 1].append((left, bottom + 1))
    return starts
