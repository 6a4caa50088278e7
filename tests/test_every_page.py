"""Every page of the access table in a browser, in both languages: nothing that axe knows, no overflow."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from staff.models import User
from tests import people
from tests.access_matrix import permitted
from tests.access_table import ROUTES
from tests.access_table import Route as Page
from tests.browser import accessibility_problems
from tests.clients import signed_in_as
from tests.followups.browsing import Enter
from tests.followups.browsing import enter as enter
from tests.followups.calling import open_all_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHO = (
    people.agent, people.supervisor, people.assistant, people.director, people.clinician,
    people.quality, people.administrator, people.auditor,
)  # fmt: skip


def pages() -> Iterator[tuple[Page, str, User]]:
    """Each route that answers a whole page, with somebody who may open it."""
    for route in ROUTES:
        user = next((who() for who in WHO if permitted(route, who())), None)
        if route.get is None or user is None:
            continue
        url = route.url(route.own(user) if route.own else None)
        answer = signed_in_as(user).get(url)
        whole = answer.status_code == 200 and not answer.streaming and b"</html>" in answer.content
        if whole:
            yield route, url, user


def faults(page: Any) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    lines = page.evaluate("(document.querySelector('.topbar')?.offsetHeight ?? 0) > 60")
    # In a window as tall as the page: what lies below the bar at the bottom for the moment is not too small.
    small = page.viewport_size
    page.set_viewport_size({"width": small["width"], "height": 4000})
    found = [*accessibility_problems(page), *(["wider than the window"] if wide else [])]
    found += ["the top bar takes a second line"] if lines else []
    page.set_viewport_size(small)
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_has_a_fault(enter: Enter, language: str) -> None:
    open_all_day()
    found, drawn = {}, 0
    with time_machine.travel(people.moment("2026-11-20 15:12")):
        for route, url, user in pages():
            page = enter(url, user, language)
            drawn += 1
            if problems := faults(page):
                found[route.name] = problems
    assert found == {}
    assert drawn >= 31  # a page that answers something else is not looked at unnoticed
