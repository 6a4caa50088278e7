"""Questionnaires in a real browser: built by keyboard, branches that open, no fault of accessibility."""

import pytest
from django.urls import reverse

from policy.scripts import State
from scripts_library.models import QuestionnaireVersion
from tests import people
from tests.followups.browsing import Enter, leads_on
from tests.followups.browsing import enter as enter
from tests.scripts_library.asking import PAIN, WHERE, a_questionnaire, brought_to, written
from tests.scripts_library.test_pages_drawn import problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def url(name: str, pk: int) -> str:
    return reverse(f"scripts_library:{name}", args=[pk])


def test_a_branch_is_built_and_tried_out_without_a_mouse(enter: Enter) -> None:
    draft = a_questionnaire()
    page = enter(url("questionnaire_edit", draft.pk), people.supervisor(), "zh-hans")
    page.fill("#q-0-0-zh", "疼不疼？")
    page.select_option("#q-0-0-kind", "scale")
    page.fill("#q-0-0-code", "pain")
    page.focus("button[value='add:0']")
    page.keyboard.press("Enter")
    page.wait_for_selector("#q-0-1-zh:focus")
    page.keyboard.type("哪里疼？")
    page.select_option("#q-0-1-kind", "text")
    page.fill("#q-0-1-show_if", "pain >= 4")
    page.focus("button[value='up:0:1']")
    page.keyboard.press("Enter")
    page.wait_for_selector("button[value='up:0:0']:focus")  # the question keeps the focus where it went
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("button[value='down:0:1']:focus")
    assert page.input_value("#q-0-0-zh") == "疼不疼？"
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{url('questionnaire', draft.pk)}")
    branch = page.locator("[data-preview-question=q1]")
    assert branch.is_hidden()
    page.click("label[for=pain-7]")
    assert branch.is_visible()
    page.click("label[for=pain-na]")
    assert branch.is_hidden()
    assert not page.is_checked("#pain-7")
    saved = QuestionnaireVersion.objects.get(pk=draft.pk)
    assert [one.code for one in saved.sheet.questions] == ["pain", "q1"]


@pytest.mark.answers(422)
def test_enter_in_a_field_saves_and_what_is_wrong_is_said_beside_it(enter: Enter) -> None:
    draft = written(a_questionnaire(), PAIN, WHERE)
    page = enter(url("questionnaire_edit", draft.pk), people.supervisor(), "en")
    page.fill("#q-0-1-show_if", "pain >= wound")
    leads_on(page, "Enter")
    assert page.text_content(".field-error mark") == "wound"
    assert page.input_value("#q-0-1-show_if") == "pain >= wound"
    assert problems(page) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_questionnaires_have_no_fault(enter: Enter, language: str) -> None:
    draft, waiting = written(a_questionnaire(), PAIN, WHERE), brought_to(State.SUBMITTED)
    paths = [
        (reverse("scripts_library:questionnaires"), people.supervisor()),
        (url("questionnaire_edit", draft.pk), people.supervisor()),
        (url("questionnaire", waiting.pk), people.assistant()),
        (url("questionnaire_compare", draft.questionnaire_id), people.supervisor()),
    ]
    found = {path: problems(enter(path, who, language)) for path, who in paths}
    assert {path: faults for path, faults in found.items() if faults} == {}
