"""Signing in and out, and the language of the page.  Templates: templates/staff/session/."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from staff import sessions
from staff.actions.signing_in import Failure, note_failure, note_sign_in, note_sign_out
from staff.actions.users import choose_language
from staff.forms import SignInForm
from staff.models import User
from staff.permissions import anybody, signed_in
from staff.requests import StaffRequest
from staff.returning import local_address, local_page
from staff.throttle import locked_until


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@anybody
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        onward = local_page(request.GET.get("next", ""))
        return redirect(onward) if request.user.is_authenticated else _page(request, SignInForm())
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    now, name = timezone.now(), form.cleaned_data["username"]
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    failure = _failure(request, user)
    if failure or not isinstance(user, User):
        note_failure(name, failure or Failure.PASSWORD, now=now)
        form.add_error(None, _words(failure))
        return _page(request, form, status=422)
    with transaction.atomic():
        request.session.flush()  # whoever was here before leaves nothing behind, not even the key
        login(request, user)
        sessions.begin(request.session, user, now=now)
        note_sign_in(user, now=now)
    return redirect(local_page(request.POST.get("next", "")))


def _failure(request: HttpRequest, user: Any) -> Failure | None:
    if user is None:
        return Failure.LOCKED if getattr(request, "axes_locked_out", False) else Failure.PASSWORD
    expired = (
        user.must_change_password and user.password_expires_at and user.password_expires_at <= timezone.now()
    )
    return Failure.ONE_TIME_EXPIRED if expired else None


def _words(failure: Failure | None) -> str:
    if failure == Failure.ONE_TIME_EXPIRED:
        return _("This one-time password has expired. Please ask the administrator for a new one.")
    return _("Staff number or password is wrong. You are not signed in.")


def _page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": local_page(request.POST.get("next", "") or request.GET.get("next", "")),
        "expired": "expired" in request.GET and not form.is_bound,
    }
    return render(request, "staff/session/sign_in.html", context, status=status)


def locked(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]) -> HttpResponse:
    """What axes answers while the door is locked, to known and unknown names alike."""
    until = locked_until(request)
    answer = render(request, "staff/session/locked.html", {"until": until}, status=429)
    if until:
        answer.headers["Retry-After"] = http_date(until.timestamp())
    return answer


@require_POST
@signed_in
def sign_out(request: StaffRequest) -> HttpResponse:
    with transaction.atomic():
        note_sign_out(request.user, now=timezone.now())
        logout(request)
    response = redirect("staff:login")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
@anybody
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    response = redirect(local_address(request.POST.get("next", "")))
    if chosen not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, User):
        choose_language(request.user, chosen)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response
