"""Who may do what, where no page shows it."""

import pytest

from staff.models import User
from staff.permissions import ALLOWED, Permission, Role, permits
from tests import people
from tests.clients import signed_in_as


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
