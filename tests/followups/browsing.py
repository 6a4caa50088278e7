"""What the browser tests of the day share: somebody at a page, and keys pressed as hands press them."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from staff.models import User
from tests.clients import session_cookie

Enter = Callable[..., Any]


@pytest.fixture
def enter(live_server: Any, context: Any, page: Any) -> Enter:
    """Open a page as somebody, without the sign-in page."""

    def go(path: str, user: User, language: str = "zh-hans") -> Any:
        User.objects.filter(pk=user.pk).update(language=language)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_cookie(user), "url": live_server.url}
        page.goto("about:blank")  # what stood there before looks for nothing as somebody else
        context.add_cookies([cookie])
        page.goto(live_server.url + path)
        return page

    return go


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def leads_on(page: Any, *keys: str) -> None:
    """The last of these keys leads to another page: wait until that one listens, with all its scripts."""
    press(page, *keys[:-1])
    with page.expect_navigation():
        press(page, keys[-1])


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.tagName"))


def has_focus(page: Any, field: str) -> bool:
    """Wait until this field has the keyboard: opening a part hands it over a moment after the key."""
    page.wait_for_function("id => document.activeElement.id === id", arg=field)
    return True


def through_the_steps(page: Any, code: str) -> None:
    """Enter until the step is open."""
    for _ in range(12):
        if page.locator(f"[data-step={code}].step-open").count():
            return
        press(page, "Enter")
    raise AssertionError(f"{code} never opened")


def kept(page: Any) -> None:
    """Wait until the server has what was typed."""
    page.wait_for_selector("[data-draft-state][data-state=saved]")


def comes_true(holds: Callable[[], bool]) -> bool:
    """Wait for what the server does by itself."""
    for _ in range(300):
        if holds():
            return True
        time.sleep(0.05)
    return False
