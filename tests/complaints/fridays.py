"""What the tests of the department's pages share: a Friday afternoon, and a case ordered the day before."""

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

NOW = people.moment("2026-11-20 15:12")
BEFORE = NOW - timedelta(1)


@pytest.fixture(autouse=True)
def a_friday_afternoon() -> Iterator[Any]:
    with time_machine.travel(NOW):
        yield


def an_ordered_case(**more: Any) -> Complaint:
    return making.ordered(making.a_complaint(now=BEFORE, phone="17955550001"), now=BEFORE, **more)


def page(path: str, user: User) -> str:
    return signed_in_as(user).get(path).content.decode()
