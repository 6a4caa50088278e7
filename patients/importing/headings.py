"""Which row holds the headings, and which field each column is (F25).

Above the headings may stand titles; a heading may take two lines, a group above and its parts below.
What no table knows is guessed from part of the heading or from the values, and marked so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice

from patients.importing.cells.moments import is_clock
from patients.importing.errors import ImportRefused, Refusal
from patients.importing.fields import IDS, MOMENTS, Field
from patients.importing.labels import is_own_list
from patients.importing.layout import Column, Confidence, Layout
from patients.importing.values import CONTACTS, ENOUGH, first_value, guess, mostly_identity, says_kind, whose
from patients.importing.vocabulary import (
    HEADING_ROWS,
    SURE,
    is_complete,
    lookup,
    plain,
    recognised,
    suggestion,
)
from patients.importing.wire import Row

__all__ = ["find_layout", "missing", "peek", "plain"]

LOOK = 100  # rows shown to `find_layout`
FEWEST = 2  # recognised headings that make a row the heading
FEWEST_WORDS = 3  # that make a row the heading although none of them is known
CARDS = frozenset({"id号", "磁卡号", "健康卡号"})  # that may be identity numbers
LONGEST_GROUP = 8  # characters above a group of columns: 患者信息
EMPTY_LATER = 500  # what an empty column is put back by where another holds the same moment
FEWEST_ROWS = 3  # from which something can be said of most rows


def peek(rows: Iterable[Row]) -> tuple[list[Row], Iterator[Row]]:
    """The first rows for `find_layout`, and all rows including these."""
    every = iter(rows)
    head = list(islice(every, LOOK))
    return head, chain(head, every)


def find_layout(rows: Sequence[Row], *, remembered: Mapping[str, Field] | None = None) -> Layout:
    """The heading among the first rows and what its columns are; raises ImportRefused(NO_HEADING).

    `rows`: the first hundred or so, for samples and guesses. `remembered`: plain heading → field chosen then.
    """
    row, lines, titles = _heading(rows)
    body = [later for later in rows if later.number > row.number + lines - 1]
    if not is_own_list(titles):  # every column of that has a heading; what goes beyond it is to be seen
        titles += [""] * (_width(body) - len(titles))
    columns = [_column(index, title, body, remembered or {}) for index, title in enumerate(titles)]
    raw = [heading.cells for heading in rows if row.number <= heading.number < row.number + lines]
    return Layout(
        first_row=row.number + lines,
        titles=tuple(titles),
        columns=_settled(columns),
        lines=tuple(tuple(map(_title, cells)) for cells in raw),
        above=frozenset(
            text for title in rows if title.number < row.number for text in map(_title, title.cells) if text
        ),
    )


def _width(body: Sequence[Row]) -> int:
    """How many columns half of the rows fill; on the right, the heading may have left some without a name."""
    widths = sorted(len(row.cells) for row in body if row.cells)
    return widths[len(widths) // 2] if len(widths) >= FEWEST_ROWS else 0


def _heading(rows: Sequence[Row]) -> tuple[Row, int, list[str]]:
    """The first row that heads a name and a number, else the one of which most is known."""
    best: tuple[int, Row, int, list[str]] | None = None
    for index, row in enumerate(islice(rows, HEADING_ROWS)):
        one = [_title(cell) for cell in row.cells]
        options = [(recognised(one), row, 1, one)]
        if index + 1 < len(rows) and _heads_groups(one) and _is_wording(rows[index + 1].cells):
            two = _joined(row.cells, rows[index + 1].cells)
            richer = recognised(two) + (recognised(rows[index + 1].cells) >= FEWEST)  # 患者 heads a group
            options.append((richer, row, 2, two))
        complete = [option for option in options if is_complete(option[3])]
        if complete:
            return max(complete, key=lambda option: option[0])[1:]
        for option in options:
            if option[0] > (best[0] if best else FEWEST - 1):
                best = option
    return best[1:] if best else _unknown_heading(rows)


def _unknown_heading(rows: Sequence[Row]) -> tuple[Row, int, list[str]]:
    """The first row of words, each of which a person may decide on."""
    for row in islice(rows, HEADING_ROWS):
        titles = [_title(cell) for cell in row.cells]
        if sum(map(_is_word, titles)) >= FEWEST_WORDS and _is_wording(row.cells):
            return row, 1, titles
    raise ImportRefused(Refusal.NO_HEADING)


def _title(cell: object) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def _heads_groups(titles: Sequence[str]) -> bool:
    """Whether a row could be the first line of a heading: short words, no title of the list."""
    words = [title for title in titles if title]
    short = all(len(word) <= LONGEST_GROUP and not re.search("[:：]", word) for word in words)
    return recognised(titles) > 0 or (short and len(words) > 1)


def _is_word(title: str) -> bool:
    return any(sign.isalpha() for sign in title)


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
        known = lookup(below)
        if known and known.field in CONTACTS and whose(plain(group), known.field) is not known.field:
            titles.append(both)  # 管床医生 over 电话
        else:
            titles.append(next((title for title in (both, below, above) if lookup(title)), below or above))
    return titles


def _column(
    index: int, title: str, body: Sequence[Row], remembered: Mapping[str, Field]
) -> tuple[int, Column]:
    values = [row.cells[index] for row in body if index < len(row.cells) and row.cells[index] is not None]
    clock = bool(values) and sum(map(is_clock, values)) >= ENOUGH * len(values)
    base = Column(index, title, first=first_value(values), filled=len(values), clock=clock)
    chosen = remembered.get(plain(title))
    if chosen:
        return -1, base.become(chosen, Confidence.REMEMBERED)
    known = lookup(title)
    if may_be := suggestion(plain(title)):
        return 2000 + index, base.become(may_be, Confidence.UNKNOWN).undecided()
    if plain(title) in CARDS and mostly_identity(values):
        return 0, base.become(Field.IGNORE, Confidence.GUESSED, identity=True)
    if known and known.field is Field.VISIT_TYPE and not (known.rank < SURE or says_kind(values)):
        return 2000 + index, base.become(known.field, known.confidence).undecided()
    if known:
        waits = EMPTY_LATER if known.field in MOMENTS and body and not values else 0
        return known.rank + waits, base.become(known.field, known.confidence, identity=known.identity)
    field, identity = guess(plain(title), values)
    if field:
        return 1000 + index, base.become(field, Confidence.GUESSED, identity=identity)
    return 2000 + index, base


def _settled(columns: Sequence[tuple[int, Column]]) -> tuple[Column, ...]:
    """Each field once, to the column that is surest of it; the others wait for somebody to choose.

    A day and its time of day go together, and some fields take the first of their columns that is filled.
    """
    taken: set[tuple[Field | None, bool]] = set()
    settled = []
    for rank, column in sorted(columns, key=lambda ranked: ranked[0]):
        column = replace(column, rank=rank)
        if column.place in taken and not column.fills_gaps:
            column = column.undecided()
        elif column.field and not column.may_repeat:
            taken.add(column.place)
        settled.append(column)
    return tuple(sorted(settled, key=lambda column: column.index))


def missing(layout: Layout) -> tuple[Field, ...]:
    """Fields without which every row would be rejected: the name, and one of the numbers."""
    has = set(layout.fields)
    lacking = [] if Field.NAME in has else [Field.NAME]
    return tuple(lacking if has & set(IDS) else [*lacking, Field.MRN])
