"""What every page keeps of what is typed, whatever becomes of the network, the server or the session."""

from typing import Any

import pytest

from tests.frames import Open
from tests.frames import open_frame as open_frame

pytestmark = pytest.mark.browser


def draft_states(page: Any) -> None:
    """From now on the page remembers each state that its draft was in."""
    page.evaluate(
        "window.states = [];"
        "document.addEventListener('draft:state', (event) => states.push(event.detail.state))"
    )


def saved(page: Any, times: int = 1) -> list[str]:
    """The states until it has been kept so many times."""
    page.wait_for_function("n => states.filter((state) => state === 'saved').length === n", arg=times)
    return list(page.evaluate("states"))


def test_what_is_typed_is_kept_by_itself_and_counted_up(open_frame: Open) -> None:
    posts: list[dict[str, Any]] = []

    def keep(route: Any) -> None:
        posts.append(route.request.post_data_json | {"background": route.request.headers.get("x-background")})
        route.fulfill(json={"seq": int(posts[-1]["seq"])})

    page = open_frame(answers={"draft": keep})
    draft_states(page)
    page.fill("#note", "slept badly")
    assert saved(page) == ["changed", "saving", "saved"]
    page.fill("#note", "slept badly, asks about fruit")
    assert saved(page, 2)[3:] == ["changed", "saving", "saved"]
    assert [(post["seq"], post["base"]) for post in posts] == [("5", "4"), ("6", "4")]
    assert posts[-1]["note"] == "slept badly, asks about fruit"
    assert posts[-1]["background"] == "1"
    assert "csrfmiddlewaretoken" not in posts[-1]


def test_what_was_typed_a_moment_ago_goes_before_the_page_that_may_show_it(open_frame: Open) -> None:
    page = open_frame(answers={"draft": lambda route: route.fulfill(json={"seq": 5})})
    posts: list[Any] = []
    page.on("request", lambda one: posts.append(one) if one.method == "POST" else None)
    # A browser asks for the next page after this event. In one breath with the typing, so that it is no tick.
    with page.expect_request("**/frame/draft") as sent:
        assert page.evaluate(
            """() => {
                const real = window.fetch, sent = [];
                window.fetch = (...how) => { sent.push(how); return real(...how); };
                const note = document.getElementById("note");
                note.value = "slept badly";
                note.dispatchEvent(new Event("input", { bubbles: true }));
                window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
                window.fetch = real;
                return sent.length;
            }"""
        )
    assert "slept+badly" in sent.value.post_data
    page.reload()
    assert len(posts) == 1


def test_a_page_drawn_before_the_last_words_had_come_is_drawn_once_more(open_frame: Open) -> None:
    page = open_frame(answers={"draft": lambda route: route.fulfill(json={"seq": 5})})
    drawn: list[str] = []
    page.on("request", lambda one: drawn.append(one.url) if one.url.endswith("/frame/") else None)
    page.fill("#note", "slept badly")
    with page.expect_event("load"):
        page.reload()
    # The frame says number 4 again, and 5 is what the page had sent: once more, and then as it is.
    for _ in range(1000):
        if len(drawn) < 2:
            page.wait_for_timeout(20)
    page.wait_for_timeout(1000)
    assert len(drawn) == 2


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
    draft_states(page)
    page.fill("#note", "slept badly")
    assert saved(page) == ["changed", "saving", "offline", "retry", "signed-out", "saved"]
    assert kept == ["slept badly"]


@pytest.mark.answers(409)
def test_a_conflict_comes_to_the_page_and_stops_the_draft(open_frame: Open) -> None:
    asked: list[str] = []

    def clash(route: Any) -> None:
        asked.append(route.request.post_data_json["seq"])
        route.fulfill(status=409, body="<p>Both are kept</p>", content_type="text/html")

    page = open_frame(answers={"draft": clash})
    page.fill("#note", "slept badly")
    page.wait_for_selector("#draft-conflict p")
    page.fill("#note", "slept badly, more")
    page.wait_for_timeout(3500)
    assert asked == ["5"]
