"""What holds for every request: where it is from, how long a session lasts, who signs in, which language."""

import secrets
from collections.abc import Callable
from ipaddress import ip_address
from string import ascii_lowercase
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware, get_user
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils import timezone, translation

from staff import sessions
from staff.actions.audit import acting_from, record
from staff.models import Act, User
from staff.returning import sign_in_url

GetResponse = Callable[[HttpRequest], HttpResponseBase]
OPEN_BEFORE_CHANGE = {"staff:password", "staff:logout"}


def address_of(request: HttpRequest) -> str | None:
    """Who asks, without the zone of an address of this network, which no column holds; None for a socket
    or for nonsense that a proxy let through."""
    try:
        return str(ip_address(request.META.get("REMOTE_ADDR", ""))).partition("%")[0]
    except ValueError:
        return None


def is_background(request: HttpRequest) -> bool:
    """Polling and autosave say so themselves; they keep no session alive."""
    return request.headers.get("X-Background") == "1"


def wants_page(request: HttpRequest) -> bool:
    """False for a part of a page, which must not be given another page to put there."""
    return not is_background(request) and request.headers.get("HX-Request") != "true"


class RequestOrigin:
    """Give each request an id; log entries written meanwhile carry it and the address. Nothing is cached."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = "".join(secrets.choice(ascii_lowercase) for _ in range(12))
        request.request_id = request_id  # type: ignore[attr-defined]
        with acting_from(address_of(request), request_id):
            response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class NoNullCharacters:
    """Leave out of what is sent the one character that no text of the database may hold.

    Uploads are left to their forms: their views look at the size before anything is read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> None:
        names = ["GET"] if getattr(view_func, "csrf_exempt", False) else ["GET", "POST"]
        for name in names:
            sent: QueryDict = getattr(request, name)
            if any("\0" in text for _name, texts in sent.lists() for text in texts):
                setattr(request, name, self.without(sent))

    @staticmethod
    def without(sent: QueryDict) -> QueryDict:
        cleaned = sent.copy()
        for name, texts in sent.lists():
            cleaned.setlist(name, [text.replace("\0", "") for text in texts])
        return cleaned


class SessionLimits:
    """Idle and absolute time-outs; a changed or deactivated account is out at the next request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Read before the user: Django empties the session of one who was deactivated.
        claimed = request.session.get(SESSION_KEY)
        if claimed is not None:
            self.check(request, claimed)
        return self.get_response(request)

    @staticmethod
    def check(request: HttpRequest, claimed: str) -> None:
        now, user = timezone.now(), get_user(request)
        request.user = user  # himself: Django's lazy one is slow to look at
        why = "account changed"
        if isinstance(user, User):
            why = sessions.over(request.session, user, now=now)
        if why:
            actor = User.objects.filter(pk=claimed).first()
            record(Act.SESSION_ENDED, actor=actor, now=now, detail={"why": why.replace(" ", "_")})
            logout(request)
        elif not is_background(request):
            sessions.mark(request.session, now=now)


class SignInRequired(LoginRequiredMiddleware):
    """Closed by default: a page leads to the sign-in form, a part of a page is told so (401)."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        user = request.user
        if not isinstance(user, User):
            # A cookie that leads to no session is one that has run out.
            expired = settings.SESSION_COOKIE_NAME in request.COOKIES
            return redirect(sign_in_url(request, expired=expired)) if wants_page(request) else self.told()
        here = request.resolver_match.view_name if request.resolver_match else ""
        if user.must_change_password and here not in OPEN_BEFORE_CHANGE:
            return redirect("staff:password") if wants_page(request) else self.told()
        return None

    @staticmethod
    def told() -> HttpResponse:
        return HttpResponse(status=401)


class UserLocale:
    """The user's own choice of language comes before the browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = getattr(request.user, "language", "")
        if chosen and chosen != translation.get_language():
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return self.get_response(request)
