"""Who may open what: every route × everybody × own, another's, no object × method (access_table.py)."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import get_resolver, path, reverse
from django.utils import timezone

from staff import sessions
from staff.models import User
from staff.permissions import allow
from tests import people
from tests.access_matrix import (
    METHODS,
    Visitor,
    ask,
    at_the_door,
    body_of,
    crowds,
    digest,
    disclosed,
    expected,
    missing,
    objects,
    permitted,
    taken_back,
    told,
    undeclared,
    walk,
)
from tests.access_table import ROUTES, Kwargs, Route, by_name
from tests.clients import StaffClient, signed_in_as


@pytest.fixture(autouse=True)
def a_friday_afternoon() -> Iterator[None]:
    """An hour at which calls are allowed, whenever the tests run."""
    with time_machine.travel(people.moment("2026-11-20 15:12")):
        yield


each_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


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


def unlike_the_table(route: Route, visitor: Visitor, tried: dict[str, Kwargs]) -> Iterator[str]:
    name, user, client = visitor
    for which, kwargs in tried.items():
        body = body_of(route, user, kwargs, which)
        # What is not answered at all is not answered for any object.
        for method in METHODS if which == "own" else sorted(route.methods):
            answer = ask(client, route, method, kwargs, body)
            right = expected(route, user, method, which)
            if answer.status_code != right:
                yield f"{name}: {method} {which}: {answer.status_code}, should be {right}"
            elif not at_the_door(route, user, answer):
                yield f"{name}: {method} {which}: sent to {answer['Location']}"
            elif shown := disclosed(route, user, answer):
                yield f"{name}: {method} {which}: {shown}"


@each_route
@pytest.mark.django_db
def test_everybody_gets_what_the_table_says(route: Route) -> None:
    wrong = []
    for owner, visitors in crowds(route):
        with taken_back():
            people.a_task()  # somebody for the lists to show
            tried = objects(route, owner)
            for visitor in visitors:
                with taken_back():
                    wrong += unlike_the_table(route, visitor, tried)
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
                    (a.status_code, told(a, route.url(k)), sorted(a.headers))
                    for a, k in zip(answers, (other, none), strict=True)
                ]
                assert said[0] == said[1], f"{user.role} {method}"


# --- What a request may not change ---


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
    body = body_of(route, user, kwargs, "own")
    before = digest()
    answer = client.post(route.url(kwargs), body)
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
    # The sign-in page sends on whoever is signed in.
    assert {client.get(reverse("staff:login")).status_code for client in clients} == {302}
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert {client.get(reverse("staff:profile")).status_code for client in clients} == {302}
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert {client.get(reverse("staff:profile")).status_code for client in clients} == {302}


def test_a_session_without_its_marks_is_over() -> None:
    user = User(session_epoch=1)
    assert sessions.over({}, user, now=timezone.now()) == "incomplete"
