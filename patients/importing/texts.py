"""Rows of a text table: the character that parts the cells is told from the content (F25, F26)."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from patients.importing import encodings, limits
from patients.importing.errors import ImportRefused, Refusal
from patients.importing.table import Info, Table
from patients.importing.vocabulary import recognised

Quoting = Literal[0, 1, 2, 3]  # of the csv module

DELIMITERS = ",\t;|"
LOOK = 40  # records from which the delimiter is told


def read_text(data: bytes, *, encoding: str = "") -> Table:
    found = encodings.decode(data, encoding)
    text, given = _without_hint(found.text.rstrip("\r\n"))
    csv.field_size_limit(limits.CELL_LENGTH)
    delimiter = given or _delimiter(text)
    quoting = _quoting(text, delimiter)
    info = Info(kind="text", encoding=found.encoding, encoding_sure=found.sure, delimiter=delimiter)
    first = 2 if given else 1
    return Table(info, enumerate(_records(text, delimiter, quoting), start=first))


def _without_hint(text: str) -> tuple[str, str]:
    """Excel's own first line `sep=;` names the delimiter."""
    line, _, rest = text[:20].partition("\n")
    line = line.strip().strip('"').lower()
    if line.startswith("sep=") and len(line) == len("sep=") + 1:
        return text[text.index("\n") + 1 :] if rest else "", line[-1]
    return text, ""


def _delimiter(text: str) -> str:
    """The one under which a heading is recognised; else the one that parts the rows most evenly."""

    def merit(delimiter: str) -> tuple[int, float, int]:
        rows = list(islice(_tolerant(text, delimiter), LOOK))
        widths = Counter(len(row) for row in rows if any(row))
        width, often = max(widths.items(), key=lambda item: item[1], default=(1, 0))
        share = often / max(1, widths.total()) if width > 1 else 0.0
        return max((recognised(row) for row in rows), default=0), share, width

    return max(DELIMITERS, key=merit)


def _tolerant(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text[: 1 << 18], newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _quoting(text: str, delimiter: str) -> Quoting:
    """How cells are quoted. An open quotation mark would swallow rows in silence, so every one must close.

    Systems that never quote still write quotation marks: then each line has the heading's number of cells.
    """
    problem = _problem(text, delimiter, csv.QUOTE_MINIMAL)
    if not problem:
        return csv.QUOTE_MINIMAL
    widths = {line.count(delimiter) for line in text.splitlines() if line.strip()}
    if len(widths) == 1 and widths != {0} and not _problem(text, delimiter, csv.QUOTE_NONE):
        return csv.QUOTE_NONE
    raise problem


def _problem(text: str, delimiter: str, quoting: Quoting) -> ImportRefused | None:
    number = 0
    try:
        for _ in _records(text, delimiter, quoting):
            number += 1
    except csv.Error as error:
        if "field limit" in str(error):
            return ImportRefused(Refusal.CELL_TOO_LONG, {"row": number + 1, "limit": limits.CELL_LENGTH})
        return ImportRefused(Refusal.BAD_QUOTES, {"row": number + 1})
    return None


def _records(text: str, delimiter: str, quoting: Quoting) -> Iterator[list[str]]:
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)
