"""Everything that can be said against a file, a row or a value: codes and parameters, no sentences."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import StrEnum, auto

from patients.importing.fields import Field

Params = Mapping[str, str | int]


class Refusal(StrEnum):
    """Why a whole file is refused; nothing of it is imported."""

    EMPTY = auto()
    TOO_LARGE = auto()
    # Not a workbook or a text table
    HTML = auto()
    XML_SHEET = auto()
    WORD = auto()
    PDF = auto()
    PICTURE = auto()
    ARCHIVE = auto()
    OTHER_WORKBOOK = auto()
    BINARY = auto()
    # A workbook that is not opened
    ENCRYPTED = auto()
    MACROS = auto()
    ZIP_BOMB = auto()
    ZIP_PATHS = auto()
    DAMAGED = auto()
    # A text that cannot be read for certain
    ENCODING = auto()
    DAMAGED_TEXT = auto()
    BAD_QUOTES = auto()
    # More than the limits allow
    TOO_MANY_ROWS = auto()
    TOO_MANY_COLUMNS = auto()
    CELL_TOO_LONG = auto()
    TOO_MUCH_MEMORY = auto()
    TOO_SLOW = auto()
    # Read, but of no use
    NO_SHEET = auto()
    NO_DATA = auto()
    NO_HEADING = auto()


class Fault(StrEnum):
    """Why one row is rejected."""

    MISSING_NAME = auto()
    MISSING_IDS = auto()
    MISSING_TIME = auto()
    UNKNOWN_KIND = auto()
    DUPLICATE_DIFFERS = auto()
    VISIT_OF_ANOTHER = auto()
    ANOTHER_HEADING = auto()
    ANOTHER_PERSON = auto()
    TOO_MANY_CELLS = auto()
    FORMULA_WITHOUT_VALUE = auto()
    CELL_ERROR = auto()
    CONTROL_CHARACTER = auto()
    DAMAGED_CHARACTER = auto()
    TOO_LONG = auto()
    LOST_DIGITS = auto()
    SEX_UNREADABLE = auto()
    AGE_UNREADABLE = auto()
    YES_NO_UNREADABLE = auto()
    AMOUNT_UNREADABLE = auto()
    FIRST_UNREADABLE = auto()
    DATE_UNREADABLE = auto()
    DATE_AMBIGUOUS = auto()
    DATE_INCOMPLETE = auto()
    DATE_NO_SUCH_DAY = auto()
    DATE_NO_SUCH_TIME = auto()
    DATE_LUNAR = auto()
    DATE_OUT_OF_RANGE = auto()
    AFTER_TODAY = auto()
    DISCHARGE_BEFORE_ADMISSION = auto()


class Note(StrEnum):
    """What should be looked at in a row that is imported all the same."""

    NO_PHONE = auto()
    NO_DEPARTMENT = auto()
    PHONE_UNREADABLE = auto()
    PHONE_LOST_DIGITS = auto()
    SEX_UNKNOWN = auto()
    AGE_UNKNOWN = auto()
    BIRTH_UNKNOWN = auto()
    BIRTH_AHEAD = auto()
    HEARING_UNREADABLE = auto()
    STATUS_UNKNOWN = auto()
    LEFT_BY_UNKNOWN = auto()
    NAME_LOST_CHARACTER = auto()
    NAME_PRIVATE_CHARACTER = auto()
    ID_WAS_NUMBER = auto()
    TEXT_CUT = auto()


# A value of the row was not taken as it stands.
LEFT_OUT = (
    Note.PHONE_UNREADABLE,
    Note.PHONE_LOST_DIGITS,
    Note.SEX_UNKNOWN,
    Note.AGE_UNKNOWN,
    Note.BIRTH_UNKNOWN,
    Note.BIRTH_AHEAD,
    Note.HEARING_UNREADABLE,
    Note.STATUS_UNKNOWN,
    Note.LEFT_BY_UNKNOWN,
    Note.TEXT_CUT,
)


class Skip(StrEnum):
    """Why a row is no visit; it is counted apart and not among the rows read."""

    BLANK = auto()
    HEADING = auto()
    TOTAL = auto()
    FOOTER = auto()


class ImportRefused(Exception):
    """The file as a whole is refused."""

    def __init__(self, code: Refusal, params: Params | None = None) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Params = params or {}

    def __str__(self) -> str:
        return str(self.code)


class CellError(ValueError):
    """One value that cannot be read; `rows` adds which column it stands in."""

    def __init__(self, code: Fault, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params: Params = params


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong (Fault) or remarkable (Note) with a row, and in which column."""

    code: Fault | Note
    field: Field | None = None
    column: str = ""  # the heading as it stands in the file
    value: str = ""  # the cell as a person reads it
    params: Params = dataclasses.field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        return {
            "code": str(self.code),
            "field": str(self.field or ""),
            "column": self.column,
            "value": self.value,
            "params": dict(self.params),
        }
