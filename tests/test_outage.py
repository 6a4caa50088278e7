"""While the database is away, every page answers plainly: what happened and what to do, never a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from callcentre import views
from tests.clients import signed_in_as
from tests.followups.calling import a_call, at, open_all_day
from tests.people import agent

pytestmark = pytest.mark.django_db
CALLS_BACK = ("8001", "E-")  # whom to tell, and what to name


@contextmanager
def no_database(error: type[psycopg.Error] = psycopg.OperationalError) -> Iterator[None]:
    """Whoever asks anything hears what a client hears whose server was killed."""

    def gone(*asked: Any) -> Any:
        raise OperationalError("server closed the connection unexpectedly") from error("gone")

    with connection.execute_wrapper(gone):
        yield


def browser(**headers: str) -> Client:
    client = signed_in_as(agent(), HTTP_ACCEPT_LANGUAGE="en", **headers)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("address", ["/", "/today/", "/patients/", "/nowhere/", "/staff/sign-in/"])
def test_a_page_says_that_the_database_is_away_and_what_to_do(address: str) -> None:
    client = browser()
    with no_database():
        answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "The database does not answer right now" in text
    assert f'href="{address}"' in text
    assert all(word in text for word in CALLS_BACK)
    assert "Traceback" not in text
    assert "closed the connection" not in text
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("state", [psycopg.errors.AdminShutdown, psycopg.errors.CrashShutdown])
def test_a_server_that_is_being_shut_down_is_away(state: type[psycopg.Error]) -> None:
    client = browser()
    with no_database(state):
        assert client.get("/today/").status_code == 503


def test_a_save_leads_back_to_the_call_and_the_session_lives_on() -> None:
    open_all_day()
    draft = a_call(agent())
    page = at("call", draft)
    client = browser(HTTP_REFERER=f"http://testserver{page}")
    with no_database():
        answer = client.post(
            at("call_save", draft), {"token": str(draft.token), "outcome": "completed", "notes": "伤口干燥"}
        )
    text = answer.content.decode()
    assert answer.status_code == 503
    assert f'href="{page}"' in text
    assert "counts only once" in text
    assert "伤口干燥" not in text
    assert client.get(page).status_code == 200


def test_a_database_that_goes_while_the_session_is_written_is_no_misunderstood_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The call may be saved by then: nobody may read that nothing has been changed."""
    client = browser()

    def goes(session: Any, *more: Any, **options: Any) -> None:
        try:
            raise OperationalError(
                "server closed the connection unexpectedly"
            ) from psycopg.OperationalError()
        except OperationalError:
            raise UpdateError  # noqa: B904 - as Django does

    monkeypatch.setattr(SessionStore, "save", goes)
    answer = client.post("/calls/next/")
    assert answer.status_code == 503
    assert "Nothing has been changed" not in answer.content.decode()


def test_a_session_that_really_ended_is_not_taken_for_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(session: Any, *more: Any, **options: Any) -> None:
        raise UpdateError

    client = browser()
    monkeypatch.setattr(SessionStore, "save", ended)
    assert client.post("/calls/next/").status_code == 400


def test_the_load_balancer_hears_that_the_database_is_away() -> None:
    client = Client()
    assert client.get("/health/").json() == {"status": "ok"}
    with no_database():
        answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"status": "no database"})


def test_a_foreign_page_is_not_led_back_to() -> None:
    client = browser(HTTP_REFERER="http://elsewhere.example/trap/")
    with no_database():
        text = client.post("/calls/next/").content.decode()
    assert "elsewhere" not in text


def test_another_error_stays_another_error(rf: RequestFactory) -> None:
    deadlock = OperationalError("deadlock detected")
    deadlock.__cause__ = psycopg.errors.DeadlockDetected("deadlock detected")
    for error in (ValueError("x"), deadlock):
        try:
            raise error
        except type(error):
            assert views.server_error(rf.get("/today/")).status_code == 500


def test_an_error_page_whose_frame_is_broken_is_drawn_without_it(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*asked: Any, **more: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(views, "render", broken)
    answer = views.server_error(rf.get("/today/"))
    assert answer.status_code == 500
    assert "E-" in answer.content.decode()
