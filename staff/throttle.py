"""Five wrong passwords for one name from one address close that door: 15 minutes, then longer each time.

Kept in the database: nothing opens when Redis is emptied. Colleagues at the same address still get in.
"""

import unicodedata
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.auth import get_user_model
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=4)
REMEMBERED_FOR = timedelta(hours=24)


def plain_name(typed: str) -> str:
    """８０１２ typed with a Chinese input method is 8012."""
    return unicodedata.normalize("NFKC", typed).strip()


def whose_door(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """What the lock counts by: a name; a keyed digest of one that nobody has, for it may be a password."""
    name = (credentials or {}).get("username") or ""
    if get_user_model().objects.filter(username=name).exists():
        return name
    return "nobody:" + salted_hmac("staff.throttle", name, algorithm="sha256").hexdigest()


def _attempts(request: HttpRequest) -> dict[str, Any]:
    """At the door whose password was tried, whoever is signed in on this screen."""
    name = whose_door(request, request.axes_credentials)  # type: ignore[attr-defined]
    return {"username": name, "ip_address": request.axes_ip_address}  # type: ignore[attr-defined]


def cool_off(request: HttpRequest) -> timedelta:
    """How long the next lock lasts: doubled for each one of the last day."""
    since = request.axes_attempt_time - REMEMBERED_FOR  # type: ignore[attr-defined]
    locks = AccessFailureLog.objects.filter(**_attempts(request), locked_out=True, attempt_time__gt=since)
    times: int = 2 ** min(locks.count(), 8)
    return min(FIRST_LOCK * times, LONGEST_LOCK)


def locked_until(request: HttpRequest) -> datetime | None:
    until = AccessAttempt.objects.filter(**_attempts(request)).aggregate(until=Max("expiration__expires_at"))
    return until["until"]  # type: ignore[no-any-return]


def unlock(username: str) -> None:
    """Open every door of this name and forget that it was ever locked."""
    AccessAttempt.objects.filter(username=username).delete()
    AccessFailureLog.objects.filter(username=username).delete()


class Handler(AxesDatabaseHandler):  # type: ignore[misc]
    """A failure counts until its own time has come, not until a limit reckoned anew at each question,
    and for the name that was tried."""

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        request.axes_credentials = credentials  # axes itself notes them too late for `cool_off`
        super().user_login_failed(sender, credentials, request, **kwargs)

    def get_user_attempts(
        self, request: Any, credentials: dict[str, Any] | None = None
    ) -> list[QuerySet[Any]]:
        attempts = self.filter_user_attempts(request, credentials)
        return [found.filter(expiration__expires_at__gt=request.axes_attempt_time) for found in attempts]
