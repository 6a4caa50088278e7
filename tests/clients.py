"""A test client whose `force_login` gives a session as the sign-in page does, without its notes."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from staff import sessions
from staff.models import User


class StaffClient(Client):
    def force_login(self, user: User, backend: str | None = None) -> None:
        self.cookies[settings.SESSION_COOKIE_NAME] = session_cookie(user)


def session_cookie(user: User) -> str:
    """The value of the session cookie, also for a browser that does not go through the sign-in page."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    sessions.begin(session, user, now=timezone.now())
    session.create()
    return str(session.session_key)


def signed_in_as(user: User, **defaults: Any) -> StaffClient:
    """`defaults` are headers and META of every request."""
    client = StaffClient(**defaults)
    client.force_login(user)
    return client
