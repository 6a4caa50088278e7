"""A branching questionnaire by keyboard alone, its tab killed half-way, saved, and told in the story."""

from typing import Any

import pytest
from django.urls import reverse

from complaints.models import Complaint
from followups.models import Attempt
from tests import people
from tests.browser import accessibility_problems
from tests.clients import signed_in_as
from tests.followups.asking import NURSE, asked, told
from tests.followups.browsing import Enter, has_focus, kept, press, through_the_steps
from tests.followups.browsing import enter as enter
from tests.followups.calling import a_call, at, open_all_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_branching_questionnaire_by_keyboard_survives_a_killed_tab(
    enter: Enter, context: Any, live_server: Any
) -> None:
    open_all_day()
    version = asked()
    agent = people.agent()
    draft = a_call(agent)
    own = f"q-{version.pk}-"
    page = enter(at("call", draft), agent)
    press(page, "t")
    through_the_steps(page, "condition")

    # The scale: digits, + for ten; a question comes and goes with the answer before it.
    assert has_focus(page, f"{own}pain-0")
    assert page.locator(f'[data-ask="{own}wound"]').is_hidden()
    press(page, "Equal")  # the key of +, with or without Shift
    assert page.is_checked(f"#{own}pain-10")
    assert page.locator(f'[data-ask="{own}wound"]').is_visible()
    press(page, "3")
    assert page.locator(f'[data-ask="{own}wound"]').is_hidden()
    press(page, "7", "Enter", "2", "Enter")
    assert has_focus(page, f"{own}temperature")
    page.keyboard.type("47.2")
    press(page, "Shift+Enter")
    assert has_focus(page, f"{own}wound-red")
    wrong = page.locator(f"#{own}temperature-wrong")
    assert "43" in wrong.inner_text()
    press(page, "Enter")
    page.keyboard.type("38.6")  # what stood there was selected
    press(page, "Enter")
    assert wrong.is_hidden()

    # The next group: several of, a question that does not apply, one taken away again.
    press(page, "1", "3", "Enter", "2")
    assert page.locator(f'[data-ask="{own}since"]').is_visible()
    press(page, "Backspace")
    assert not page.is_checked(f"#{own}takes-false")
    press(page, "0")
    assert page.is_checked(f"#{own}takes-na")
    assert accessibility_problems(page, "[data-step=condition]") == []
    kept(page)
    page.close(run_before_unload=False)

    # Killed and opened again: at the question reached, with all answers.
    page = context.new_page()
    page.goto(live_server.url + at("call", draft))
    assert has_focus(page, f"{own}takes-na")
    assert page.is_checked(f"#{own}pain-7")
    assert page.is_checked(f"#{own}help-bath")
    assert page.is_checked(f"#{own}help-dressing")
    assert page.input_value(f"#{own}temperature") == "38.6"
    through_the_steps(page, "satisfaction")
    assert "7" in (page.text_content("[data-step=condition] [data-step-found]") or "")
    assert "1" in (page.text_content("#outcome-completed + .outcome small") or ""), (
        "one answer is still needed"
    )

    # Dissatisfied: whom, what about, and the complaint begins with it.
    press(page, "1", "Enter")
    assert has_focus(page, f"{own}overall_level-who")
    page.keyboard.type("王护士")
    press(page, "Enter")
    page.keyboard.type("换药太重")
    press(page, "Escape", "p")
    page.wait_for_selector("#case_words")
    page.wait_for_function("document.activeElement.id === 'case-complaint'")
    assert page.input_value("#case_words") == "换药太重"
    assert page.input_value("#case_persons") == "王护士"
    page.focus(f"#{own}nurse_level-5")
    press(page, "4")
    through_the_steps(page, "thanks")
    press(page, "Enter", "1")
    press(page, "Control+Enter")
    page.wait_for_url("**/today/")

    attempt = Attempt.objects.get()
    assert told(attempt) == {
        "pain": 7, "wound": "red", "temperature": "38.6", "help": ["bath", "dressing"], "takes": {"na": True},
        "overall_level": 1, "nurse_level": 4,
    }  # fmt: skip
    assert attempt.complaint == Complaint.objects.get(words="换药太重", persons="王护士")
    story = signed_in_as(agent).get(reverse("followups:patient", args=[draft.patient_id])).content.decode()
    assert "伤口</span> 发红" in story
    assert "洗澡、换药" in story


def test_the_overall_satisfaction_comes_before_the_other_questions_of_its_step(enter: Enter) -> None:
    open_all_day()
    version = asked(NURSE)
    page = enter(at("call", a_call(people.agent())), people.agent())
    nurse = f"q-{version.pk}-nurse_level"
    press(page, "t")
    through_the_steps(page, "satisfaction")
    assert has_focus(page, "level-none")
    press(page, "4", "Enter")
    assert has_focus(page, "level_reason")
    page.keyboard.type("耐心")
    press(page, "Enter")
    page.wait_for_function("name => document.activeElement.name === name", arg=nurse)
    press(page, "5", "Shift+Enter")
    assert has_focus(page, "level-4")
    press(page, "3", "Enter")  # "fair" needs no reason
    page.wait_for_function("name => document.activeElement.name === name", arg=nurse)
    press(page, "Enter")
    assert page.locator("[data-step=satisfaction].step-open").count() == 0
