"""Pages asked for in one process: the product's through its whole chain of middleware, a floor's through the
least of it, which is a session and a user."""

import re
import time
from collections.abc import Callable
from typing import Any

import calling


def prepare(tasks: int = 100_000) -> None:
    """The ground of M5, words compiled, plain static files."""
    import os

    os.environ["CALLCENTRE_DEMO"] = "1"  # pages of an hour in which calls may be made
    from django.conf import settings

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    calling.prepare(tasks)


class Site:
    """A WSGI application, and the cookie of somebody who has signed in."""

    def __init__(self, cookie: str) -> None:
        from django.core.handlers.wsgi import WSGIHandler

        self.cookie = cookie
        self.application: Any = WSGIHandler()

    def text(self, path: str) -> str:
        from django.conf import settings
        from django.test import RequestFactory

        environ = RequestFactory().get(path).environ | {
            "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={self.cookie}",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_LANGUAGE": "zh-hans",
        }
        states: list[str] = []
        answer = self.application(environ, lambda state, _headers: states.append(state))
        body = b"".join(answer)
        answer.close()
        assert states == ["200 OK"], (path, states)
        return body.decode()

    def timed(self, path: str) -> float:
        begin = time.perf_counter()
        self.text(path)
        return time.perf_counter() - begin

    def queries(self, path: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.text(path)
        with CaptureQueriesContext(connection) as asked:
            self.text(path)
        return sum(not re.match(r"SAVEPOINT|RELEASE|BEGIN|COMMIT", query["sql"]) for query in asked)


class Floor(Site):
    """One view behind session and user, and nothing else."""

    def __init__(self, cookie: str, view: Callable[..., Any]) -> None:
        from django.conf import settings
        from django.core.handlers.wsgi import WSGIHandler

        class Least(WSGIHandler):
            def resolve_request(self, request: Any) -> Any:
                return view, (), {}

        whole = settings.MIDDLEWARE
        settings.MIDDLEWARE = [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ]
        self.cookie = cookie
        self.application = Least()
        settings.MIDDLEWARE = whole
