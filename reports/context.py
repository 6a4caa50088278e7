"""What reports wait for of whoever is signed in, on the pages where people begin their day (A22)."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from reports.reminding import Reminder, reminders
from staff.models import User
from staff.quiet import unless_quiet

#: Where callcentre.views.FRONT_PAGES lead, and what people of a department open.
BEGIN = frozenset(
    {
        "followups:supervisor",
        "reports:overview",
        "reports:reports",
        "complaints:inbox",
        "complaints:department",
        "complaints:mine",
    }
)


def begins(request: HttpRequest) -> dict[str, Any]:
    """`report_reminders`: only where a page begins a day, and asked for only when it is drawn."""
    match, user = request.resolver_match, getattr(request, "user", None)
    if match is None or match.view_name not in BEGIN or user is None or not user.is_authenticated:
        return {}
    return {"report_reminders": SimpleLazyObject(lambda: _told(user))}


def _told(user: User) -> list[Reminder]:
    return unless_quiet(f"no-report-reminders:{user.pk}", lambda: reminders(user))
