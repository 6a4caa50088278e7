"""The directory of a zip file, looked at before anything is unpacked (F24, F25; ASVS 5.2.3)."""

from __future__ import annotations

import re
import struct
import zipfile
from typing import BinaryIO

from patients.importing import limits
from patients.importing.errors import ImportRefused, Refusal

PATH_TRICK = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\0")
ENCRYPTED_FLAG = 0x1
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def check(file: BinaryIO) -> None:
    members = _members(file)
    _check_safety(members)
    _check_sizes(members)
    _check_contents({member.filename.replace("\\", "/").lower() for member in members})


def _members(file: BinaryIO) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist()
    # A version that zipfile does not know is a RuntimeError.
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, RuntimeError, struct.error) as error:
        raise ImportRefused(Refusal.DAMAGED) from error


def _check_safety(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise ImportRefused(Refusal.ENCRYPTED)
    names = [member.orig_filename for member in members]
    if len(set(names)) < len(names) or any(PATH_TRICK.search(name) for name in names):
        raise ImportRefused(Refusal.ZIP_PATHS)
    if any(member.compress_type not in METHODS for member in members):
        raise ImportRefused(Refusal.DAMAGED)


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.ZIP_MEMBERS or unpacked > limits.ZIP_UNPACKED_BYTES:
        raise ImportRefused(Refusal.ZIP_BOMB, {"megabytes": limits.ZIP_UNPACKED_BYTES >> 20})
    for member in members:
        packed_tight = member.file_size > limits.ZIP_RATIO * max(1, member.compress_size)
        if packed_tight and member.file_size > limits.ZIP_RATIO_FROM_BYTES:
            raise ImportRefused(Refusal.ZIP_BOMB, {"megabytes": limits.ZIP_UNPACKED_BYTES >> 20})


def _check_contents(names: set[str]) -> None:
    if "[content_types].xml" not in names:
        raise ImportRefused(Refusal.OTHER_WORKBOOK if "mimetype" in names else Refusal.ARCHIVE)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise ImportRefused(Refusal.MACROS)
    if any(name.startswith("word/") for name in names):
        raise ImportRefused(Refusal.WORD)
    if "xl/workbook.bin" in names or not any(name.startswith("xl/") for name in names):
        raise ImportRefused(Refusal.OTHER_WORKBOOK)
