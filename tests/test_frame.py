"""What every page does by itself, in a real browser: keys, lists, refreshing, drafts, refused answers.

No server and no database: the frame is drawn once, and the browser's requests are answered here.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import RequestFactory

from tests.browser import accessibility_problems

pytestmark = pytest.mark.browser

FRAME = (Path(__file__).parent / "pages" / "frame.html").read_text(encoding="utf-8")
PART = re.search(r'<div id="part".*?</div>', FRAME, re.DOTALL)

Open = Callable[..., Any]


def static_file(route: Any) -> None:
    path = finders.find(urlsplit(route.request.url).path.removeprefix("/static/"))
    route.fulfill(path=path) if path else route.fulfill(status=404)


@pytest.fixture
def open_frame(page: Any) -> Open:
    """A page of the frame alone; `answers` maps a path below /frame/ to what the server says."""

    def go(*, answers: dict[str, Callable[[Any], Any]] | None = None, single_keys: bool = True) -> Any:
        html = engines["django"].from_string(FRAME).render({}, RequestFactory().get("/frame/"))
        if not single_keys:
            html = html.replace('data-single-keys="on"', 'data-single-keys="off"')
        page.route("**/static/**", static_file)
        page.route("**/frame/", lambda route: route.fulfill(body=html, content_type="text/html"))
        for path, answer in (answers or {}).items():
            page.route(f"**/frame/{path}", answer)
        page.goto("http://frame.localhost/frame/")
        page.wait_for_selector(".is-cursor")
        return page

    return go


def press_in_chinese(page: Any, code: str) -> None:
    """A key that an input method is still composing with."""
    page.evaluate(
        "code => document.activeElement.dispatchEvent(new KeyboardEvent("
        "'keydown', {code, key: 'Process', keyCode: 229, isComposing: true, bubbles: true}))",
        code,
    )


def cursor(page: Any) -> str:
    return str(page.locator(".is-cursor").get_attribute("id"))


def state(page: Any) -> str:
    return str(page.locator("[data-draft-state]").get_attribute("data-state"))


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
    assert not page.is_visible("#keys-help")


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


def test_what_is_typed_is_kept_by_itself_and_counted_up(open_frame: Open) -> None:
    posts: list[dict[str, Any]] = []

    def keep(route: Any) -> None:
        posts.append(route.request.post_data_json | {"background": route.request.headers.get("x-background")})
        route.fulfill(json={"seq": int(posts[-1]["seq"])})

    page = open_frame(answers={"draft": keep})
    page.fill("#note", "slept badly")
    assert state(page) == "changed"
    page.wait_for_selector('[data-draft-state][data-state="saved"]', timeout=8000)
    page.fill("#note", "slept badly, asks about fruit")
    page.wait_for_function("document.querySelector('[data-draft-state]').dataset.state !== 'saved'")
    page.wait_for_selector('[data-draft-state][data-state="saved"]', timeout=8000)
    assert [post["seq"] for post in posts] == ["5", "6"]
    assert posts[-1]["note"] == "slept badly, asks about fruit"
    assert posts[-1]["background"] == "1"
    assert "csrfmiddlewaretoken" not in posts[-1]


@pytest.mark.answers(401, 503)
def test_a_draft_survives_the_network_the_server_and_the_session(open_frame: Open) -> None:
    kept: list[str] = []
    replies = iter(["gone", 503, 401])

    def keep(route: Any) -> None:
        reply = next(replies, 200)
        if reply == "gone":
            route.abort()
        elif reply == 200:
            kept.append(route.request.post_data_json["note"])
            route.fulfill(json={"seq": 9})
        else:
            route.fulfill(status=reply, headers={"Retry-After": "1"})

    page = open_frame(answers={"draft": keep})
    page.fill("#note", "slept badly")
    for expected in ("offline", "retry", "signed-out", "saved"):
        page.wait_for_selector(f'[data-draft-state][data-state="{expected}"]', timeout=12000)
    assert kept == ["slept badly"]


@pytest.mark.answers(409)
def test_a_conflict_comes_to_the_page_and_stops_the_draft(open_frame: Open) -> None:
    asked: list[str] = []

    def clash(route: Any) -> None:
        asked.append(route.request.post_data_json["seq"])
        route.fulfill(status=409, body="<p>Both are kept</p>", content_type="text/html")

    page = open_frame(answers={"draft": clash})
    page.fill("#note", "slept badly")
    page.wait_for_selector("#draft-conflict p", timeout=8000)
    page.fill("#note", "slept badly, more")
    page.wait_for_timeout(3500)
    assert asked == ["5"]


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
