"""One table: which role may do what. Every view names its permission with `allow`.

A view that names none is found by tests/test_access.py, which walks the URLconf.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    AGENT = "agent", _("agent")
    SUPERVISOR = "supervisor", _("supervisor")
    ASSISTANT = "assistant", _("assistant to the executive director")
    DIRECTOR = "director", _("executive director")
    CLINICIAN = "clinician", _("clinician")
    QUALITY = "quality", _("quality officer")
    ADMINISTRATOR = "administrator", _("administrator")
    AUDITOR = "auditor", _("auditor")


class Permission(StrEnum):
    MAKE_CALLS = "make calls"
    VIEW_PATIENTS = "view patients"
    SUPERVISE = "supervise the queue"
    EXPORT = "export lists"
    IMPORT = "import visits"
    VIEW_RULES = "view rules"
    EDIT_RULES = "edit rules, hours and holidays"
    EDIT_DEPARTMENTS = "confirm departments and doctors"
    MANAGE_USERS = "manage users"
    READ_LOG = "read the log"
    SEE_COMPLAINTS = "see and record complaints"
    ORDER_COMPLAINTS = "decide who answers a complaint"
    WORK_COMPLAINTS = "investigate and answer complaints"
    CONFIRM_COMPLAINTS = "ask about the handling of complaints"
    CHECK_MEASURES = "check corrective measures"
    COMPLAINT_FIGURES = "see the figures of complaints"
    EDIT_STANDING_ORDERS = "edit standing orders and time limits"
    WEEKLY_SHEET = "edit the weekly sheet"
    APPROVE_EXTENSIONS = "approve extensions and pauses"
    EDIT_SCRIPTS = "write scripts"
    APPROVE_SCRIPTS = "approve scripts"
    REHEARSE = "rehearse calls"
    READ_KNOWLEDGE = "look up what is known"
    EDIT_KNOWLEDGE = "edit what is known"
    CARE_FOR_PATIENTS = "note what a patient needs and order calls"
    ANSWER_ALERTS = "answer clinical alerts"
    TELL_ALERTS = "tell patients what the doctor decided"
    WATCH_ALERTS = "see which alerts wait, without what was said"
    EDIT_ALERTS = "edit red flags and the ladder"
    SEE_FIGURES = "see figures and reports"
    WRITE_REPORTS = "write reports"
    APPROVE_REPORTS = "approve reports"
    ANSWER_REPORTS = "answer reports for a department"
    READ_DETAILS = "read every call with its notes"


#: On the page of a call, each on his own: an agent who makes it, a supervisor who corrects one.
ON_A_CALL = (Permission.MAKE_CALLS, Permission.SUPERVISE)

ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.AGENT: frozenset(
        {
            Permission.MAKE_CALLS,
            Permission.VIEW_PATIENTS,
            Permission.CARE_FOR_PATIENTS,
            Permission.SEE_COMPLAINTS,
            Permission.CONFIRM_COMPLAINTS,
            Permission.REHEARSE,
            Permission.READ_KNOWLEDGE,
            Permission.TELL_ALERTS,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Permission.VIEW_PATIENTS,
            Permission.CARE_FOR_PATIENTS,
            Permission.SUPERVISE,
            Permission.EXPORT,
            Permission.IMPORT,
            Permission.VIEW_RULES,
            Permission.EDIT_RULES,
            Permission.EDIT_DEPARTMENTS,
            Permission.SEE_COMPLAINTS,
            Permission.WORK_COMPLAINTS,
            Permission.CONFIRM_COMPLAINTS,
            Permission.COMPLAINT_FIGURES,
            Permission.WEEKLY_SHEET,
            Permission.EDIT_SCRIPTS,
            Permission.REHEARSE,
            Permission.READ_KNOWLEDGE,
            Permission.EDIT_KNOWLEDGE,
            Permission.WATCH_ALERTS,
            Permission.EDIT_ALERTS,
            Permission.SEE_FIGURES,
            Permission.WRITE_REPORTS,
            Permission.READ_DETAILS,
        }
    ),
    Role.ASSISTANT: frozenset(
        {
            Permission.VIEW_PATIENTS,
            Permission.SEE_COMPLAINTS,
            Permission.ORDER_COMPLAINTS,
            Permission.WORK_COMPLAINTS,
            Permission.COMPLAINT_FIGURES,
            Permission.EDIT_STANDING_ORDERS,
            Permission.WEEKLY_SHEET,
            Permission.APPROVE_SCRIPTS,
            Permission.REHEARSE,
            Permission.READ_KNOWLEDGE,
            Permission.WATCH_ALERTS,
            Permission.SEE_FIGURES,
            Permission.READ_DETAILS,
        }
    ),
    Role.DIRECTOR: frozenset(
        {
            Permission.VIEW_PATIENTS,
            Permission.VIEW_RULES,
            Permission.SEE_COMPLAINTS,
            Permission.ORDER_COMPLAINTS,
            Permission.COMPLAINT_FIGURES,
            Permission.WEEKLY_SHEET,
            Permission.APPROVE_EXTENSIONS,
            Permission.APPROVE_SCRIPTS,
            Permission.READ_KNOWLEDGE,
            Permission.SEE_FIGURES,
            Permission.APPROVE_REPORTS,
            Permission.READ_DETAILS,
        }
    ),
    Role.CLINICIAN: frozenset(
        {
            Permission.VIEW_PATIENTS,
            Permission.CARE_FOR_PATIENTS,
            Permission.SEE_COMPLAINTS,
            Permission.WORK_COMPLAINTS,
            Permission.READ_KNOWLEDGE,
            Permission.ANSWER_ALERTS,
            Permission.ANSWER_REPORTS,
        }
    ),
    Role.QUALITY: frozenset(
        {
            Permission.VIEW_PATIENTS,
            Permission.SEE_COMPLAINTS,
            Permission.WORK_COMPLAINTS,
            Permission.CHECK_MEASURES,
            Permission.COMPLAINT_FIGURES,
            Permission.READ_KNOWLEDGE,
            Permission.SEE_FIGURES,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.VIEW_RULES,
            Permission.EDIT_RULES,
            Permission.EDIT_DEPARTMENTS,
            Permission.MANAGE_USERS,
            Permission.EDIT_STANDING_ORDERS,
            Permission.EDIT_SCRIPTS,
            Permission.READ_KNOWLEDGE,
            Permission.EDIT_KNOWLEDGE,
            Permission.EDIT_ALERTS,
        }
    ),
    Role.AUDITOR: frozenset({Permission.READ_LOG}),
}

type_of_view = Callable[Concatenate[HttpRequest, ...], HttpResponseBase]
ANYBODY = "anybody"
SIGNED_IN = "signed in"


def permits(role: str, permission: Permission) -> bool:
    """An unknown role may do nothing."""
    try:
        return permission in ALLOWED[Role(role)]
    except ValueError:
        return False


def allow(*permissions: Permission) -> Callable[[Any], Any]:
    """Let in whoever has one of `permissions`; everybody else gets 403."""

    def guard(view: Any) -> Any:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(request.user.may(p) for p in permissions):  # type: ignore[union-attr]  # signed in: the middleware saw to it
                raise PermissionDenied
            return view(request, *args, **kwargs)  # type: ignore[no-any-return]

        guarded.permissions = permissions  # type: ignore[attr-defined]
        return guarded

    return guard


def signed_in(view: Any) -> Any:
    """Let in every signed-in user: his own profile, signing out."""
    view.permissions = (SIGNED_IN,)
    return view


def anybody(view: Any) -> Any:
    """Let in everybody: signing in, choosing a language, asking whether the service lives."""
    view.permissions = (ANYBODY,)
    return login_not_required(view)
