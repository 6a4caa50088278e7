"""Visits that were taken back, wherever the file says so: nobody is called about them."""

import pytest

from patients.actions import staging
from patients.models import Visit
from tests.patients.test_imports_rows import HEADINGS, csv, imported, row

pytestmark = pytest.mark.django_db


def cancelled() -> list[bool]:
    return [visit.cancelled_at is not None for visit in Visit.objects.order_by("his_visit_no")]


@pytest.mark.parametrize("heading", ["挂号状态", "就诊状态", "状态", "预约状态", "到诊状态", "是否到诊"])
@pytest.mark.parametrize("word", ["退号", "已退号", "作废", "已取消"])
def test_a_column_for_the_state_cancels_the_visit(heading: str, word: str) -> None:
    rows = [row(n) | {heading: said} for n, said in enumerate(["正常", word, "已取号", "已挂号"], start=1)]
    file = imported(csv(*rows, headings=(*HEADINGS, heading)))
    assert (file.created, file.notes["cancelled"]) == (4, 1)
    assert cancelled() == [False, True, False, False]


def test_a_state_nobody_knows_is_noted_and_costs_no_visit() -> None:
    file = imported(csv(row(1) | {"状态": "1"}, row(2) | {"状态": "未就诊"}, headings=(*HEADINGS, "状态")))
    assert (file.created, file.notes["status_unknown"]) == (2, 1)
    assert [visit.kind for visit in Visit.objects.order_by("his_visit_no")] == ["arrived_paid", "no_show"]


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("chunk", [1, 1000])
def test_a_registration_and_its_return_in_one_file_are_one_cancelled_visit(
    numbered: bool, turned: bool, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "CHUNK", chunk)
    headings = (*HEADINGS, "金额")[not numbered :]
    pair = [row(1) | {"金额": "20"}, row(1, 就诊类型="退号") | {"金额": "-20"}]
    content = csv(*(pair[::-1] if turned else pair), row(2), headings=headings)
    file = imported(content)
    assert (file.created, file.unchanged, file.rejected) == (2, 1, 0)
    assert sorted(cancelled()) == [False, True]
    again = imported(content) if chunk > 1 or turned else None
    assert again is None or again.unchanged == 3


def test_a_return_of_somebody_elses_registration_cancels_nothing() -> None:
    other = row(1, 就诊类型="退号", 姓名="王红", 病案号="00000099")
    file = imported(csv(row(1), other))
    assert (file.created, file.rejected) == (1, 1)
    assert cancelled() == [False]
