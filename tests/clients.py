"""A test client whose `force_login` begins a session as the sign-in page does."""

from typing import Any

from django.test import Client
from django.utils import timezone

from staff import sessions
from staff.models import User


class StaffClient(Client):
    def force_login(self, user: User, backend: str | None = None) -> None:
        super().force_login(user, backend or "django.contrib.auth.backends.ModelBackend")
        session: Any = self.session
        sessions.begin(session, user, now=timezone.now())
        session.save()


def signed_in_as(user: User, **defaults: Any) -> StaffClient:
    """`defaults` are headers and META of every request."""
    client = StaffClient(**defaults)
    client.force_login(user)
    return client


def session_cookie(user: User) -> str:
    """The value of the session cookie, for a browser that does not go through the sign-in page."""
    return str(signed_in_as(user).session.session_key)
