"""The visits of one file seen so far, by key, and the accounts of the file (F29, F31)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple
from zlib import crc32

from patients.importing.errors import Skip
from patients.importing.parsed import Parsed


class Seen(NamedTuple):
    """The earlier row with the same key; `another`: it speaks of another patient."""

    number: int
    same: bool
    another: bool


class Repeats:
    """Remembers for each key where it stood first, what it said and of whom: some 160 bytes a visit."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[int, bytes]] = {}
        self.taken_back: dict[str, int] = {}  # visits that a row cancels, and where each stood first

    def seen(self, parsed: Parsed) -> Seen | None:
        said = _said(parsed)
        number, before = self._first.setdefault(parsed.key, (parsed.number, said))
        another = said[:WHO] != before[:WHO] and said[WHO : 2 * WHO] != before[WHO : 2 * WHO]
        if parsed.cancelled and not another:
            self.taken_back[parsed.key] = number
        if number == parsed.number:
            return None
        return Seen(number, before == said, another)


WHO = 4  # bytes for a name, and as many for a record number


def _said(parsed: Parsed) -> bytes:
    name, mrn = (crc32(text.encode()).to_bytes(WHO) for text in (parsed.name, parsed.mrn))
    return name + mrn + bytes.fromhex(parsed.content)


@dataclass
class Account:
    """Every row is somewhere: read = created + updated + unchanged + rejected; skipped rows are no visits."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    skipped: Counter[Skip] = field(default_factory=Counter)

    @property
    def holds(self) -> bool:
        return self.read == self.created + self.updated + self.unchanged + self.rejected
