"""Words typed about a report, in the browser: none is lost without a question."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from reports.actions.texts import write
from tests import people
from tests.followups.browsing import Enter, press
from tests.followups.browsing import enter as enter
from tests.reports.hospitals import a_month_of
from tests.reports.writing import DRAFTED, a_report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def asked(page: Any, leave: Callable[[], object]) -> bool:
    """Whether the page asks before it is left; it is left all the same."""
    seen: list[str] = []
    answer = lambda dialog: (seen.append(dialog.type), dialog.accept())  # noqa: E731
    page.on("dialog", answer)
    with page.expect_navigation():
        leave()
    page.remove_listener("dialog", answer)
    return seen == ["beforeunload"]


def test_a_text_is_not_left_unsaved_without_a_question(enter: Enter) -> None:
    a_month_of(3)
    with time_machine.travel(DRAFTED):
        report = a_report()
        page = enter(f"/reports/{report.pk}/text/", people.supervisor())
        assert not asked(page, lambda: page.reload())
        page.fill("#id_proposals", "核对号码")
        assert asked(page, lambda: page.reload())
        page.fill("#id_proposals", "核对号码")
        assert not asked(page, lambda: press(page, "Control+Enter"))
        report.refresh_from_db()
        assert report.texts["proposals"] == "核对号码"


@pytest.mark.answers(409)
def test_what_another_has_saved_meanwhile_stands_beside_it_and_one_key_keeps_one_s_own(enter: Enter) -> None:
    a_month_of(3)
    with time_machine.travel(DRAFTED):
        report = a_report()
        page = enter(f"/reports/{report.pk}/text/", people.supervisor())
        other = people.a_user("8011", "冯立", people.supervisor().role)  # type: ignore[arg-type]
        write(report.pk, {"proposals": "甲的建议"}, edits=1, by=other, now=DRAFTED)
        page.fill("#id_proposals", "乙的建议")
        with page.expect_navigation():
            press(page, "Control+Enter")
        assert "冯立" in page.inner_text("article[aria-labelledby=theirs-title]")
        assert page.input_value("#id_proposals") == "甲的建议\n乙的建议"
        assert asked(page, lambda: page.evaluate("location.assign('/reports/')"))
        page = enter(f"/reports/{report.pk}/text/", people.supervisor())
        page.fill("#id_proposals", "丙")
        write(report.pk, {"proposals": "丁"}, edits=2, by=other, now=DRAFTED)
        with page.expect_navigation():
            press(page, "Control+Enter")
        assert not asked(page, lambda: press(page, "Alt+1"))
        report.refresh_from_db()
        assert report.texts["proposals"] == "丙"
