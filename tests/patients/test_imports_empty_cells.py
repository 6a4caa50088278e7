"""An empty cell leaves what was: also the kind, the cancellation and the doctor's department."""

from typing import Any

import pytest

from patients.models import Doctor, Visit
from staff.models import Department
from tests.patients.test_imports_rows import HEADINGS, csv, imported, row

pytestmark = pytest.mark.django_db

NO_WORD = {"就诊类型": "", "科室": ""}
MONEY = (*HEADINGS, "是否消费", "缴费金额", "预约时间", "异常指标")


def kind_after(*rows: dict[str, str]) -> str:
    for more in rows:
        content = csv(row(1, **more), headings=MONEY)
        imported(content)
        assert imported(content).unchanged == 1
    return Visit.objects.get().kind


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("体检", "checkup"),
        ("体检异常", "checkup_abnormal"),
        ("治疗中断", "interrupted"),
        ("未到诊", "no_show"),
        ("到诊未消费", "arrived_unpaid"),
        ("门诊手术", "outpatient_surgery"),
        ("咨询", "consultation"),
    ],
)
def test_a_later_file_without_kinds_leaves_the_kind(word: str, kind: str) -> None:
    assert kind_after({"就诊类型": word}, {**NO_WORD, "诊断": "胃炎"}) == kind
    visit = Visit.objects.get()
    assert (visit.diagnosis, visit.anchor_at is None) == ("胃炎", False)


@pytest.mark.parametrize(
    ("before", "said", "kind"),
    [
        ({"就诊类型": "门诊"}, {"手术名称": "清创缝合术"}, "outpatient_surgery"),
        ({"就诊类型": "门诊"}, {"手术名称": "无"}, "arrived_paid"),
        ({"就诊类型": "到诊未消费"}, {"手术名称": "无"}, "arrived_unpaid"),
        ({"就诊类型": "到诊未消费"}, {"缴费金额": "120"}, "arrived_paid"),
        ({"就诊类型": "门诊"}, {"是否消费": "否"}, "arrived_unpaid"),
        ({"就诊类型": "门诊"}, {"入院日期": "2026-10-16"}, "inpatient"),
        ({"就诊类型": "体检"}, {"异常指标": "血糖偏高"}, "checkup_abnormal"),
        ({"就诊类型": "体检"}, {"缴费金额": "120"}, "checkup"),
        ({"就诊类型": "治疗中断"}, {"缴费金额": "120"}, "interrupted"),
        ({"就诊类型": "未到诊", "就诊时间": "", "预约时间": "2026-10-15 10:00"}, {}, "arrived_paid"),
        ({"就诊类型": "未到诊"}, {"是否消费": "否"}, "no_show"),
    ],
)
def test_what_is_said_for_the_first_time_decides(
    before: dict[str, str], said: dict[str, str], kind: str
) -> None:
    assert kind_after(before, NO_WORD | said) == kind


def test_a_cancelled_visit_stays_cancelled_until_a_kind_or_a_payment_is_said() -> None:
    def cancelled(**more: Any) -> bool:
        imported(csv(row(1, **more), headings=MONEY))
        return Visit.objects.get().cancelled_at is not None

    imported(csv(row(1)))
    assert cancelled(就诊类型="退号")
    assert cancelled(就诊类型="", 诊断="胃炎")
    assert not cancelled(就诊类型="", 缴费金额="120")
    assert cancelled(就诊类型="退号")
    assert not cancelled()


def test_a_doctor_without_a_department_is_looked_for_in_the_visits() -> None:
    imported(csv(row(1)))
    file = imported(csv(row(1, **NO_WORD), row(2, 科室="")))
    assert (file.unchanged, file.created) == (1, 1)
    assert set(Doctor.objects.values_list("name", "department__name")) == {
        ("唐兴", "普外科"),
        ("唐兴", "未填科室"),
    }
    imported(csv(row(1, **NO_WORD, 主治医生="李立")))
    visit = Visit.objects.get(his_visit_no="MZ000001")
    assert visit.doctor
    assert (visit.doctor.name, visit.doctor.department.name) == ("李立", "普外科")
    assert Department.objects.count() == 2


def test_the_preview_says_which_kind_a_row_without_one_becomes() -> None:
    imported(csv(row(1, 就诊类型="体检")))
    said = imported(csv(row(1, **NO_WORD, 诊断="胃炎"))).rows.get()
    assert (said.kind, said.why) == ("checkup", ["on_record"])
