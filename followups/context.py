"""What every page's top bar shows: the pages this user may open, and whether calls may be made now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from complaints.bell import RINGS
from complaints.models import ClinicalAlert
from policy.calendar import Calendar
from regulation.reading import calendar_at
from staff.models import User
from staff.permissions import Permission, Role, permits

A, X, D, C, Q = Role.AGENT, Role.ASSISTANT, Role.DIRECTOR, Role.CLINICIAN, Role.QUALITY
# Page, name, what it needs, and for whom it stands in the bar when not for all who may: the rest find it on
# the page of all complaints.
ENTRIES: tuple[tuple[str, Any, Permission, tuple[Role, ...]], ...] = (
    ("followups:today", _("Today's follow-ups"), Permission.MAKE_CALLS, ()),
    ("followups:verification", _("Re-verification"), Permission.MAKE_CALLS, ()),
    ("followups:supervisor", _("Supervisor's room"), Permission.SUPERVISE, ()),
    ("patients:imports", _("Import"), Permission.IMPORT, ()),
    ("followups:tasks", _("Follow-up tasks"), Permission.SUPERVISE, ()),
    ("hotline:promises", _("Promises"), Permission.MAKE_CALLS, ()),
    ("hotline:promises", _("Promises"), Permission.SUPERVISE, ()),
    ("complaints:alerts", _("Clinical alerts"), Permission.ANSWER_ALERTS, ()),
    ("complaints:watching", _("Waiting alerts"), Permission.WATCH_ALERTS, ()),
    ("reports:overview", _("Overview"), Permission.APPROVE_REPORTS, ()),
    ("complaints:inbox", _("Inbox"), Permission.ORDER_COMPLAINTS, ()),
    ("complaints:department", _("My department"), Permission.WORK_COMPLAINTS, (C,)),
    ("complaints:mine", _("Owed"), Permission.SEE_COMPLAINTS, (A, C)),
    ("complaints:confirming", _("After the answer"), Permission.CONFIRM_COMPLAINTS, (A,)),
    ("complaints:cases", _("Complaints"), Permission.SEE_COMPLAINTS, ()),
    ("complaints:measures", _("Measures"), Permission.CHECK_MEASURES, ()),
    ("complaints:points", _("Points"), Permission.SEE_COMPLAINTS, (Q,)),
    ("complaints:standing", _("Standing orders"), Permission.EDIT_STANDING_ORDERS, ()),
    ("complaints:flags", _("Red flags"), Permission.EDIT_ALERTS, (Role.ADMINISTRATOR,)),
    ("complaints:weekly", _("Weekly sheet"), Permission.WEEKLY_SHEET, (X, D)),
    ("reports:reports", _("Reports"), Permission.SEE_FIGURES, ()),
    ("reports:reports", _("Reports"), Permission.ANSWER_REPORTS, ()),
    ("reports:figures", _("Figures"), Permission.SEE_FIGURES, ()),
    ("reports:details", _("Details and notes"), Permission.READ_DETAILS, ()),
    ("complaints:figures", _("Complaint figures"), Permission.COMPLAINT_FIGURES, (X, D, Q)),
    ("scripts_library:rehearsals", _("Practice"), Permission.REHEARSE, (A,)),
    ("followups:return_visits", _("Return visits"), Permission.CARE_FOR_PATIENTS, (C,)),
    ("followups:patients", _("Patients"), Permission.VIEW_PATIENTS, ()),
    ("followups:rules", _("Rules"), Permission.VIEW_RULES, ()),
    ("scripts_library:library", _("Scripts"), Permission.EDIT_SCRIPTS, ()),
    ("scripts_library:library", _("Scripts"), Permission.APPROVE_SCRIPTS, ()),
    ("patients:departments", _("Departments"), Permission.EDIT_DEPARTMENTS, ()),
    ("scripts_library:knowledge", _("Knowledge"), Permission.EDIT_KNOWLEDGE, ()),
    ("staff:users", _("Users"), Permission.MANAGE_USERS, ()),
    ("staff:log", _("Log"), Permission.READ_LOG, ()),
)

IN_BAR = 6  # as many as one line holds beside the calling hours; the rest stand in a menu


@dataclass(frozen=True, slots=True)
class Calling:
    open: bool
    until: datetime | None
    opens_at: datetime | None
    left_minutes: int  # until it closes, or until it opens
    demo: bool


def calling_at(now: datetime) -> Calling:
    """Whether calls may be made at `now`, and until or from when."""
    return calling_in(calendar_at(now), now)


def calling_in(calendar: Calendar, now: datetime) -> Calling:
    """The same, for who has the calendar already."""
    block = calendar.block_at(now)
    if block:
        return Calling(
            True, block.closes, None, int((block.closes - now).total_seconds() // 60), settings.DEMO
        )
    upcoming = calendar.next_block(now)
    return Calling(
        False, None, upcoming.opens, int((upcoming.opens - now).total_seconds() // 60), settings.DEMO
    )


@dataclass(frozen=True, slots=True)
class Entry:
    url: str
    label: str
    active: bool
    badge: int = 0
    bell: str = ""  # what bell.js counts beside it


# What waits, counted beside the entry.
COUNTS: Mapping[str, Callable[[User], int]] = {
    "complaints:alerts": lambda user: ClinicalAlert.objects.waiting_for(user).count(),
}
BELLS = {"complaints:alerts": "alerts", "complaints:watching": "watching", "complaints:mine": "mine"}


@lru_cache(maxsize=64)
def _allowed(role: str, language: str | None) -> tuple[tuple[str, str, str], ...]:
    """Of a role, in the active language: each entry's page, address and label."""
    return tuple(
        (name, reverse(name), str(label))
        for name, label, need, roles in ENTRIES
        if permits(role, need) and (not roles or role in roles)
    )


def _entries(request: HttpRequest) -> list[Entry]:
    user: User = request.user  # type: ignore[assignment]  # signed in: navigation looks first
    allowed = _allowed(user.role, get_language()) if user.is_active else ()
    here = max((url for _name, url, _label in allowed if request.path.startswith(url)), key=len, default="")
    return [
        Entry(url, label, url == here, COUNTS[name](user) if name in COUNTS else 0, BELLS.get(name, ""))
        for name, url, label in allowed
    ]


def _bar(entries: list[Entry]) -> list[Entry]:
    """What stands in the bar itself; one entry alone is not worth a menu."""
    return entries if len(entries) <= IN_BAR + 1 else entries[:IN_BAR]


def _minds_hours(request: HttpRequest) -> bool:
    """Whether calls may be made now matters to who makes them, steers them or sets their hours."""
    needs = (Permission.MAKE_CALLS, Permission.SUPERVISE, Permission.EDIT_RULES)
    return any(request.user.may(need) for need in needs)  # type: ignore[union-attr]


def _rings(user: Any) -> int:
    """Every so many seconds a page asks what waits; 0: nothing rings for this user."""
    if user.may(Permission.ANSWER_ALERTS):
        return 15
    return 30 if any(user.may(needed) for needed, _ring in RINGS.values()) else 0


def navigation(request: HttpRequest) -> dict[str, Any]:
    base: dict[str, Any] = {
        "HOSPITAL_NAME": settings.HOSPITAL_NAME,
        "SUPPORT_EXTENSION": settings.SUPPORT_EXTENSION,
        "DEMO": settings.DEMO,
        "CSRF_COOKIE_NAME": settings.CSRF_COOKIE_NAME,
    }
    user: Any = getattr(request, "user", None)
    # With a one-time password nothing is open but the page that changes it.
    if not user or not user.is_authenticated or user.must_change_password:
        return base
    entries = cache(lambda: _entries(request))
    return (
        base
        | {
            "nav": SimpleLazyObject(lambda: _bar(entries())),
            "nav_more": SimpleLazyObject(lambda: entries()[len(_bar(entries())) :]),
            "may_find": user.may(Permission.VIEW_PATIENTS),
            "rings": _rings(user),
        }
        | ({"calling": SimpleLazyObject(lambda: calling_at(timezone.now()))} if _minds_hours(request) else {})
    )
