"""The result of an import in a browser: what it did to today comes by itself, then nothing more is asked."""

import pytest

from followups.actions.queue import keep
from tests import people
from tests.browser import accessibility_problems
from tests.followups.browsing import Enter
from tests.followups.browsing import enter as enter
from tests.followups.calling import open_all_day
from tests.followups.test_brought import a_file, now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_a_file_did_to_today_comes_by_itself(enter: Enter) -> None:
    open_all_day()
    file = a_file(1, 2)
    page = enter(f"/imports/{file.pk}/", people.supervisor())
    before = page.inner_text("#brought-says")
    keep(now=now())
    page.wait_for_selector("#brought dd")
    assert page.locator("#brought dd").all_inner_texts() == ["2", "2"]
    assert page.inner_text("#brought-says") not in ("", before)
    assert page.locator("#brought[hx-get]").count() == 0
    assert accessibility_problems(page) == []
