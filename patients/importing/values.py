"""What a column is when its heading does not say: guessed from a part of it or from the values (F25)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from patients.importing.cells.phones import read_phones
from patients.importing.cells.texts import shown
from patients.importing.errors import CellError
from patients.importing.fields import Field
from patients.importing.synonyms import PARTS, RELATIVES, STAFF
from patients.importing.wire import Cell
from policy.visit_words import family_of, is_kind

LOOK = 100  # values of a column
ENOUGH = 0.8  # share of them that must look alike
HALF = 0.5
FEWEST = 3
FIRST_LENGTH = 40

IDENTITY = re.compile(r"\d{17}[\dXx]")
OF_STAFF = re.compile("|".join(STAFF.split()))
OF_RELATIVES = re.compile("|".join(RELATIVES.split()))
CONTACTS = {Field.PHONE: Field.CONTACT_PHONE, Field.NAME: Field.CONTACT_NAME}
AGE = re.compile(r"\d{1,3}\s*(岁|月|天|个月|Y|y)")


def first_value(values: Sequence[Cell]) -> str:
    return shown(values[0])[:FIRST_LENGTH] if values else ""


def guess(title: str, values: Sequence[Cell]) -> tuple[Field | None, bool]:
    """The field, and whether it holds identity numbers. `title`: as `vocabulary.plain` gives it."""
    look = values[:LOOK]
    if mostly_identity(look):
        return Field.IGNORE, True
    for part, field in PARTS:
        if part in title:
            return whose(title, field), field is Field.IGNORE
    for field, looks_like in LOOKS:
        if _mostly(look, looks_like):
            return whose(title, field), False
    return None, False


def mostly_identity(values: Sequence[Cell]) -> bool:
    return _mostly(values[:LOOK], lambda cell: bool(IDENTITY.fullmatch(shown(cell).strip())))


def whose(title: str, field: Field) -> Field | None:
    """A telephone of the ward's is none, one of the mother's is the contact's; so are names."""
    if field not in CONTACTS:
        return field
    if OF_STAFF.search(title):
        return None
    return CONTACTS[field] if OF_RELATIVES.search(title) else field


def says_kind(values: Sequence[Cell]) -> bool:
    """Whether most values are kinds of visits: under 病人类型 stands 医保 or 本市 as well."""
    look = [shown(cell) for cell in values[:LOOK]]
    return sum(map(is_kind, look)) >= HALF * len(look)


def _mostly(values: Sequence[Cell], looks_like: Callable[[Cell], bool]) -> bool:
    return len(values) >= FEWEST and sum(map(looks_like, values)) >= ENOUGH * len(values)


def _is_mobile(cell: Cell) -> bool:
    try:
        return any(phone.kind == "mobile" for phone in read_phones(cell).phones)
    except CellError:
        return False


LOOKS: tuple[tuple[Field, Callable[[Cell], bool]], ...] = (
    (Field.PHONE, _is_mobile),
    (Field.SEX, lambda cell: shown(cell).strip() in {"男", "女"}),
    (Field.AGE, lambda cell: bool(AGE.fullmatch(shown(cell).strip()))),
    (Field.VISIT_TYPE, lambda cell: len(shown(cell)) <= 8 and family_of(shown(cell)) is not None),
)
