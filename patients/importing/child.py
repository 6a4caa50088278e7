"""The process that parses an uploaded file: `python -m patients.importing.child`, the file on stdin (F24).

A hostile workbook makes its parser abort or ask for half a terabyte; then this process dies, not the server.
Out go lines of JSON: facts about the table, each row, and at the end either {"end"} or {"refused"}.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from typing import BinaryIO

from patients.importing import limits
from patients.importing.errors import ImportRefused, Refusal
from patients.importing.sniffing import Kind, sniff
from patients.importing.table import Table, limited
from patients.importing.texts import read_text
from patients.importing.wire import encode
from patients.importing.workbooks import read_workbook


def limit_self() -> None:
    for what, amount in (
        (resource.RLIMIT_AS, limits.CHILD_MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.CHILD_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a stricter limit may be in force already
            resource.setrlimit(what, (amount, amount))


def parse(file: BinaryIO, *, sheet: str = "", encoding: str = "") -> Table:
    kind = sniff(file)
    if kind is Kind.TEXT:
        file.seek(0)
        return read_text(file.read(), encoding=encoding)
    return read_workbook(file, kind=kind, sheet=sheet)


def send(table: Table, out: BinaryIO) -> None:
    out.write(json.dumps(table.info.to_json()).encode() + b"\n")
    empty = True
    for row in limited(table.rows):
        out.write(encode([row.number, row.cells]).encode() + b"\n")
        empty = False
    if empty:
        raise ImportRefused(Refusal.NO_DATA)
    out.write(b'{"end":1}\n')


def run(options: dict[str, str], out: BinaryIO) -> None:
    try:
        send(parse(sys.stdin.buffer, **options), out)
    except ImportRefused as refused:
        say_refused(out, refused)
    except BrokenPipeError:
        return
    except MemoryError:
        say_refused(out, ImportRefused(Refusal.TOO_MUCH_MEMORY))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of the parser is no Exception
        say_refused(out, ImportRefused(Refusal.DAMAGED))


def say_refused(out: BinaryIO, refused: ImportRefused) -> None:
    with contextlib.suppress(BrokenPipeError):
        out.write(json.dumps({"refused": refused.code, "params": refused.params}).encode() + b"\n")


def main() -> None:
    limit_self()
    options = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
    run(options, sys.stdout.buffer)
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.buffer.flush()
    os._exit(0)  # the parser's own end may still fail, after all has been said


if __name__ == "__main__":
    main()
