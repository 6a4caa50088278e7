"""Who may do what, where no page shows it."""

import pytest

from staff.models import User
from staff.permissions import ALLOWED, Permission, Role, permits
from tests import people
from tests.clients import signed_in_as

# Said once more, so that a permission given or taken in `staff/permissions.py` alone does not pass.
MEANT = {
    Permission.MAKE_CALLS: "agent",
    Permission.VIEW_PATIENTS: "agent supervisor assistant director clinician quality",
    Permission.SUPERVISE: "supervisor",
    Permission.EXPORT: "supervisor",
    Permission.IMPORT: "supervisor",
    Permission.VIEW_RULES: "supervisor director administrator",
    Permission.EDIT_RULES: "supervisor administrator",
    Permission.EDIT_DEPARTMENTS: "supervisor administrator",
    Permission.MANAGE_USERS: "administrator",
    Permission.READ_LOG: "auditor",
    Permission.SEE_COMPLAINTS: "agent supervisor assistant director clinician quality",
    Permission.ORDER_COMPLAINTS: "assistant director",
    Permission.WORK_COMPLAINTS: "supervisor assistant clinician quality",
    Permission.CONFIRM_COMPLAINTS: "agent supervisor",
    Permission.CHECK_MEASURES: "quality",
    Permission.COMPLAINT_FIGURES: "supervisor assistant director quality",
    Permission.EDIT_STANDING_ORDERS: "assistant administrator",
    Permission.WEEKLY_SHEET: "supervisor assistant director",
    Permission.APPROVE_EXTENSIONS: "director",
    Permission.EDIT_SCRIPTS: "supervisor administrator",
    Permission.APPROVE_SCRIPTS: "assistant director",
    Permission.REHEARSE: "agent supervisor assistant",
    Permission.READ_KNOWLEDGE: "agent supervisor assistant director clinician quality administrator",
    Permission.EDIT_KNOWLEDGE: "supervisor administrator",
    Permission.CARE_FOR_PATIENTS: "agent supervisor clinician",
    Permission.ANSWER_ALERTS: "clinician",
    Permission.TELL_ALERTS: "agent",
    Permission.WATCH_ALERTS: "supervisor assistant",
    Permission.EDIT_ALERTS: "supervisor administrator",
    Permission.SEE_FIGURES: "supervisor assistant director quality",
    Permission.WRITE_REPORTS: "supervisor",
    Permission.APPROVE_REPORTS: "director",
    Permission.ANSWER_REPORTS: "clinician",
    Permission.READ_DETAILS: "supervisor assistant director",
}


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_belongs_to_the_roles_it_is_meant_for_and_to_no_other(permission: Permission) -> None:
    assert {role for role in Role if permits(role, permission)} == {
        Role(r) for r in MEANT[permission].split()
    }


def test_each_role_has_its_line() -> None:
    assert set(ALLOWED) == set(Role)


@pytest.mark.parametrize("permission", Permission)
def test_a_deactivated_user_and_an_unknown_role_may_nothing(permission: Permission) -> None:
    holder = next(role for role in Role if permits(role, permission))
    assert User(role=holder).may(permission)
    assert not User(role=holder, is_active=False).may(permission)
    assert not permits("chief", permission)


def test_administrators_see_no_patients_and_auditors_the_log_only() -> None:
    patients = {Permission.VIEW_PATIENTS, Permission.MAKE_CALLS, Permission.IMPORT, Permission.EXPORT}
    assert not ALLOWED[Role.ADMINISTRATOR] & patients
    assert ALLOWED[Role.AUDITOR] == {Permission.READ_LOG}
    assert [role for role in Role if permits(role, Permission.READ_LOG)] == [Role.AUDITOR]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "begins"),
    [
        (Role.AGENT, "/today/"),
        (Role.SUPERVISOR, "/supervisor/"),
        (Role.ASSISTANT, "/complaints/inbox/"),
        (Role.DIRECTOR, "/reports/overview/"),
        (Role.CLINICIAN, "/complaints/department/"),
        (Role.QUALITY, "/complaints/measures/"),
        (Role.ADMINISTRATOR, "/staff/users/"),
        (Role.AUDITOR, "/staff/log/"),
    ],
)
def test_everybody_starts_with_the_work_that_waits_for_him(role: Role, begins: str) -> None:
    user = people.a_user("8900", "甲", role)
    assert signed_in_as(user).get("/").headers["Location"] == begins
