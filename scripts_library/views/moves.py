"""A version's way: begun, submitted, sent back, approved, published. Each leads back to its page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scripts_library.actions import versions
from scripts_library.actions.moving import Refused
from scripts_library.forms import PublishForm
from scripts_library.models import Script, ScriptVersion
from scripts_library.words import refused
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_POST
@allow(Permission.EDIT_SCRIPTS)
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    """The version that is being written, or a new one like the last."""
    script = get_object_or_404(Script, pk=pk)
    version = versions.open_draft(script.pk, by=request.user, now=timezone.now())
    return redirect("scripts_library:edit", version.pk)


@require_POST
@allow(Permission.EDIT_SCRIPTS)
def submit(request: StaffRequest, pk: int) -> HttpResponse:
    return _move(
        request,
        pk,
        lambda: versions.submit(pk, by=request.user, now=timezone.now()),
        _("The version waits for approval by a second person."),
    )


@require_POST
@allow(Permission.APPROVE_SCRIPTS, Permission.EDIT_SCRIPTS)
def send_back(request: StaffRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")[:300]
    return _move(
        request,
        pk,
        lambda: versions.send_back(pk, reason=reason, by=request.user, now=timezone.now()),
        _("The version is a draft again."),
    )


@require_POST
@allow(Permission.APPROVE_SCRIPTS)
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    override = request.POST.get("override", "")[:300]
    return _move(
        request,
        pk,
        lambda: versions.approve(pk, override=override, by=request.user, now=timezone.now()),
        _("The version is approved."),
    )


@require_POST
@allow(Permission.APPROVE_SCRIPTS, Permission.EDIT_SCRIPTS)
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    form = PublishForm(request.POST)
    if not form.is_valid():
        get_object_or_404(ScriptVersion, pk=pk)
        messages.error(request, _("Say from which day it holds."))
        return redirect("scripts_library:version", pk)
    since, now = form.cleaned_data["effective_from"], timezone.localtime()
    return _move(
        request,
        pk,
        lambda: versions.publish(pk, effective_from=since, by=request.user, now=now),
        _("The version is published; calls use it from its day on."),
    )


def _move(request: StaffRequest, pk: int, move: Callable[[], ScriptVersion], done: str) -> HttpResponse:
    get_object_or_404(ScriptVersion, pk=pk)
    try:
        move()
    except Refused as error:
        messages.error(request, refused(error))
    else:
        messages.success(request, done)
    return redirect("scripts_library:version", pk)
