"""The directory of an OLE compound file: an old .xls, or something else in the same coat (F25)."""

from __future__ import annotations

import struct
from typing import BinaryIO

from patients.importing.errors import ImportRefused, Refusal

SECTOR = 512
FREE, LAST_REGULAR = 0xFFFFFFFF, 0xFFFFFFFA
TABLE_OF_TABLES = range(76, 512, 4)  # where the header names the sectors of the allocation table
ENTRY = 128  # bytes of a directory entry: its name in UTF-16, at 64 the name's length in bytes
NAME_LENGTH_AT = 64
WORKBOOK_BEGINS = bytes.fromhex("0908100000060500")
WRITE_PROTECT, FILE_PASS = 0x0086, 0x002F


def check(file: BinaryIO) -> None:
    file.seek(0)
    data = file.read()
    if _has(data, "EncryptedPackage") or _is_protected(data):
        raise ImportRefused(Refusal.ENCRYPTED)
    if _has(data, "_VBA_PROJECT_CUR"):
        raise ImportRefused(Refusal.MACROS)
    if _has(data, "WordDocument"):
        raise ImportRefused(Refusal.WORD)
    if _is_cut_off(data):
        raise ImportRefused(Refusal.DAMAGED)
    if not (_has(data, "Workbook") or _has(data, "Book")):
        raise ImportRefused(Refusal.OTHER_WORKBOOK)


def _has(data: bytes, name: str) -> bool:
    """Whether the directory holds `name`; entries stand at multiples of their size, other texts do not."""
    wanted = (name + "\0").encode("utf-16-le")
    at = data.find(wanted)
    while at >= 0:
        length = data[at + NAME_LENGTH_AT : at + NAME_LENGTH_AT + 2]
        if at % ENTRY == 0 and length == len(wanted).to_bytes(2, "little"):
            return True
        at = data.find(wanted, at + 2)
    return False


def _is_protected(data: bytes) -> bool:
    """Whether a password is needed, say the first records; the parser would only call the file damaged."""
    at = data.find(WORKBOOK_BEGINS)
    while at >= 0 and at % SECTOR:
        at = data.find(WORKBOOK_BEGINS, at + 1)
    while 0 <= at <= len(data) - 4:
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == FILE_PASS:
            return True
        if kind not in {0x0809, WRITE_PROTECT}:
            return False
        at += 4 + length
    return False


def _is_cut_off(data: bytes) -> bool:
    """Whether the allocation table uses sectors behind the end; the parser would read what is left as all."""
    if len(data) < SECTOR:
        return True
    size = 1 << min(16, struct.unpack_from("<H", data, 30)[0])
    place = 0
    for at in TABLE_OF_TABLES:
        (table,) = struct.unpack_from("<I", data, at)
        start = (table + 1) * size
        if table > LAST_REGULAR:
            break
        if start + size > len(data):
            return True
        entries = struct.unpack_from(f"<{size // 4}I", data, start)
        used = max((index for index, entry in enumerate(entries) if entry != FREE), default=-1)
        if used >= 0 and (place + used + 2) * size > len(data):
            return True
        place += len(entries)
    return False
