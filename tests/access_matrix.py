"""How the matrix of tests/test_access.py is made from tests/access_table.py."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from staff.models import User
from staff.permissions import ANYBODY, SIGNED_IN, Permission
from tests import people
from tests.access_table import Kwargs, Person, Route, Status
from tests.clients import StaffClient, signed_in_as

METHODS = ("GET", "POST", "HEAD", "DELETE")
NOBODY = 987_654_321


def walk(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern under `patterns` with its full name."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from walk(pattern.url_patterns, space)
        else:
            yield f"{prefix}{pattern.name or pattern.pattern}", pattern


def undeclared(patterns: list[Any]) -> list[str]:
    return [name for name, pattern in walk(patterns) if not getattr(pattern.callback, "permissions", None)]


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def permitted(route: Route, user: Person) -> bool:
    if ANYBODY in route.permissions:
        return True
    if user is None or not user.is_active:
        return False
    return SIGNED_IN in route.permissions or any(user.may(p) for p in route.permissions)  # type: ignore[arg-type]


def status_of(status: Status | None, user: Person) -> int:
    assert status is not None
    return status(user) if callable(status) else status


def expected(route: Route, user: Person, method: str, which: str) -> int:
    if not permitted(route, None) and (user is None or not user.is_active):
        return 302
    if method not in route.methods:
        return 405
    if not permitted(route, user):
        return 403
    if which != "own":
        return 404
    return status_of(route.post if method == "POST" else route.get, user)


def missing(kwargs: Kwargs) -> Kwargs:
    return {
        k: NOBODY if isinstance(v, int) else uuid4() if isinstance(v, UUID) else "-"
        for k, v in kwargs.items()
    }


def first_of(route: Route, users: Iterable[Person]) -> User:
    return next(user for user in users if user and permitted(route, user))


def objects(route: Route, user: Person) -> dict[str, Kwargs]:
    """The kwargs of each object that is tried; `user`'s own if he may, else those of somebody who may."""
    if not route.own:
        return {"own": {}}
    owner = user if user and permitted(route, user) else first_of(route, people.everybody())
    own = route.own(owner)
    found = {"own": own, "missing": missing(own)}
    other = route.other(owner) if route.other else None
    return found if other is None else {**found, "other": other}


def body_of(route: Route, user: Person, kwargs: Kwargs, which: str) -> dict[str, Any]:
    if route.data is None or user is None or which == "missing":
        return {}
    return route.data(user, kwargs) if callable(route.data) else route.data


def ask(client: Client, route: Route, method: str, kwargs: Kwargs, data: dict[str, Any] | None = None) -> Any:
    cookies = deepcopy(client.cookies)
    with taken_back():
        url = route.url(kwargs)
        answer = client.post(url, data or {}) if method == "POST" else client.generic(method, url)
    client.cookies = cookies
    return answer


def at_the_door(route: Route, user: Person, answer: Any) -> bool:
    """Whoever is not let in and sent elsewhere is sent to the sign-in page."""
    if answer.status_code != 302 or permitted(route, user):
        return True
    return bool(answer["Location"].startswith(reverse("staff:login")))


PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
#: The answers that hold a number: posted, for a call in hand or a case to be answered, logged.
REVEALS = {
    "followups:call_reveal",
    "complaints:reveal",
    "complaints:confirming_reveal",
    "hotline:promise_reveal",
    "complaints:alert_number",
    "complaints:telling_number",
}


def disclosed(route: Route, user: Person, answer: Any) -> str:
    """What an answer shows that it may not: a whole number, or a patient to whom he does not concern."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode(errors="replace") + str(answer.headers)
    if PHONE.search(text) and route.name not in REVEALS:
        return "shows a whole number"
    sees = user is not None and user.may(Permission.VIEW_PATIENTS)
    return "" if sees or "刘国栋" not in text else "shows a patient"


Visitor = tuple[str, Person, Client]


def crowds(route: Route) -> Iterator[tuple[User, list[Visitor]]]:
    """Everybody, by whose objects he tries: his own if he may, else those of the first who may."""
    everybody = crowd()
    first = first_of(route, (user for _name, user, _client in everybody))
    alike = defaultdict(list)
    for visitor in everybody:
        user = visitor[1]
        alike[user if user and permitted(route, user) else first].append(visitor)
    yield from alike.items()


def crowd() -> list[Visitor]:
    """The nine of tests/people.py, a deactivated agent with a live session, and somebody from the street."""
    everybody: list[Visitor] = [
        (f"{user.username} {user.role}", user, signed_in_as(user)) for user in people.everybody()
    ]
    leaver = people.a_user("8666", "陈默", people.Role.AGENT)
    client = signed_in_as(leaver)
    User.objects.filter(pk=leaver.pk).update(is_active=False)
    leaver.refresh_from_db()
    return [*everybody, ("deactivated", leaver, client), ("anonymous", None, StaffClient())]


def told(answer: Any, url: str) -> str:
    """What an answer says, without what is new in each: nonces, tokens, references, times, its address."""
    text = answer.content.decode().replace(url, "HERE")
    text = re.sub(r'(nonce|data-csrf|value)="[^"]{16,}"', r'\1=""', text)
    return re.sub(r"E-[0-9A-Z-]{4,}|\d\d:\d\d(:\d\d)?|\d+ (min|分)", "", text)


def digest(*, but: tuple[str, ...] = ()) -> dict[str, str]:
    """Table → digest of its rows; the log, the sessions and the axes' own notes are allowed to grow."""
    skipped = ("staff_audit", "django_session", "axes_", "django_migrations", *but)
    tables = [table for table in every_table() if not table.startswith(skipped)]
    rows = " UNION ALL ".join(
        f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table}\" t"  # noqa: S608
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(rows)
        return dict(cursor.fetchall())


@cache
def every_table() -> list[str]:
    return list(connection.introspection.django_table_names(only_existing=True, include_views=False))
