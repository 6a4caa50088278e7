"""A protected diagnosis in a browser: it opens where it stands, and shuts for somebody else (E8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from patients.actions.clearing import clear_person
from tests import people
from tests.followups.browsing import Enter
from tests.followups.browsing import enter as enter
from tests.followups.calling import a_call, a_due_task, at, open_all_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_card_opens_and_shuts_without_a_reload_however_fast_the_hands_are(enter: Enter) -> None:
    open_all_day()
    agent, now = people.agent(), timezone.now()
    patient = people.a_patient(do_not_disclose=True)
    given = {"name": "刘敏", "relation": "女儿", "named_by": "patient"}
    daughter = clear_person(patient, **given, by=agent, now=now)
    visit = people.a_visit(patient, at=now - timedelta(days=4), diagnosis="绒膜癌")
    page = enter(at("call", a_call(agent, a_due_task(agent, visit=visit))), agent)
    card, words = page.locator("#facts"), page.locator("#say-satisfaction")
    page.keyboard.press("t")
    page.click("[data-step=who] [data-step-open]")

    # Faster than the server answers: only the last state counts.
    page.click("label[for=who-patient]")
    page.click("label[for=identity]")
    card.get_by_text("绒膜癌").wait_for()
    assert "胃肠外科" in (words.text_content() or "")
    page.click("label[for=who-relative]")
    card.locator(".bi-eye-slash").wait_for()
    assert "绒膜癌" not in page.content()
    page.click(f"label[for=cleared-{daughter.pk}]")
    card.get_by_text("绒膜癌").wait_for()
    page.click("label[for=who-other]")
    card.locator(".bi-eye-slash").wait_for()
    assert "胃肠外科" not in (words.text_content() or "")
