"""The rule's page in a browser: a change is marked and reckoned while typing, publishing asks once more."""

from typing import Any

import pytest
from django.conf import settings

from policy.timing import Timing
from tests import people
from tests.browser import accessibility_problems
from tests.clients import session_cookie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_change_is_marked_and_publishing_asks_once_more(live_server: Any, context: Any, page: Any) -> None:
    rule = people.a_rule(timing=Timing(3, 5, 7)).rule
    cookie = session_cookie(people.administrator())
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/rules/{rule.pk}/")
    page.wait_for_selector("table.effect")
    page.fill("#id_target", "3")
    page.wait_for_selector("#was-target:not(:empty)")
    assert "5" in page.inner_text("#was-target")
    page.fill("#id_reason", "早两天打")
    assert accessibility_problems(page) == []
    page.click(".actions .btn-primary")
    page.wait_for_selector("dialog[open]")
    assert accessibility_problems(page) == []
    assert rule.versions.count() == 1
    page.click("dialog[open] .btn-primary")
    page.wait_for_selector("#past-title")
    page.wait_for_function("document.querySelectorAll('.rule-past li').length === 2")
    assert rule.versions.count() == 2
