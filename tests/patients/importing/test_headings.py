"""F25: the heading is found wherever it stands; each column becomes the right field or waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from patients.importing.errors import ImportRefused, Refusal
from patients.importing.fields import MANY, Field
from patients.importing.headings import find_layout, missing, peek
from patients.importing.layout import Column, Confidence, Layout
from patients.importing.synonyms import EXACT, IDENTITY, OTHER
from patients.importing.vocabulary import lookup
from patients.importing.wire import Row
from tests.patients.importing.files import HEADINGS, visit

COMMON = (
    "序号 就诊流水号 病案号 住院号 姓名 性别 出生日期 年龄 联系电话 联系人 与患者关系 联系人电话 科室 病区"
    " 主治医生 就诊类型 初复诊 诊断 手术名称 预约时间 就诊时间 入院日期 出院日期 离院方式 是否消费"
    " 缴费金额 异常指标 出院医嘱 家庭住址"
)
SAMPLE = tuple(COMMON.split())


def layout(*rows: Sequence[Any], **how: Any) -> Layout:
    return find_layout([Row(number, list(cells)) for number, cells in enumerate(rows, start=1)], **how)


def fields(*rows: Sequence[Any], **how: Any) -> list[str | None]:
    return [column.field and str(column.field) for column in layout(*rows, **how).columns]


def column(title: str, *values: Any, beside: Sequence[str] = ("姓名", "病案号")) -> Column:
    rows = [[*beside, title], *([*("" for _ in beside), value] for value in values)]
    return layout(*rows).columns[-1]


def test_the_headings_of_a_common_export_need_no_thought() -> None:
    found = layout(SAMPLE)
    assert {column.confidence for column in found.columns} == {Confidence.EXACT}
    assert len({column.field for column in found.columns}) == len(SAMPLE)


@pytest.mark.parametrize(
    ("title", "field"),
    [
        (" 姓 名 ", Field.NAME),
        ("姓名：", Field.NAME),
        ("*姓名", Field.NAME),
        ("缴费金额（元）", Field.AMOUNT),
        ("联系电话(必填)", Field.PHONE),
        ("电话（联系人）", Field.CONTACT_PHONE),
        ("就诊　ＩＤ", Field.HIS_VISIT_NO),
        ("Visit No.", Field.HIS_VISIT_NO),
        ("Medical Record Number", Field.MRN),
        ("date_of_birth", Field.BIRTH_DATE),
        ("出院诊断", Field.DIAGNOSIS),
        ("经治医师", Field.DOCTOR),
        ("离院时间", Field.DISCHARGED_AT),
        ("与患者\n关系", Field.CONTACT_RELATION),
    ],
)
def test_headings_are_compared_without_blanks_brackets_and_letter_case(title: str, field: Field) -> None:
    known = lookup(title)
    assert known
    assert known.field is field


def test_no_heading_stands_for_two_fields() -> None:
    every = [word for table in (EXACT, OTHER) for text in table.values() for word in text.split()]
    assert sorted(word for word in {*every} if every.count(word) > 1) == []
    assert not {*every} & {*IDENTITY.split()}
    assert set(EXACT) == set(Field)


def test_every_heading_is_written_as_it_is_compared() -> None:
    for table in (EXACT, OTHER):
        for field, text in table.items():
            for word in text.split():
                known = lookup(word)
                assert known is not None, word
                assert known.field is field


@pytest.mark.parametrize("title", ["身份证号", "患者身份证号码（18位）", "证件号", "ID Number", "医保卡号"])
def test_identity_numbers_are_never_taken(title: str) -> None:
    found = column(title, "110101199001011234")
    assert (found.field, found.identity) == (Field.IGNORE, True)


def test_identity_numbers_under_an_unknown_heading_are_seen_by_their_values() -> None:
    found = column("号码A", *["11010119900101123X"] * 3)
    assert (found.field, found.identity, found.confidence) == (Field.IGNORE, True, Confidence.GUESSED)


def test_titles_and_blank_rows_above_the_heading_are_passed_over() -> None:
    found = layout(
        ["青屿市中心医院门诊患者一览表"], [], ["日期：2026-11-20", None, "制表：张三"], HEADINGS, visit()
    )
    assert found.first_row == 5
    assert found.titles == HEADINGS


def test_a_heading_of_two_lines_is_put_together() -> None:
    found = layout(
        ["病案号", "患者信息", None, None, "联系人", None, "诊断"],
        [None, "姓名", "性别", "年龄", "姓名", "电话", None],
        ["00200042", "解英", "女", "11岁", "解女士", "16300000001", "高血压"],
    )
    assert found.first_row == 3
    assert [column.field for column in found.columns] == [
        Field.MRN,
        Field.NAME,
        Field.SEX,
        Field.AGE,
        Field.CONTACT_NAME,
        Field.CONTACT_PHONE,
        Field.DIAGNOSIS,
    ]


def test_a_heading_of_two_lines_merged_downwards_is_put_together() -> None:
    found = layout(
        ["病案号", "姓名", "联系人", None],
        ["病案号", "姓名", "关系", "电话"],
        ["1", "解英", "女儿", "16300000001"],
    )
    assert [column.field for column in found.columns] == [
        Field.MRN,
        Field.NAME,
        Field.CONTACT_RELATION,
        Field.CONTACT_PHONE,
    ]


def test_the_first_visit_is_never_taken_for_a_second_line() -> None:
    """Its words may be headings too: 初诊, 手术, 转归."""
    found = layout(["姓名", "病案号", "诊别"], ["解英", "00200042", "初诊"])
    assert found.first_row == 2


def test_a_column_without_a_heading_that_most_rows_fill_is_a_column() -> None:
    found = layout(["姓名", "病案号"], *([["解英", "00200042", None, "x"]] * 3))
    assert found.titles == ("姓名", "病案号", "", "")
    assert found.columns[3].first == "x"


def test_one_row_that_is_too_long_makes_no_column() -> None:
    assert layout(["姓名", "病案号"], ["a", "1", "x"], ["b", "2"], ["c", "3"]).titles == ("姓名", "病案号")


def test_a_file_without_headings_is_refused() -> None:
    with pytest.raises(ImportRefused) as caught:
        layout(visit(1), visit(2))
    assert caught.value.code is Refusal.NO_HEADING


def test_a_heading_far_down_is_not_looked_for() -> None:
    with pytest.raises(ImportRefused):
        layout(*([["x"]] * 31), HEADINGS)


def test_of_two_columns_for_one_field_the_surer_one_has_it() -> None:
    found = layout(["姓名", "病案号", "入院诊断", "出院诊断"])
    assert [column.field for column in found.columns[2:]] == [None, Field.DIAGNOSIS]
    assert found.columns[2].suggestion is Field.DIAGNOSIS


def test_several_telephone_columns_are_all_telephone() -> None:
    assert fields(["姓名", "病案号", "手机", "家庭电话", "备用电话"])[2:] == ["phone"] * 3


@pytest.mark.parametrize(
    ("title", "values", "field"),
    [
        ("备注2", ["电话转女儿"], Field.REMARK),
        ("患者常用手机", [], Field.PHONE),
        ("F7", ["16300000001", "16300000002", 16300000003.0, "无", "16300000004"], Field.PHONE),
        ("F7", ["男", "女", "女"], Field.SEX),
        ("F7", ["11岁", "3岁", "5月"], Field.AGE),
        ("F7", ["门诊", "住院", "体检"], Field.VISIT_TYPE),
        ("F7", ["x", "y", "z"], None),
        ("F7", ["男", "女"], None),
        ("F7", [], None),
    ],
)
def test_what_no_table_knows_is_guessed_and_marked_so(
    title: str, values: list[Any], field: Field | None
) -> None:
    found = column(title, *values)
    assert found.field is field
    assert found.confidence is (Confidence.GUESSED if field else Confidence.UNKNOWN)
    assert found.filled == len(values)


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("医生联系电话", None),
        ("科室电话", None),
        ("病区联系电话", None),
        ("主管护士姓名", None),
        ("操作员手机", None),
        ("Doctor mobile no", None),
        ("家属手机号码1", Field.CONTACT_PHONE),
        ("患者母亲电话", Field.CONTACT_PHONE),
        ("配偶电话号码", Field.CONTACT_PHONE),
        ("监护人联系手机", Field.CONTACT_PHONE),
        ("紧急联系手机", Field.CONTACT_PHONE),
        ("Emergency tel 1", Field.CONTACT_PHONE),
        ("母亲姓名", Field.CONTACT_NAME),
        ("患者联系手机1", Field.PHONE),
    ],
)
def test_a_number_or_a_name_is_guessed_to_be_the_patients_only_where_it_is(
    title: str, field: Field | None
) -> None:
    assert column(title, *["16300000001"] * 4).field is field


def test_a_title_above_the_heading_is_no_group_of_columns() -> None:
    found = layout(
        ["出院病人一览表", None, "青屿市中心医院住院部"],
        ["病案号", "姓名", "联系电话"],
        ["00200042", "解英", "16300000001"],
    )
    assert [column.field for column in found.columns] == [Field.MRN, Field.NAME, Field.PHONE]
    assert found.lines == (("病案号", "姓名", "联系电话"),)


def test_what_stands_below_a_doctor_in_two_lines_is_not_the_patients() -> None:
    found = layout(
        ["病案号", "患者", None, "管床医生", None],
        [None, "姓名", "电话", "姓名", "电话"],
        ["00200042", "解英", "16300000001", "唐兴", "16300000002"],
    )
    assert [column.field for column in found.columns] == [Field.MRN, Field.NAME, Field.PHONE, None, None]


@pytest.mark.parametrize("title", ["病人类型", "患者类别", "患者来源", "类别"])
def test_a_word_for_many_things_is_the_kind_of_visit_only_where_its_values_are(title: str) -> None:
    for values in (["城镇职工医保", "自费", "居民医保"], ["本市", "外地"], ["医保"]):
        found = column(title, *values)
        assert (found.field, found.suggestion) == (None, Field.VISIT_TYPE)
        assert found.confidence is Confidence.UNKNOWN
    for values in (["门诊", "住院", "体检", "医保"], ["退号", "门诊"], []):
        assert column(title, *values).field is Field.VISIT_TYPE


def test_the_kind_of_visit_by_its_own_name_is_never_in_doubt() -> None:
    assert column("就诊类型", "甲", "乙").field is Field.VISIT_TYPE


def test_what_was_chosen_before_is_remembered() -> None:
    found = layout(["姓名", "病案号", "备注 2"], remembered={"备注2": Field.DO_NOT_CALL})
    assert found.columns[2].field is Field.DO_NOT_CALL
    assert found.columns[2].confidence is Confidence.REMEMBERED


def test_a_person_may_choose_otherwise_and_take_a_field_from_another_column() -> None:
    found = layout(["姓名", "病案号", "登记"]).choose({2: Field.MRN, 0: Field.NAME})
    assert [column.field for column in found.columns] == [Field.NAME, None, Field.MRN]
    assert found.columns[1].suggestion is Field.MRN
    assert found.columns[2].confidence is Confidence.CHOSEN
    assert found.fields == {Field.NAME: (0,), Field.MRN: (2,)}


def test_an_identity_column_stays_one_whatever_is_chosen() -> None:
    found = layout(["姓名", "病案号", "身份证号"]).choose({2: Field.MRN})
    assert found.identity == {2}


def test_a_layout_survives_the_database() -> None:
    found = layout(SAMPLE, ["1", "ZY1"]).choose({0: None})
    assert Layout.from_json(found.to_json()) == found


def test_what_is_missing_is_named() -> None:
    assert missing(layout(["姓名", "病案号"])) == ()
    assert missing(layout(["姓名", "住院号"])) == ()
    assert missing(layout(["性别", "年龄"])) == (Field.NAME, Field.MRN)


def test_our_own_two_columns_are_ignored() -> None:
    assert fields(["行号", "原因", "姓名", "病案号"])[:2] == ["ignore", "ignore"]
    assert fields(["Row number", "Why rejected", "姓名", "病案号"])[:2] == ["ignore", "ignore"]


def test_peeking_loses_no_row() -> None:
    rows = [Row(number, ["x"]) for number in range(1, 251)]
    head, every = peek(iter(rows))
    assert head == rows[:100]
    assert list(every) == rows


def test_only_lists_and_numbers_may_stand_in_several_columns() -> None:
    assert {Field.HIS_VISIT_NO, Field.MRN, Field.NAME, Field.SEX, Field.VISITED_AT}.isdisjoint(MANY)
