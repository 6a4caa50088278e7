"""Who may open what: every route × everybody × own, another's, no object × method (access_table.py)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse
from django.utils import timezone

from staff import sessions
from staff.models import User
from staff.permissions import ANYBODY, SIGNED_IN, allow
from tests import people
from tests.access_table import ROUTES, Kwargs, Person, Route, Status, by_name
from tests.clients import StaffClient, signed_in_as

METHODS = ("GET", "POST", "HEAD", "DELETE")
NOBODY = 987_654_321
each_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


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


# --- The URLconf and the table say the same ---


def test_every_view_names_its_permission() -> None:
    assert undeclared(get_resolver().url_patterns) == []


def test_a_view_without_a_permission_is_named() -> None:
    def declared(request: Any) -> HttpResponse:
        return HttpResponse()

    patterns = [path("a/", lambda request: HttpResponse(), name="forgotten"), path("b/", allow()(declared))]
    assert undeclared(patterns) == ["forgotten", "b/"]


def test_every_route_is_in_the_table_once_and_nothing_else_is() -> None:
    routes = sorted(name for name, _pattern in walk(get_resolver().url_patterns))
    assert routes == sorted(route.name for route in ROUTES)


def test_the_table_says_the_permission_that_the_view_says() -> None:
    table = by_name()
    wrong = [
        f"{name}: view {pattern.callback.permissions}, table {table[name].permissions}"
        for name, pattern in walk(get_resolver().url_patterns)
        if name in table and set(pattern.callback.permissions) != set(table[name].permissions)
    ]
    assert wrong == []


def test_a_route_with_an_object_says_whose_it_is() -> None:
    table = by_name()
    bare = [
        name
        for name, pattern in walk(get_resolver().url_patterns)
        if name in table and pattern.pattern.converters and not table[name].own
    ]
    assert bare == []


# --- The matrix ---


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


def objects(route: Route, user: Person) -> dict[str, Kwargs]:
    """The kwargs of each object that is tried; `user`'s own if he may, else those of somebody who may."""
    if not route.own:
        return {"own": {}}
    owner = (
        user
        if user and permitted(route, user)
        else next(u for u in people.everybody() if permitted(route, u))
    )
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


def crowd() -> list[tuple[str, Person, Client]]:
    """The nine of tests/people.py, a deactivated agent with a live session, and somebody from the street."""
    everybody: list[tuple[str, Person, Client]] = [
        (f"{user.username} {user.role}", user, signed_in_as(user)) for user in people.everybody()
    ]
    leaver = people.a_user("8666", "陈默", people.Role.AGENT)
    client = signed_in_as(leaver)
    User.objects.filter(pk=leaver.pk).update(is_active=False)
    leaver.refresh_from_db()
    return [*everybody, ("deactivated", leaver, client), ("anonymous", None, StaffClient())]


@each_route
@pytest.mark.django_db
def test_everybody_gets_what_the_table_says(route: Route) -> None:
    wrong = []
    for name, user, client in crowd():
        with taken_back():
            for which, kwargs in objects(route, user).items():
                body = body_of(route, user, kwargs, which)
                # What is not answered at all is not answered for any object.
                for method in METHODS if which == "own" else sorted(route.methods):
                    answer = ask(client, route, method, kwargs, body)
                    right = expected(route, user, method, which)
                    if answer.status_code != right:
                        wrong.append(f"{name}: {method} {which}: {answer.status_code}, should be {right}")
                    elif not at_the_door(route, user, answer):
                        wrong.append(f"{name}: {method} {which}: sent to {answer['Location']}")
    assert wrong == []


@each_route
@pytest.mark.django_db
def test_a_background_request_of_nobody_is_told_so(route: Route) -> None:
    if permitted(route, None):
        return
    with taken_back():
        kwargs = objects(route, None)["own"]
        for header in ({"X-Background": "1"}, {"HX-Request": "true"}):
            for ask_for in (StaffClient().get, StaffClient().post):
                answer = ask_for(route.url(kwargs), headers=header)
                assert (answer.status_code, answer.content) == (401, b"")


def told(answer: Any, kwargs: Kwargs, url: str) -> str:
    """What an answer says, without what is new in each: nonces, tokens, references, times, its address."""
    text = answer.content.decode().replace(url, "HERE")
    for value in kwargs.values():
        text = text.replace(str(value), "ID")
    text = re.sub(r'(nonce|data-csrf|value)="[^"]{16,}"', r'\1=""', text)
    return re.sub(r"E-[0-9A-Z-]{4,}|\d\d:\d\d(:\d\d)?|\d+ (min|分)", "", text)


@each_route
@pytest.mark.django_db
def test_another_ones_object_is_the_same_404_as_none(route: Route) -> None:
    if not route.other:
        return
    for user in filter(lambda user: permitted(route, user), people.everybody()):
        client = signed_in_as(user)
        with taken_back():
            other = route.other(user)
            if other is None:
                continue
            none = missing(other)
            for method in sorted(route.methods):
                answers = [ask(client, route, method, kwargs) for kwargs in (other, none)]
                said = [
                    (a.status_code, told(a, k, route.url(k)), sorted(a.headers))
                    for a, k in zip(answers, (other, none), strict=True)
                ]
                assert said[0] == said[1], f"{user.role} {method}"


# --- What a request may not change ---


def digest(*, but: tuple[str, ...] = ()) -> dict[str, str]:
    """Table → digest of its rows; the log, the sessions and the axes' own notes are allowed to grow."""
    skipped = ("staff_audit", "django_session", "axes_", "django_migrations", *but)
    tables = [
        t
        for t in connection.introspection.django_table_names(only_existing=True)
        if not t.startswith(skipped)
    ]
    digests = {}
    with connection.cursor() as cursor:
        for table in tables:
            quoted = connection.ops.quote_name(table)
            rows = f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {quoted} t"  # noqa: S608
            cursor.execute(rows)
            digests[table] = cursor.fetchone()[0]
    return digests


@each_route
@pytest.mark.django_db
def test_asking_changes_nothing(route: Route) -> None:
    """GET, HEAD and OPTIONS leave every row as it was, but for the log and the sessions."""
    for user in filter(lambda user: permitted(route, user), people.everybody()):
        client = signed_in_as(user)
        with taken_back():
            kwargs = objects(route, user)["own"]
            before = digest()
            for method in ("GET", "HEAD", "OPTIONS"):
                client.generic(method, route.url(kwargs))
            assert digest() == before, user.role


@each_route
@pytest.mark.django_db
def test_a_post_without_the_token_changes_nothing(route: Route) -> None:
    if route.post is None:
        return
    user = next(user for user in people.everybody() if permitted(route, user))
    client = signed_in_as(user, enforce_csrf_checks=True)
    kwargs = objects(route, user)["own"]
    before = digest()
    answer = client.post(route.url(kwargs), body_of(route, user, kwargs, "own"))
    assert answer.status_code == 403
    assert digest() == before


@each_route
@pytest.mark.django_db
def test_ids_in_a_posted_form_are_checked_like_those_in_the_address(route: Route) -> None:
    if not route.forged:
        return
    for user in filter(lambda user: permitted(route, user), people.everybody()):
        client = signed_in_as(user)
        with taken_back():
            kwargs = objects(route, user)["own"]
            body = body_of(route, user, kwargs, "own")
            for field, value in route.forged(user).items():
                before = digest()
                answer = client.post(route.url(kwargs), {**body, field: value})
                assert answer.status_code in {400, 404, 422}, f"{user.role} {field}"
                assert digest() == before, f"{user.role} {field}"


# --- Leaving ---


@pytest.mark.django_db
def test_a_hundred_live_sessions_of_a_deactivated_user_are_refused() -> None:
    user = people.agent()
    clients = [signed_in_as(user) for _ in range(100)]
    assert {client.get(reverse("staff:profile")).status_code for client in clients} == {200}
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert {client.get(reverse("staff:profile")).status_code for client in clients} == {302}
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert {client.get(reverse("staff:profile")).status_code for client in clients} == {302}


def test_a_session_without_its_marks_is_over() -> None:
    user = User(session_epoch=1)
    assert sessions.over({}, user, now=timezone.now()) == "incomplete"
