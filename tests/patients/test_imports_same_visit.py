"""One visit however it is exported: with its number and without, by its minute and by its day."""

import itertools

import pytest

from patients.models import Patient, Visit
from tests.patients.test_imports_rows import HEADINGS, csv, imported, row

pytestmark = pytest.mark.django_db

STAY = {"就诊类型": "住院", "就诊时间": ""}
BY_DAY = {"入院日期": "2026-10-05", "出院日期": "2026-10-09"}
BY_MINUTE = {"入院日期": "2026-10-05 09:12", "出院日期": "2026-10-09 10:00"}
WAYS = [
    row(1, **STAY, **BY_MINUTE),
    row(1, **STAY, **BY_DAY),
    row(1, **STAY, **BY_MINUTE, 就诊流水号=""),
    row(1, **STAY, **BY_DAY, 就诊流水号=""),
    row(1, **STAY, 出院日期="2026-10-09", 就诊流水号=""),
]


def anchors() -> list[str]:
    return [f"{visit.anchor_at:%m-%d %H:%M}" for visit in Visit.objects.all()]


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(range(len(WAYS)), 2)))
def test_one_stay_in_any_two_exports_is_one_visit(first: int, second: int) -> None:
    imported(csv(WAYS[first]))
    file = imported(csv(WAYS[second]))
    assert (file.created, Visit.objects.count()) == (0, 1)
    minutes = anchors()
    assert [imported(csv(WAYS[way])).unchanged for way in (first, second)] == [1, 1]
    assert anchors() == minutes
    if {first, second} & {0, 2}:
        assert minutes == ["10-09 02:00"]  # 10:00 in the hospital


def test_outpatient_visits_of_one_day_are_as_many_as_they_are() -> None:
    day = {"就诊流水号": "", "就诊时间": "2026-10-15"}
    imported(csv(row(1), row(2, 病案号="00000001", 科室="眼科", 就诊时间="2026-10-15 14:00")))
    file = imported(csv(row(1, **day, 科室="内科"), row(1, **day), row(1, **day, 科室="眼科")))
    assert (file.created, file.unchanged) == (1, 2)
    file = imported(csv(row(1, 就诊流水号=""), row(1, 就诊流水号="", 就诊时间="2026-10-15 10:01")))
    assert (file.created, file.unchanged) == (1, 1)
    assert imported(csv(row(1, **day))).created == 1  # two at that department: it is neither


def test_inpatient_number_and_name_find_the_patient_of_the_next_stay() -> None:
    headings = (*HEADINGS, "住院号")
    stay = row(1, **STAY, 就诊流水号="", 病案号="", 住院号="ZY00001", 出院日期="2026-09-09")
    again = stay | {"出院日期": "2026-10-09"}
    file = imported(csv(stay, again, again | {"姓名": "王小丽"}, headings=headings))
    assert (file.created, file.rejected) == (2, 1)
    imported(csv(again | {"出院日期": "2026-10-20"}, again | {"住院号": "ZY00002"}, headings=headings))
    assert (Patient.objects.count(), Visit.objects.count()) == (2, 4)
    imported(csv(again | {"病案号": "00000001"}, headings=headings))
    assert (Patient.objects.count(), Visit.objects.count()) == (2, 4)
    assert Patient.objects.get(mrn="00000001").visits.count() == 3


def test_a_no_show_without_a_number_that_came_after_all_is_one_visit() -> None:
    headings = (*HEADINGS, "预约时间")
    booked = row(1, 就诊流水号="", 就诊类型="", 就诊时间="", 预约时间="2026-10-15 08:00")
    imported(csv(booked, headings=headings))
    came = csv(booked | {"就诊时间": "2026-10-15 08:25"}, headings=headings)
    assert imported(came).updated == 1
    assert imported(came).unchanged == 1
    visit = Visit.objects.get()
    assert (visit.kind, visit.setting) == ("arrived_paid", "outpatient")
