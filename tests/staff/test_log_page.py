"""The auditor's page."""

from typing import Any

import pytest

from staff.models import Act, AuditEntry
from tests import people
from tests.staff.logs import entries, owner_of_the_database, sealed

pytestmark = pytest.mark.django_db


def test_the_page_shows_a_hundred_and_leads_to_the_older_ones(client: Any) -> None:
    made = entries(130)
    client.force_login(people.auditor())
    first = client.get("/staff/log/")
    shown = [entry.pk for entry, _link in first.context["rows"]]
    assert shown == [entry.pk for entry in made[:29:-1]]
    second = client.get("/staff/log/?" + first.context["older"])
    assert [entry.pk for entry, _link in second.context["rows"]] == [entry.pk for entry in made[29::-1]]
    assert second.context["older"] == ""


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("act=call_recorded", 4),
        ("patient=1003", 1),
        ("day=2026-11-20", 12),
        ("day=2026-11-19", 0),
        ("act=call_recorded&day=2026-11-20&patient=1003", 1),
    ],
)
def test_the_page_filters_by_act_patient_and_day(client: Any, query: str, count: int) -> None:
    entries()
    client.force_login(people.auditor())
    assert len(client.get(f"/staff/log/?{query}").context["rows"]) == count


def test_the_page_filters_by_user(client: Any) -> None:
    entries()
    client.force_login(people.auditor())
    answer = client.get(f"/staff/log/?user={people.agent().pk}")
    assert {entry.actor for entry, _link in answer.context["rows"]} == {people.agent()}


@pytest.mark.parametrize(
    "query", ["act=x", "user=x", "patient=x", "day=x", "before=-1", "patient=99999999999999999999"]
)
def test_nonsense_in_the_address_is_told_and_not_an_error(client: Any, query: str) -> None:
    client.force_login(people.auditor())
    assert client.get(f"/staff/log/?{query}").status_code == 422


def test_the_page_shows_what_is_sealed_what_waits_and_what_is_broken(client: Any) -> None:
    made = sealed(3)
    entries(1)
    with owner_of_the_database() as cursor:
        cursor.execute("UPDATE staff_auditentry SET patient_id = 1 WHERE id = %s", [made[1].pk])
    client.force_login(people.auditor())
    answer = client.get("/staff/log/")
    assert [link for _entry, link in answer.context["rows"]] == ["waiting", "sealed", "broken", "sealed"]
    assert answer.context["broken"]
    assert answer.context["chain"].waiting == 1


def test_reading_the_log_is_logged(client: Any) -> None:
    client.force_login(people.auditor())
    client.get("/staff/log/?patient=1003&act=searched")
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.patient_id) == (Act.LOG_READ, people.auditor(), 1003)
    assert entry.detail == {"act": "searched"}


def test_the_page_asks_a_fixed_number_of_questions(client: Any, django_assert_max_num_queries: Any) -> None:
    sealed(100)
    client.force_login(people.auditor())
    client.get("/staff/log/")
    with django_assert_max_num_queries(16):
        client.get("/staff/log/")
