"""What a drop folder is told by the command's exit code: all is well, or somebody has to look."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from patients.models import Visit
from tests.patients.test_imports_rows import csv, row

pytestmark = pytest.mark.django_db


def test_a_file_of_which_no_row_was_taken_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "drop.csv"
    path.write_bytes(csv(row(1, 就诊类型="医保"), row(2, 就诊类型="自费")))
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"drop\.csv"):
        call_command("import_visits", path, stdout=out)
    assert "2 = 0 created + 0 updated + 0 unchanged + 2 rejected" in out.getvalue()
    assert not Visit.objects.exists()
