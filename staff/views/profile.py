"""One's own account: language, keys, password, other sessions.  Templates: templates/staff/profile/."""

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from staff import sessions
from staff.actions.signing_in import Failure, note_failure
from staff.actions.users import change_password, choose_keys, choose_language, end_sessions
from staff.forms import PasswordForm, ProfileForm
from staff.permissions import signed_in
from staff.requests import StaffRequest


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: StaffRequest) -> HttpResponse:
    user = request.user
    present = {"language": user.language or translation.get_language(), "single_keys": user.single_keys}
    form = ProfileForm(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            choose_language(user, form.cleaned_data["language"])
            choose_keys(user, form.cleaned_data["single_keys"])
        translation.activate(user.language)
        messages.success(request, _("Your profile is saved."))
        return redirect("staff:profile")
    return render(request, "staff/profile/profile.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@signed_in
def password(request: StaffRequest) -> HttpResponse:
    """The only page that is open to somebody with a one-time password."""
    user, now = request.user, timezone.now()
    form = PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        # Counts and locks like signing in: an unlocked screen is no way to try passwords.
        if authenticate(request, username=user.username, password=form.cleaned_data["old"]) == user:
            with transaction.atomic():
                change_password(user, form.cleaned_data["new"], now=now)
                update_session_auth_hash(request, user)
                sessions.follow(request.session, user)
            messages.success(request, _("Your new password is valid from now on."))
            return redirect("home")
        note_failure(user.username, Failure.PASSWORD, now=now)
        form.add_error("old", _("This is not your present password."))
    return render(
        request, "staff/profile/password.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_POST
@signed_in
def end_others(request: StaffRequest) -> HttpResponse:
    with transaction.atomic():
        end_sessions(request.user, by=request.user, now=timezone.now())
        sessions.follow(request.session, request.user)
    messages.success(request, _("Your other sessions are ended."))
    return redirect("staff:profile")
