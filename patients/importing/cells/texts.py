"""Words as they stand: cleaned of what no person typed, never of a rare character (F26)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from patients.importing.errors import CellError, Fault
from patients.importing.wire import Cell, Unread

EXACT_NUMBER = 10**15  # workbooks keep fifteen digits; behind them everything is zero

# Vertical tabs and the like part words; other control characters are damage, direction marks are invisible.
SEPARATOR = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
PLAIN_ID = re.compile(r"[A-Z]*[0-9]{2,}")
AS_FLOAT = re.compile(r"(?<=^\d{3})\.0$|(?<=\d{4})\.0$")
QUOTED = re.compile(r'="(.*)"')  # ="00123" keeps a program from eating zeros
NOTHING = frozenset(
    {"null", "none", "nil", "n/a", "na", "nan", "-", "--", "---", "—", "——", "/", "\\", "_", "#"}
)
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
NOT_SAID = NOTHING | {
    "无",
    "空",
    "没有",
    "未填",
    "未填写",
    "未知",
    "不详",
    "不明",
    "暂无",
    "未提供",
    "拒绝提供",
    "0",
}

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
DOT_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])\s*[•‧∙・･.．●]\s*(?=[{HAN}])")
PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]")
LOST = re.compile(r"[?？□]")


def shown(cell: Cell) -> str:
    """The cell as a person reads it in the file; never fails."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < EXACT_NUMBER:
            return str(int(cell))
        case Unread():
            return "#N/A"
        case datetime():
            return cell.isoformat(sep=" ", timespec="auto" if cell.second or cell.microsecond else "minutes")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    return str(cell)


def require_value(cell: Cell) -> None:
    """A formula never computed and a cell with an error hold nothing, which is not being blank."""
    if cell is Unread.FORMULA:
        raise CellError(Fault.FORMULA_WITHOUT_VALUE)
    if cell is Unread.ERROR or (isinstance(cell, str) and cell in ERRORS):
        raise CellError(Fault.CELL_ERROR)


def read_text(cell: Cell) -> str:
    """Free text on one line; control characters become blanks."""
    if not isinstance(cell, str):
        require_value(cell)
        cell = shown(cell)
    return _text(cell)


def read_word(cell: Cell) -> str:
    """A short word of a list, such as a department; "NULL" and "-" are nothing."""
    if not isinstance(cell, str):
        require_value(cell)
        cell = shown(cell)
    return _word(cell)


@lru_cache(16384)  # departments, diagnoses and orders repeat
def _text(cell: str) -> str:
    require_value(cell)
    return _tidy(CONTROL.sub(" ", cell))


@lru_cache(16384)
def _word(cell: str) -> str:
    text = _text(cell)
    return "" if text.casefold() in NOTHING else text


def read_id(cell: Cell) -> str:
    """A number that names somebody or something: narrow digits, nothing lost."""
    if isinstance(cell, str) and PLAIN_ID.fullmatch(cell):
        return cell
    require_value(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT_NUMBER:
        raise CellError(Fault.LOST_DIGITS)
    raw = shown(cell)
    _refuse_control(raw)
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", _tidy(raw).lstrip("'`")))
    if re.fullmatch(r"\d\.\d+e\+?\d+|\de\+\d+", text.casefold()):
        raise CellError(Fault.LOST_DIGITS)
    text = AS_FLOAT.sub("", text)
    return "" if text.casefold() in NOT_SAID else text


@lru_cache(8192)
def read_name(cell: str) -> str:
    """A person's name. 张　三 is 张三; middle dots are one; a rare character stays what it is."""
    _refuse_control(cell)
    if "\ufffd" in cell:
        raise CellError(Fault.DAMAGED_CHARACTER)
    name = BETWEEN_HAN.sub("", _tidy(cell))
    name = DOT_BETWEEN_HAN.sub("·", name)
    return "" if name.casefold() in NOTHING or name == "无" else name


def has_private(name: str) -> bool:
    """A character that only the sending system's own font could draw."""
    return bool(PRIVATE.search(name))


def has_lost(name: str) -> bool:
    """A question mark or a box where the sending system could not write a character."""
    return bool(LOST.search(name))


def _refuse_control(text: str) -> None:
    found = CONTROL.search(text)
    if found:
        raise CellError(Fault.CONTROL_CHARACTER, character=f"U+{ord(found[0]):04X}")


def _tidy(text: str) -> str:
    if quoted := QUOTED.fullmatch(text.strip()):
        text = quoted[1]
    if not text.isascii():
        text = INVISIBLE.sub("", text).replace("\u3000", " ").replace("\xa0", " ")
    return re.sub(r" {2,}", " ", SEPARATOR.sub(" ", text)).strip()
