"""Telephone numbers: all that stand in a cell, whose they are, and what could not be read (F27).

Any eleven digits that begin like a mobile number count as one, allotted or not. A number that cannot be read
never costs the patient the row: it is handed back as it stood.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta
from typing import NamedTuple

from patients.importing.cells.numbers import PhoneKind, national
from patients.importing.cells.texts import ERRORS, EXACT_NUMBER, NOT_SAID, shown
from patients.importing.errors import Note
from patients.importing.wire import Cell


class Phone(NamedTuple):
    number: str  # national digits with the area code's zero, or +… of another country
    kind: PhoneKind
    extension: str = ""
    owner_word: str = ""  # 女儿, 张女士; '' for the patient's own


class Leftover(NamedTuple):
    text: str  # as it stood
    why: Note


class Phones(NamedTuple):
    phones: tuple[Phone, ...] = ()
    leftovers: tuple[Leftover, ...] = ()


MOBILE = re.compile(r"1[3-9][0-9]{9}")
MOBILES = re.compile(rf"({MOBILE.pattern})+")
SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?e\+?(\d{1,2})", re.I | re.A)
# Between numbers; a blank or a hyphen may as well stand inside one.
BETWEEN = re.compile(r"[/\\、,;|&\n\r。]|或者?|以及|(?<=[\d)])\s*[和及与](?=\s*[\d(+])")
BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
EXTENSION = re.compile(r"(?:转|分机号?|内线|ext\.?|x|#)\s*:?\s*([0-9]{1,6})", re.I)
AS_FLOAT = re.compile(r"(?<=\d{7})\.0+$")
DAY = re.compile(r"\s*(19|20)\d\d([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")
DASH = re.compile(r"[\u2010-\u2015\u2212~]")
LABEL = re.compile(
    r"(?:联系|移动|固定|家庭)?(?:手机|电话|座机|固话)(?:号码?)?|号码|联系方式|mobile|phone|tel|[:：.]", re.I
)
SELF = frozenset({"本人", "患者", "患者本人", "病人", "自己", "self"})
TOKEN = re.compile(r"\+?\d+", re.A)
NOT_DIALLED = re.compile(r"[^\d+\s.-]", re.A)
WORD = re.compile(r"[^\W\d_]+")
MOST_TOKENS = 12
LONGEST = 300  # characters of a cell that can still be telephone numbers
LONGEST_OWNER = 20


def read_phones(cell: Cell) -> Phones:
    if cell is None:
        return Phones()
    if isinstance(cell, date | time | timedelta) or (isinstance(cell, str) and DAY.match(cell)):
        return Phones((), (Leftover(shown(cell), Note.PHONE_UNREADABLE),))
    if isinstance(cell, int | float):
        return _of_number(cell)
    text = shown(cell)
    if text in ERRORS:
        return Phones((), (Leftover(text, Note.PHONE_UNREADABLE),))
    if MOBILE.fullmatch(text):
        return Phones((Phone(text, PhoneKind.MOBILE),))
    return _of_text(text)


def _of_number(cell: int | float) -> Phones:
    digits = shown(cell)
    if isinstance(cell, bool) or not digits.isdecimal() or cell >= EXACT_NUMBER:
        return Phones((), (Leftover(digits, Note.PHONE_UNREADABLE),))
    if digits == "0":
        return Phones()
    # As a number 0571-88881234 has lost its zero; no other number of that length begins so.
    found = national(digits) or (national(f"0{digits}") if len(digits) >= 10 else None)
    if found:
        return Phones((Phone(*found),))
    return Phones((), (Leftover(digits, Note.PHONE_UNREADABLE),))


def _of_text(raw: str) -> Phones:
    text = DASH.sub("-", unicodedata.normalize("NFKC", raw)).strip().strip("'\"=`").strip()
    text = AS_FLOAT.sub("", text)
    if not text or text.casefold() in NOT_SAID:
        return Phones()
    if len(text) > LONGEST:
        return Phones((), (Leftover(raw[:LONGEST], Note.PHONE_UNREADABLE),))
    phones: dict[tuple[str, str], Phone] = {}
    leftovers: list[Leftover] = []
    for chunk in _chunks(text):
        found, rest = _of_chunk(chunk)
        for phone in found:
            phones.setdefault((phone.number, phone.extension), phone)
        leftovers += rest
    return Phones(tuple(phones.values()), tuple(leftovers))


def _chunks(text: str) -> list[str]:
    """Parts with one number each, as a rule; a separator inside brackets separates nothing."""
    closed = BRACKETS.sub(lambda found: BETWEEN.sub(" ", found[0]), text)
    return [chunk for chunk in BETWEEN.split(closed) if chunk and chunk.strip()]


def _of_chunk(chunk: str) -> tuple[list[Phone], list[Leftover]]:
    text = chunk.strip()
    if scientific := SCIENTIFIC.fullmatch(text):
        return _of_scientific(text, scientific)
    extension = EXTENSION.search(text)
    bare = text[: extension.start()] + " " + text[extension.end() :] if extension else text
    owner = _owner(bare)
    numbers, rest = _numbers(NOT_DIALLED.sub(" ", bare))
    if not numbers:
        if not rest and text.casefold() in NOT_SAID:
            return [], []
        return [], [Leftover(text, Note.PHONE_UNREADABLE)]
    if extension:
        numbers[-1] = (*numbers[-1][:2], extension[1])
    phones = [Phone(number, kind, inner, owner) for number, kind, inner in numbers]
    return phones, [Leftover(digits, Note.PHONE_UNREADABLE) for digits in rest]


def _of_scientific(text: str, found: re.Match[str]) -> tuple[list[Phone], list[Leftover]]:
    """1.38E+10 has lost eight digits; 1.3812345678E+10 none."""
    fraction, exponent = found[2] or "", int(found[3])
    number = national(found[1] + fraction) if len(fraction) == exponent else None
    if number:
        return [Phone(*number)], []
    return [], [Leftover(text, Note.PHONE_LOST_DIGITS)]


def _owner(text: str) -> str:
    words = WORD.findall(LABEL.sub(" ", text))
    owner = " ".join(words)[:LONGEST_OWNER]
    return "" if owner.casefold() in SELF else owner


Found = tuple[str, PhoneKind, str]  # number, kind, extension


def _numbers(text: str) -> tuple[list[Found], list[str]]:
    """Groups of digits put together, from the left and as many as make a number; what is over."""
    tokens = [(found[0], text[: found.start()].rstrip(" ").endswith("-")) for found in TOKEN.finditer(text)]
    numbers: list[Found] = []
    rest: list[str] = []
    at = 0
    while at < len(tokens):
        token, hyphen = tokens[at]
        if (
            numbers
            and hyphen
            and numbers[-1][1] is PhoneKind.LANDLINE
            and not numbers[-1][2]
            and len(token) < 6
        ):
            numbers[-1] = (*numbers[-1][:2], token)
            at += 1
            continue
        found, used = _longest([token for token, _ in tokens[at : at + MOST_TOKENS]])
        if not found:
            rest.append(token)
        numbers += found
        at += used
    return numbers, rest


def _longest(tokens: list[str]) -> tuple[list[Found], int]:
    for used in range(len(tokens), 0, -1):
        joined = "".join(tokens[:used])
        if found := national(joined):
            return [(*found, "")], used
        if len(joined) in {22, 33} and MOBILES.fullmatch(joined):  # written without a gap
            return [(number, PhoneKind.MOBILE, "") for number in MOBILE.findall(joined)], used
    return [], 1
