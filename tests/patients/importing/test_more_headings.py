"""F25: headings of further hospitals, each with the field it is everywhere; what may be another waits."""

from __future__ import annotations

from typing import Any

import pytest

from patients.importing.cells.words import Age
from patients.importing.fields import Field
from patients.importing.headings import find_layout, missing
from patients.importing.layout import Confidence
from patients.importing.vocabulary import lookup
from patients.importing.wire import Row
from tests.patients.importing.readers import only, parsed

MORE = {
    Field.MRN: "ID号 病人ID号 患者ID号 门诊ID 健康卡号 诊疗号 磁卡号 病案首页号 blh",
    Field.HIS_VISIT_NO: "encounter_no",
    Field.NAME: "患者名称 病人名称 pat_name xm",
    Field.SEX: "xb",
    Field.AGE: "nl",
    Field.AGE_UNIT: "年龄单位",
    Field.PHONE: "患者联系方式 患者手机号 病人手机号 本人手机号 联系电话号码 lxdh",
    Field.CONTACT_PHONE: (
        "家属联系方式 亲属联系方式 紧急联系方式 家属手机号 联系人1电话 母亲电话 陪护人电话"
    ),
    Field.CONTACT_RELATION: "家属与患者关系",
    Field.DEPARTMENT: "就诊科别 出院科别 dept_name 看诊科室 门诊科室 科室名",
    Field.WARD: "病房 护理组",
    Field.DOCTOR: ("主诊医师 主诊医生 看诊医生 床位医生 首诊医生 挂号医生 attending_physician doctor_name"),
    Field.DIAGNOSIS: "primary_diagnosis diag_name 第一诊断 诊断描述 西医诊断 出院主诊断",
    Field.OPERATION: "手术名 手术及操作名称 主要手术名称",
    Field.ABNORMAL: "总检结论 阳性发现",
    Field.VISIT_TYPE: "门诊/住院 住院/门诊 门诊住院标志 业务类型 号别 号类 挂号类别 挂号类型",
    Field.AMOUNT: "费用合计 医疗费用 应收金额",
    Field.VISITED_AT: (
        "接诊日期 看诊日期 登记日期 登记时间 门诊日期 门诊时间 取号时间 报到时间 就诊开始时间 总检日期"
    ),
    Field.ADMITTED_AT: "入科日期 住院登记时间 admit_date ryrq in_date",
    Field.DISCHARGED_AT: "出院登记时间 出院结算时间 cyrq out_date",
    Field.LEFT_BY: "离院方式名称 离院方式代码 转归情况",
    Field.DO_NOT_CALL: "是否同意回访 是否愿意接受回访 是否同意随访 回访意愿",
    Field.IGNORE: "费别 医保类型 付费方式 住院次数 就诊次数 诊断编码",
}


@pytest.mark.parametrize(("field", "title"), [(f, t) for f, titles in MORE.items() for t in titles.split()])
def test_the_heading_is_known(field: Field, title: str) -> None:
    known = lookup(title)
    assert known
    assert known.field is field


@pytest.mark.parametrize("title", ["流水号", "挂号号", "挂号序号", "门诊序号"])
def test_a_number_that_may_begin_again_every_day_is_only_suggested(title: str) -> None:
    found = find_layout(
        [Row(1, [title, "姓名", "科室"]), *(Row(n, [f"{n}", "解英", "内科"]) for n in range(2, 9))]
    )
    column = found.columns[0]
    assert (column.field, column.suggestion, column.confidence) == (
        None,
        Field.HIS_VISIT_NO,
        Confidence.UNKNOWN,
    )
    assert missing(found) == (Field.MRN,)


def test_a_list_headed_in_pinyin_is_read() -> None:
    found = only(
        parsed(
            ["blh", "xm", "xb", "nl", "lxdh", "cyks", "ryrq", "cyrq", "cyzd"],
            ["B1001", "张三", "男", "45", "16300000001", "骨科", "2026-11-10", "2026-11-18", "骨折"],
        )
    )
    assert (found.mrn, found.department, found.kind) == ("B1001", "骨科", "inpatient")


def test_an_id_number_that_is_an_identity_number_is_never_taken() -> None:
    rows = [Row(n, ["解英", "内科", f"11010119900101{n:03}X"]) for n in range(2, 6)]
    column = find_layout([Row(1, ["姓名", "科室", "ID号"]), *rows]).columns[2]
    assert (column.field, column.identity) == (Field.IGNORE, True)
    column = find_layout([Row(1, ["姓名", "科室", "ID号"]), Row(2, ["解英", "内科", "0001"])]).columns[2]
    assert (column.field, column.identity) == (Field.MRN, False)


@pytest.mark.parametrize(
    ("age", "unit", "found"),
    [
        ("3", "月", Age(0, 3, 0)),
        (20, "天", Age(0, 0, 20)),
        ("70", "岁", Age(70, 0, 0)),
        ("3月", "岁", Age(0, 3, 0)),
        ("70", None, Age(70, 0, 0)),
    ],
)
def test_an_age_takes_its_unit_from_the_next_column(age: Any, unit: Any, found: Age) -> None:
    row = ["B1", "解英", "2026-11-18", age, unit]
    assert only(parsed(("病案号", "姓名", "就诊时间", "年龄", "年龄单位"), row)).age == found


@pytest.mark.parametrize(
    ("title", "word", "stop"),
    [
        ("是否同意回访", "否", True),
        ("是否同意回访", "是", False),
        ("回访意愿", "愿意", False),
        ("回访意愿", "不愿意", True),
        ("回访意愿", "拒绝", True),
        ("是否愿意接受回访", None, None),
        ("不接受回访", "是", True),
        ("拒绝回访", "否", False),
    ],
)
def test_who_agrees_to_be_called_is_called(title: str, word: str | None, stop: bool | None) -> None:
    row = ["B1", "解英", "2026-11-18", word]
    assert only(parsed(("病案号", "姓名", "就诊时间", title), row)).do_not_call is stop
