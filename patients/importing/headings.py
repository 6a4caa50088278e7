"""Which row holds the headings, and which field each column is (F25).

Above the headings may stand titles; a heading may take two lines, a group above and its parts below.
What no table knows is guessed from part of the heading or from the values, and marked so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from patients.importing.errors import ImportRefused, Refusal
from patients.importing.fields import IDS, Field
from patients.importing.layout import Column, Confidence, Layout
from patients.importing.synonyms import EXACT, IDENTITY, OTHER
from patients.importing.values import first_value, guess
from patients.importing.wire import Row

LOOK = 30  # rows among which the heading stands
FEWEST = 2  # recognised headings that make a row the heading


class Known(NamedTuple):
    field: Field
    confidence: Confidence
    rank: int  # smaller is preferred when two columns could be the same field
    identity: bool = False


def plain(title: object) -> str:
    """A heading as it is compared: full-width letters narrow, no blanks or punctuation, small letters."""
    return _plain(title) if isinstance(title, str) else ""


@lru_cache(4096)
def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title)).casefold()


@cache
def _table() -> Mapping[str, Known]:
    table = {word: Known(Field.IGNORE, Confidence.SYNONYM, 0, identity=True) for word in IDENTITY.split()}
    for words, confidence, start in ((EXACT, Confidence.EXACT, 0), (OTHER, Confidence.SYNONYM, 100)):
        for field, text in words.items():
            table |= {word: Known(field, confidence, start + rank) for rank, word in enumerate(text.split())}
    return table


def lookup(title: object) -> Known | None:
    """What the tables know of a heading; "电话（必填）" and "金额(元)" also without their brackets."""
    known = _table().get(plain(title))
    if known or not isinstance(title, str):
        return known
    return _table().get(plain(re.sub(r"[(（\[【].*?[)）\]】]", "", title)))


def recognised(cells: Sequence[object]) -> int:
    """How many different fields a row would head."""
    return len({known.field for cell in cells if (known := lookup(cell))})


def find_layout(rows: Sequence[Row], *, remembered: Mapping[str, Field] | None = None) -> Layout:
    """The heading among the first rows and what its columns are; raises ImportRefused(NO_HEADING).

    `rows`: the first hundred or so, for samples and guesses. `remembered`: plain heading → field chosen then.
    """
    row, lines, titles = _heading(rows)
    body = [later for later in rows if later.number > row.number + lines - 1]
    columns = [_column(index, title, body, remembered or {}) for index, title in enumerate(titles)]
    return Layout(first_row=row.number + lines, titles=tuple(titles), columns=_settled(columns))


def _heading(rows: Sequence[Row]) -> tuple[Row, int, list[str]]:
    best: tuple[int, Row, int, list[str]] | None = None
    for index, row in enumerate(islice(rows, LOOK)):
        one = [_title(cell) for cell in row.cells]
        options = [(recognised(one), row, 1, one)]
        if index + 1 < len(rows) and _is_wording(rows[index + 1].cells):
            two = _joined(row.cells, rows[index + 1].cells)
            options.append((recognised(two), row, 2, two))
        for option in options:
            if option[0] > (best[0] if best else FEWEST - 1):
                best = option
    if not best:
        raise ImportRefused(Refusal.NO_HEADING)
    return best[1:]


def _title(cell: object) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def _is_wording(cells: Sequence[object]) -> bool:
    """Whether a row could be the second line of a heading: no numbers, no dates."""
    return all(cell is None or (isinstance(cell, str) and not re.search(r"\d{3}", cell)) for cell in cells)


def _joined(upper: Sequence[object], lower: Sequence[object]) -> list[str]:
    """A heading of two lines: 联系人 over 姓名 is the contact's name, 患者信息 over 性别 is the sex."""
    titles, group = [], ""
    for index in range(max(len(upper), len(lower))):
        above = _title(upper[index]) if index < len(upper) else ""
        below = _title(lower[index]) if index < len(lower) else ""
        group = above or (group if below else "")
        both = f"{group}{below}" if below != group else group
        titles.append(next((title for title in (both, below, above) if lookup(title)), below or above))
    return titles


def _column(
    index: int, title: str, body: Sequence[Row], remembered: Mapping[str, Field]
) -> tuple[int, Column]:
    values = [row.cells[index] for row in body if index < len(row.cells) and row.cells[index] is not None]
    base = Column(index, title, first=first_value(values), filled=len(values))
    chosen = remembered.get(plain(title))
    if chosen:
        return -1, base.become(chosen, Confidence.REMEMBERED)
    known = lookup(title)
    if known:
        return known.rank, base.become(known.field, known.confidence, identity=known.identity)
    field, identity = guess(plain(title), values)
    if field:
        return 1000 + index, base.become(field, Confidence.GUESSED, identity=identity)
    return 2000 + index, base


def _settled(columns: Sequence[tuple[int, Column]]) -> tuple[Column, ...]:
    """Each field once, to the column that is surest of it; the others wait for somebody to choose."""
    taken: set[Field] = set()
    settled = []
    for _, column in sorted(columns, key=lambda ranked: ranked[0]):
        if column.field in taken:
            column = column.undecided()
        elif column.field and not column.may_repeat:
            taken.add(column.field)
        settled.append(column)
    return tuple(sorted(settled, key=lambda column: column.index))


def missing(layout: Layout) -> tuple[Field, ...]:
    """Fields without which every row would be rejected: the name, and one of the numbers."""
    has = set(layout.fields)
    lacking = [] if Field.NAME in has else [Field.NAME]
    return tuple(lacking if has & set(IDS) else [*lacking, Field.MRN])
