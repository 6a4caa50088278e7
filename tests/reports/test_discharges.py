"""E3: the list of all discharges beside their follow-ups, and why one has none."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from policy.visits import LeftBy, VisitKind
from tests import people

pytestmark = pytest.mark.django_db
NOVEMBER = {"kind": "free", "first": "2026-11-01", "last": "2026-11-30"}


@pytest.fixture(autouse=True)
def at_the_end_of_november() -> Iterator[None]:
    with time_machine.travel(people.moment("2026-11-25 21:00"), tick=False):
        yield


@pytest.fixture
def discharged() -> dict[str, Any]:
    """One called, one that no rule of today covers, and others who were not discharged in November."""
    version = people.a_rule()
    called = people.a_visit(people.a_patient("陈静"))
    people.a_task(
        called, version=version, state="completed", end_reason="completed", closed_at=called.anchor_at
    )
    left = people.a_visit(people.a_patient("林芳"), left_by="own_wish")
    elsewhere = people.a_visit(people.a_patient("何伟"), department=people.a_department("骨科"))
    people.a_visit(people.a_patient("周敏"), kind=VisitKind.ARRIVED_PAID)
    people.a_visit(people.a_patient("吴强"), at=people.moment("2026-10-31 23:59"))
    people.a_visit(people.a_patient("郑丽"), cancelled_at=people.moment("2026-11-20 10:00"))
    return {"called": called, "left": left, "elsewhere": elsewhere}


def shown(client: Any, user: Any, **more: Any) -> Any:
    client.force_login(user)
    return client.get("/reports/discharges/", NOVEMBER | more)


def names(page: Any) -> list[str]:
    return [line.visit.patient.name for line in page.context["lines"]]


@pytest.mark.usefixtures("discharged")
def test_every_discharge_stands_there_once_and_the_numbers_open_their_part(client: Any) -> None:
    page = shown(client, people.supervisor())
    assert sorted(names(page)) == ["何伟", "林芳", "陈静"]
    every, covered, later, without = page.context["counts"]
    assert (every.n, covered.n, later.n, without.n) == (3, 1, 0, 2)
    for cell in (every, covered, later, without):
        assert len(names(client.get(f"/reports/discharges/{cell.url}"))) == cell.n
    assert names(shown(client, people.supervisor(), covered="no")) == ["林芳", "何伟"]


def test_a_head_of_department_sees_his_own_discharges_whatever_he_asks_for(
    client: Any, discharged: dict[str, Any]
) -> None:
    page = shown(client, people.clinician(), department=discharged["elsewhere"].department_id)
    assert names(page) == []
    assert sorted(names(shown(client, people.clinician()))) == ["林芳", "陈静"]


def test_the_follow_up_stands_beside_it_or_why_there_is_none(client: Any, discharged: dict[str, Any]) -> None:
    lines = {line.visit.pk: line for line in shown(client, people.supervisor()).context["lines"]}
    called = lines[discharged["called"].pk]
    assert [task.state for task in called.tasks] == ["completed"]
    assert called.why_none == ""
    assert "出院随访" in lines[discharged["left"].pk].why_none


def test_without_a_rule_for_such_visits_it_says_so(client: Any) -> None:
    people.a_rule("evening", name="当晚回访", kinds=(VisitKind.ARRIVED_PAID,))
    people.a_visit(people.a_patient("林芳"))
    assert shown(client, people.supervisor()).context["lines"][0].why_none == "没有规则适用于这类就诊"


def test_a_page_of_them_reads_the_rules_once(client: Any, django_assert_max_num_queries: Any) -> None:
    people.a_rule()
    for number in range(30):
        people.a_visit(people.a_patient(f"患者{number}"))
    shown(client, people.supervisor())
    with django_assert_max_num_queries(40):
        assert len(names(client.get("/reports/discharges/", NOVEMBER))) == 30


def test_a_follow_up_that_is_not_due_yet_is_not_missing(client: Any) -> None:
    people.a_rule(left_by_excluded=(LeftBy.OWN_WISH,))
    people.a_visit(people.a_patient("陈静"), at=people.moment("2026-11-24 10:00"))
    people.a_visit(people.a_patient("林芳"), at=people.moment("2026-11-24 10:00"), left_by="own_wish")
    people.a_visit(people.a_patient("何伟"), at=people.moment("2026-11-20 10:00"))  # owed by now
    page = shown(client, people.supervisor())
    every, covered, later, without = (cell.n for cell in page.context["counts"])
    assert (every, covered, later, without) == (3, 0, 1, 2)
    assert names(shown(client, people.supervisor(), covered="later")) == ["陈静"]
    assert sorted(names(shown(client, people.supervisor(), covered="no"))) == ["何伟", "林芳"]
    lines = {line.visit.patient.name: line for line in page.context["lines"]}
    assert [name for name, line in lines.items() if line.awaited] == ["陈静"]
    assert page.content.decode().count("未到回访时间") == 2  # in the sum, and in her line
