"""What a drop folder is told by the command's exit code: all is well, or somebody has to look."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from patients.import_words import remarks_of
from patients.models import ImportFile, Visit
from tests.patients.importing.files import workbook
from tests.patients.test_imports_rows import HEADINGS, csv, row

pytestmark = pytest.mark.django_db


def test_a_file_of_which_no_row_was_taken_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "drop.csv"
    path.write_bytes(csv(row(1, 就诊类型="医保"), row(2, 就诊类型="自费")))
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"drop\.csv"):
        call_command("import_visits", path, stdout=out)
    assert "2 = 0 created + 0 updated + 0 unchanged + 2 rejected" in out.getvalue()
    assert not Visit.objects.exists()


def test_a_second_sheet_with_visits_is_named_unless_one_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "drop.xlsx"
    rows = [[HEADINGS, [row(n).get(heading) for heading in HEADINGS]] for n in (1, 2)]
    path.write_bytes(workbook(*rows, names=["十月", "十一月"]))
    with pytest.raises(CommandError, match="十一月"):
        call_command("import_visits", path, stdout=io.StringIO())
    assert Visit.objects.get().his_visit_no == "MZ000001"
    assert [remark.title for remark in remarks_of(ImportFile.objects.get()) if "十一月" in remark.title]
    call_command("import_visits", path, "--sheet", "十一月", stdout=io.StringIO())
    assert Visit.objects.count() == 2
    with pytest.raises(CommandError):
        call_command("import_visits", path, "--sheet", "十二月")
