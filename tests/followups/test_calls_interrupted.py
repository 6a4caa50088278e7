"""Nothing that was typed is lost: a killed tab, a session over, a second tab, a colleague."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from followups.models import Attempt, Draft, Task
from tests import people
from tests.clients import session_cookie, signed_in_as
from tests.followups.browsing import Enter, comes_true, kept, leads_on, press
from tests.followups.browsing import enter as enter
from tests.followups.calling import a_call, a_due_task, at, fields, open_all_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "伤口干燥，胃口好；女儿在旁边"


@pytest.fixture(autouse=True)
def hours() -> None:
    open_all_day()


def write(page: Any, text: str) -> None:
    page.focus("#notes")
    press(page, "End")
    page.keyboard.type(text)


def test_a_killed_tab_gives_its_text_back(enter: Enter, context: Any, live_server: Any) -> None:
    draft = a_call(people.agent())
    page = enter(at("call", draft), people.agent())
    press(page, "t", "Enter", "2")
    write(page, TEXT)
    kept(page)
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(live_server.url + at("call", draft))
    assert again.input_value("#notes") == TEXT
    assert again.is_checked("#reached-1")
    assert again.is_checked("#who-relative")
    assert again.get_attribute("[name=connected_at]", "value")


def sign_in_elsewhere(context: Any, server: Any, user: Any) -> None:
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_cookie(user), "url": server.url}
    context.add_cookies([cookie])


@pytest.mark.answers(401, 404)
def test_an_ended_session_keeps_the_text_for_the_same_agent_only(
    enter: Enter, context: Any, live_server: Any
) -> None:
    draft = a_call(people.agent())
    page = enter(at("call", draft), people.agent())
    Session.objects.all().delete()
    write(page, TEXT)
    page.wait_for_selector("[data-draft-state][data-state=signed-out]")
    assert page.is_visible("#banner-signed-out")
    assert page.input_value("#notes") == TEXT

    # Somebody else signs in at this computer: the text is not his.
    sign_in_elsewhere(context, live_server, people.other_agent())
    stranger = context.new_page()
    assert stranger.goto(live_server.url + at("call", draft)).status == 404
    with page.expect_response(lambda answer: answer.url.endswith(at("call_draft", draft))) as refused:
        pass  # the page goes on asking
    assert refused.value.status == 401
    draft.refresh_from_db()
    assert "notes" not in draft.data
    stranger.close()

    sign_in_elsewhere(context, live_server, people.agent())
    write(page, "。")
    kept(page)
    assert page.is_hidden("#banner-signed-out")
    press(page, "Escape", "t")
    page.locator("#outcome-completed + label").click()
    press(page, "Control+Enter")
    page.wait_for_url("**/today/")
    assert Attempt.objects.get().notes == TEXT + "。"


@pytest.mark.answers(409)
@pytest.mark.parametrize(
    ("key", "left"),
    [
        ("Control+Enter", lambda both: "第一页" in both and "第二页" in both),
        ("Alt+1", lambda mine: mine == "第二页"),
        ("Alt+2", lambda theirs: theirs == "第一页"),
    ],
)
def test_two_tabs_on_one_call_show_both_texts(
    enter: Enter, context: Any, live_server: Any, key: str, left: Callable[[str], bool]
) -> None:
    draft = a_call(people.agent())
    page = enter(at("call", draft), people.agent())
    second = context.new_page()
    second.goto(live_server.url + at("call", draft))
    write(page, "第一页")
    kept(page)
    second.fill("#notes", "第二页")  # at once: no draft is sent between two letters
    second.wait_for_selector("dialog.beside[open]")
    assert second.text_content("[data-conflict-mine]") == "第二页"
    assert second.text_content("[data-conflict-theirs]") == "第一页"
    press(second, key)
    second.wait_for_selector("dialog.beside", state="detached")
    assert left(second.input_value("#notes"))
    kept(second)
    draft.refresh_from_db()
    assert left(draft.data["notes"])


@pytest.mark.answers(409)
def test_what_a_closed_tab_sent_last_is_laid_beside_what_was_kept(
    enter: Enter, context: Any, live_server: Any
) -> None:
    draft = a_call(people.agent())
    page = enter(at("call", draft), people.agent())
    second = context.new_page()
    second.goto(live_server.url + at("call", draft))
    write(page, "第一页")
    kept(page)
    write(second, "第二页")
    second.wait_for_selector("dialog.beside[open]")  # and nobody looks at it
    second.close()
    page.reload()
    page.wait_for_selector("dialog.beside[open]")
    assert page.text_content("[data-conflict-mine]") == "第一页"
    assert page.text_content("[data-conflict-theirs]") == "第二页"
    assert "另一个页面" in (page.text_content("#conflict-title") or "")
    press(page, "Control+Enter")
    kept(page)
    page.reload()
    notes = page.input_value("#notes")
    assert "第一页" in notes
    assert "第二页" in notes
    assert page.locator("dialog.beside[open]").count() == 0


def refused_save(enter: Enter) -> tuple[Draft, Any]:
    """Words that are saved before the draft was kept, and without an outcome."""
    draft = a_call(people.agent())
    page = enter(at("call", draft), people.agent())
    press(page, "t")
    write(page, TEXT)
    leads_on(page, "Control+Enter")
    assert page.is_visible("#call-errors")
    return draft, page


@pytest.mark.answers(422)
def test_what_a_refused_save_brought_back_is_kept_before_another_word_is_typed(enter: Enter) -> None:
    draft, page = refused_save(enter)
    kept(page)
    draft.refresh_from_db()
    assert draft.data["notes"] == TEXT


@pytest.mark.answers(422)
def test_a_page_that_is_left_after_a_refused_save_leaves_its_words_behind(enter: Enter) -> None:
    draft, page = refused_save(enter)
    page.click(".callbar-back")
    page.wait_for_url("**/today/")
    # Sent while the page goes, and perhaps kept only after the next one has come.
    assert comes_true(lambda: Draft.objects.get(pk=draft.pk).data.get("notes") == TEXT)


@pytest.mark.answers(409)
def test_a_colleagues_saved_call_is_laid_beside_the_own(enter: Enter) -> None:
    task = a_due_task(people.agent())
    draft = a_call(people.agent(), task)
    page = enter(at("call", draft), people.agent())
    theirs = a_call(people.other_agent(), task)
    signed_in_as(people.other_agent()).post(at("call_save", theirs), fields(theirs, notes="女儿接的"))
    write(page, "本人接的")
    press(page, "Escape", "t")
    page.locator("#outcome-completed + label").click()
    leads_on(page, "Control+Enter")
    page.wait_for_selector("dialog.beside[open]")
    assert "女儿接的" in (page.text_content("[data-conflict-theirs]") or "")
    press(page, "Control+Enter")
    page.wait_for_selector("dialog.beside", state="detached")
    notes = page.input_value("#notes")
    assert "女儿接的" in notes
    assert "本人接的" in notes
    press(page, "Control+Enter")
    page.wait_for_url("**/today/")
    assert Attempt.objects.filter(agent=people.agent()).get().notes == notes


def test_a_call_given_away_meanwhile_says_so_and_is_saved(enter: Enter) -> None:
    draft = a_call(people.agent())
    page = enter(at("call", draft), people.agent())
    Task.objects.update(agent=people.other_agent())
    write(page, TEXT)
    page.wait_for_selector("#call-words:visible")
    assert "张倩" in (page.text_content("#call-words") or "")
    press(page, "Escape", "w", "1", "Control+Enter")
    page.wait_for_url("**/today/")
    assert Attempt.objects.get().reassigned_meanwhile


def test_a_double_click_on_save_is_one_attempt(enter: Enter) -> None:
    draft = a_call(people.agent())
    page = enter(at("call", draft), people.agent())
    press(page, "w", "1")
    page.locator(".call-bottom .btn-primary").dblclick()
    page.wait_for_url("**/today/")
    assert Attempt.objects.count() == 1
    assert not Draft.objects.exists()


def test_without_a_network_nothing_leaves_the_page_and_all_is_kept_when_it_is_back(
    enter: Enter, context: Any
) -> None:
    draft = a_call(people.agent())
    page = enter(at("call", draft), people.agent())
    context.set_offline(True)
    write(page, TEXT)
    page.wait_for_selector("[data-draft-state][data-state=offline]")
    press(page, "Escape", "w", "1")
    with page.expect_event("requestfailed"):  # the server was looked for once more
        press(page, "Control+Enter")
    assert "/calls/" in page.url
    assert page.input_value("#notes") == TEXT
    assert not Attempt.objects.exists()
    context.set_offline(False)
    kept(page)
    draft.refresh_from_db()
    assert draft.data["notes"] == TEXT
    press(page, "Control+Enter")
    page.wait_for_url("**/today/")
    assert Attempt.objects.get().notes == TEXT


def test_a_save_pressed_just_as_the_network_is_back_goes_through(enter: Enter, context: Any) -> None:
    draft = a_call(people.agent())
    page = enter(at("call", draft), people.agent())
    context.set_offline(True)
    write(page, TEXT)
    page.wait_for_selector("[data-draft-state][data-state=offline]")
    press(page, "Escape", "w", "1")
    context.set_offline(False)
    press(page, "Control+Enter")
    page.wait_for_url("**/today/")
    assert Attempt.objects.get().notes == TEXT
