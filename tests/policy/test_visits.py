"""A3, A7, A8, B20, E17: hospitals' words for a visit, and the columns that correct them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.visit_words import says_something
from policy.visits import ANCHOR_OF, Anchor, Facts, UnknownKind, VisitKind, classify

SHANGHAI = ZoneInfo("Asia/Shanghai")
BOOKED = datetime(2026, 11, 9, 8, 30, tzinfo=SHANGHAI)
CAME = datetime(2026, 11, 9, 9, 0, tzinfo=SHANGHAI)
IN = datetime(2026, 11, 10, 10, 0, tzinfo=SHANGHAI)
OUT = datetime(2026, 11, 13, 11, 0, tzinfo=SHANGHAI)


def kind(word: str, /, **facts: object) -> str:
    return classify(Facts(word, **facts)).kind.value  # type: ignore[arg-type]


def why(word: str, /, **facts: object) -> tuple[str, ...]:
    return classify(Facts(word, **facts)).why  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "word", ["退号", "预约取消", "取消就诊", "门诊退费", "停诊", "护工", "陪护", "???", "abc"]
)
def test_a_word_that_says_nothing_we_know_is_named(word: str) -> None:
    with pytest.raises(UnknownKind) as caught:
        classify(Facts(word, visited_at=CAME, paid=True))
    assert caught.value.word == word


def test_a_row_without_anything_is_unknown() -> None:
    for word in ("", " ", "预约", "其他", "-"):
        with pytest.raises(UnknownKind):
            classify(Facts(word))


# Payment


@pytest.mark.parametrize(
    ("paid", "amount", "expected", "reason"),
    [
        (True, None, "arrived_paid", "paid_flag"),
        (False, None, "arrived_unpaid", "paid_flag"),
        (None, "120.5", "arrived_paid", "amount"),
        (None, "0", "arrived_unpaid", "amount"),
        (None, "-20", "arrived_unpaid", "amount"),
        (True, "0", "arrived_paid", "paid_flag"),
        (False, "0.01", "arrived_paid", "amount_against_flag"),
        (None, None, "arrived_paid", "payment_unknown"),
    ],
)
def test_money_is_harder_than_a_flag(
    paid: bool | None, amount: str | None, expected: str, reason: str
) -> None:
    money = None if amount is None else Decimal(amount)
    result = classify(Facts("门诊", visited_at=CAME, paid=paid, amount=money))
    assert (result.kind.value, result.why) == (expected, ("word", reason))


def test_a_word_about_payment_is_harder_than_the_columns() -> None:
    assert kind("到诊未消费", paid=True, amount=Decimal(9), visited_at=CAME) == "arrived_unpaid"
    assert kind("到诊消费", paid=False, visited_at=CAME) == "arrived_paid"


def test_who_broke_off_or_was_operated_on_is_not_sorted_by_payment() -> None:
    assert kind("治疗中断", paid=False, visited_at=CAME) == "interrupted"
    assert kind("门诊手术", paid=False, visited_at=CAME) == "outpatient_surgery"


# Operations and wards


def test_an_operation_makes_surgery_of_a_visit_and_of_a_stay() -> None:
    assert kind("门诊", operation="阻生齿拔除术", visited_at=CAME) == "outpatient_surgery"
    assert kind("急诊", operation="清创缝合", visited_at=CAME) == "outpatient_surgery"
    assert kind("住院", operation="剖宫产术", admitted_at=IN, discharged_at=OUT) == "inpatient_surgery"
    assert kind("出院", operation="剖宫产术", discharged_at=OUT) == "inpatient_surgery"


NO_OPERATION = ["", " ", "无", "--", "—", "/", "否", "没有", "无手术", "未手术", "未行手术", "手术取消", "0"]


@pytest.mark.parametrize("nothing", NO_OPERATION)
def test_an_operation_that_did_not_happen_is_none(nothing: str) -> None:
    assert kind("住院", operation=nothing, admitted_at=IN, discharged_at=OUT) == "inpatient"
    assert kind("门诊", operation=nothing, visited_at=CAME, paid=True) == "arrived_paid"


def test_surgery_without_a_place_is_where_the_dates_say() -> None:
    assert kind("手术", admitted_at=IN) == "inpatient_surgery"
    assert kind("手术", visited_at=CAME) == "outpatient_surgery"


def test_a_day_case_that_stayed_the_night_was_an_inpatient() -> None:
    same_day = {"admitted_at": IN, "discharged_at": IN.replace(hour=17)}
    assert kind("日间手术", **same_day) == "outpatient_surgery"
    assert kind("日间手术", admitted_at=IN, discharged_at=OUT) == "inpatient_surgery"
    assert kind("日间", **same_day) == "inpatient"
    assert kind("日间", operation="白内障超声乳化术", **same_day) == "outpatient_surgery"


# Coming and not coming


def test_who_did_not_arrive_did_not_show_whatever_the_word_says() -> None:
    for word in ("门诊", "体检", "住院", "专家号", "手术"):
        assert kind(word, arrived=False, appointment_at=BOOKED) == "no_show"


def test_who_was_admitted_did_arrive() -> None:
    assert kind("住院", arrived=False, admitted_at=IN, discharged_at=OUT) == "inpatient"


def test_an_appointment_without_a_visit_is_a_no_show() -> None:
    assert why("门诊", appointment_at=BOOKED) == ("appointment_without_visit",)
    assert kind("门诊", appointment_at=BOOKED, visited_at=CAME) == "arrived_paid"
    assert kind("门诊", appointment_at=BOOKED, arrived=True) == "arrived_paid"
    assert kind("门诊", appointment_at=BOOKED, paid=True) == "arrived_paid"
    assert kind("住院", appointment_at=BOOKED, admitted_at=IN) == "inpatient"
    assert kind("咨询", appointment_at=BOOKED) == "consultation"


def test_a_vague_word_leaves_it_to_the_columns() -> None:
    assert kind("", admitted_at=IN) == "inpatient"
    assert kind("其他", discharged_at=OUT, operation="剖宫产术") == "inpatient_surgery"
    assert kind("预约", appointment_at=BOOKED, visited_at=CAME, paid=False) == "arrived_unpaid"
    assert kind("预约成功", appointment_at=BOOKED) == "no_show"
    assert kind("", appointment_at=BOOKED, arrived=False) == "no_show"
    assert kind("", arrived=True) == "arrived_paid"
    assert kind("", department_word="体检中心", abnormal="血脂") == "checkup_abnormal"
    assert why("", visited_at=CAME, paid=True) == ("columns", "paid_flag")


# Check-ups


FINDINGS = ["血脂", "血脂、血压", "血压、血糖", "肝功能异常", "ALT 88", "无异常;血糖高", "未见异常,尿酸↑"]


@pytest.mark.parametrize("found", FINDINGS)
def test_a_finding_makes_a_check_up_abnormal(found: str) -> None:
    assert says_something(found)
    assert kind("体检", abnormal=found, visited_at=CAME) == "checkup_abnormal"


def test_an_outpatient_of_the_check_up_centre_had_a_check_up() -> None:
    assert kind("门诊", department_word="体检中心", visited_at=CAME, paid=True) == "checkup"
    centre = "健康管理中心"
    assert kind("门诊", department_word=centre, abnormal="血脂", visited_at=CAME) == "checkup_abnormal"
    assert kind("住院", department_word=centre, discharged_at=OUT) == "inpatient"


# The moment that days are counted from


def test_each_kind_is_counted_from_its_own_moment() -> None:
    assert set(ANCHOR_OF) == set(VisitKind)
    assert {k for k, a in ANCHOR_OF.items() if a == Anchor.DISCHARGE} == {
        VisitKind.INPATIENT,
        VisitKind.INPATIENT_SURGERY,
    }
    assert [k for k, a in ANCHOR_OF.items() if a == Anchor.APPOINTMENT] == [VisitKind.NO_SHOW]


def test_the_anchor_is_the_visit_the_discharge_or_the_appointment() -> None:
    everything = {"appointment_at": BOOKED, "visited_at": CAME, "admitted_at": IN, "discharged_at": OUT}
    assert classify(Facts("门诊", **everything)).anchor_at == CAME  # type: ignore[arg-type]
    assert classify(Facts("住院", **everything)).anchor_at == OUT  # type: ignore[arg-type]
    assert classify(Facts("爽约", **everything)).anchor_at == BOOKED  # type: ignore[arg-type]


def test_who_is_still_on_the_ward_has_no_anchor_yet() -> None:
    result = classify(Facts("住院", admitted_at=IN, visited_at=IN))
    assert (result.anchor_at, result.why) == (None, ("word", "not_discharged"))


def test_the_nearest_date_serves_where_the_right_one_is_missing() -> None:
    assert classify(Facts("爽约", visited_at=CAME)).anchor_at == CAME
    assert classify(Facts("门诊", appointment_at=BOOKED, arrived=True)).anchor_at == BOOKED
    assert classify(Facts("门诊手术", admitted_at=IN)).anchor_at == IN
    assert "no_date" in why("门诊", paid=True)
    assert "visit_for_appointment" in why("爽约", visited_at=CAME)


# Anything at all

MOMENTS = st.none() | st.just(CAME)
WORDS = st.text(alphabet="门急住出院诊手术体检预约未到爽中断咨询消费取消日间异常无()（）/ ", max_size=8)


@given(
    st.builds(
        Facts,
        WORDS,
        department_word=st.sampled_from(["", "骨科", "体检中心"]),
        paid=st.none() | st.booleans(),
        amount=st.none() | st.decimals(-5, 5, allow_nan=False),
        operation=WORDS,
        abnormal=WORDS,
        arrived=st.none() | st.booleans(),
        appointment_at=MOMENTS,
        visited_at=MOMENTS,
        admitted_at=MOMENTS,
        discharged_at=MOMENTS,
    )
)
def test_whatever_a_hospital_writes_it_is_one_kind_or_named_as_unknown(facts: Facts) -> None:
    try:
        result = classify(facts)
    except UnknownKind:
        return
    assert result.why
    if ANCHOR_OF[result.kind] == Anchor.DISCHARGE:
        assert result.anchor_at == facts.discharged_at
    elif result.anchor_at is None:
        assert not facts.visited_at
    assert classify(facts) == result


def test_an_ordinary_patient_on_the_ward_is_an_inpatient() -> None:
    assert kind("普通", admitted_at=IN, discharged_at=OUT) == "inpatient"
    assert kind("普通号", visited_at=CAME) == "arrived_paid"
