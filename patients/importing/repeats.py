"""The visits of one file seen so far, by key, and the accounts of the file (F29, F31)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from patients.importing.errors import Skip
from patients.importing.parsed import Parsed


class Repeats:
    """Remembers for each key where it stood first and what it said: some 150 bytes a visit."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[int, bytes]] = {}

    def seen(self, parsed: Parsed) -> tuple[int | None, bool]:
        """The number of the earlier row with this key, and whether it said the same."""
        content = bytes.fromhex(parsed.content)
        number, before = self._first.setdefault(parsed.key, (parsed.number, content))
        return (None, False) if number == parsed.number else (number, before == content)


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
