"""What a department typed about a report and was not taken: it comes back where it was typed."""

import re
from typing import Any

import pytest
import time_machine
from playwright.sync_api import expect

from reports.actions import answering
from reports.models import ReportMeasure
from tests import people
from tests.clients import StaffClient
from tests.followups.browsing import Enter, has_focus
from tests.followups.browsing import enter as enter
from tests.reports.hospitals import a_month_of
from tests.reports.writing import APPROVED, approved


@pytest.mark.django_db
def test_a_measure_that_is_refused_comes_back_with_what_was_typed_and_why_at_its_field() -> None:
    a_month_of(1)
    lin = people.clinician()
    with time_machine.travel(APPROVED, tick=False):
        report = approved()
        head: Any = StaffClient()
        head.force_login(lin)
        head.post(f"/reports/{report.pk}/feedback/", {"text": "已在科会讨论"})
        assert head.get(f"/reports/{report.pk}/").status_code == 200  # which says so, once
        typed = {"text": "入院时核对号码", "responsible": lin.pk, "due_on": "2026-11-01"}
        answer = head.post(f"/reports/{report.pk}/measures/", typed)
        form = answer.context["measure_form"]
        assert answer.status_code == 422
        assert {name: str(form[name].value()) for name in typed} == {
            name: str(value) for name, value in typed.items()
        }
        assert list(form.errors) == ["due_on"]
        assert re.search(r'name="due_on"[^>]*aria-invalid="true"', answer.content.decode())
        assert not list(answer.context["messages"])

        answer = head.post(f"/reports/{report.pk}/feedback/", {"text": "再说一句"})
        assert answer.status_code == 409
        assert answer.context["feedback_form"]["text"].value() == "再说一句"
        assert not ReportMeasure.objects.exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.answers(422)
def test_a_measure_s_wrong_day_is_said_at_its_field_and_the_page_stands_there(enter: Enter) -> None:
    a_month_of(1)
    lin = people.clinician()
    with time_machine.travel(APPROVED):
        report = approved()
        answering.answer(report.pk, department=lin.department, text="已讨论", by=lin, now=APPROVED)  # type: ignore[arg-type]
        page = enter(f"/reports/{report.pk}/", lin)
        page.fill("#id_text", "入院时核对号码")
        page.select_option("#id_responsible", str(lin.pk))
        page.fill("#id_due_on", "2026-11-01")
        with page.expect_navigation():
            page.click("form[action$='/measures/'] button")
        assert has_focus(page, "id_due_on")
        expect(page.locator("#id_due_on")).to_be_in_viewport()
        assert page.input_value("#id_text") == "入院时核对号码"
        assert not ReportMeasure.objects.exists()
