"""The directory of an OLE compound file: an old .xls, or something else in the same coat (F25)."""

from __future__ import annotations

from typing import BinaryIO

from patients.importing.errors import ImportRefused, Refusal

ENTRY = 128  # bytes of a directory entry: its name in UTF-16, at 64 the name's length in bytes
NAME_LENGTH_AT = 64


def check(file: BinaryIO) -> None:
    file.seek(0)
    data = file.read()
    if _has(data, "EncryptedPackage"):
        raise ImportRefused(Refusal.ENCRYPTED)
    if _has(data, "_VBA_PROJECT_CUR"):
        raise ImportRefused(Refusal.MACROS)
    if _has(data, "WordDocument"):
        raise ImportRefused(Refusal.WORD)
    if not (_has(data, "Workbook") or _has(data, "Book")):
        raise ImportRefused(Refusal.OTHER_WORKBOOK)


def _has(data: bytes, name: str) -> bool:
    """Whether the directory holds `name`; entries stand at multiples of their size."""
    wanted = (name + "\0").encode("utf-16-le")
    at = data.find(wanted)
    while at >= 0:
        length = data[at + NAME_LENGTH_AT : at + NAME_LENGTH_AT + 2]
        if at % ENTRY == 0 and length == len(wanted).to_bytes(2, "little"):
            return True
        at = data.find(wanted, at + 2)
    return False
