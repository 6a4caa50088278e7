"""A row of the agent's day promises what claiming it opens: its purposes, until when, and its place."""

from datetime import timedelta

import pytest

from followups.actions.claims import claim, claim_next, let_go
from followups.listing import Day, Row, day_of
from followups.models import Task
from followups.queries.day import DUE
from patients.models import Patient
from staff.models import User
from tests import people
from tests.followups.calling import hours

pytestmark = pytest.mark.django_db

NOW = people.moment("2026-11-20 10:00")
EVENING = people.moment("2026-11-20 18:00")
TONIGHT = people.moment("2026-11-20 20:00")
MIDNIGHT = people.moment("2026-11-21 00:00")


@pytest.fixture
def agent() -> User:
    hours(("08:00", "12:00"), ("14:00", "20:00"))
    return people.agent()


def a_purpose(agent: User, patient: Patient, name: str, **more: object) -> Task:
    times = {"opens": NOW - timedelta(days=1), "closes": NOW + timedelta(days=3)}
    version = people.a_rule(f"rule{name}", name=name)
    return people.a_task(people.a_visit(patient), version=version, agent=agent, **(times | more))  # type: ignore[arg-type]


def an_evening(agent: User, patient: Patient) -> Task:
    return a_purpose(agent, patient, "到诊消费当晚", call_at=EVENING, closes=TONIGHT, priority=1)


def day(agent: User) -> Day:
    due = DUE.rows(agent=agent.pk, now=NOW, midnight=MIDNIGHT)
    return day_of(due, agent=agent, now=NOW)


def said(found: list[Row]) -> list[tuple[str, list[str]]]:
    return [(row.name, row.purposes) for row in found]


def opened(tasks: list[Task]) -> list[tuple[str, list[str]]]:
    return [(tasks[0].patient.name, [task.purpose for task in tasks])]


def test_a_purpose_whose_hour_has_not_come_is_a_call_of_its_own(agent: User) -> None:
    patient = people.a_patient("时希")
    an_evening(agent, patient)
    a_purpose(agent, patient, "出院一周")
    a_purpose(agent, patient, "术后一周")
    found = day(agent)
    assert said(found.now) == [("时希", ["出院一周", "术后一周"])]
    assert said(found.waiting) == [("时希", ["到诊消费当晚"])]
    assert found.now[0].bold == ""
    assert found.waiting[0].time == "18:00"
    assert opened(claim(found.now[0].task, agent, now=NOW)) == said(found.now)


def test_a_patient_stands_where_what_may_be_called_now_stands(agent: User) -> None:
    for number in range(3):
        patient = people.a_patient(f"陈{number}")
        a_purpose(agent, patient, f"出院{number}", closes=NOW + timedelta(days=3 - number))
        if not number:
            an_evening(agent, patient)
    rows = day(agent).now
    assert [row.name for row in rows] == ["陈2", "陈1", "陈0"]
    for row in rows:
        tasks = claim_next(agent, now=NOW)
        assert opened(tasks) == said([row])
        Task.objects.filter(pk__in=[task.pk for task in tasks]).update(closes=NOW)
        let_go(tasks[0].patient_id, agent, now=NOW)


def test_a_call_ends_when_the_first_of_its_purposes_does(agent: User) -> None:
    patient = people.a_patient()
    a_purpose(agent, patient, "约定", agreed=True, call_at=NOW)
    a_purpose(agent, patient, "出院一周", closes=NOW + timedelta(minutes=40))
    [row] = day(agent).now
    assert (row.until_class, row.until) == ("due-soon", "10:40 前")


def test_purposes_that_wait_for_different_moments_are_different_calls(agent: User) -> None:
    patient = people.a_patient()
    an_evening(agent, patient)
    a_purpose(agent, patient, "再拨", call_at=NOW + timedelta(hours=4))
    a_purpose(agent, patient, "同时", call_at=EVENING)
    assert [(row.time, row.purposes) for row in day(agent).waiting] == [
        ("14:00", ["再拨"]),
        ("18:00", ["到诊消费当晚", "同时"]),
    ]


def test_a_patient_without_a_number_is_one_row(agent: User) -> None:
    patient = people.a_patient(phone=None)
    an_evening(agent, patient)
    a_purpose(agent, patient, "出院一周")
    found = day(agent)
    assert (found.now, found.waiting) == ([], [])
    assert [row.purposes for row in found.blocked] == [["到诊消费当晚", "出院一周"]]
