"""Several columns for one field: the first that is filled holds, and death is never missed."""

from __future__ import annotations

from typing import Any

import pytest

from patients.importing.errors import Note
from patients.importing.wire import Cell
from policy.visits import LeftBy
from tests.patients.importing.readers import only, parsed

WHO = ("住院号", "姓名", "入院日期", "出院日期")
ROW = ["Z00001", "解英", "2026-11-10", "2026-11-18"]


def read(titles: str, *cells: Cell) -> Any:
    return only(parsed((*WHO, *titles.split()), [*ROW, *cells]))


@pytest.mark.parametrize(
    ("titles", "cells", "name", "value"),
    [
        ("入院科室 出院科室", ["内科", None], "department", "内科"),
        ("入院科室 出院科室", ["内科", "骨科"], "department", "骨科"),
        ("主治医师 管床医生", [None, "唐兴"], "doctor", "唐兴"),
        ("管床医生 主治医师", ["唐兴", "王健"], "doctor", "王健"),
        ("门诊号 病案号", ["M00001", None], "mrn", "M00001"),
        ("门诊号 病案号", ["M00001", "B00001"], "mrn", "B00001"),
        ("门诊号 病案号", ["M00001", "-"], "mrn", "M00001"),
    ],
)
def test_a_gap_is_filled_from_the_next_column(titles: str, cells: list[Cell], name: str, value: str) -> None:
    assert getattr(read(titles, *cells), name) == value


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        ("离院方式 转归", [None, "死亡"]),
        ("离院方式 转归", ["医嘱离院", "死亡"]),
        ("离院方式 是否死亡", ["其他", "是"]),
        ("死亡标志", ["1"]),
        ("死亡时间", ["2026-11-18 08:00"]),
        ("离院方式 死亡日期", ["医嘱离院", "2026-11-18"]),
        ("离院方式代码", [5]),
        ("离院方式", ["05"]),
    ],
)
def test_any_column_that_says_death_is_believed(titles: str, cells: list[Cell]) -> None:
    assert read(titles, *cells).left_by is LeftBy.DEATH


@pytest.mark.parametrize(
    ("titles", "cells", "way"),
    [
        ("离院方式 是否死亡 死亡时间", ["医嘱离院", "否", None], LeftBy.ADVICE),
        ("是否死亡 死亡时间", ["存活", "1900-01-01"], LeftBy.UNKNOWN),
        ("离院方式 转归", [None, "治愈"], LeftBy.ADVICE),
        ("离院方式 转归", ["1", "5"], LeftBy.ADVICE),
    ],
)
def test_and_none_that_does_not(titles: str, cells: list[Cell], way: LeftBy) -> None:
    assert read(titles, *cells).left_by is way


def test_the_digits_of_another_list_are_noted_and_mean_nothing() -> None:
    found = read("转归", "5")
    assert found.left_by is LeftBy.OTHER
    assert Note.LEFT_BY_UNKNOWN in {note.code for note in found.notes}
