"""What every page does by itself, in a real browser: keys, lists, refreshing, refused answers."""

import json
import re
from typing import Any

import pytest

from tests.browser import accessibility_problems, asked_for
from tests.frames import FRAME, Open
from tests.frames import open_frame as open_frame

pytestmark = pytest.mark.browser

PART = re.search(r'<div id="part".*?</div>', FRAME, re.DOTALL)


def press_in_chinese(page: Any, code: str) -> None:
    """A key that an input method is still composing with."""
    page.evaluate(
        "code => document.activeElement.dispatchEvent(new KeyboardEvent("
        "'keydown', {code, key: 'Process', keyCode: 229, isComposing: true, bubbles: true}))",
        code,
    )


def cursor(page: Any) -> str:
    return str(page.locator(".is-cursor").get_attribute("id"))


def test_letters_act_outside_text_fields_only(open_frame: Open) -> None:
    page = open_frame()
    page.keyboard.press("m")
    page.keyboard.type("n2")
    assert page.input_value("#note") == "n2"
    assert not page.url.endswith("#next")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url("**/*#next")


def test_a_chinese_input_method_triggers_nothing(open_frame: Open) -> None:
    page = open_frame()
    press_in_chinese(page, "KeyN")
    assert not page.url.endswith("#next")


def test_letters_can_be_switched_off_and_the_rest_stays(open_frame: Open) -> None:
    page = open_frame(single_keys=False)
    page.keyboard.press("n")
    assert not page.url.endswith("#next")
    page.keyboard.press("ArrowDown")
    assert cursor(page) == "t-2"


def test_digits_belong_to_the_area_that_has_the_focus(open_frame: Open) -> None:
    page = open_frame()
    page.keyboard.press("2")
    assert not page.is_checked("#red")
    page.focus("#dry")
    page.keyboard.press("2")
    assert page.is_checked("#red")


def test_the_cursor_moves_opens_and_chooses(open_frame: Open) -> None:
    page = open_frame()
    page.keyboard.press("j")
    assert cursor(page) == "t-2"
    page.keyboard.press("Enter")
    page.wait_for_url("**/*#r2")
    page.keyboard.press("x")
    assert page.is_checked("#t-2 [data-row-select]")
    page.keyboard.press("a")
    assert page.is_checked("#t-1 [data-row-select]")


def test_the_question_mark_lists_the_keys_of_the_page_and_escape_closes_it(open_frame: Open) -> None:
    page = open_frame()
    page.keyboard.press("Shift+Slash")
    assert "Next" in page.inner_text("#keys-help")
    assert accessibility_problems(page) == []
    page.keyboard.press("n")
    assert not page.url.endswith("#next")
    page.keyboard.press("Escape")
    page.wait_for_selector("#keys-help", state="hidden")


def test_refreshing_keeps_the_cursor_and_what_was_chosen(open_frame: Open) -> None:
    asked = []

    def part(route: Any) -> None:
        asked.append(route.request.headers.get("x-background"))
        assert PART is not None
        body = PART.group().replace("<table", "<b>new</b><table")
        route.fulfill(body=body, content_type="text/html")

    page = open_frame(answers={"part": part})
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.evaluate("document.dispatchEvent(new CustomEvent('poll:now'))")
    page.wait_for_selector("#part b")
    assert asked == ["1"]
    assert cursor(page) == "t-2"
    assert page.is_checked("#t-2 [data-row-select]")


def test_what_is_swapped_in_acts_at_once(open_frame: Open) -> None:
    button = '<button id="more" hx-post="/frame/more" hx-target="#answer">More</button>'
    page = open_frame(
        answers={
            "save": lambda route: route.fulfill(body=button, content_type="text/html"),
            "more": lambda route: route.fulfill(body="<p>Here</p>", content_type="text/html"),
        }
    )
    # Pressed as soon as it is there: before anything else can happen on the page.
    page.evaluate(
        "new MutationObserver((_, watch) => { watch.disconnect(); document.getElementById('more').click(); })"
        ".observe(document.getElementById('answer'), { childList: true })"
    )
    page.click("#save")
    page.wait_for_selector("#answer p")


def test_a_page_that_is_sent_on_asks_nothing_more_while_the_next_one_takes_its_time(open_frame: Open) -> None:
    asked: list[str] = []
    slow: list[Any] = []

    def over(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(status=204, headers={"HX-Refresh": "true"})

    page = open_frame(answers={"over": over})
    page.route("**/frame/", lambda route: slow.append(route))
    page.evaluate(
        "const part = document.getElementById('answer'); part.setAttribute('hx-get', '/frame/over');"
        " part.setAttribute('hx-trigger', 'every 50ms'); htmx.process(part)"
    )
    first = asked_for(page, slow)
    page.wait_for_timeout(500)
    assert (len(asked), len(slow)) == (1, 1)
    first.abort()


@pytest.mark.answers(409, 422, 500, 401)
@pytest.mark.parametrize("status", [409, 422])
def test_a_refusal_that_explains_itself_is_shown(open_frame: Open, status: int) -> None:
    page = open_frame(
        answers={"save": lambda route: route.fulfill(status=status, body="<p>Taken by Zhang</p>")}
    )
    page.click("#save")
    page.wait_for_selector("#answer p")


@pytest.mark.answers(500)
def test_a_failure_is_said_and_nothing_is_swapped(open_frame: Open) -> None:
    page = open_frame(answers={"save": lambda route: route.fulfill(status=500, body="<p>Traceback</p>")})
    page.click("#save")
    page.wait_for_selector("#banner-failed", state="visible")
    assert page.inner_text("#answer") == ""


@pytest.mark.answers(401)
def test_whoever_is_signed_out_is_told_where_to_sign_in(open_frame: Open) -> None:
    page = open_frame(answers={"save": lambda route: route.fulfill(status=401)})
    page.click("#save")
    page.wait_for_selector("#banner-signed-out a", state="visible")


def test_a_form_is_sent_once_however_often_the_key_is_pressed(open_frame: Open) -> None:
    page = open_frame()
    page.evaluate(
        "window.sent = 0; document.getElementById('draft').addEventListener('submit',"
        " (event) => { event.preventDefault(); window.sent += 1; })"
    )
    for _ in range(10):
        page.keyboard.press("Control+Enter")
    assert page.evaluate("window.sent") == 1


def test_an_answer_can_say_what_happened(open_frame: Open) -> None:
    toast = json.dumps({"toast": {"text": "Noted", "url": "#fix", "label": "Correct", "key": "Z"}})
    page = open_frame(answers={"save": lambda route: route.fulfill(body="", headers={"HX-Trigger": toast})})
    page.click("#save")
    page.wait_for_selector(".toast-note")
    assert accessibility_problems(page, "#toasts") == []
    page.keyboard.press("z")
    page.wait_for_url("**/*#fix")
