"""A heading below the first one: the same once more, or another, whose rows would be misread (F25, F31)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from patients.importing.cells.texts import shown
from patients.importing.layout import Layout
from patients.importing.values import IDENTITY, guess
from patients.importing.vocabulary import is_complete, lookup, plain
from patients.importing.wire import Cell

SHARE = 0.6  # of a row's cells that are headings
FEWEST = 3


def is_heading(cells: Sequence[Cell], layout: Layout) -> bool:
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    filled = sum(cell is not None for cell in cells)
    again = sum(_tidy(text) in layout.titles or lookup(text) is not None for text in texts)
    return (again >= FEWEST and again >= SHARE * filled) or is_complete(cells)


def is_another(cells: Sequence[Cell], layout: Layout) -> bool:
    """Whether a column that means something, here or there, means something else."""
    return not any(_agree(cells, line, layout) for line in layout.lines or (layout.titles,))


def _agree(cells: Sequence[Cell], line: Sequence[str], layout: Layout) -> bool:
    decided = {column.index for column in layout.columns if column.field}
    for index in range(max(len(cells), len(line))):
        here = _meaning(cells[index] if index < len(cells) else None)
        there = _meaning(line[index] if index < len(line) else None)
        if (
            here
            and here != there
            and (index in decided or lookup(cells[index] if index < len(cells) else None))
        ):
            return False
    return True


def _meaning(cell: Cell) -> str:
    known = lookup(cell)
    return str(known.field) if known else plain(cell)


def without_identity(cells: Sequence[Cell], heading: Sequence[Cell]) -> list[Cell]:
    """The cells under another heading, without the numbers of identity cards."""
    titles = [*map(plain, heading), *[""] * len(cells)]
    return [
        None if _is_identity(title) or IDENTITY.search(shown(cell)) else cell
        for title, cell in zip(titles, cells, strict=False)
    ]


def _is_identity(title: str) -> bool:
    known = lookup(title)
    return known.identity if known else guess(title, ())[1]


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
