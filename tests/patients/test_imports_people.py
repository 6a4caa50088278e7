"""Rows whose record or visit number stands for somebody else: told before anything is written."""

import pytest
from django.utils import translation

from patients.import_words import remarks_of
from patients.importing.errors import Fault
from patients.models import ImportState, RowResult, Visit
from tests.patients.test_imports_rows import csv, imported, read, row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "born", "warned"),
    [
        ("王小丽", "1990-02-03", 1),
        ("王小丽", "1950-01-01", None),
        ("陈国栋", "1990-02-03", None),
        ("王小丽", "", None),
    ],
)
def test_a_record_number_of_somebody_else_is_told_before_anything_is_written(
    name: str, born: str, warned: int | None
) -> None:
    imported(csv(row(1, 出生日期="1950-01-01")))
    file = read(csv(row(2, 病案号="00000001", 姓名=name, 出生日期=born)))
    assert file.state == ImportState.READY
    assert file.notes.get("another_person") == warned
    assert any("somebody else" in r.title or "另一个人" in r.title for r in remarks_of(file)) == bool(warned)


@pytest.mark.parametrize(
    "other",
    [
        {"病案号": "00000009", "姓名": "王五", "就诊时间": "2026-10-16 08:05"},
        {"病案号": "00000009", "姓名": "王五"},
        {"病案号": "", "姓名": "王五", "就诊时间": "2026-10-16 08:05"},
        {"病案号": "00000009", "姓名": "王五", "就诊类型": "住院", "就诊时间": "", "入院日期": "2026-10-11"},
    ],
)
def test_a_visit_number_used_again_takes_nobodys_visit(other: dict[str, str]) -> None:
    imported(csv(row(1)))
    file = imported(csv(row(1, **other), row(2)))
    assert (file.updated, file.rejected, file.created) == (0, 1, 1)
    assert Visit.objects.get(his_visit_no="MZ000001").patient.name == "陈国栋"
    error = file.rows.get(result=RowResult.REJECTED).errors[0]
    assert error["code"] == Fault.VISIT_OF_ANOTHER
    with translation.override("en"):
        assert any("belongs to another patient" in remark.title for remark in remarks_of(file))


def test_one_number_for_two_patients_in_one_file_is_told_apart_from_a_repeated_row() -> None:
    file = imported(csv(row(1), row(1, 病案号="00000009", 姓名="王五"), row(1, 诊断="胃炎")))
    codes = [found.errors[0]["code"] for found in file.rows.filter(result=RowResult.REJECTED)]
    assert sorted(codes) == [Fault.DUPLICATE_DIFFERS, Fault.VISIT_OF_ANOTHER]
    assert file.notes["visit_of_another"] == 1


@pytest.mark.parametrize("corrected", [{"病案号": "00000009"}, {"姓名": "陈国梁"}])
def test_a_corrected_record_number_or_name_keeps_the_visit(corrected: dict[str, str]) -> None:
    imported(csv(row(1)))
    assert imported(csv(row(1, **corrected))).updated == 1
    visit = Visit.objects.get()
    assert (visit.patient.mrn, visit.patient.name) == (
        corrected.get("病案号", "00000001"),
        corrected.get("姓名", "陈国栋"),
    )
