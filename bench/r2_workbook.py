"""R2: a workbook of 100,000 detail rows by 12 columns, against a hand-made XML writer that guards nothing.

python bench/r2_workbook.py [rows] [rounds]      in processor time; the last line: how much memory each takes, in a process of its own
"""

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import common

HEAD = [
    "Dialled", "Patient", "Record", "Kind", "Department", "Ward", "Doctor", "Agent", "Number", "Outcome", "Level", "Notes",
]  # fmt: skip
LETTERS = "ABCDEFGHIJKL"
OUTCOMES = ("完成回访", "无人接听", "占线", "关机", "不便接听")
NOTES = (
    "术后恢复好，饮食正常，伤口无红肿；提醒一周后来院换药。",
    "",
    "患者反映病房夜间较吵，希望改进；已记录意见并说明会转告科室。服药按时，无不适，血压 130/80。",
)
START = datetime.fromisoformat("2026-08-26T08:00")


def rows(count: int) -> Iterator[list[Any]]:
    """As a hospital's are: names and numbers of every patient, few departments, notes of some dozen words."""
    for n in range(count):
        yield [
            START + timedelta(minutes=n),
            f"患者{n}",
            f"{n:08d}",
            "出院",
            f"科室{n % 20}",
            f"{n % 3}病区",
            f"医生{n % 60}",
            f"客服{n % 12}",
            f"179****{n % 10_000:04d}",
            OUTCOMES[n % 5],
            n % 5 + 1,
            f"{NOTES[n % 3]} {n}",
        ]


def by_hand(out: Any, count: int) -> None:
    """Nothing but the rows: what a plain developer writes who trusts every text."""
    zero = datetime.fromisoformat("1899-12-30")
    with ZipFile(out, "w", ZIP_DEFLATED) as package, package.open("xl/worksheets/sheet1.xml", "w") as sheet:
        sheet.write(b"<worksheet><sheetData>")
        for number, row in enumerate(rows(count), start=1):
            cells = []
            for letter, value in zip(LETTERS, row, strict=True):
                if isinstance(value, str):
                    cells.append(f'<c r="{letter}{number}" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
                elif isinstance(value, datetime):
                    days = (value - zero).total_seconds() / 86_400
                    cells.append(f'<c r="{letter}{number}" s="1"><v>{days}</v></c>')
                else:
                    cells.append(f'<c r="{letter}{number}"><v>{value}</v></c>')
            sheet.write(f'<row r="{number}">{"".join(cells)}</row>'.encode())
        sheet.write(b"</sheetData></worksheet>")


def product(out: Any, count: int) -> None:
    from followups.spreadsheet import Workbook

    book = Workbook(out)
    book.sheet("Details", HEAD, widths=[16] * 12)
    book.rows(rows(count))
    book.close()


WAYS: dict[str, Callable[[Any, int], None]] = {"floor": by_hand, "product": product}


def set_up() -> None:
    import django

    django.setup()


def timed(way: Callable[[Any, int], None], count: int) -> float:
    with TemporaryFile() as out:
        begin = time.process_time()
        way(out, count)
        return time.process_time() - begin


def grown(name: str, count: int) -> None:
    """In a process of its own: the most that it holds at once beside Python and Django."""
    tracemalloc.start()
    with TemporaryFile() as out:
        WAYS[name](out, count)
    print(tracemalloc.get_traced_memory()[1] / 1024 / 1024)


def main(count: int = 100_000, rounds: int = 3) -> None:
    floor, ours = common.taking_turns(rounds, lambda: timed(by_hand, count), lambda: timed(product, count))
    common.report("R2", f"workbook of {count} rows by {len(HEAD)}", floor, ours, reach=1.5)
    for name in WAYS:
        told = subprocess.run(  # noqa: S603  # this very script
            [sys.executable, __file__, f"grown:{name}", str(count)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        print(f"R2  memory of {name}: {float(told):.1f} MB at most (reach 60 MB)")


if __name__ == "__main__":
    set_up()
    if sys.argv[1:] and sys.argv[1].startswith("grown:"):
        grown(sys.argv[1].removeprefix("grown:"), int(sys.argv[2]))
    else:
        main(*common.numbers(sys.argv[1:]))
