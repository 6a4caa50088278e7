"""From an answer to a doctor's telephone and back: one key, one small screen, one call, closed (A25)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from complaints.models import ClinicalAlert
from policy.alerts import State
from tests import people
from tests.browser import accessibility_problems, asked_for
from tests.complaints import alerting
from tests.followups.asking import PAIN, TEMPERATURE, asked
from tests.followups.browsing import Enter, has_focus, kept, leads_on, press, through_the_steps
from tests.followups.browsing import enter as enter
from tests.followups.calling import a_call, a_due_task, at, open_all_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_flag_raised_by_an_answer_is_answered_on_a_telephone_told_and_closed(enter: Enter) -> None:
    open_all_day()
    alerting.posts()
    agent, lin = people.agent(), people.clinician()
    asked(PAIN, TEMPERATURE, flags=True)
    visit = alerting.a_visit(at=timezone.localtime() - timedelta(days=4))
    draft = a_call(agent, a_due_task(agent, visit=visit))

    page = enter(at("call", draft), agent)
    press(page, "t")
    through_the_steps(page, "condition")
    press(page, "8")
    page.wait_for_selector("#alert[data-alert-open]")
    assert page.is_visible("[data-alert-hint]")
    assert accessibility_problems(page) == []
    press(page, "a")
    page.wait_for_selector("#alert:not([data-alert-open]) .notice")
    alert = ClinicalAlert.objects.get()  # the call is not saved yet
    assert (alert.call, alert.state) == (draft.token, State.NEW)
    assert page.is_hidden("[data-alert-hint]")

    page.set_viewport_size({"width": 390, "height": 844})
    page = enter("/complaints/alerts/", lin)
    with page.expect_navigation():
        page.click("a.alert-item")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    with page.expect_navigation():
        page.click(".alert-foot .btn-primary")
    page.wait_for_selector("#act")
    page.click("label[for=act_action_1]")
    page.fill("#act_text", "停用布洛芬，今晚来急诊查血常规。")
    kept(page)
    page.reload()
    assert page.input_value("#act_text").startswith("停用布洛芬")  # nothing typed is lost
    page.click("button[name=later]")
    page.wait_for_url("**/complaints/alerts/")  # nothing is left for him to do

    page.set_viewport_size({"width": 1366, "height": 768})
    page = enter("/complaints/mine/", agent)
    with page.expect_navigation():
        page.click(f"a[href='/complaints/mine/telling/{alert.pk}/']")
    page.fill("[name=told_to]", "女儿 陈静")
    leads_on(page, "Control+Enter")
    page.click("label[for=id_effect_0]")
    press(page, "Control+Enter")
    page.wait_for_url("**/mine/")
    alert.refresh_from_db()
    assert (alert.state, alert.effect, alert.told_to) == (State.CLOSED, "better", "女儿 陈静")


def test_by_hand_it_takes_one_key_and_the_words(enter: Enter) -> None:
    open_all_day()
    alerting.posts()
    draft = a_call(people.agent())
    page = enter(at("call", draft), people.agent())
    press(page, "t")
    through_the_steps(page, "who")
    press(page, "a")
    assert has_focus(page, "alert_words")
    page.keyboard.type("说话含糊，右手抬不起来")
    assert accessibility_problems(page) == []
    press(page, "Escape", "1")  # the digits are the panel's, whatever was chosen before it opened
    assert page.is_checked("#alert-level-urgent")
    assert not page.locator("[name=answered_by]:checked").count()
    press(page, "a")
    page.wait_for_selector("#alert .notice")
    alert = ClinicalAlert.objects.get()
    assert (alert.words, alert.level) == ("说话含糊，右手抬不起来", "urgent")


def test_a_flag_that_is_lifted_leaves_the_keyboard_where_it_is(enter: Enter) -> None:
    open_all_day()
    alerting.posts()
    agent = people.agent()
    version = asked(PAIN, TEMPERATURE, flags=True)
    draft = a_call(agent, a_due_task(agent, visit=alerting.a_visit(at=timezone.localtime())))
    page = enter(at("call", draft), agent)
    press(page, "t")
    through_the_steps(page, "condition")
    press(page, "8")
    page.wait_for_selector("#alert[data-alert-open]")
    press(page, "3", "Enter")
    page.wait_for_selector("#alert:not([data-alert-open])", state="attached")
    assert has_focus(page, f"q-{version.pk}-temperature")

    # Opened again while a flag stands that was reported: at the question, with the panel under it.
    page.keyboard.insert_text("39.2")  # at once: 39 would be a flag, and 39. none
    press(page, "Tab")
    page.wait_for_selector("#alert[data-alert-open]")
    page.focus(f"#q-{version.pk}-pain-3")
    press(page, "a")
    page.wait_for_selector("#alert:not([data-alert-open]) .notice")
    assert has_focus(page, f"q-{version.pk}-pain-3")
    kept(page)
    page.reload()
    page.wait_for_selector("#alert .notice")
    assert has_focus(page, f"q-{version.pk}-pain-3")


def an_alert_on_its_way(enter: Enter, page: Any) -> Any:
    """A call with an answer that raises a flag; the panel is asked for and held back."""
    open_all_day()
    alerting.posts()
    agent = people.agent()
    asked(PAIN, TEMPERATURE, flags=True)
    draft = a_call(agent, a_due_task(agent, visit=alerting.a_visit(at=timezone.localtime())))
    held: list[Any] = []
    # Before the page is there: a page that is goes on for a moment without asking here.
    page.route(f"**{at('call_alert', draft)}", lambda route: held.append(route))
    enter(at("call", draft), agent)
    press(page, "t")
    through_the_steps(page, "condition")
    press(page, "8")
    return asked_for(page, held)


def test_a_complaint_opens_while_an_alert_is_on_its_way(enter: Enter, page: Any) -> None:
    alert = an_alert_on_its_way(enter, page)
    press(page, "p")
    assert has_focus(page, "case-none")
    alert.continue_()
    page.wait_for_selector("#alert[data-alert-open]")
    assert has_focus(page, "case-none")


def test_a_doctor_told_by_hand_while_an_alert_is_on_its_way_is_told_of_that(enter: Enter, page: Any) -> None:
    alert = an_alert_on_its_way(enter, page)
    press(page, "a")
    alert.continue_()
    page.wait_for_selector("#alert[data-alert-open] [data-alert-send]:focus")
    press(page, "a")
    page.wait_for_selector("#alert:not([data-alert-open]) .notice")
    assert ClinicalAlert.objects.get().words == ""


APART = """() => [...document.querySelectorAll('.alert-facts dt:not(.is-long)')].map(dt => {
  const words = document.createRange();
  words.selectNodeContents(dt);
  const right = Math.max(...[...words.getClientRects()].map(one => one.right));
  return [words.getClientRects().length, dt.nextElementSibling.getBoundingClientRect().left - right];
})"""


def test_a_short_question_and_its_answer_stand_apart_on_a_telephone(enter: Enter, page: Any) -> None:
    alert = alerting.in_state(State.NEW)
    ClinicalAlert.objects.update(facts=[["有没有出血？", "没有"], ["疼痛", "8/10"]])
    page.set_viewport_size({"width": 390, "height": 844})
    page = enter(f"/complaints/alerts/{alert.pk}/", people.clinician())
    found = page.evaluate(APART)
    assert len(found) >= 2
    for lines, between in found:
        assert lines == 1
        assert between >= 8
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_time_left_is_the_servers_on_a_telephone_whose_clock_is_wrong(enter: Enter, page: Any) -> None:
    alert = alerting.in_state(State.NEW)
    ClinicalAlert.objects.update(due_at=timezone.now() + timedelta(minutes=9, seconds=50))
    page.clock.install(time=timezone.now() - timedelta(days=5))
    page = enter(f"/complaints/alerts/{alert.pk}/", people.clinician())
    page.clock.run_for(2_000)
    assert re.fullmatch(r"还有 9:\d\d", page.text_content("[data-until]"))
