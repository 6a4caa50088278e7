"""F25, F28: what a person reads without a thought costs nobody the call."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from patients.importing.cells.phones import read_phones
from patients.importing.errors import Fault, ImportRefused, Skip
from patients.importing.fields import Field
from patients.importing.headings import find_layout, missing
from patients.importing.layout import Confidence
from patients.importing.parsed import Rejected, Skipped
from patients.importing.rows import parse_rows
from patients.importing.wire import Cell, Row
from tests.patients.importing.files import HEADINGS, moment, table, visit, workbook
from tests.patients.importing.readers import TODAY, kinds, only, parsed, results_of

STAY = ("病案号", "姓名", "入院日期", "出院日期", "出生日期")


def stay(admitted: Cell, discharged: Cell, born: Cell = None) -> Any:
    return only(parsed(STAY, ["00000001", "解英", admitted, discharged, born]))


@pytest.mark.parametrize(
    "midnight", ["2026-11-10 00:00:00", moment("2026-11-10 00:00"), date(2026, 11, 10), "2026-11-10"]
)
def test_a_discharge_at_midnight_is_a_day_alone(midnight: Cell) -> None:
    found = stay("2026-11-10 09:30:00", midnight)
    assert found.discharged_at == found.admitted_at == moment("2026-11-10 09:30")


@pytest.mark.parametrize(
    "word",
    [
        "在院",
        "未出院",
        "住院中",
        "至今",
        "-",
        "2099-12-31",
        "2999-12-31",
        "1970-01-01",
        "1970-01-01 08:00:00",
    ],
)
def test_who_is_still_on_the_ward_has_no_discharge(word: str) -> None:
    assert stay("2026-11-10", word).discharged_at is None


def test_people_were_born_on_the_computers_first_day() -> None:
    assert stay("2026-11-10", "2026-11-12", "1970-01-01").birth_date == date(1970, 1, 1)


def test_a_mark_to_the_right_of_a_workbooks_table_is_no_comma_too_many() -> None:
    rows = [HEADINGS, visit(1), [*visit(2), None, "已打"], visit(3)]
    assert kinds(results_of(workbook(rows))) == ["parsed"] * 3
    text = results_of(table([HEADINGS, visit(1), [*visit(2), "已打"], visit(3)]).encode())
    assert kinds(text) == ["parsed", "rejected", "parsed"]
    assert isinstance(text[1], Rejected)
    assert text[1].errors[0].code is Fault.TOO_MANY_CELLS


@pytest.mark.parametrize(
    ("cell", "kind", "amount"),
    [
        ("已缴", "arrived_paid", None),
        ("已收", "arrived_paid", None),
        ("部分缴费", "arrived_paid", None),
        ("未缴", "arrived_unpaid", None),
        ("未收", "arrived_unpaid", None),
        ("762.24", "arrived_paid", Decimal("762.24")),
        (762.24, "arrived_paid", Decimal("762.24")),
        ("0.00", "arrived_unpaid", Decimal(0)),
        ("0", "arrived_unpaid", None),
    ],
)
def test_what_was_paid_is_said_in_many_ways(cell: Cell, kind: str, amount: Decimal | None) -> None:
    found = only(
        parsed(("病案号", "姓名", "就诊时间", "消费"), ["00000001", "解英", "2026-11-18 08:00", cell])
    )
    assert (found.kind, found.amount) == (kind, amount)


def test_headings_that_nobody_knows_wait_for_a_person() -> None:
    found = find_layout(
        [Row(1, ["名单"]), Row(2, ["kehu", "haoma", "jigou"]), Row(3, ["解英", "x1", "骨科"])]
    )
    assert (found.first_row, found.titles) == (3, ("kehu", "haoma", "jigou"))
    assert {column.confidence for column in found.columns} == {Confidence.UNKNOWN}
    assert missing(found) == (Field.NAME, Field.MRN)


def test_a_row_of_figures_is_no_heading() -> None:
    with pytest.raises(ImportRefused):
        find_layout([Row(1, ["1", "2", "3"]), Row(2, ["4", "5", "6"])])


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("5-Jan-26", "2026-01-05"),
        ("05-JAN-26", "2026-01-05"),
        ("2026 01 05", "2026-01-05"),
        ("2026 1 5 08:05", "2026-01-05 08:05"),
        ("2026—01—05", "2026-01-05"),
        ("2026－01－05", "2026-01-05"),
    ],
)
def test_a_day_is_read_in_these_forms_too(raw: str, day: str) -> None:
    assert stay("2026-01-01", raw).discharged_at == moment(day)


def test_midnight_at_the_end_of_today_has_been() -> None:
    assert stay("2026-11-10", "2026-11-20 24:00").discharged_at == moment("2026-11-21 00:00")


def test_a_number_that_was_a_float_has_no_fraction() -> None:
    found = only(parsed(("病案号", "姓名", "就诊时间"), ["200042.0", "解英", "2026-11-18"]))
    assert found.mrn == "200042"


@pytest.mark.parametrize("cell", [date(2026, 11, 20), "2026-11-20", "2026/11/20", moment("2026-11-20 08:00")])
def test_a_day_is_no_landline(cell: Cell) -> None:
    assert read_phones(cell).phones == ()


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["人数合计", 12], Skip.TOTAL),
        (["页码：3/3"], Skip.FOOTER),
        (["打印日期 2026-11-21"], Skip.FOOTER),
        (["青屿市中心医院一览表"], Skip.FOOTER),
        (["青屿市中心医院一览表", None, "打印：张三"], Skip.FOOTER),
    ],
)
def test_what_a_page_repeats_is_no_visit(cells: list[Cell], why: Skip) -> None:
    above = Row(1, ["青屿市中心医院一览表", None, "打印：张三"])
    rows = [above, Row(2, HEADINGS), Row(3, visit(1)), Row(4, cells), Row(5, visit(2))]
    results = list(parse_rows(rows, find_layout(rows), today=TODAY))
    assert results[1] == Skipped(4, why)
    assert kinds(results) == ["parsed", "skipped", "parsed"]
