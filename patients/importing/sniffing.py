"""What a file is, by its content and never by its name (F25; ASVS 5.2.2, 5.2.3)."""

from __future__ import annotations

import re
from enum import StrEnum, auto
from typing import BinaryIO

from patients.importing import archive, compound, limits
from patients.importing.errors import ImportRefused, Refusal

LOOK = 4096  # bytes from which the kind is told


class Kind(StrEnum):
    XLSX = auto()
    XLS = auto()
    TEXT = auto()


ZIP = b"PK\x03\x04"
ZIP_WITHOUT_MEMBERS = b"PK\x05\x06"
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
OLD_BIFF = (b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")

MAGIC: tuple[tuple[bytes, Refusal], ...] = (
    (b"%PDF", Refusal.PDF),
    (b"{\\rtf", Refusal.WORD),
    (b"\x89PNG", Refusal.PICTURE),
    (b"\xff\xd8\xff", Refusal.PICTURE),
    (b"GIF8", Refusal.PICTURE),
    (b"Rar!", Refusal.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Refusal.ARCHIVE),
    (b"\x1f\x8b", Refusal.ARCHIVE),
    (ZIP_WITHOUT_MEMBERS, Refusal.ARCHIVE),
    *((magic, Refusal.OTHER_WORKBOOK) for magic in OLD_BIFF),
)
MARKUP = re.compile(
    rb"\s*<(!doctype html|html|head|body|table|meta|style|div|script|!--|\?xml|\w+:?workbook)", re.I
)


def sniff(file: BinaryIO) -> Kind:
    """The kind of an open, seekable file; raises ImportRefused for what is not a table of visits."""
    check_size(file)
    file.seek(0)
    head = file.read(LOOK)
    if head.startswith(ZIP):
        archive.check(file)
        return Kind.XLSX
    if head.startswith(COMPOUND):
        compound.check(file)
        return Kind.XLS
    for magic, refusal in MAGIC:
        if head.startswith(magic):
            raise ImportRefused(refusal)
    _refuse_markup(head)
    return Kind.TEXT


def check_size(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    if not size:
        raise ImportRefused(Refusal.EMPTY)
    if size > limits.FILE_BYTES:
        raise ImportRefused(Refusal.TOO_LARGE, {"megabytes": limits.FILE_BYTES >> 20})


def _refuse_markup(head: bytes) -> None:
    """A page or an XML sheet that a system saved under the name .xls."""
    plain = (
        head.removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .replace(b"\0", b"")
    )
    if not MARKUP.match(plain):
        return
    lower = plain.lower()
    is_sheet = b"urn:schemas-microsoft-com:office:spreadsheet" in lower and b"<html" not in lower
    raise ImportRefused(Refusal.XML_SHEET if is_sheet else Refusal.HTML)
