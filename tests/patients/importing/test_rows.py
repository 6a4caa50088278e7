"""F27-F31: a row is a visit, or every reason against it is named; nothing is lost, nothing counted twice."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from patients.importing.cells.texts import shown
from patients.importing.errors import Fault, Note, Skip
from patients.importing.fields import Field
from patients.importing.headings import find_layout
from patients.importing.parsed import Parsed, Rejected, Skipped
from patients.importing.rows import RowParser, parse_rows
from patients.importing.wire import Cell, Row, Unread
from policy.visits import LeftBy, VisitKind
from tests.patients.importing.files import HEADINGS, moment, visit
from tests.patients.importing.readers import TODAY, only, parsed

STAY = ("病案号", "姓名", "就诊类型", "入院日期", "出院日期", "离院方式")


def errors(headings: tuple[str, ...], row: list[Any]) -> list[tuple[Fault | Note, Field | None]]:
    (result,) = parsed(headings, row)
    assert isinstance(result, Rejected), result
    return [(error.code, error.field) for error in result.errors]


def notes(row: list[Any], headings: tuple[str, ...] = HEADINGS) -> list[tuple[Any, str]]:
    return [(note.code, note.value) for note in only(parsed(headings, row)).notes]


def test_a_row_becomes_a_visit_with_all_its_values() -> None:
    found = only(parsed(HEADINGS, visit(7)))
    assert found.number == 2
    assert (found.his_visit_no, found.mrn, found.name, found.sex) == (
        "MZ202611100007",
        "00000007",
        "解英",
        "female",
    )
    assert found.birth_date == date(1990, 5, 1)
    assert [phone.number for phone in found.phones] == ["16300000007"]
    assert (found.department, found.visit_type, found.diagnosis) == ("内科", "门诊", "高血压")
    assert (found.kind, found.anchor_at) == (VisitKind.ARRIVED_PAID, moment("2026-11-18 09:14"))
    assert found.visited_at == moment("2026-11-18 09:14")
    assert found.notes == ()


def test_a_visit_survives_the_database() -> None:
    headings = (*HEADINGS, "年龄", "缴费金额", "是否消费", "出院日期", "入院日期", "离院方式", "联系人电话")
    row = [
        *visit(1),
        "3岁5月",
        "1,234.50",
        "是",
        "2026-11-18",
        "2026-11-17 08:00",
        "死亡",
        "0571-88881234转801(女儿)",
    ]
    found = only(parsed(headings, row))
    assert Parsed.from_json(json.loads(found.to_json())) == found
    assert "notes" not in json.loads(found.to_json())


@pytest.mark.parametrize(
    ("changes", "fault", "field"),
    [
        ({"姓名": ""}, Fault.MISSING_NAME, Field.NAME),
        ({"姓名": None}, Fault.MISSING_NAME, Field.NAME),
        ({"姓名": "-"}, Fault.MISSING_NAME, Field.NAME),
        ({"姓名": "解\0英"}, Fault.CONTROL_CHARACTER, Field.NAME),
        ({"姓名": "解" * 101}, Fault.TOO_LONG, Field.NAME),
        ({"就诊流水号": None, "病案号": None}, Fault.MISSING_IDS, Field.MRN),
        ({"就诊流水号": "无", "病案号": "-"}, Fault.MISSING_IDS, Field.MRN),
        ({"就诊流水号": None, "就诊时间": None}, Fault.MISSING_TIME, None),
        ({"病案号": 1.2345e17}, Fault.LOST_DIGITS, Field.MRN),
        ({"病案号": "1" * 41}, Fault.TOO_LONG, Field.MRN),
        ({"就诊类型": "会诊?"}, Fault.UNKNOWN_KIND, Field.VISIT_TYPE),
        ({"就诊时间": "11/3/26"}, Fault.DATE_AMBIGUOUS, Field.VISITED_AT),
        ({"就诊时间": "2026-11-21"}, Fault.AFTER_TODAY, Field.VISITED_AT),
        ({"就诊时间": "11月31日"}, Fault.DATE_NO_SUCH_DAY, Field.VISITED_AT),
        ({"就诊时间": Unread.FORMULA}, Fault.FORMULA_WITHOUT_VALUE, Field.VISITED_AT),
        ({"诊断": Unread.ERROR}, Fault.CELL_ERROR, Field.DIAGNOSIS),
    ],
)
def test_each_defect_is_named_with_its_column(
    changes: dict[str, Any], fault: Fault, field: Field | None
) -> None:
    assert errors(HEADINGS, visit(**changes)) == [(fault, field)]


def test_all_defects_of_a_row_are_named_at_once_with_what_stood_there() -> None:
    (result,) = parsed(HEADINGS, visit(姓名=None, 病案号="1" * 41, 诊断=Unread.ERROR, 就诊时间="11月31日"))
    assert isinstance(result, Rejected)
    assert {(error.code, error.column, error.value) for error in result.errors} == {
        (Fault.MISSING_NAME, "姓名", ""),
        (Fault.TOO_LONG, "病案号", "1" * 41),
        (Fault.CELL_ERROR, "诊断", shown(Unread.ERROR)),
        (Fault.DATE_NO_SUCH_DAY, "就诊时间", "11月31日"),
    }
    assert result.errors[0].to_json().keys() == {"code", "field", "column", "value", "params"}


def test_an_unreadable_time_is_not_blamed_on_the_kind() -> None:
    headings = ("病案号", "姓名", "就诊时间")
    assert errors(headings, ["00000001", "解英", "明天"]) == [(Fault.DATE_UNREADABLE, Field.VISITED_AT)]


@pytest.mark.parametrize(
    ("admitted", "discharged", "fine"),
    [
        ("2026-11-05", "2026-11-02", False),
        ("2026-11-05 10:00", "2026-11-05 09:00", False),
        ("2026-11-05 10:00", "2026-11-05", True),
        ("2026-11-05", "2026-11-05 00:30", True),
        ("2026-11-05", "2026-11-05", True),
        ("2026-11-05 10:00", "2026-11-05 10:00", True),
    ],
)
def test_nobody_is_discharged_before_the_admission(admitted: str, discharged: str, fine: bool) -> None:
    row = ["00000001", "解英", "住院", admitted, discharged, ""]
    if not fine:
        assert errors(STAY, row) == [(Fault.DISCHARGE_BEFORE_ADMISSION, Field.DISCHARGED_AT)]
        return
    found = only(parsed(STAY, row))
    assert found.admitted_at
    assert found.discharged_at
    assert found.discharged_at >= found.admitted_at


def test_a_patient_still_in_hospital_has_no_anchor_yet() -> None:
    found = only(parsed(STAY, ["00000001", "解英", "住院", "2026-11-05", None, None]))
    assert (found.kind, found.anchor_at, found.left_by) == (VisitKind.INPATIENT, None, LeftBy.UNKNOWN)


def test_an_appointment_may_lie_ahead() -> None:
    headings = ("病案号", "姓名", "就诊类型", "预约时间")
    found = only(parsed(headings, ["00000001", "解英", "预约未到", "2026-11-25 09:00"]))
    assert found.appointment_at == moment("2026-11-25 09:00")


@pytest.mark.parametrize(
    ("word", "way", "noted"),
    [
        ("死亡", LeftBy.DEATH, False),
        ("5", LeftBy.DEATH, False),
        ("其他", LeftBy.OTHER, False),
        ("走了", LeftBy.OTHER, True),
    ],
)
def test_the_way_of_leaving(word: str, way: LeftBy, noted: bool) -> None:
    found = only(parsed(STAY, ["00000001", "解英", "住院", "2026-11-01", "2026-11-05", word]))
    assert found.left_by is way
    assert (Note.LEFT_BY_UNKNOWN in {note.code for note in found.notes}) is noted


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"联系电话": None}, (Note.NO_PHONE, "")),
        ({"联系电话": "无"}, (Note.NO_PHONE, "无")),
        ({"科室": ""}, (Note.NO_DEPARTMENT, "")),
        ({"性别": "未知"}, (Note.SEX_UNKNOWN, "未知")),
        ({"性别": 3}, (Note.SEX_UNKNOWN, "3")),
        ({"出生日期": "1990年5月"}, (Note.BIRTH_UNKNOWN, "1990年5月")),
        ({"出生日期": "11/3/26"}, (Note.BIRTH_UNKNOWN, "11/3/26")),
        ({"出生日期": Unread.ERROR}, (Note.BIRTH_UNKNOWN, shown(Unread.ERROR))),
        ({"出生日期": "2062-03-14"}, (Note.BIRTH_AHEAD, "2062-03-14")),
        ({"出生日期": "2026-11-19"}, (Note.BIRTH_AHEAD, "2026-11-19")),
        ({"姓名": "解?"}, (Note.NAME_LOST_CHARACTER, "解?")),
        ({"姓名": "解\ue863"}, (Note.NAME_PRIVATE_CHARACTER, "解\ue863")),
        ({"病案号": 200042.0}, (Note.ID_WAS_NUMBER, "200042")),
    ],
)
def test_what_only_describes_is_noted_and_the_visit_is_taken(
    changes: dict[str, Any], note: tuple[Note, str]
) -> None:
    assert notes(visit(**changes)) == [note]


def test_an_age_that_nobody_understands_costs_no_visit() -> None:
    headings = ("病案号", "姓名", "年龄", "就诊时间", "联系电话", "科室")
    row = ["00000001", "解英", "六十上下", "2026-11-18", "16300000001", "内科"]
    assert notes(row, headings) == [(Note.AGE_UNKNOWN, "六十上下")]
    assert only(parsed(headings, row)).age is None


def test_a_lost_number_is_noted_as_it_stood() -> None:
    assert notes(visit(联系电话="1.38E+10")) == [
        (Note.PHONE_LOST_DIGITS, "1.38E+10"),
        (Note.NO_PHONE, "1.38E+10"),
    ]
    assert notes(visit(联系电话="16300000001/1234")) == [(Note.PHONE_UNREADABLE, "1234")]


def test_a_long_description_is_cut_and_noted() -> None:
    found = only(parsed(HEADINGS, visit(诊断="痛" * 301)))
    assert len(found.diagnosis) == 300
    assert [note.code for note in found.notes] == [Note.TEXT_CUT]


def test_several_columns_of_one_field_are_joined() -> None:
    headings = ("病案号", "姓名", "就诊时间", "手机", "家庭电话", "备注", "注意事项")
    row = ["00000001", "解英", "2026-11-18", "16300000001", "0571-88881234/16300000001", "重听", "重听"]
    found = only(parsed(headings, row))
    assert [phone.number for phone in found.phones] == ["16300000001", "057188881234"]
    assert found.remark == "重听"


def test_a_register_of_discharges_needs_neither_kind_nor_record_number() -> None:
    """E2: number, name, sex, department, age, phone, diagnosis, inpatient number, discharge time."""
    headings = ("序号", "姓名", "性别", "科室", "年龄", "电话", "诊断", "住院号", "出院时间")
    found = only(
        parsed(headings, [1, "解英", "女", "骨科", "54岁", "16300000001", "骨折", "26000314", "2026-11-13"])
    )
    assert (found.kind, found.anchor_at) == (VisitKind.INPATIENT, moment("2026-11-13 00:00"))
    assert found.key == "inpatient:26000314|inpatient|2026-11-13T00:00"


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ([], Skip.BLANK),
        ([None, "  ", None], Skip.BLANK),
        (list(HEADINGS), Skip.HEADING),
        ([None, *HEADINGS[1:6]], Skip.HEADING),
        (["合计", None, "640"], Skip.TOTAL),
        (["小 计：", "12"], Skip.TOTAL),
        (["本页合计", 12], Skip.TOTAL),
        ([None, None, "总计 640 人次"], Skip.TOTAL),
        (["Total", None, 640], Skip.TOTAL),
        (["制表人：张三", None, "审核人：李四"], Skip.FOOTER),
        (["打印时间：2026-11-20 08:00"], Skip.FOOTER),
        (["共 640 条"], Skip.FOOTER),
        (["第 1 页 共 9 页"], Skip.FOOTER),
    ],
)
def test_what_is_no_visit_is_skipped_and_counted_apart(cells: list[Cell], why: Skip) -> None:
    assert parsed(HEADINGS, visit(1), cells)[1] == Skipped(3, why)


@pytest.mark.parametrize("name", ["合计", "共生", "总计", "平均"])
def test_a_patient_is_never_a_total(name: str) -> None:
    assert only(parsed(HEADINGS, visit(姓名=name))).name == name


def test_rows_above_the_heading_are_not_rows() -> None:
    rows = [Row(1, ["医院"]), Row(2, []), Row(3, HEADINGS), Row(4, visit(1))]
    assert [result.number for result in parse_rows(rows, find_layout(rows), today=TODAY)] == [4]


def test_a_comma_too_many_is_seen_and_shifts_nothing_in_silence() -> None:
    assert errors(HEADINGS, [*visit(1), "x"])[0] == (Fault.TOO_MANY_CELLS, None)


def test_identity_numbers_leave_a_rejected_row() -> None:
    (result,) = parsed((*HEADINGS, "身份证号"), [*visit(姓名=None), "110101199001011234"])
    assert isinstance(result, Rejected)
    assert "110101199001011234" not in result.cells
    assert result.cells[0] == "MZ202611100001"


def test_a_1904_workbooks_numbers_are_its_own_days() -> None:
    rows = [Row(1, HEADINGS), Row(2, visit(1, 就诊时间=44867.0))]
    parser = RowParser(find_layout(rows), today=TODAY, epoch_1904=True)
    assert parser.dated(rows[1]).cells[8] == date(2026, 11, 3)
    assert parser.parse(parser.dated(rows[1])) == parser.parse(rows[1])
    found = parser.parse(rows[1])
    assert isinstance(found, Parsed)
    assert found.visited_at == moment("2026-11-03 00:00")
