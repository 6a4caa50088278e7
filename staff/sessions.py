"""What a session remembers besides its user, and when it is over. A session that lacks any of it is over."""

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from staff.models import User

STARTED, SEEN, EPOCH = "started", "seen", "epoch"
MARK_EVERY = timedelta(seconds=30)  # a session row is not written more often than this

Session = MutableMapping[str, Any]


def begin(session: Session, user: User, *, now: datetime) -> None:
    """Both clocks start at `now`."""
    session[STARTED] = session[SEEN] = now.isoformat()
    session[EPOCH] = user.session_epoch


def follow(session: Session, user: User) -> None:
    """Keep this session through a change that ends all others of the user."""
    session[EPOCH] = user.session_epoch


def over(session: Session, user: User, *, now: datetime) -> str:
    """Why the session is over; empty while it is not."""
    try:
        started, seen = (datetime.fromisoformat(session[key]) for key in (STARTED, SEEN))
        epoch = session[EPOCH]
    except (KeyError, TypeError, ValueError):
        return "incomplete"
    if epoch != user.session_epoch:
        return "account changed"
    if now - started >= timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS):
        return "absolute"
    if now - seen >= timedelta(seconds=settings.SESSION_IDLE_SECONDS):
        return "idle"
    return ""


def mark(session: Session, *, now: datetime) -> None:
    """Somebody is here."""
    if now - datetime.fromisoformat(session[SEEN]) >= MARK_EVERY:
        session[SEEN] = now.isoformat()
