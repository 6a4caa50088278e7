"""Tables within tables: whatever stands above or below another heading is taken or accounted for."""

import pytest

from patients.actions.rejects import rejects_of
from patients.models import Visit
from tests import people
from tests.patients.importing.readers import rows_of
from tests.patients.test_imports_rows import imported, read

pytestmark = pytest.mark.django_db

HEADING = "住院号,病案号,姓名,联系电话,出院科室,入院日期,出院日期"


def stays(first: int, count: int, *, more: str = "") -> str:
    return "".join(
        f"Z{n:05},B{n:05},解英,1630000{n:04},骨科,2026-10-10,2026-10-20{more}\n"
        for n in range(first, first + count)
    )


def test_a_second_page_with_one_more_column_loses_nobody() -> None:
    file = imported(f"{HEADING}\n{stays(1, 8)}{HEADING},备注\n{stays(9, 4, more=',x')}".encode())
    assert (file.rows_total, file.created, file.rejected) == (12, 8, 4)
    assert Visit.objects.count() == 8


def test_the_rows_of_another_heading_come_back_under_it_and_are_not_misread() -> None:
    other = "病案号,姓名,身份证号,联系人电话,科室,就诊时间"
    row = "B00077,解华,110101199001011234,16300000077,内科,2026-10-18 09:00"
    file = imported(f"{HEADING}\n{stays(1, 2)},,无,,,,\n{other}\n{row}\n".encode())
    assert (file.created, file.rejected) == (2, 2)
    content = rejects_of(file, by=people.supervisor(), now=people.moment("2026-11-20 09:00")).getvalue()
    (_, bad, heading, last) = [list(row.cells) for row in rows_of(content)]
    assert bad[4] == "无"
    assert heading[2:] == other.split(",")
    assert last[2:] == ["B00077", "解华", None, "16300000077", "内科", "2026-10-18 09:00"]
    again = read(content, "rejected.xlsx")
    assert (again.created, again.rejected) == (0, 2)
