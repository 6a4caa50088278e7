"""F24, F25: files made to kill or to hang their reader end in a refusal, soon, and the caller lives on."""

from __future__ import annotations

import contextlib
import io
import os
import random
import resource
import signal
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from patients.importing import limits
from patients.importing.errors import ImportRefused, Refusal
from patients.importing.reading import ROOT, read
from tests.patients.importing.files import (
    HEADINGS,
    old_workbook,
    raw_workbook,
    table,
    text_cell,
    visit,
    workbook,
)
from tests.patients.importing.readers import refusal, rows_of, spent

SECONDS = 20.0  # of processor time: how long they take depends on who else is busy


@pytest.fixture(autouse=True)
def _soon_and_alive() -> Iterator[None]:
    begun, memory = spent(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert spent() - begun < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 100 << 10  # kilobytes


def far_cell(*references: str) -> bytes:
    rows = "".join(
        f'<row r="{"".join(filter(str.isdigit, at))}">{text_cell(at, "x")}</row>' for at in references
    )
    return raw_workbook([rows])


def test_one_cell_at_the_far_corner_is_refused() -> None:
    assert refusal(far_cell("XFD1048576")) is Refusal.TOO_MANY_COLUMNS


def test_two_cells_at_opposite_corners_kill_the_child_and_not_the_caller() -> None:
    """The parser asks for 549,755,813,888 bytes and aborts."""
    assert refusal(far_cell("A1", "XFD1048576")) is Refusal.TOO_MUCH_MEMORY


@cache
def giant_cell() -> bytes:
    """More than the child may have, in half a megabyte."""
    piece = "x" * (1 << 20)
    return raw_workbook(['<row r="1"><c r="A1" t="inlineStr"><is><t>', *[piece] * 530, "</t></is></c></row>"])


def test_a_cell_of_half_a_gigabyte_is_refused() -> None:
    assert refusal(giant_cell()) is Refusal.ZIP_BOMB


def test_the_same_behind_a_lying_directory_is_refused_too() -> None:
    content = bytearray(giant_cell())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        if struct.unpack_from("<I", content, at + 24)[0] > limits.ZIP_RATIO_FROM_BYTES:
            struct.pack_into("<I", content, at + 24, 1000)
        at = content.find(b"PK\x01\x02", at + 4)
    assert refusal(bytes(content)) in {Refusal.TOO_MUCH_MEMORY, Refusal.DAMAGED, Refusal.TOO_SLOW}


def test_ten_million_empty_rows_are_refused() -> None:
    rows = '<row r="1"/>' * 100_000
    assert refusal(raw_workbook([rows] * 100)) is Refusal.ZIP_BOMB


def test_two_million_empty_rows_are_nothing_to_read() -> None:
    rows = '<row r="1"/>' * 100_000
    assert refusal(raw_workbook([rows] * 20)) is Refusal.NO_DATA


def test_ten_million_line_ends_are_nothing_to_read() -> None:
    assert refusal(b"\n" * 10_000_000) is Refusal.NO_DATA


def test_entities_that_multiply_are_not_multiplied() -> None:
    entities = "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    bomb = f'<!DOCTYPE x [<!ENTITY a "0123456789">{entities}]>'
    content = raw_workbook([f'<row r="1">{text_cell("A1", "&i;")}</row>'])
    hostile = workbook_with_prologue(content, bomb)
    with contextlib.suppress(ImportRefused):
        assert all(len(str(cell)) < 1000 for row in rows_of(hostile) for cell in row.cells)


def workbook_with_prologue(content: bytes, prologue: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            inside = old.read(name)
            new.writestr(
                name, prologue.encode() + inside if name.endswith(("sheet1.xml", "workbook.xml")) else inside
            )
    return out.getvalue()


def test_an_open_quotation_mark_swallows_no_rows() -> None:
    text = table([HEADINGS, visit(1), visit(2, 诊断='"高血压'), visit(3), visit(4, 诊断="a,b")])
    assert refusal(text.encode()) is Refusal.BAD_QUOTES


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize(
    "content", [workbook([HEADINGS, visit()]), old_workbook([HEADINGS, visit()])], ids=["xlsx", "xls"]
)
def test_a_cut_off_workbook_is_refused(content: bytes, share: float) -> None:
    assert refusal(content[: int(len(content) * share)]) is Refusal.DAMAGED


CONTENTS = {
    "xlsx": workbook([HEADINGS, *(visit(n) for n in range(1, 6))]),
    "xls": old_workbook([HEADINGS, *(visit(n) for n in range(1, 6))]),
    "csv": table([HEADINGS, *(visit(n) for n in range(1, 6))]).encode("gb18030"),
}


@pytest.mark.parametrize("kind", CONTENTS)
@pytest.mark.parametrize("part", range(3))
def test_flipped_bytes_are_read_or_refused(kind: str, part: int) -> None:
    """A hundred files in all; what comes out is always rows or a refusal."""
    chance = random.Random(f"{kind}{part}")
    for _ in range(11):
        damaged = bytearray(CONTENTS[kind])
        for _ in range(chance.choice([1, 2, 8, 64])):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with contextlib.suppress(ImportRefused):
            assert all(row.number > 0 for row in rows_of(bytes(damaged)))


@pytest.mark.parametrize(
    ("died_of", "code"),
    [
        (signal.SIGABRT, Refusal.TOO_MUCH_MEMORY),
        (signal.SIGXCPU, Refusal.TOO_SLOW),
        (signal.SIGSEGV, Refusal.DAMAGED),
    ],
)
def test_a_child_that_dies_midway_is_a_refusal(died_of: signal.Signals, code: Refusal) -> None:
    with read(b"a,b\n" * 100_000) as sheet:
        rows = iter(sheet)
        next(rows)
        os.kill(sheet._child._process.pid, died_of)
        with pytest.raises(ImportRefused) as caught:
            list(rows)
    assert caught.value.code is code


def test_a_child_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "patients.importing.reading.COMMAND", (sys.executable, "-c", "import time; time.sleep(60)")
    )
    monkeypatch.setattr(limits, "SILENT_SECONDS", 0.5)
    assert refusal(b"a,b\n") is Refusal.TOO_SLOW


def test_the_child_gets_neither_secrets_nor_a_way_to_write() -> None:
    script = (
        "import os, resource, patients.importing.child as child; child.limit_self();"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_FSIZE)[0])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == [str(limits.CHILD_MEMORY_BYTES), "0"]
    with read(b"a,b\n" * 100_000) as sheet:
        rows = iter(sheet)
        next(rows)
        environment = Path(f"/proc/{sheet._child._process.pid}/environ").read_bytes()
    assert {entry.split(b"=")[0] for entry in environment.split(b"\0") if entry} <= {
        b"PATH",
        b"LD_LIBRARY_PATH",
    }


def test_the_child_ends_with_its_caller() -> None:
    script = (
        "import os, sys; from patients.importing.reading import read\n"
        "sheet = read(b'a,b\\n' * 100_000); print(sheet._child._process.pid, flush=True); os._exit(9)"
    )
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    pid = int(said.stdout)
    for _ in range(100):
        if not is_running(pid):
            return
        time.sleep(0.1)
    pytest.fail("the child outlived its caller")


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
