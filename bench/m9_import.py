"""M9: 100,000 visits from a file to the last row written, against calamine and COPY alone.

    python bench/m9_import.py [rows]     a throw-away database on the server of DATABASE_URL

Prints seconds, the ratio to the floor and the largest memory of the process and of its reader.
"""

# ruff: noqa: E402

import os
import resource
import sys
import time
from datetime import datetime, timedelta
from io import BytesIO

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callcentre.settings")

import django

django.setup()

import openpyxl
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone
from python_calamine import CalamineWorkbook

HEADINGS = (
    "就诊流水号", "病案号", "姓名", "性别", "出生日期", "联系电话", "联系人", "与患者关系", "联系人电话",
    "科室", "主治医生", "就诊类型", "诊断", "就诊时间", "入院日期", "出院日期", "是否消费", "缴费金额",
    "家庭住址",
)  # fmt: skip
NAMES = "陈林王张刘李赵周吴郑"
START = datetime(2026, 8, 1, 8)  # noqa: DTZ001 (a hospital's file has no zone)


def rows(count: int) -> list[list[str]]:
    return [_row(n) for n in range(count)]


def _row(n: int) -> list[str]:
    at = START + timedelta(minutes=n % 100_000)
    stay = n % 4 == 0
    text = f"{at:%Y-%m-%d %H:%M:%S}"
    return [
        f"MZ{n:010d}",
        f"{n % 60_000:08d}",
        NAMES[n % 10] + NAMES[n // 10 % 10] + NAMES[n // 100 % 10],
        "男" if n % 2 else "女",
        f"19{n % 60_000 % 90 + 10}-0{n % 9 + 1}-1{n % 9}",
        f"1795{n % 60_000:07d}",
        "陈静",
        "女儿",
        f"1796{n % 60_000:07d}",
        f"第{n % 20}科",
        f"医生{n % 60}",
        "住院" if stay else "门诊",
        "胆囊结石",
        text,
        text if stay else "",
        f"{at + timedelta(days=2):%Y-%m-%d %H:%M:%S}" if stay else "",
        "是",
        "762.24",
        f"示范路{n % 200}号",
    ]


def workbook(lines: list[list[str]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("就诊")
    sheet.append(HEADINGS)
    for line in lines:
        sheet.append(line)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def floor(content: bytes) -> float:
    begun = time.perf_counter()
    table = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    columns = ", ".join(f"c{index} text" for index in range(len(HEADINGS)))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS m9_floor ({columns})")
        with cursor.copy("COPY m9_floor FROM STDIN") as copy:
            for line in table:
                copy.write_row(line)
        cursor.execute("DROP TABLE m9_floor")
    return time.perf_counter() - begun


def product(name: str, content: bytes) -> tuple[float, float]:
    from patients.actions.imports import receive, run_imports, start

    begun = time.perf_counter()
    file = receive(name, content, by=None, now=timezone.now())
    run_imports(clock=timezone.now)
    read = time.perf_counter()
    start(file.pk, by=None, now=timezone.now())
    run_imports(clock=timezone.now)
    file.refresh_from_db()
    print(
        " ", name, file.state, file.rows_total, "=", file.created, file.updated, file.unchanged, file.rejected
    )
    return read - begun, time.perf_counter() - read


def main(count: int) -> None:
    lines = rows(count)
    book = workbook(lines)
    text = "\n".join(",".join(line) for line in [list(HEADINGS), *lines]).encode()
    del lines
    connection.settings_dict["TEST"]["NAME"] = "callcentre_bench_import"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        base = min(floor(book) for _ in range(2))
        print(f"floor {base:.2f} s")
        for name, content in (("visits.xlsx", book), ("visits.csv", text)):
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE patients_patient, patients_visit, patients_importfile CASCADE")
            read, written = product(name, content)
            ratio = (read + written) / base
            print(f"  read {read:.1f} s, written {written:.1f} s, {ratio:.1f} × the floor")
        own, child = (
            resource.getrusage(who).ru_maxrss >> 10
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        print(f"  memory {own} MB, reader {child} MB")
    finally:
        connection.creation.destroy_test_db("bench", verbosity=0)


if __name__ == "__main__":
    with override_settings(DEBUG=False):
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
