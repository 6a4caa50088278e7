"""The front door, the health page and the error pages."""

import secrets
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from staff.permissions import Permission, anybody, signed_in

# The first of these that the user may open is where he starts.
FRONT_PAGES = (
    (Permission.MAKE_CALLS, "followups:today"),
    (Permission.SUPERVISE, "followups:supervisor"),
    (Permission.MANAGE_USERS, "staff:users"),
    (Permission.READ_LOG, "staff:log"),
    (Permission.VIEW_PATIENTS, "followups:patients"),
)


@require_GET
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    for permission, page in FRONT_PAGES:
        if request.user.may(permission):  # type: ignore[union-attr]
            return redirect(page)
    return redirect("staff:profile")


@require_GET
@anybody
def health(request: HttpRequest) -> JsonResponse:
    """For the load balancer: the process answers and the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def _error(request: HttpRequest, status: int, template: str) -> HttpResponse:
    # Short enough to read out on the telephone, and without patient data.
    reference = "E-" + "".join(secrets.choice("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(6))
    context = {"reference": reference, "now": timezone.now(), "error_page": True}
    return render(request, template, context, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 400, "400.html")


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 403, "403.html")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(request, 404, "404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500, "500.html")
