"""Rows whose record number stands for somebody else: told before anything is written."""

import pytest

from patients.import_words import remarks_of
from patients.models import ImportState
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
