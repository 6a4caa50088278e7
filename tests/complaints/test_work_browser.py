"""The department answers and another agent asks, by keyboard alone (A31, C8)."""

from typing import Any

import pytest
from django.utils import timezone

from complaints.models import Complaint
from policy.complaints import State
from staff.permissions import Role
from tests import people
from tests.browser import accessibility_problems
from tests.complaints import making
from tests.followups.browsing import Enter, enter, focused, has_focus, leads_on, press

__all__ = ["enter"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def again(case: Complaint) -> Complaint:
    case.refresh_from_db()
    return case


def into(page: Any, field: str) -> None:
    """Along the page by Tab, as somebody without a mouse goes."""
    for _step in range(60):
        if focused(page) == field:
            return
        press(page, "Tab")
    raise AssertionError(f"Tab does not lead to {field}")


@pytest.mark.answers(409)
def test_a_department_finds_and_drafts_without_a_mouse(enter: Enter) -> None:
    now = timezone.localtime()
    case = making.ordered(making.a_complaint(now=now - making.DAY), now=now - making.DAY / 2)
    page = enter("/complaints/department/", people.clinician())
    into(page, "find_verdict")
    page.select_option("#find_verdict", "verified")
    into(page, "find_text")
    page.keyboard.type("当班一人，未说明等候原因")
    leads_on(page, "Tab", "Enter")
    assert again(case).state == State.INVESTIGATED
    assert accessibility_problems(page) == []

    # Refused, and the keyboard is in the form that says why; each label leads to its own field.
    page.fill("#draft_text", "向您道歉")
    with page.expect_navigation():
        page.locator("form.work-answer button").click()
    assert page.locator("form.work-answer > .field-error").count() == 1
    assert has_focus(page, "draft_text")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))


def test_another_agent_asks_and_the_case_closes(enter: Enter) -> None:
    now = timezone.localtime()
    zhou = people.a_user("8050", "周青", Role.AGENT)
    case = making.a_complaint(by=zhou, now=now - making.DAY, phone="17955550001")
    for step in (making.ordered, making.found, making.drafted):
        case = step(case, now=now - making.DAY / 2)
    making.answered(case, by=zhou, now=now - making.DAY / 3)
    page = enter("/complaints/confirm/", people.agent())
    leads_on(page, "n")
    press(page, "5")
    assert page.is_checked("#level-5")
    into(page, "id_text")
    page.keyboard.type("说清楚了，满意")
    leads_on(page, "Control+Enter")
    assert again(case).state == State.CLOSED
    assert case.confirmations.get().words == "说清楚了，满意"
