"""A3: the words themselves, as hospitals write them. A new word gets a line here."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from policy.leaving import left_by
from policy.visit_words import says_something
from policy.visits import Facts, LeftBy, classify

SHANGHAI = ZoneInfo("Asia/Shanghai")
BOOKED = datetime(2026, 11, 9, 8, 30, tzinfo=SHANGHAI)
CAME = datetime(2026, 11, 9, 9, 0, tzinfo=SHANGHAI)
IN = datetime(2026, 11, 10, 10, 0, tzinfo=SHANGHAI)
OUT = datetime(2026, 11, 13, 11, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "word",
    [
        "死亡",
        "5",
        "05",
        "5.死亡",
        "5-死亡",
        "临床死亡",
        "脑死亡",
        "已故",
        "身亡",
        "亡故",
        "殁",
        "病故",
        "Expired",
        "DECEASED",
        "出院(亡)",
        "转归:死亡",
    ],
)
def test_death_is_heard_in_every_word_for_it(word: str) -> None:
    assert left_by(word) is LeftBy.DEATH


@pytest.mark.parametrize("word", ["非死亡", "未死亡", "死亡:否", "5天", "55", "存活", "医嘱离院", "15"])
def test_and_in_no_other(word: str) -> None:
    assert left_by(word) is not LeftBy.DEATH


def test_bare_digits_are_codes_of_one_list_only() -> None:
    assert [left_by(digit, codes=False) for digit in "12345"] == [LeftBy.OTHER] * 5


def kind(word: str, /, **facts: object) -> str:
    return classify(Facts(word, **facts)).kind.value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        # outpatients; a word that names the payment decides it
        ("门诊", "arrived_paid"),
        ("急诊", "arrived_paid"),
        ("普通门诊", "arrived_paid"),
        ("专家号", "arrived_paid"),
        ("普通", "arrived_paid"),
        ("普通号", "arrived_paid"),
        ("互联网", "arrived_paid"),
        ("线上", "arrived_paid"),
        ("便民", "arrived_paid"),
        ("急诊留观", "arrived_paid"),
        ("门急诊", "arrived_paid"),
        ("特需", "arrived_paid"),
        ("初诊", "arrived_paid"),
        ("复诊", "arrived_paid"),
        ("日间", "arrived_paid"),
        ("日间化疗", "arrived_paid"),
        ("互联网问诊", "arrived_paid"),
        ("MZ", "arrived_paid"),
        ("OUTPATIENT", "arrived_paid"),
        ("到诊消费", "arrived_paid"),
        ("到诊 消费", "arrived_paid"),
        ("已到诊已消费", "arrived_paid"),
        ("就诊已缴费", "arrived_paid"),
        ("到诊未消费", "arrived_unpaid"),
        ("到诊(未消费)", "arrived_unpaid"),
        ("到诊（未消费）", "arrived_unpaid"),
        ("到诊没消费", "arrived_unpaid"),
        ("到诊无消费", "arrived_unpaid"),
        ("就诊未缴费", "arrived_unpaid"),
        ("到院未成交", "arrived_unpaid"),
        # no-shows
        ("预约未到", "no_show"),
        ("未到诊", "no_show"),
        ("未到", "no_show"),
        ("爽约", "no_show"),
        ("门诊爽约", "no_show"),
        ("住院预约未到", "no_show"),
        ("体检未到", "no_show"),
        ("失约", "no_show"),
        ("预约未就诊", "no_show"),
        ("未来院", "no_show"),
        ("No-Show", "no_show"),
        # broken off
        ("治疗中断", "interrupted"),
        ("中断", "interrupted"),
        ("门诊中断治疗", "interrupted"),
        ("疗程未完成", "interrupted"),
        ("脱落", "interrupted"),
        # operations
        ("门诊手术", "outpatient_surgery"),
        ("门诊小手术", "outpatient_surgery"),
        ("日间手术", "outpatient_surgery"),
        ("手术", "outpatient_surgery"),
        ("住院手术", "inpatient_surgery"),
        ("手术出院", "inpatient_surgery"),
        # wards
        ("住院", "inpatient"),
        ("出院", "inpatient"),
        ("入院", "inpatient"),
        ("出院患者", "inpatient"),
        ("住院(非手术)", "inpatient"),
        ("住院未手术", "inpatient"),
        ("zy", "inpatient"),
        # check-ups
        ("体检", "checkup"),
        ("健康体检", "checkup"),
        ("团检体检", "checkup"),
        ("健康管理", "checkup"),
        ("体检异常", "checkup_abnormal"),
        ("体检(指标异常)", "checkup_abnormal"),
        ("体检无异常", "checkup"),
        ("体检未见异常", "checkup"),
        ("体检未见明显异常", "checkup"),
        # asked only
        ("咨询", "consultation"),
        ("电话咨询", "consultation"),
        ("网络咨询", "consultation"),
        ("门诊咨询", "consultation"),
        ("体检咨询", "consultation"),
        ("住院咨询", "consultation"),
    ],
)
def test_the_word_alone_says_what_it_was(word: str, expected: str) -> None:
    assert kind(word, visited_at=CAME) == expected


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        " ",
        "无",
        "无。",
        "正常",
        "均正常",
        "各项指标正常",
        "未见异常",
        "未见明显异常",
        "未见明显异常。",
        "未发现异常",
        "无异常",
        "暂无异常",
        "没有异常",
        "均未见异常",
        "体检未见异常",
        "阴性",
        "否",
        "—",
        "-",
        "/",
        "无;正常",
        "None",
    ],
)
def test_no_finding_is_no_finding(nothing: str) -> None:
    assert not says_something(nothing)
    assert kind("体检", abnormal=nothing, visited_at=CAME) == "checkup"


# How they left


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("医嘱离院", LeftBy.ADVICE),
        ("1", LeftBy.ADVICE),
        ("治愈", LeftBy.ADVICE),
        ("Home", LeftBy.ADVICE),
        ("Discharged to home", LeftBy.ADVICE),
        ("routine", LeftBy.ADVICE),
        ("回家", LeftBy.ADVICE),
        ("正常出院", LeftBy.ADVICE),
        ("医嘱转院", LeftBy.TRANSFER),
        ("转院", LeftBy.TRANSFER),
        ("医嘱转社区卫生服务机构/乡镇卫生院", LeftBy.TRANSFER),
        ("2", LeftBy.TRANSFER),
        ("3", LeftBy.TRANSFER),
        ("非医嘱离院", LeftBy.OWN_WISH),
        ("自动出院", LeftBy.OWN_WISH),
        ("4", LeftBy.OWN_WISH),
        ("死亡", LeftBy.DEATH),
        ("5", LeftBy.DEATH),
        ("其他", LeftBy.OTHER),
        ("9", LeftBy.OTHER),
        ("", LeftBy.UNKNOWN),
        (" ", LeftBy.UNKNOWN),
    ],
)
def test_the_way_of_leaving_is_read_from_words_and_national_codes(word: str, expected: LeftBy) -> None:
    assert left_by(word) == expected
