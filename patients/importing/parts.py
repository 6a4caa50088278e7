"""What calamine does not tell of an .xlsx: date system, errors, formulas without a value (F25, F28).

Such a cell would be read as blank and a patient would lose his number without a word.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree import ElementTree

from patients.importing import limits
from patients.importing.wire import Unread

CHUNK = 1 << 20
LONGEST_CELL = limits.CELL_LENGTH * 8  # bytes, with room for escapes
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.S)
REFERENCE = re.compile(rb'(?<![\w:])r="([A-Z]{1,3})(\d{1,7})"')
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>[^<]")


@dataclass(frozen=True, slots=True)
class Extra:
    epoch_1904: bool = False
    unread: dict[int, dict[int, Unread]] = field(default_factory=dict)  # row number, column index


def look(file: BinaryIO, sheet: str) -> Extra:
    with zipfile.ZipFile(file) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 (in the limited child)
        epoch = any(
            _is_true(item.get("date1904")) for item in book.iter() if item.tag.endswith("}workbookPr")
        )
        part = _part(archive, book, sheet)
        return Extra(epoch, _unread(archive, part) if part else {})


def _is_true(value: str | None) -> bool:
    return value in {"1", "true", "on"}


def _part(archive: zipfile.ZipFile, book: ElementTree.Element, sheet: str) -> str:
    """The member of the archive that holds the sheet, or '' when the usual ways do not lead to it."""
    wanted = next(
        (item for item in book.iter() if item.tag.endswith("}sheet") and item.get("name") == sheet), None
    )
    if wanted is None or "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return ""
    relation = wanted.get(RELATION) or wanted.get(STRICT_RELATION)
    for item in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):  # noqa: S314
        if item.get("Id") == relation:
            return posixpath.normpath(posixpath.join("/xl", item.get("Target", ""))).lstrip("/")
    return ""


def _unread(archive: zipfile.ZipFile, part: str) -> dict[int, dict[int, Unread]]:
    unread: dict[int, dict[int, Unread]] = {}
    if part not in archive.namelist():
        return unread
    for attributes, content in _suspects(archive, part):
        state = _state(attributes, content)
        reference = REFERENCE.search(attributes)
        if state and reference:
            unread.setdefault(int(reference[2]), {})[_column(reference[1])] = state
    return unread


def _suspects(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, bytes]]:
    """Cells of the chunks in which a formula or an error occurs at all; most exports have none."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            block = rest + chunk
            cut = _end_of(block, b"row>") or _end_of(block, b"c>")
            rest = block[cut:][-LONGEST_CELL:]
            if FORMULA.search(block, 0, cut) or b't="e"' in block[:cut]:
                yield from CELL.findall(block, 0, cut)


def _end_of(block: bytes, tag: bytes) -> int:
    at = block.rfind(tag)
    return at + len(tag) if at >= 0 else 0


def _state(attributes: bytes, content: bytes) -> Unread | None:
    if b't="e"' in attributes:
        return Unread.ERROR
    if FORMULA.search(content) and not VALUE.search(content) and b"<is>" not in content:
        return Unread.FORMULA
    return None


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1
