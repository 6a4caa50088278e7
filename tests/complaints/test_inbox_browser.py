"""The inbox by keyboard: along the list, into the decision, order and next; what was typed is there again."""

from typing import Any

import pytest
from django.utils import timezone

from complaints.models import Complaint
from policy.complaints import Kind, State
from tests import people
from tests.browser import accessibility_problems
from tests.complaints.making import DAY, a_complaint, found, ordered
from tests.followups.browsing import Enter, enter, focused, has_focus, leads_on, press

__all__ = ["enter"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shown(page: Any, case: Complaint) -> None:
    page.wait_for_selector(f"[data-case-shown='{case.pk}']")


def test_the_inbox_is_worked_by_keyboard(enter: Enter) -> None:
    now = timezone.localtime()
    first = a_complaint(title="一", now=now - DAY)
    second = a_complaint(title="二", now=now - DAY / 2)
    lin = people.clinician()
    page = enter("/complaints/inbox/", people.assistant())
    shown(page, first)
    assert accessibility_problems(page) == []

    press(page, "j")
    shown(page, second)
    page.wait_for_url(f"**/complaints/inbox/{second.pk}/")
    assert page.text_content("[data-case-place]") == "第 2 件，共 2 件"
    press(page, "Enter")
    assert has_focus(page, "order_responsible")
    page.select_option("#order_responsible", str(lin.pk))
    page.fill("#order_task", "听两边")
    press(page, "Escape", "k")
    shown(page, first)
    press(page, "j")
    shown(page, second)
    assert page.input_value("#order_task") == "听两边"
    assert page.input_value("#order_responsible") == str(lin.pk)

    leads_on(page, "Control+Enter")
    shown(page, first)
    second.refresh_from_db()
    assert second.state == State.ORDERED
    assert second.order is not None
    assert second.order.task == "听两边"

    press(page, "b")
    assert has_focus(page, "return_text")
    assert accessibility_problems(page) == []
    page.keyboard.type("请写明是哪个科室")
    leads_on(page, "Tab", "Enter")
    assert page.is_visible(".inbox-none")
    first.refresh_from_db()
    assert first.state == State.RETURNED


def test_a_move_opened_before_the_page_has_loaded_has_the_keyboard(
    enter: Enter, page: Any, live_server: Any
) -> None:
    a_complaint(now=timezone.localtime() - DAY)
    enter("/staff/profile/", people.assistant())
    held: list[Any] = []
    page.route("**/late.png", lambda route: held.append(route))
    page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => {"
        " const image = new Image(); image.src = '/late.png'; document.body.append(image); })"
    )
    page.goto(f"{live_server.url}/complaints/inbox/", wait_until="domcontentloaded")
    press(page, "b")
    assert has_focus(page, "return_text")
    assert page.evaluate("document.readyState") == "interactive"
    held.pop().fulfill(body="", content_type="image/png")


def test_the_pages_of_a_case_are_accessible(enter: Enter) -> None:
    now = timezone.localtime()
    case = found(ordered(a_complaint(now=now - DAY, phone="17955550001"), now=now - DAY / 2), now=now)
    page = enter(f"/complaints/{case.pk}/", people.assistant())
    assert accessibility_problems(page) == []
    assert focused(page) == "BODY"  # nothing is wrong, so no field takes the keys
    press(page, "v")
    page.wait_for_selector("a[href='tel:17955550001']")
    for path in ("/complaints/", "/complaints/new/"):
        page = enter(path, people.supervisor(), language="en")
        assert accessibility_problems(page) == [], path


@pytest.mark.answers(409)
def test_a_draft_of_two_people_is_joined_in_a_browser(enter: Enter) -> None:
    now = timezone.localtime()
    case = found(ordered(a_complaint(now=now - DAY), now=now - DAY / 2), now=now)
    page = enter(f"/complaints/{case.pk}/", people.assistant())
    page.click("summary:has-text('起草答复'), summary:has-text('Draft the answer')")
    page.fill("#draft_text", "助理写的")
    page.fill("#draft_no_measure_reason", "已道歉")
    in_other_hands(case)
    leads_on(page, "Tab", "Enter")
    assert "林医生写的" in page.inner_text(".versions")
    assert accessibility_problems(page) == []
    assert page.input_value("#draft_text") == "林医生写的\n\n助理写的"
    leads_on(page, "Control+Enter")
    assert page.is_visible("#answer-title")
    case.refresh_from_db()
    assert case.draft == "林医生写的\n\n助理写的"


def in_other_hands(case: Complaint) -> None:
    from complaints.actions import moves

    moves.draft(
        case.pk,
        by=people.clinician(),
        now=timezone.now(),
        version=case.version,
        text="林医生写的",
        no_measure_reason="已道歉",
    )


def test_praise_is_chosen_and_passed_on_by_keyboard(enter: Enter) -> None:
    people.clinician()  # who reads it
    now = timezone.localtime()
    praise = [a_complaint(kind=Kind.PRAISE, now=now - DAY, title=f"感谢 {n}") for n in range(2)]
    page = enter("/complaints/inbox/", people.assistant())
    shown(page, praise[0])
    press(page, "a")
    page.wait_for_selector("#bulk:not([hidden])")
    assert accessibility_problems(page) == []
    with page.expect_navigation():
        page.click("#bulk button")
    assert page.is_visible(".inbox-none")
    assert set(Complaint.objects.values_list("state", flat=True)) == {State.CLOSED}
