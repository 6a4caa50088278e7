"""What holds for every request: session limits, the user's language, and where a log entry comes from."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from staff.actions.audit import acting_from, record
from staff.models import Act, User

GetResponse = Callable[[HttpRequest], HttpResponseBase]
STARTED, SEEN, EPOCH = "started", "seen", "epoch"
MARK_EVERY = timedelta(seconds=30)  # a session row is not written more often than this


def is_background(request: HttpRequest) -> bool:
    """Polling and autosave say so themselves; they keep no session alive."""
    return request.headers.get("X-Background") == "1"


def sign_in_needed(request: HttpRequest) -> HttpResponse:
    """A page goes to the sign-in form; a background request is told, and the page keeps what was typed."""
    if is_background(request) or request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401)
    return redirect(f"{reverse('staff:login')}?expired=1&next={request.path}")


class SessionLimits:
    """Idle and absolute time-outs; a changed or deactivated account is out at the next request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if isinstance(user, User):
            now = timezone.now()
            why = self.over(request, user, now)
            if why:
                record(Act.SESSION_ENDED, actor=user, now=now, detail={"why": why})
                logout(request)
                return sign_in_needed(request)
            self.mark(request, now)
            if user.must_change_password and request.path not in self.open_paths():
                return redirect("staff:password")
        request_id = uuid.uuid4().hex[:12]
        request.request_id = request_id  # type: ignore[attr-defined]
        with acting_from(request.META.get("REMOTE_ADDR"), request_id):
            response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    @staticmethod
    def open_paths() -> set[str]:
        return {reverse("staff:password"), reverse("staff:logout"), reverse("staff:language")}

    @staticmethod
    def over(request: HttpRequest, user: User, now: datetime) -> str:
        session = request.session
        if session.get(EPOCH) != user.session_epoch:
            return "account changed"
        if now - datetime.fromisoformat(session[STARTED]) > timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS):
            return "absolute"
        if now - datetime.fromisoformat(session[SEEN]) > timedelta(seconds=settings.SESSION_IDLE_SECONDS):
            return "idle"
        return ""

    @staticmethod
    def mark(request: HttpRequest, now: datetime) -> None:
        if is_background(request):
            return
        if now - datetime.fromisoformat(request.session[SEEN]) > MARK_EVERY:
            request.session[SEEN] = now.isoformat()


class UserLocale:
    """The user's own choice of language comes before the browser's (design 5)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        chosen = getattr(request.user, "language", "")
        if chosen and chosen != translation.get_language():
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen  # type: ignore[attr-defined]
        return self.get_response(request)
