"""Whatever somebody sends in a field or an address, there is an answer and never a traceback.

Every route of access_table.py, as somebody who may: of what its view looks for one thing at a time is
nonsense, the rest as the view accepts it. NONSENSE=400 tries more of each.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.utils.datastructures import MultiValueDict

from tests import people
from tests.access_matrix import body_of, first_of, objects, taken_back
from tests.access_table import ROUTES, Route
from tests.clients import signed_in_as

EACH = int(os.environ.get("NONSENSE", "8"))
NUMBERS = ("", "²", "٣", "-1", "0", "9" * 18, "9" * 30, "9" * 5000, "1e999", "NaN", "1:2:3", "²:²")
TIMES = (
    "0000-00-00",
    "0001-01-01",
    "0001-01-01T00:00",
    "9999-12-31",
    "9999-12-31T23:59",
    "2026-02-30T25:61",
    "2026-W99",
)
MONTHS = ("9999-12", "0001-01", "9999-12:9999-12", "25:99")
TREES = ("[]", "{}", "null", '{"a": [1]}', "[[1]]", "[" * 5000)
TEXTS = ("\0", "刘\0", "\r\nSet-Cookie: a=b", "%s%(n)s{0}{{ a }}", "' OR 1=1 --", "../../etc/passwd")
MORE = ("//elsewhere.example/", "𠮷" * 3000, "a" * 70_000, "\u202e\ufffe", "<b>&amp;")
NONSENSE = NUMBERS + TIMES + MONTHS + TREES + TEXTS + MORE


@contextmanager
def names_looked_for() -> Iterator[set[str]]:
    """What the view wants of what was sent, gathered while it runs."""
    found: set[str] = set()

    def noting(real: Any) -> Any:
        def look(self: Any, key: Any, *rest: Any, **more: Any) -> Any:
            found.add(str(key))
            return real(self, key, *rest, **more)

        return look

    looks = {name: noting(getattr(MultiValueDict, name)) for name in ("__getitem__", "get", "getlist")}
    with patch.multiple(MultiValueDict, **looks):
        yield found


def sent(client: Any, route: Route, method: str, kwargs: Any, fields: dict[str, Any]) -> str:
    """What is wrong with the answer, if anything."""
    try:
        with taken_back():
            url = route.url(kwargs)
            answer = client.post(url, fields) if method == "POST" else client.get(url, fields)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300]
    return "" if answer.status_code < 500 else str(answer.status_code)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
@pytest.mark.django_db
@time_machine.travel(people.moment("2026-11-20 15:12"))
def test_nonsense_gets_an_answer(route: Route) -> None:
    user = first_of(route, people.everybody())
    client = signed_in_as(user)
    people.a_task()
    kwargs = objects(route, user)["own"]
    wrong = []
    for method in sorted(route.methods - {"HEAD"}):
        fields = body_of(route, user, kwargs, "own") if method == "POST" else {}
        with names_looked_for() as names:
            sent(client, route, method, kwargs, fields)
        tries = list(product(sorted(names | set(fields)), NONSENSE))
        for name, value in Random(route.name).sample(tries, min(EACH, len(tries))):
            if said := sent(client, route, method, kwargs, {**fields, name: value}):
                wrong.append(f"{method} {name}={value[:30]!r}: {said}")
    assert wrong == []
