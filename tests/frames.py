"""The frame of every page alone, in a real browser.

No server and no database: the frame is drawn once, and the browser's requests are answered here.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import RequestFactory

FRAME = (Path(__file__).parent / "pages" / "frame.html").read_text(encoding="utf-8")

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
