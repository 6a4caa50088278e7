"""The list of rejected rows: corrected in a workbook and uploaded again as it is (F23, F31).

In front of the original columns stand the row's number and the reason; both are ignored when the list comes
back. Every cell is text, so no formula lives and no leading zero dies. Identity numbers are not in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from patients.importing import limits
from patients.importing.cells.texts import SEPARATOR, shown
from patients.importing.fields import Field
from patients.importing.labels import REASON, ROW_NUMBER, is_own_list
from patients.importing.layout import Layout
from patients.importing.vocabulary import lookup
from patients.importing.wire import Cell

SHEET = "rejected"
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"
REASON_WIDTH = 44


class RejectedRow(NamedTuple):
    number: int
    reason: str  # in the reader's language
    cells: Sequence[Cell]


def write_rejects(
    out: BinaryIO,
    rows: Iterable[RejectedRow],
    layout: Layout,
    *,
    heads: tuple[str, str] = (ROW_NUMBER, REASON),
    mixed: bool = False,
) -> None:
    """`heads`: the two first columns in the reader's language; they must be among the headings to ignore.

    `mixed`: rows of another heading are among them, in which a column is not what the layout says.
    """
    if not all(_is_ignored(head) for head in heads):
        raise ValueError(f"these headings would not be recognised when the list comes back: {heads}")
    rows = list(rows)
    kept = _kept(layout, rows, mixed=mixed)
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(SHEET)
    sheet.freeze_panes = "C2"
    sheet.column_dimensions["B"].width = REASON_WIDTH
    _append(sheet, [*heads, *(_title(layout, index) for index in kept)])
    for row in rows:
        values = [shown(row.cells[index]) if index < len(row.cells) else "" for index in kept]
        _append(sheet, [str(row.number), row.reason, *values])
    book.save(out)


def _title(layout: Layout, index: int) -> str:
    """Cells beyond the heading stay beyond it, so that they are seen again."""
    if index >= len(layout.titles):
        return ""
    return layout.titles[index] or get_column_letter(index + 1)


def _kept(layout: Layout, rows: Sequence[RejectedRow], *, mixed: bool) -> list[int]:
    """All columns but identity numbers and the two of an earlier list."""
    width = max((len(row.cells) for row in rows), default=0)
    left_out = set() if mixed else set(layout.identity)
    if is_own_list(layout.titles):
        left_out |= {0, 1}
    return [index for index in range(max(width, len(layout.titles))) if index not in left_out]


def _is_ignored(title: str) -> bool:
    known = lookup(title)
    return known is not None and known.field is Field.IGNORE


def _append(sheet: Any, values: Iterable[str]) -> None:
    cells = []
    for value in values:
        cell: Any = WriteOnlyCell(sheet, value="")
        cell.number_format = "@"
        cell._value = legal(value)  # by `value` it would be told by its look
        cell.data_type = "s"
        cells.append(cell)
    sheet.append(cells)


def legal(text: str) -> str:
    """What a workbook can hold: separators become blanks, other control characters a visible mark."""
    kept = SEPARATOR.sub(" ", text) if ILLEGAL.search(text) else text
    return ILLEGAL.sub(REPLACEMENT, kept)[: limits.CELL_LENGTH]
