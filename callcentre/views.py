"""The front door, the health page and the error pages."""

import secrets
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints.models import ClinicalAlert
from staff.models import User
from staff.permissions import Permission, anybody, signed_in
from staff.returning import local_page, page_before

# The first of these that the user may open, and where something waits for him, is where he starts.
FRONT_PAGES: tuple[tuple[Permission, str, Callable[[User], bool]], ...] = (
    (Permission.MAKE_CALLS, "followups:today", bool),
    (Permission.SUPERVISE, "followups:supervisor", bool),
    (Permission.MANAGE_USERS, "staff:users", bool),
    (Permission.READ_LOG, "staff:log", bool),
    (Permission.APPROVE_REPORTS, "reports:overview", bool),
    (Permission.ORDER_COMPLAINTS, "complaints:inbox", bool),
    (Permission.CHECK_MEASURES, "complaints:measures", bool),
    (
        Permission.ANSWER_ALERTS,
        "complaints:alerts",
        lambda user: ClinicalAlert.objects.waiting_for(user).exists(),
    ),
    (Permission.WORK_COMPLAINTS, "complaints:department", bool),
)


@require_GET
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]  # signed in
    for permission, page, waits in FRONT_PAGES:
        if user.may(permission) and waits(user):
            return redirect(page)
    return redirect("staff:profile")


@require_GET
@anybody
def health(request: HttpRequest) -> JsonResponse:
    """For the load balancer: the process answers and the database does; it is asked often, so no traces."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


# SQLSTATE: no connection, out of connections or of disk, shut down or starting; none: no answer at all.
AWAY = ("08", "53", "57P")
SOON = "5"  # seconds; drafts that are kept in the background try again after them


def _error(request: HttpRequest, status: int, template: str) -> HttpResponse:
    return render(request, template, _context(), status=status)


def _context() -> dict[str, Any]:
    # Short enough to read out on the telephone, and without patient data.
    reference = "E-" + "".join(secrets.choice("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(6))
    return {"reference": reference, "now": timezone.now(), "error_page": True}


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """To Django, a database that goes away while the session is written is a session that has ended."""
    if isinstance(exception, SessionInterrupted) and _database_is_away(_first_cause(exception)):
        return _unavailable(request)
    return _error(request, 400, "400.html")


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 403, "403.html")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 404, "404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever failed, the page that says so does not: without a database it is drawn without asking it."""
    if _database_is_away(sys.exception()):
        return _unavailable(request)
    try:
        return _error(request, 500, "500.html")
    except Exception:  # what the frame of the page asks for may be the very thing that is broken
        return _plain(500, "500.html", _context())


def _first_cause(error: BaseException) -> BaseException:
    while error.__context__ and not isinstance(error, (OperationalError, InterfaceError)):
        error = error.__context__
    return error


def _database_is_away(error: BaseException | None) -> bool:
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(AWAY)


def _unavailable(request: HttpRequest) -> HttpResponse:
    sent = request.method not in {"GET", "HEAD"}
    context = _context() | {
        "sent": sent,
        "retry_url": local_page(page_before(request)) if sent else request.get_full_path(),
    }
    answer = _plain(503, "503.html", context)
    answer.headers["Retry-After"] = SOON
    return answer


def _plain(status: int, template: str, context: dict[str, Any]) -> HttpResponse:
    """Without the context of other pages, which asks who is signed in."""
    words = {
        "HOSPITAL_NAME": settings.HOSPITAL_NAME,
        "SUPPORT_EXTENSION": settings.SUPPORT_EXTENSION,
        "DEMO": settings.DEMO,
    }
    return HttpResponse(get_template(template).render(words | context), status=status)
