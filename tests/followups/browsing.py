"""What the browser tests of the day share: somebody at a page, and keys pressed as hands press them."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from staff.models import User
from tests.clients import session_cookie

Enter = Callable[..., Any]


@pytest.fixture
def enter(live_server: Any, context: Any, page: Any) -> Iterator[Enter]:
    """Open a page as somebody, without the sign-in page."""

    def go(path: str, user: User, language: str = "zh-hans") -> Any:
        User.objects.filter(pk=user.pk).update(language=language)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_cookie(user), "url": live_server.url}
        context.add_cookies([cookie])
        page.goto(live_server.url + path)
        return page

    yield go
    for one in context.pages:
        one.goto("about:blank")
    answered()


def answered() -> None:
    """Wait until the server has ended what the pages sent last: it would lock what the next test empties."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    quiet = 0
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(others)
            quiet = 0 if cursor.fetchone()[0] else quiet + 1
        if quiet == 3:
            return
        time.sleep(0.05)


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.tagName"))


def through_the_steps(page: Any, code: str) -> None:
    """Enter until the step is open."""
    for _ in range(12):
        if page.locator(f"[data-step={code}].step-open").count():
            return
        press(page, "Enter")
    raise AssertionError(f"{code} never opened")


def kept(page: Any) -> None:
    """Wait until the server has what was typed."""
    page.wait_for_selector("[data-draft-state][data-state=saved]", timeout=15_000)
