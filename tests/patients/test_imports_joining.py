"""Several rows of one visit, for its diagnoses, operations and wards, are one visit with all of them."""

import pytest

from patients.actions import staging
from patients.models import RowResult, Visit
from tests.patients.test_imports_rows import HEADINGS, csv, imported, row

pytestmark = pytest.mark.django_db

WIDE = (*HEADINGS, "病区")
STAY = {"就诊类型": "住院", "就诊时间": "", "入院日期": "2026-10-05", "出院日期": "2026-10-09"}


def stay(number: int = 1, **more: str) -> dict[str, str]:
    return row(number, **STAY | more)


@pytest.mark.parametrize("number", ["MZ000001", ""])
def test_diagnoses_operations_and_wards_are_joined(number: str) -> None:
    rows = [
        stay(就诊流水号=number, 诊断="骨折", 手术名称="无", 病区="一病区"),
        stay(就诊流水号=number, 诊断="高血压", 手术名称="内固定术", 病区="二病区"),
        stay(就诊流水号=number, 诊断="骨折", 病区="二病区"),
        stay(2),
    ]
    content = csv(*rows, headings=WIDE)
    file = imported(content)
    assert (file.created, file.unchanged, file.rejected, file.rows_total) == (2, 2, 0, 4)
    assert [found.why for found in file.rows.filter(result=RowResult.UNCHANGED)] == [["adds:2"], ["adds:2"]]
    visit = Visit.objects.get(patient__mrn="00000001")
    assert (visit.diagnosis, visit.operation, visit.ward) == ("骨折; 高血压", "内固定术", "一病区; 二病区")
    assert visit.kind == "inpatient_surgery"
    assert imported(content).unchanged == 4


@pytest.mark.parametrize("other", [{"科室": "骨科"}, {"主治医生": "李立"}, {"出院日期": "2026-10-10"}])
def test_rows_that_contradict_each_other_are_rejected(other: dict[str, str]) -> None:
    file = imported(csv(stay(诊断="骨折"), stay(诊断="高血压", **other)))
    assert (file.created, file.rejected) == (1, 1)
    assert Visit.objects.get().diagnosis == "骨折"


def test_what_adds_to_a_rejected_row_is_rejected_with_it() -> None:
    imported(csv(stay()))
    others = {"病案号": "00000009", "姓名": "王五"}
    file = imported(csv(stay(诊断="骨折", **others), stay(诊断="高血压", **others)))
    assert (file.rejected, file.notes["visit_of_another"]) == (2, 2)
    assert all(found.errors and found.cells for found in file.rows.all())


def test_rows_of_a_visit_stay_together_where_a_thousand_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "CHUNK", 2)
    file = imported(csv(stay(1), stay(2, 诊断="骨折"), stay(2, 诊断="高血压"), stay(3)))
    assert (file.created, file.unchanged) == (3, 1)
    assert Visit.objects.get(his_visit_no="MZ000002").diagnosis == "骨折; 高血压"
