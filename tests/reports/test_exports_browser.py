"""A long list in the browser: asked for, watched while a worker makes it, taken, removed."""

from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook

from reports.actions.claims import claim_next
from reports.actions.exports import run_exports
from reports.models import Export
from tests import people
from tests.followups.browsing import Enter
from tests.followups.browsing import enter as enter
from tests.reports.hospitals import QUARTER, Hospital

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_long_list_is_watched_taken_and_removed(enter: Enter, monkeypatch: Any) -> None:
    Hospital(5, 60)
    monkeypatch.setattr("reports.models.exports.AT_ONCE", 5)
    now = people.moment("2026-11-25 21:00")
    with time_machine.travel(now):
        page = enter(f"/reports/details/?kind=free&first={QUARTER[0]}&last={QUARTER[1]}", people.assistant())
        assert page.locator(".details-list tbody tr").count() == 50
        page.keyboard.press("e")
        page.select_option("#export-reason", "leaders")
        with page.expect_navigation():
            page.click("#export .btn-primary")
        assert page.is_visible("#export-progress progress")
        assert "等待" in page.inner_text("#export-progress")

        claim = claim_next(now=now)  # a worker begins, and dies
        assert claim is not None
        claim.keep([b"half"], done=20, now=now)
        page.wait_for_selector("#export-progress progress[value='20']")

        Export.objects.update(claimed_until=None)
        run_exports(clock=lambda: now)
        page.wait_for_selector("form[action$='/file/'] button")
        with page.expect_download() as waiting:
            page.click("form[action$='/file/'] button")
        export = Export.objects.get()
        book = load_workbook(waiting.value.path().open("rb"))
        assert book.worksheets[0].max_row == export.done + 2 > 50
        with page.expect_navigation():
            page.click("form[action$='/cancel/'] button")
        assert "已删除" in page.inner_text(".list tbody tr")
