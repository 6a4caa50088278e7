"""The values of one row, each by the reader of its field; an unreadable one becomes an error (F27, F28)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from patients.importing import outcomes
from patients.importing.cells import moments, texts, words
from patients.importing.cells.phones import Phone, read_phones
from patients.importing.errors import CellError, Fault, Note
from patients.importing.fields import FILLING, MOMENTS, Field
from patients.importing.layout import Layout
from patients.importing.remarks import Read, Remarks
from patients.importing.vocabulary import plain
from patients.importing.wire import Cell
from policy.visit_words import is_cancelled

# What the columns of the database hold. A longer number is wrong; a longer description is cut and noted.
ID_LENGTH = {Field.HIS_VISIT_NO: 60, Field.MRN: 40, Field.INPATIENT_NO: 40}
NAME_LENGTH = 100
TEXT_LENGTH = {
    Field.ADDRESS: 300,
    Field.CONTACT_NAME: 50,
    Field.CONTACT_RELATION: 30,
    Field.LANGUAGE: 30,
    Field.REMARK: 300,
    Field.VISIT_TYPE: 60,
    Field.DEPARTMENT: 60,
    Field.WARD: 60,
    Field.DOCTOR: 50,
    Field.DIAGNOSIS: 300,
    Field.OPERATION: 200,
    Field.ABNORMAL: 300,
    Field.ORDERS: 4000,
}
SENTENCES = frozenset(
    {Field.OPERATION, Field.ABNORMAL, Field.DIAGNOSIS, Field.ORDERS}
)  # "-" may mean something
JOINT = "; "
# Whom to address how; nobody goes without a call because of them.
ONLY_DESCRIBES: Mapping[Field, Note] = {
    Field.SEX: Note.SEX_UNKNOWN,
    Field.AGE: Note.AGE_UNKNOWN,
    Field.BIRTH_DATE: Note.BIRTH_UNKNOWN,
}
AGREES = re.compile(r"(?<!不)(同意|愿意|接受)|意愿")


class Step(NamedTuple):
    field: Field
    name: str  # of the value in `Parsed`
    column: int
    more: tuple[int, ...]  # further columns of the same field
    read: Read


def steps(layout: Layout, *, epoch_1904: bool) -> tuple[Step, ...]:
    readers = _readers(epoch_1904)
    return tuple(
        Step(field, *readers[field][:1], columns[0], columns[1:], readers[field][1])
        for field, columns in layout.fields.items()
    )


def read_values(remarks: Remarks, plan: tuple[Step, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    row = remarks.row.cells
    for field, name, column, more, read in plan:
        cell = row[column] if column < len(row) else None
        if cell is None and not more:
            continue
        cells = remarks.cells(field) if more else [cell]
        if not cells:
            continue
        remarks.field = field
        try:
            values[name] = read(remarks, cells)
        except CellError as error:
            if field in ONLY_DESCRIBES:
                remarks.note(ONLY_DESCRIBES[field])
            else:
                remarks.fail(error)
    remarks.field = None
    return values


def _readers(epoch_1904: bool) -> Mapping[Field, tuple[str, Read]]:
    def moment(remarks: Remarks, cells: list[Cell]) -> moments.Moment | None:
        return moments.read_moment_of(cells, epoch_1904=epoch_1904)

    def discharge(remarks: Remarks, cells: list[Cell]) -> moments.Moment | None:
        return moment(remarks, [cell for cell in cells if not words.is_still_in(cell)])

    def day(remarks: Remarks, cells: list[Cell]) -> moments.Moment | None:
        return moments.read_day(cells[0], epoch_1904=epoch_1904)

    own: dict[Field, tuple[str, Read]] = {field: (str(field), _text(field)) for field in TEXT_LENGTH}
    own |= {field: (str(field), _id(limit)) for field, limit in ID_LENGTH.items()}
    own |= {field: (name, _first(read)) for field, (name, read) in own.items() if field in FILLING}
    own |= {field: (str(field), moment) for field in MOMENTS}
    own[Field.DISCHARGED_AT] = ("discharged_at", discharge)
    return {**own, **WORDS, Field.BIRTH_DATE: ("birth_date", day)}


def _text(field: Field) -> Read:
    read_one = texts.read_text if field in SENTENCES else texts.read_word
    limit = TEXT_LENGTH[field]

    def read(remarks: Remarks, cells: list[Cell]) -> str:
        text = read_one(cells[0])
        if len(cells) > 1:
            text = JOINT.join(dict.fromkeys(filter(None, map(read_one, cells))))
        if len(text) <= limit:
            return text
        remarks.note(Note.TEXT_CUT, limit=limit)
        return text[:limit]

    return read


def _id(limit: int) -> Read:
    def read(remarks: Remarks, cells: list[Cell]) -> str:
        text = texts.read_id(cells[0])
        if isinstance(cells[0], int | float) and text:
            remarks.note(Note.ID_WAS_NUMBER)
        if len(text) > limit:
            raise CellError(Fault.TOO_LONG, limit=limit)
        return text

    return read


def _first(read: Read) -> Read:
    return lambda remarks, cells: next(filter(None, (read(remarks, [cell]) for cell in cells)), "")


def _name(remarks: Remarks, cells: list[Cell]) -> str:
    texts.require_value(cells[0])
    name = texts.read_name(texts.shown(cells[0]))
    if len(name) > NAME_LENGTH:
        raise CellError(Fault.TOO_LONG, limit=NAME_LENGTH)
    if texts.has_lost(name):
        remarks.note(Note.NAME_LOST_CHARACTER)
    if texts.has_private(name):
        remarks.note(Note.NAME_PRIVATE_CHARACTER)
    return name


def _phones(remarks: Remarks, cells: list[Cell]) -> tuple[Phone, ...]:
    found: dict[tuple[str, str], Phone] = {}
    for cell in cells:
        phones, leftovers = read_phones(cell)
        for phone in phones:
            found.setdefault((phone.number, phone.extension), phone)
        for text, why in leftovers:
            remarks.note_value(why, text)
    return tuple(found.values())


def _sex(remarks: Remarks, cells: list[Cell]) -> words.Sex | None:
    sex, said_unknown = words.read_sex(cells[0])
    if said_unknown:
        remarks.note(Note.SEX_UNKNOWN)
    return sex


def _hearing(remarks: Remarks, cells: list[Cell]) -> bool | None:
    hard, readable = words.read_hard_of_hearing(cells[0])
    if not readable:
        remarks.note(Note.HEARING_UNREADABLE)
    return hard


def _age(remarks: Remarks, cells: list[Cell]) -> words.Age | None:
    """A number alone takes the unit that stands in a column of its own."""
    cell, units = cells[0], remarks.cells(Field.AGE_UNIT)
    if units and words.is_bare_number(cell):
        cell = f"{texts.shown(cell)}{texts.shown(units[0])}"
    return words.read_age(cell)


def _do_not_call(remarks: Remarks, cells: list[Cell]) -> bool | None:
    """是否同意回访 asks the opposite of 拒绝回访."""
    agrees = AGREES.search(plain(remarks.title(Field.DO_NOT_CALL)))
    return words.read_no_consent(cells[0]) if agrees else words.read_do_not_call(cells[0])


def _visit_type(remarks: Remarks, cells: list[Cell]) -> str:
    """退号 as a kind: which visit it was is told by the other columns."""
    word: str = _text(Field.VISIT_TYPE)(remarks, cells)
    if not is_cancelled(word):
        return word
    remarks.cancelled = True
    return ""


def _plain(read: Callable[[Cell], Any]) -> Read:
    return lambda remarks, cells: read(cells[0])


WORDS: Mapping[Field, tuple[str, Read]] = {
    Field.NAME: ("name", _name),
    Field.PHONE: ("phones", _phones),
    Field.CONTACT_PHONE: ("contact_phones", _phones),
    Field.SEX: ("sex", _sex),
    Field.HEARING: ("hard_of_hearing", _hearing),
    Field.LEFT_BY: ("left_by", outcomes.read_left_by),
    Field.AGE: ("age", _age),
    Field.AGE_UNIT: ("age_unit", lambda remarks, cells: None),
    Field.DO_NOT_CALL: ("do_not_call", _do_not_call),
    Field.DO_NOT_DISCLOSE: ("do_not_disclose", _plain(words.read_do_not_disclose)),
    Field.VISIT_TYPE: ("visit_type", _visit_type),
    Field.ARRIVED: ("arrived", outcomes.read_arrived),
    Field.STATUS: ("status", outcomes.read_status),
    Field.FIRST_OR_RETURN: ("first_visit", _plain(words.read_first)),
    Field.PAID: ("paid", _plain(words.read_paid)),
    Field.AMOUNT: ("amount", _plain(words.read_amount)),
}
