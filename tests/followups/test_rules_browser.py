"""The rule's page in a browser: a change is marked and reckoned while typing, publishing asks once more."""

import pytest

from policy.timing import Timing
from tests import people
from tests.browser import accessibility_problems
from tests.followups.browsing import Enter
from tests.followups.browsing import enter as enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_change_is_marked_and_publishing_asks_once_more(enter: Enter) -> None:
    rule = people.a_rule(timing=Timing(3, 5, 7)).rule
    page = enter(f"/rules/{rule.pk}/", people.administrator())
    page.wait_for_selector("table.effect")
    page.fill("#id_target", "3")
    page.wait_for_selector("#was-target:not(:empty)")
    assert "5" in page.inner_text("#was-target")
    page.fill("#id_reason", "早两天打")
    assert accessibility_problems(page) == []
    with page.expect_navigation():
        page.click(".actions .btn-primary")
    page.wait_for_selector("dialog[open]")
    assert accessibility_problems(page) == []
    assert rule.versions.count() == 1
    with page.expect_navigation():
        page.click("dialog[open] .btn-primary")
    assert page.locator(".rule-past li").count() == 2
    assert rule.versions.count() == 2
