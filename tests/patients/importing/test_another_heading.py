"""F25, F31: a heading below the first one; nothing is read under the wrong one, and nothing is lost."""

from __future__ import annotations

import pytest

from patients.importing.errors import Fault
from patients.importing.headings import find_layout
from patients.importing.parsed import Rejected
from patients.importing.rows import parse_rows
from patients.importing.wire import Row
from tests.patients.importing.readers import TODAY, kinds, parsed

REGISTER = ("住院号", "姓名", "联系电话", "出院科室", "入院日期", "出院日期")
STAYS = [f"Z{n:05} 解英 1630000000{n} 骨科 2026-11-10 2026-11-18".split() for n in range(4)]


@pytest.mark.parametrize(
    "other",
    [
        (*REGISTER, "备注"),
        ("住院号", "姓名", "联系人电话", *REGISTER[3:]),
        ("病案号", "姓名", "联系电话", "就诊科室", "就诊时间"),
    ],
)
def test_rows_on_both_sides_of_another_heading_are_accounted_for(other: tuple[str, ...]) -> None:
    results = parsed(REGISTER, STAYS[0], STAYS[1], other, [*STAYS[2], "x"], [], REGISTER, STAYS[3])
    assert kinds(results) == ["parsed", "parsed", "skipped", "rejected", "skipped", "skipped", "parsed"]
    rejected = results[3]
    assert isinstance(rejected, Rejected)
    assert [(error.code, error.params) for error in rejected.errors] == [(Fault.ANOTHER_HEADING, {"row": 4})]


def test_identity_numbers_under_another_heading_leave_the_row() -> None:
    (_, _, rejected) = parsed(
        REGISTER, STAYS[0], ("姓名", "病案号", "身份证", "卡"), ["解英", "1", "12", "110101199001011234"]
    )
    assert isinstance(rejected, Rejected)
    assert rejected.cells == ("解英", "1", None, None)


@pytest.mark.parametrize("again", [REGISTER, REGISTER[:4], ("住院号", "姓名", "电话", *REGISTER[3:])])
def test_the_same_heading_once_more_changes_nothing(again: tuple[str, ...]) -> None:
    assert kinds(parsed(REGISTER, STAYS[0], again, STAYS[1])) == ["parsed", "skipped", "parsed"]


def test_a_heading_of_two_lines_may_come_again() -> None:
    upper = ["住院号", "患者信息", None, "联系人", "入院日期", "出院日期"]
    lower = [None, "姓名", "性别", "电话", None, None]
    row = ["Z00001", "解英", "女", "16300000001", "2026-11-10", "2026-11-18"]
    rows = [Row(n, cells) for n, cells in enumerate([upper, lower, row, upper, lower, row], start=1)]
    results = list(parse_rows(rows, find_layout(rows), today=TODAY))
    assert kinds(results) == ["parsed", "skipped", "skipped", "repeated"]
