"""An uploaded file as a stream of rows, parsed in a child process that may die (F24, F25, F30).

    with read(upload, "visits.xlsx") as sheet:
        for row in sheet: ...

Raises ImportRefused, also in the middle of the rows: store nothing for good before the last one.
The caller's own time between two rows is not limited; the child waits, and dies with the caller.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from patients.importing import limits
from patients.importing.errors import ImportRefused, Refusal
from patients.importing.sniffing import check_size
from patients.importing.table import Info
from patients.importing.wire import Cell, Row, decode

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-s", "-m", "patients.importing.child")
PASSED_ON = ("PATH", "LD_LIBRARY_PATH")  # no secrets, no settings
BLOCK = 1 << 18
DIED_OF: dict[int, Refusal] = {
    -signal.SIGABRT: Refusal.TOO_MUCH_MEMORY,
    -signal.SIGKILL: Refusal.TOO_MUCH_MEMORY,
    -signal.SIGXCPU: Refusal.TOO_SLOW,
}


def read(
    source: bytes | str | Path, filename: str = "", *, sheet: str | None = None, encoding: str = ""
) -> Sheet:
    """`filename` is only told back in refusals: what the file is, its content says.

    `sheet`: a workbook's sheet by name, instead of the first one with visits. `encoding`: a person's choice.
    """
    options = {key: value for key, value in (("sheet", sheet), ("encoding", encoding)) if value}
    with _opened(source) as file:
        try:
            check_size(file)
            file.seek(0)
            return Sheet(_Child(file, options))
        except ImportRefused as refused:
            raise ImportRefused(
                refused.code, {**refused.params, "suffix": Path(filename).suffix[:10]}
            ) from None


def _opened(source: bytes | str | Path) -> BinaryIO:
    if not isinstance(source, bytes):
        return Path(source).open("rb")
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `read`)
    # It has no name in the file system and goes with its last user
    file.write(source)
    file.flush()
    return file


class Sheet:
    """One table: facts about it in `info`, then its rows, once."""

    def __init__(self, child: _Child) -> None:
        self._child = child
        self.info = Info.from_json(child.facts())

    def __iter__(self) -> Iterator[Row]:
        try:
            for line in self._child.lines():
                number, cells = _row(line)
                yield Row(number, cells)
        finally:
            self.close()

    def close(self) -> None:
        self._child.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _row(line: bytes) -> tuple[int, list[Cell]]:
    number, cells = decode(line.decode())
    return number, cells


class _Child:
    """The parsing process; its processor time is limited by itself, its silence here."""

    def __init__(self, file: BinaryIO, options: dict[str, str]) -> None:
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603
            [*COMMAND, json.dumps(options)],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # may hold what stands in the file
            cwd=ROOT,
            env=environment,
            bufsize=0,
        )
        assert self._process.stdout  # noqa: S101 (a pipe was asked for)
        self._out = self._process.stdout
        self._poll = select.poll()
        self._poll.register(self._out, select.POLLIN)
        self._lines = self._read_lines()

    def facts(self) -> dict[str, object]:
        try:
            facts: dict[str, object] = json.loads(next(self.lines()))
        except BaseException:
            self.end()
            raise
        return facts

    def lines(self) -> Iterator[bytes]:
        """The lines up to the last word, which is either the end or a refusal."""
        for line in self._lines:
            if not line.startswith(b'{"end"') and not line.startswith(b'{"refused"'):
                yield line
                continue
            said = json.loads(line)
            if "refused" in said:
                raise ImportRefused(Refusal(said["refused"]), said["params"])
            return
        raise ImportRefused(DIED_OF.get(self._process.wait(), Refusal.DAMAGED))

    def _read_lines(self) -> Iterator[bytes]:
        rest: list[bytes] = []
        while block := self._read():
            *whole, last = block.split(b"\n")
            if whole:
                yield b"".join((*rest, whole[0]))
                yield from whole[1:]
                rest = []
            rest.append(last)

    def _read(self) -> bytes:
        if not self._poll.poll(limits.SILENT_SECONDS * 1000):
            self.end()
            raise ImportRefused(Refusal.TOO_SLOW)
        return os.read(self._out.fileno(), BLOCK)

    def end(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._out.close()
