"""Every route of the product, once: who may open it, and what it answers.

tests/test_access.py makes the matrix from it: route × person × object × method.
A route that is missing here, or that says another permission than its view, fails.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from staff.actions.users import version_of
from staff.models import User
from staff.permissions import ANYBODY, SIGNED_IN, Permission
from tests import people
from tests.access_alerts import ALERTS
from tests.access_complaints import COMPLAINTS
from tests.access_complaints_more import COMPLAINTS_MORE
from tests.access_exports import EXPORTS
from tests.access_followups import FOLLOWUPS
from tests.access_imports import IMPORTS
from tests.access_knowledge import KNOWLEDGE
from tests.access_needs import NEEDS
from tests.access_questionnaires import QUESTIONNAIRES
from tests.access_reports import REPORTS
from tests.access_route import Kwargs as Kwargs
from tests.access_route import Person as Person
from tests.access_route import Route as Route
from tests.access_route import Status as Status
from tests.access_scripts import SCRIPTS

# --- callcentre ---

CALLCENTRE = (
    Route("home", SIGNED_IN, get=302),
    Route("health", ANYBODY),
)

# --- staff ---


def an_account(user: User) -> Kwargs:
    return {"pk": people.other_agent().pk}


def an_absence(user: User) -> Kwargs:
    away = people.other_agent()
    return {"pk": away.pk, "absence": people.an_absence(away).pk}


def anothers_absence(user: User) -> Kwargs:
    """An absence that exists, but of somebody else than the address says."""
    return {"pk": people.agent().pk, "absence": people.an_absence(people.other_agent()).pk}


def account_fields(user: User, kwargs: Kwargs) -> dict[str, Any]:
    account = User.objects.get(pk=kwargs["pk"])
    return {"full_name": "张倩", "role": account.role, "takes_calls": "on", "seen": version_of(account)}


USERS = Permission.MANAGE_USERS
STAFF: tuple[Route, ...] = (
    Route("staff:login", ANYBODY, get=lambda user: 302 if user and user.is_active else 200, post=422),
    Route("staff:logout", SIGNED_IN, get=None, post=302),
    Route("staff:language", ANYBODY, get=None, post=302, data={"language": "en"}),
    Route("staff:profile", SIGNED_IN, post=302, data={"language": "en"}),
    Route(
        "staff:password",
        SIGNED_IN,
        post=302,
        data={"old": people.PASSWORD, "new": "quiet river under pines", "again": "quiet river under pines"},
    ),
    Route("staff:end_others", SIGNED_IN, get=None, post=302),
    Route("staff:users", USERS),
    Route(
        "staff:user_new",
        USERS,
        post=200,
        data={"username": "8500", "full_name": "何静", "role": "agent"},
        forged=lambda user: {"department": 987_654_321},
    ),
    Route(
        "staff:user_edit",
        USERS,
        post=302,
        own=an_account,
        data=account_fields,
        forged=lambda user: {"department": 987_654_321, "skill_departments": 987_654_321, "role": "root"},
    ),
    Route("staff:user_active", USERS, get=None, post=302, own=an_account, data={"active": "0"}),
    Route("staff:user_reset", USERS, get=None, post=200, own=an_account),
    Route("staff:user_sign_out", USERS, get=None, post=302, own=an_account),
    Route(
        "staff:user_absence",
        USERS,
        get=None,
        post=302,
        own=an_account,
        data={"first_day": "2026-11-25", "last_day": "2026-11-26"},
    ),
    Route("staff:user_absence_remove", USERS, get=None, post=302, own=an_absence, other=anothers_absence),
    Route("staff:log", Permission.READ_LOG),
)

# --- regulation ---


def a_calendar_day(user: User) -> Kwargs:
    from regulation.models import CalendarDay

    day = timezone.localdate() + timedelta(days=40)
    return {"pk": CalendarDay.objects.create(day=day, kind="closure", source="own", name="义诊").pk}


def some_hours(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-name": "全年",
        "form-0-month": "1",
        "form-0-day": "1",
        "form-0-spans": "14:00–16:30, 19:00–20:00",
        **a_day_and_a_reason(user, kwargs),
    }


def a_day_and_a_reason(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {"effective_from": str(timezone.localdate()), "reason": "试行"}


def a_table(user: User, kwargs: Kwargs) -> dict[str, Any]:
    from policy.outcomes import DEFAULT_TABLE
    from regulation.outcomeforms import OutcomeForms

    rows = OutcomeForms(DEFAULT_TABLE).rows
    filled = {
        row.add_prefix(name): value
        for row in rows
        for name, value in row.initial.items()
        if value or value == 0
    }
    return {**{k: v for k, v in filled.items() if v is not False}, **a_day_and_a_reason(user, kwargs)}


def some_options(user: User, kwargs: Kwargs) -> dict[str, Any]:
    from regulation.options import Options

    return {**Options().to_json(), **a_day_and_a_reason(user, kwargs)}


def a_span(user: User, kwargs: Kwargs) -> dict[str, Any]:
    first = timezone.localdate() + timedelta(days=20)
    return {"first": str(first), "last": str(first + timedelta(days=1)), "kind": "closure", "name": "搬迁"}


LOOK, EDIT = Permission.VIEW_RULES, Permission.EDIT_RULES
REGULATION: tuple[Route, ...] = (
    Route("regulation:hours", LOOK),
    Route("regulation:hours_change", EDIT, get=None, post=200, data=some_hours),
    Route("regulation:days", LOOK),
    Route("regulation:days_add", EDIT, get=None, post=302, data=a_span),
    Route("regulation:day_remove", EDIT, get=None, post=302, own=a_calendar_day),
    Route("regulation:year_seed", EDIT, get=None, post=302),
    Route("regulation:year_confirm", EDIT, get=None, post=302),
    Route("regulation:outcomes", LOOK),
    Route("regulation:outcomes_change", EDIT, get=None, post=302, data=a_table),
    Route("regulation:options", LOOK),
    Route("regulation:options_change", EDIT, get=None, post=302, data=some_options),
)

# --- patients ---


def a_department(user: User) -> Kwargs:
    return {"pk": people.a_department().pk}


def a_doctor(user: User) -> Kwargs:
    return {"pk": people.a_doctor().pk}


DEPARTMENTS = Permission.EDIT_DEPARTMENTS
DIRECTORY = (
    Route("patients:departments", DEPARTMENTS),
    Route("patients:department_new", DEPARTMENTS, post=302, data={"name": "中医科", "kind": "basic"}),
    Route("patients:departments_confirm", DEPARTMENTS, get=None, post=302),
    Route(
        "patients:department_edit",
        DEPARTMENTS,
        post=302,
        own=a_department,
        data={"name": "胃肠外科", "kind": "basic"},
    ),
    Route("patients:doctors", DEPARTMENTS),
    Route("patients:doctors_confirm", DEPARTMENTS, get=None, post=302),
    Route(
        "patients:doctor_edit",
        DEPARTMENTS,
        post=302,
        own=a_doctor,
        data={"user": ""},
        # An account that is no clinician's.
        forged=lambda user: {"user": people.agent().pk},
    ),
)

# --- followups ---

# /rules/ and /presets/


def a_rule(user: User) -> Kwargs:
    return {"pk": people.a_rule().rule_id}


def a_sentence(user: User, kwargs: Kwargs) -> dict[str, Any]:
    """The blanks of a rule, filled."""
    from followups.ruleforms import spec_initial
    from followups.views.rules import BLANK

    blanks = spec_initial(BLANK).items()
    filled = {name: value for name, value in blanks if value not in ([], "") and value is not False}
    return {**filled, "name": "满月随访", **a_day_and_a_reason(user, kwargs)}


def no_such_department(user: User) -> dict[str, Any]:
    return {"departments": 987_654_321}


RULES: tuple[Route, ...] = (
    Route("followups:rules", LOOK),
    Route("followups:rule", LOOK, own=a_rule),
    Route("followups:rule_new", EDIT, post=200, data=a_sentence, forged=no_such_department),
    Route("followups:rule_preview", LOOK, get=None, post=200, data=a_sentence, forged=no_such_department),
    Route(
        "followups:rule_publish",
        EDIT,
        get=None,
        post=200,
        own=a_rule,
        data=a_sentence,
        forged=no_such_department,
    ),
    Route(
        "followups:rule_active", EDIT, get=None, post=302, own=a_rule, data={"active": "0", "reason": "停用"}
    ),
    Route("followups:hours_effect", EDIT, get=None, post=200, data=some_hours),
    Route("followups:presets", LOOK),
    Route(
        "followups:preset_load",
        EDIT,
        get=None,
        post=302,
        own=lambda user: {"code": "maternity"},
        data={"hours": "on"},
    ),
)

ROUTES: tuple[Route, ...] = (
    *CALLCENTRE, *STAFF, *REGULATION, *SCRIPTS, *IMPORTS, *DIRECTORY, *RULES, *FOLLOWUPS,
    *COMPLAINTS, *COMPLAINTS_MORE, *ALERTS, *KNOWLEDGE, *NEEDS, *REPORTS,
    *EXPORTS, *QUESTIONNAIRES,
)  # fmt: skip


def by_name(routes: Iterable[Route] = ROUTES) -> dict[str, Route]:
    return {route.name: route for route in routes}
