"""A report's way: submitted, returned, approved, final. Each leads back to its page (A22)."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports.actions import moves
from reports.actions.refusals import Refused
from reports.models import Report
from reports.movewords import refused
from staff.actions.signing_in import Failure, note_failure
from staff.numbers import whole_number
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PAGE = "reports:report"


@require_POST
@allow(Permission.WRITE_REPORTS)
def submit(request: StaffRequest, pk: int) -> HttpResponse:
    now, edits = timezone.now(), whole_number(request.POST.get("edits")) or 0
    return _move(
        request,
        pk,
        lambda: moves.submit(pk, edits=edits, by=request.user, now=now),
        _("The report is with the executive director; its figures are frozen."),
    )


@require_POST
@allow(Permission.APPROVE_REPORTS)
def send_back(request: StaffRequest, pk: int) -> HttpResponse:
    now, remarks = timezone.now(), request.POST.get("remarks", "")[:5_000]
    return _move(
        request,
        pk,
        lambda: moves.send_back(pk, remarks=remarks, by=request.user, now=now),
        _("The report is with its author again, with your remarks."),
    )


@require_POST
@allow(Permission.APPROVE_REPORTS)
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    now, version = timezone.now(), whole_number(request.POST.get("version")) or 0
    return _signed(
        request,
        pk,
        lambda: moves.approve(pk, version=version, by=request.user, now=now),
        _("The report is approved; the departments are asked for their answers."),
    )


@require_POST
@allow(Permission.APPROVE_REPORTS)
def finalise(request: StaffRequest, pk: int) -> HttpResponse:
    """Refused, it leads back to the differences as they are now."""
    now, read = timezone.now(), request.POST.get("read", "")
    return _signed(
        request,
        pk,
        lambda: moves.finalise(pk, read=read, by=request.user, now=now),
        _("The report is final."),
        back="reports:changes",
    )


def _signed(
    request: StaffRequest, pk: int, move: Callable[[], Report], done: str, *, back: str = PAGE
) -> HttpResponse:
    """The password is the signature; trying it counts and locks like signing in."""
    user = request.user
    report = get_object_or_404(Report.objects.visible_to(user), pk=pk)
    password = request.POST.get("password", "")[:128]
    if authenticate(request, username=user.username, password=password) != user:
        note_failure(user.username, Failure.PASSWORD, now=timezone.now())
        messages.error(request, _("This is not your password; nothing was signed."))
        return redirect(back, report.pk)
    return _move(request, pk, move, done, back=back)


def _move(
    request: StaffRequest, pk: int, move: Callable[[], Report], done: str, *, back: str = PAGE
) -> HttpResponse:
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    try:
        move()
    except Refused as error:
        messages.error(request, refused(error))
        return redirect(back, report.pk)
    messages.success(request, done)
    return redirect(PAGE, report.pk)
