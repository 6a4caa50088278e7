"""What the inbox says of things to decide that are no cases: wordings to approve (A24), objections (E4)."""

from datetime import date

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from complaints.actions import points
from complaints.alsowaits import also_waits
from policy.scripts import State
from staff.models import User
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import NOW
from tests.scripts_library import asking, making

pytestmark = pytest.mark.django_db

SCRIPTS, QUESTIONS, POINTS = "待您审批的话术", "待您审批的问卷", "待您裁定的扣分异议"


def told(user: User) -> dict[str, int]:
    cache.clear()
    return {one.words: one.n for one in also_waits(user)}


def test_a_submitted_wording_waits_for_a_second_person() -> None:
    zhao, zhou = people.assistant(), people.director()
    assert told(zhao) == told(zhou) == {}
    making.brought_to(State.SUBMITTED)
    assert told(zhao) == told(zhou) == {SCRIPTS: 1}
    making.brought_to(State.SUBMITTED, making.a_draft(by=zhao))
    assert (told(zhao), told(zhou)) == ({SCRIPTS: 1}, {SCRIPTS: 2})
    assert told(people.supervisor()) == {}


def test_questionnaires_wait_as_well() -> None:
    asking.brought_to(State.SUBMITTED)
    assert told(people.assistant()) == {QUESTIONS: 1}
    asking.brought_to(State.APPROVED, of=asking.a_questionnaire())
    assert told(people.assistant()) == {QUESTIONS: 1}


def test_an_objection_waits_until_it_is_decided_and_leads_to_its_month() -> None:
    entry = points.take_points(
        people.a_department(), by=people.quality(), now=NOW, item="answer_late", reason="超过七天"
    )
    assert told(people.assistant()) == {}
    points.object_to(entry.pk, by=people.clinician(), now=NOW, text="已按时答复")
    assert told(people.assistant()) == told(people.director()) == {POINTS: 1}
    assert entry.month == date(2026, 11, 1)
    page = signed_in_as(people.assistant()).get("/complaints/inbox/").content.decode()
    assert '<a class="items-group" href="/complaints/points/?month=2026-11">' in page
    points.decide_objection(entry.pk, by=people.assistant(), now=NOW, upheld=True, decision="查过记录")
    assert told(people.assistant()) == {}


def test_that_nothing_waits_is_asked_once_a_minute(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    zhao = people.assistant()
    cache.clear()
    with django_assert_num_queries(3):
        assert also_waits(zhao) == []
    with django_assert_num_queries(0):
        assert also_waits(zhao) == []


def test_the_directors_overview_says_it_too() -> None:
    making.brought_to(State.SUBMITTED)
    page = signed_in_as(people.director()).get("/reports/overview/").content.decode()
    assert SCRIPTS in page
