"""A case that came back to its department (A31, C8)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from complaints.models import Complaint
from staff.models import User
from tests import people
from tests.clients import signed_in_as
from tests.complaints import making

pytestmark = pytest.mark.django_db
NOW = people.moment("2026-11-20 15:12")
BEFORE = NOW - timedelta(1)


@pytest.fixture(autouse=True)
def a_friday_afternoon() -> Iterator[Any]:
    with time_machine.travel(NOW):
        yield


def an_ordered_case() -> Complaint:
    return making.ordered(making.a_complaint(now=BEFORE, phone="17955550001"), now=BEFORE)


def page(path: str, user: User) -> str:
    return signed_in_as(user).get(path).content.decode()


def test_a_case_that_came_back_says_why_and_asks_for_a_new_finding() -> None:
    case = making.answered(
        making.drafted(making.found(an_ordered_case(), now=BEFORE), now=BEFORE), now=BEFORE
    )
    case = making.confirmed(case, 1, now=BEFORE + timedelta(hours=1), words="还是没有人来看过")
    making.ordered(case, now=NOW)
    shown = page(f"/complaints/department/{case.pk}/", people.clinician())
    assert "还是没有人来看过" in shown
    assert shown.count("step-mark is-done") == 0
    assert '<details class="move" open>' in shown
