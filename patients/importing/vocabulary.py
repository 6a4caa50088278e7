"""What the tables know of a heading by itself, before any value is looked at (F25)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from patients.importing.fields import IDS, Field
from patients.importing.layout import Confidence
from patients.importing.synonyms import EXACT, IDENTITY, OTHER, SUGGESTED

SURE = 100  # ranks below it are of headings that need no thought
HEADING_ROWS = 30  # the first rows of a file, among which the heading stands


class Known(NamedTuple):
    field: Field
    confidence: Confidence
    rank: int  # smaller is preferred when two columns could be the same field
    identity: bool = False


def plain(title: object) -> str:
    """A heading as it is compared: full-width letters narrow, no blanks or punctuation, small letters."""
    return _plain(title) if isinstance(title, str) else ""


@lru_cache(4096)
def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title)).casefold()


@cache
def _table() -> Mapping[str, Known]:
    table = {word: Known(Field.IGNORE, Confidence.SYNONYM, 0, identity=True) for word in IDENTITY.split()}
    for words, confidence, start in ((EXACT, Confidence.EXACT, 0), (OTHER, Confidence.SYNONYM, SURE)):
        for field, text in words.items():
            table |= {word: Known(field, confidence, start + rank) for rank, word in enumerate(text.split())}
    return table


def lookup(title: object) -> Known | None:
    """What the tables know of a heading; "电话（必填）" and "金额(元)" also without their brackets."""
    known = _table().get(plain(title))
    if known or not isinstance(title, str):
        return known
    return _table().get(plain(re.sub(r"[(（\[【].*?[)）\]】]", "", title)))


@cache
def _suggested() -> Mapping[str, Field]:
    return {word: field for field, text in SUGGESTED.items() for word in text.split()}


def suggestion(title: str) -> Field | None:
    """What a heading may be, but not without a person's word. `title`: as `plain` gives it."""
    return _suggested().get(title)


def is_complete(cells: Sequence[object]) -> bool:
    """Whether a row heads a name and one of the numbers, without which there is no visit."""
    fields = {known.field for cell in cells if (known := lookup(cell))}
    return Field.NAME in fields and not fields.isdisjoint(IDS)


def recognised(cells: Sequence[object]) -> int:
    """How many different fields a row would head."""
    return len({known.field for cell in cells if (known := lookup(cell))})
