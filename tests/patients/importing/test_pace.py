"""F30: a large file is read in a stream; the caller keeps no more than a few rows of it."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator

import pytest

from patients.importing.headings import find_layout, peek
from patients.importing.parsed import Parsed
from patients.importing.reading import read
from patients.importing.rows import parse_rows
from tests.patients.importing.files import HEADINGS, raw_workbook, table, text_cell, visit
from tests.patients.importing.readers import TODAY, spent

ROWS = 10_000
SECONDS = 5.0  # of processor time, child included
MEMORY = 40 << 10  # kilobytes, ten of them for what remembers repeated visits


def sheet() -> Iterator[str]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for number in range(1, ROWS + 2):
        cells = HEADINGS if number == 1 else visit(number)
        row = "".join(text_cell(f"{letters[at]}{number}", str(cell)) for at, cell in enumerate(cells))
        yield f'<row r="{number}">{row}</row>'


def text() -> bytes:
    return table([HEADINGS, *(visit(number) for number in range(2, ROWS + 2))]).encode()


@pytest.mark.parametrize("content", [raw_workbook(sheet()), text()], ids=["xlsx", "csv"])
def test_ten_thousand_rows_stream_through(content: bytes) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time() + spent()
    with read(content) as opened:
        head, rows = peek(opened)
        count = sum(isinstance(result, Parsed) for result in parse_rows(rows, find_layout(head), today=TODAY))
    assert count == ROWS
    assert time.process_time() + spent() - begun < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY
