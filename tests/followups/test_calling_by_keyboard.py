"""A day's calls in a real browser and by keyboard alone: every kind of end, and what each leaves behind."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from followups.models import Attempt, Draft, Task
from patients.models import NumberState, PhoneNumber
from policy.tasks import State
from tests import people
from tests.browser import accessibility_problems
from tests.followups.browsing import Enter, has_focus, leads_on, press, through_the_steps
from tests.followups.browsing import enter as enter
from tests.followups.calling import a_call, a_due_task, at, open_all_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def hours() -> None:
    open_all_day()


def saved(page: Any) -> Attempt:
    """Save by the one key, and wait for the page that follows."""
    before = page.url
    press(page, "Control+Enter")
    page.wait_for_url(lambda url: url != before)
    page.wait_for_load_state()
    return Attempt.objects.latest("pk")


def test_a_whole_call_and_the_next_one_by_keyboard_alone(enter: Enter) -> None:
    agent = people.agent()
    first = a_due_task(agent, people.a_patient("刘国栋"), priority=1)
    a_due_task(agent, people.a_patient("陈国栋"), priority=2)
    page = enter("/today/", agent)
    press(page, "n")
    page.wait_for_url("**/calls/*/")
    press(page, "v")
    page.wait_for_selector('a[href="tel:17955552056"]')
    press(page, "t")
    assert page.is_checked("#reached-1")
    through_the_steps(page, "who")
    press(page, "1")
    assert page.is_checked("#who-patient")
    through_the_steps(page, "satisfaction")
    press(page, "5")
    assert page.is_checked("#level-5")
    press(page, "Tab")
    page.keyboard.type("王护士换药很仔细")
    press(page, "Enter")
    assert page.locator("[data-step=satisfaction].step-open").count() == 0
    through_the_steps(page, "thanks")
    press(page, "Enter", "1", "m")
    page.keyboard.type("伤口干燥，胃口好")
    attempt = saved(page)
    assert page.text_content("h1") == "陈国栋"
    assert (attempt.outcome, attempt.answered_by, attempt.notes) == (
        "completed",
        "patient",
        "伤口干燥，胃口好",
    )
    assert (attempt.answers.get().level, attempt.answers.get().reason) == (5, "王护士换药很仔细")
    assert attempt.connected_at
    first.refresh_from_db()
    assert first.state == State.COMPLETED


ENDS = {
    "completed": State.COMPLETED,
    "partial": State.OPEN,
    "inconvenient": State.OPEN,
    "relative": State.OPEN,
    "declined": State.UNSUCCESSFUL,
    "cannot_communicate": State.OPEN,
    "not_the_patient": State.OPEN,
    "transferred": State.EXEMPT,
    "readmitted": State.SUSPENDED,
    "deceased": State.EXEMPT,
}


def a_call_with_two_numbers() -> Draft:
    task = a_due_task(people.agent())
    PhoneNumber.objects.create(patient=task.patient, number="17955553333", position=2, relation="女儿")
    return a_call(people.agent(), task)


def ended(attempt: Attempt) -> str:
    return Task.objects.get(purposes__attempt=attempt).state


@pytest.mark.parametrize(("digit", "outcome"), enumerate([*ENDS][:-1], start=1))
def test_each_end_of_a_conversation_has_its_digit(enter: Enter, digit: int, outcome: str) -> None:
    page = enter(at("call", a_call_with_two_numbers()), people.agent())
    press(page, "t")
    through_the_steps(page, "thanks")
    press(page, "Enter", str(digit))
    assert page.is_checked(f"#outcome-{outcome}")
    if outcome in ("declined", "cannot_communicate"):
        assert has_focus(page, f"reason-{outcome}")
        press(page, "ArrowDown")
    attempt = saved(page)
    assert attempt.outcome == outcome
    assert bool(attempt.reason) == (outcome in ("declined", "cannot_communicate"))
    assert ended(attempt) == ENDS[outcome]


MISSED = (
    "no_answer", "busy", "powered_off", "line_suspended", "unreachable", "vacant", "wrong_number",
)  # fmt: skip


@pytest.mark.parametrize(("digit", "outcome"), enumerate(MISSED, start=1))
def test_each_call_that_reached_nobody_has_its_digit(enter: Enter, digit: int, outcome: str) -> None:
    draft = a_call_with_two_numbers()
    page = enter(at("call", draft), people.agent())
    press(page, "w")
    assert page.locator("[data-when-reached]").is_hidden()
    press(page, str(digit))
    assert page.text_content("[data-next-text]").strip()
    attempt = saved(page)
    assert attempt.outcome == outcome
    # A suspended line is asked again in the round of the 25th only.
    assert ended(attempt) == (State.UNSUCCESSFUL if outcome == "line_suspended" else State.OPEN)
    dead = draft.patient.numbers.filter(state__in=[NumberState.VACANT, NumberState.WRONG]).exists()
    assert dead == (outcome in ("vacant", "wrong_number"))


def test_an_agreed_time_is_booked_by_key(enter: Enter) -> None:
    page = enter(at("call", a_call_with_two_numbers()), people.agent())
    press(page, "t", "h")
    assert has_focus(page, "agreed_at")
    wanted = timezone.localtime() + timedelta(days=1)
    page.fill("#agreed_at", f"{wanted:%Y-%m-%dT15:30}")
    press(page, "Escape")
    through_the_steps(page, "thanks")
    press(page, "Enter", "3")
    attempt = saved(page)
    assert timezone.localtime(attempt.agreed_at).strftime("%d %H:%M") == f"{wanted:%d} 15:30"
    task = Task.objects.get()
    assert task.agreed
    assert task.call_at == attempt.agreed_at


def test_a_death_asks_once_and_stops_everything(enter: Enter) -> None:
    draft = a_call_with_two_numbers()
    later = a_due_task(people.other_agent(), draft.patient)
    page = enter(at("call", draft), people.agent())
    press(page, "t")
    through_the_steps(page, "thanks")
    press(page, "Enter")
    page.locator("#outcome-deceased + label").click()
    page.wait_for_selector("#death[open]")
    press(page, "Escape")
    page.wait_for_selector("#death:not([open])", state="attached")
    assert not page.is_checked("#outcome-deceased")
    page.locator("#outcome-deceased + label").click()
    page.wait_for_selector("#death[open]")
    press(page, "Tab", "Enter")
    attempt = saved(page)
    assert attempt.outcome == "deceased"
    draft.patient.refresh_from_db()
    assert draft.patient.deceased
    later.refresh_from_db()
    assert later.state == State.EXEMPT


@pytest.mark.answers(422)
def test_what_is_missing_is_said_and_nothing_is_lost(enter: Enter) -> None:
    page = enter(at("call", a_call_with_two_numbers()), people.agent())
    press(page, "m")
    page.keyboard.type("说到一半")
    leads_on(page, "Control+Enter")
    assert "请选择" in (page.text_content("#call-errors") or "")
    assert page.input_value("#notes") == "说到一半"
    assert not Attempt.objects.exists()


@pytest.mark.answers(422)
def test_what_is_missing_is_opened_and_has_the_keyboard(enter: Enter) -> None:
    page = enter(at("call", a_call_with_two_numbers()), people.agent())
    press(page, "t")
    through_the_steps(page, "satisfaction")
    press(page, "2")
    through_the_steps(page, "thanks")
    press(page, "Enter", "1")
    leads_on(page, "Control+Enter")
    assert has_focus(page, "level_reason")
    assert page.locator("[data-step=satisfaction].step-open").count() == 1
    page.keyboard.type("等了很久")
    press(page, "Escape", "t", "5")
    leads_on(page, "Control+Enter")
    assert has_focus(page, "reason-declined")
    assert accessibility_problems(page) == []
    press(page, "ArrowDown")
    assert saved(page).outcome == "declined"


def test_enter_in_a_field_saves_nothing_too_early(enter: Enter) -> None:
    page = enter(at("call", a_call_with_two_numbers()), people.agent())
    press(page, "t")
    through_the_steps(page, "who")
    press(page, "2")
    page.focus("#relation")
    page.keyboard.type("女儿 刘敏")
    press(page, "Enter")
    assert has_focus(page, "identity")  # the next row of the step, before the next step
    press(page, "1", "Enter")
    page.wait_for_selector("[data-step=convenient].step-open")
    told = page.text_content("[data-step=who] [data-step-found]") or ""
    assert "女儿 刘敏・已核对" in told
    assert not Attempt.objects.exists()


def test_t_pressed_again_gives_the_digits_to_the_outcomes(enter: Enter) -> None:
    page = enter(at("call", a_call_with_two_numbers()), people.agent())
    press(page, "t")
    through_the_steps(page, "who")
    press(page, "2")
    assert "接听人" in page.inner_text("[data-digits-of]")
    press(page, "t")
    assert has_focus(page, "outcome-completed")
    assert page.inner_text("[data-digits-of]") == ""
    press(page, "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
    assert has_focus(page, "outcome-declined")  # walked to: its list of reasons does not take the keyboard
    press(page, "3")
    assert page.is_checked("#outcome-inconvenient")
    assert page.is_checked("#who-relative")
    assert saved(page).outcome == "inconvenient"


def test_a_call_that_was_not_connected_after_all_is_no_conversation(enter: Enter) -> None:
    page = enter(at("call", a_call_with_two_numbers()), people.agent())
    press(page, "t")
    assert page.get_attribute("[name=connected_at]", "value")
    press(page, "w")
    assert page.text_content("[data-clock] b") == "00:00"
    assert "未接通" in (page.text_content("[data-clock-text]") or "")
    press(page, "1")
    assert saved(page).connected_at is None


def test_the_keys_of_a_call_are_listed(enter: Enter) -> None:
    page = enter(at("call", a_call_with_two_numbers()), people.agent())
    press(page, "Shift+Slash")
    page.wait_for_selector("#keys-help[open]")
    listed = page.inner_text("[data-keys-list]")
    assert [word for word in ("知识", "记录", "上报医生") if word not in listed] == [], listed


def test_another_number_is_chosen_by_key(enter: Enter) -> None:
    draft = a_call_with_two_numbers()
    page = enter(at("call", draft), people.agent())
    press(page, "l")
    # Both numbers stand on the page before and after: wait until the other one is the one to dial.
    other = draft.patient.numbers.get(number="17955553333").pk
    page.wait_for_selector(f'form.number input[value="{other}"]', state="attached")
    press(page, "v")
    page.wait_for_selector('a[href="tel:17955553333"]')
    press(page, "w", "1")
    assert saved(page).number.number == "17955553333"


def test_r_shows_what_to_answer_under_the_open_step_and_shuts_it_again(enter: Enter) -> None:
    agent = people.agent()
    page = enter(f"/calls/{a_call(agent, a_due_task(agent)).pk}/", agent)
    press(page, "t")
    through_the_steps(page, "who")
    assert page.locator("#replies").is_hidden()
    press(page, "r", "4")
    assert page.locator("#words-fraud").is_visible()
    assert agent.full_name in page.inner_text("#words-fraud")
    assert page.locator("[data-step=who] + [data-replies]").count() == 1
    assert accessibility_problems(page, "[data-replies]") == []
    press(page, "0")
    assert page.locator("#words-promise").is_visible()
    assert page.locator("#words-fraud").is_hidden()
    assert not page.is_checked("#who-patient")
    press(page, "r")
    assert page.locator("#words-promise, #replies").filter(visible=True).count() == 0
