"""How a visit went, as several columns may say it: taken back, not come, died (E9)."""

from __future__ import annotations

from functools import lru_cache

from patients.importing.cells import moments, texts, words
from patients.importing.errors import CellError, Note
from patients.importing.fields import Field
from patients.importing.remarks import Remarks
from patients.importing.vocabulary import plain
from patients.importing.wire import Cell
from policy.leaving import left_by
from policy.visits import LeftBy

# Headings under which bare digits are codes of the national list, and those that say death by being filled.
CODED = frozenset({"离院方式", "离院方式代码", "离院方式编码"})
DEATH_AT = frozenset({"死亡时间", "死亡日期"})
DIED = frozenset({"是否死亡", "死亡标志", "死亡标识", "死亡"})
OTHER_WAYS = frozenset({"其他", "其它", "9", "other"})


def read_arrived(remarks: Remarks, cells: list[Cell]) -> bool | None:
    if not words.says_cancelled(cells[0]):
        return words.read_arrived(cells[0])
    remarks.cancelled = True
    return None


def read_status(remarks: Remarks, cells: list[Cell]) -> bool | None:
    if words.says_cancelled(cells[0]):
        remarks.cancelled = True
        return None
    came, known = words.read_status(cells[0])
    if not known:
        remarks.note(Note.STATUS_UNKNOWN)
    return came


def read_left_by(remarks: Remarks, cells: list[Cell]) -> LeftBy:
    """Whichever column says death is believed; else the first that says anything."""
    ways = [_way_of_leaving(remarks, plain(title), cell) for title, cell in remarks.titled(Field.LEFT_BY)]
    if LeftBy.DEATH in ways:
        return LeftBy.DEATH
    return next((way for way in ways if way is not LeftBy.UNKNOWN), LeftBy.UNKNOWN)


def _way_of_leaving(remarks: Remarks, title: str, cell: Cell) -> LeftBy:
    if title in DEATH_AT:
        try:
            return LeftBy.DEATH if moments.read_moment(cell) else LeftBy.UNKNOWN
        except CellError:
            remarks.note(Note.LEFT_BY_UNKNOWN)
            return LeftBy.UNKNOWN
    word = texts.read_word(cell)
    if title in DIED:
        died = words.says_yes(cell) or _way_of_word(word, codes=False) is LeftBy.DEATH
        return LeftBy.DEATH if died else LeftBy.UNKNOWN
    way = _way_of_word(word, codes=title in CODED)
    if way is LeftBy.OTHER and word.casefold() not in OTHER_WAYS:
        remarks.note(Note.LEFT_BY_UNKNOWN)
    return way


_way_of_word = lru_cache(512)(left_by)
