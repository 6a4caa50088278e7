"""Rows whose record or visit number stands for somebody else: told before anything is written."""

import pytest
from django.utils import translation

from patients.import_words import remarks_of
from patients.importing.errors import Fault
from patients.models import Patient, RowResult, Visit
from tests.patients.test_imports_rows import HEADINGS, csv, imported, row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("more", "rejected"),
    [
        ({"姓名": "王小丽", "出生日期": "1990-02-03"}, 1),
        ({"姓名": "王小丽", "出生日期": "1950-01-01"}, 0),
        ({"出生日期": "1990-02-03", "性别": "女"}, 0),
        ({"姓名": "王小丽"}, 0),
        ({"姓名": "王小丽", "性别": "女"}, 1),
        ({"姓名": "王小丽", "年龄": "6岁"}, 1),
        ({"姓名": "王小丽", "年龄": "78"}, 0),
    ],
)
def test_a_record_number_of_somebody_else_changes_nobody(more: dict[str, str], rejected: int) -> None:
    headings = (*HEADINGS, "年龄")
    imported(csv(row(1, 出生日期="1950-01-01")))
    before = Patient.objects.values().get()
    file = imported(csv(row(2, 病案号="00000001", **more), row(3), headings=headings))
    assert (file.created, file.rejected) == (2 - rejected, rejected)
    assert file.notes.get("another_person", 0) == rejected
    with translation.override("en"):
        told = any("belongs to another person" in remark.title for remark in remarks_of(file))
    assert told == bool(rejected)
    if rejected:
        assert Patient.objects.values().get(mrn="00000001") == before


def test_a_newborn_under_its_mothers_number_does_not_end_her_calls_and_may_be_renamed_under_its_own() -> None:
    headings = (*HEADINGS, "年龄")
    stay = {"就诊类型": "住院", "就诊时间": "", "出院日期": "2026-10-14"}
    mother = row(1, **stay, 姓名="张丽", 性别="女", 年龄="30岁", 入院日期="2026-10-10")
    child = row(2, **stay, 姓名="张丽之子", 年龄="4天", 入院日期="2026-10-11")
    imported(csv(mother, child, headings=headings))
    file = imported(csv(child | {"病案号": "00000001", "离院方式": "死亡"}, headings=headings))
    assert (file.rejected, file.updated) == (1, 0)
    patient = Patient.objects.get(mrn="00000001")
    assert (patient.name, patient.sex, patient.deceased) == ("张丽", "female", False)
    assert imported(csv(child | {"姓名": "李小宝"}, headings=headings)).updated == 1
    assert Patient.objects.get(mrn="00000002").name == "李小宝"


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
    file = imported(csv(row(1), row(1, 病案号="00000009", 姓名="王五"), row(1, 就诊时间="2026-10-15 11:00")))
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
