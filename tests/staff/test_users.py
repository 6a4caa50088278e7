"""Accounts: what an administrator may do, to whom, and what the log says of it."""

import re
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.password_validation import (
    get_default_password_validators,
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation

from staff.actions.absences import set_absence
from staff.actions.users import (
    Account,
    Refused,
    Why,
    change_user,
    create_user,
    reset_password,
    set_active,
    version_of,
)
from staff.models import Absence, Act, AuditEntry, User
from staff.permissions import Role
from tests import people
from tests.clients import signed_in_as
from tests.threads import together

pytestmark = pytest.mark.django_db


def account(user: User, **more: Any) -> Account:
    fields: dict[str, Any] = {
        "full_name": user.full_name,
        "role": Role(user.role),
        "department": user.department,
    }
    return Account(**{**fields, **more})


def change(user: User, by: User, **more: Any) -> User:
    return change_user(user.pk, account(user, **more), seen=version_of(user), by=by, now=timezone.now())


# --- One-time passwords ---


def test_a_new_account_has_a_one_time_password_of_eighty_bits_that_is_not_stored() -> None:
    made = create_user("8500", Account("何静", Role.AGENT), by=people.administrator(), now=timezone.now())
    assert len(set(made.password)) > 5
    assert len(made.password.replace("-", "")) == 16
    assert made.user.check_password(made.password)
    assert made.password not in made.user.password
    assert made.user.must_change_password
    assert AuditEntry.objects.get().detail == {"role": "agent"}


def test_the_page_shows_it_once(client: Any) -> None:
    client.force_login(people.administrator())
    typed = {
        "username": "8500",
        "full_name": "何静",
        "role": "agent",
        "languages": "闽南语， 客家话,",
        "takes_calls": "on",
    }
    answer = client.post(reverse("staff:user_new"), typed)
    user = User.objects.get(username="8500")
    (shown,) = [word for word in _words(answer) if user.check_password(word)]
    assert user.languages == ["闽南语", "客家话"]
    page = client.get(reverse("staff:user_edit", args=[user.pk]))
    assert shown not in page.content.decode()
    assert not AuditEntry.objects.filter(detail__icontains=shown).exists()


def _words(answer: Any) -> list[str]:
    return answer.content.decode().replace("<", " ").replace(">", " ").split()  # type: ignore[no-any-return]


def test_a_taken_staff_number_is_refused_in_place(client: Any) -> None:
    people.agent()
    client.force_login(people.administrator())
    answer = client.post(
        reverse("staff:user_new"), {"username": "8012", "full_name": "何静", "role": "agent"}
    )
    assert answer.status_code == 422
    assert User.objects.get(username="8012").full_name == "李雅婷"


# --- Who may do what to whom ---


def test_nobody_changes_his_own_role_or_deactivates_himself() -> None:
    administrator, _second = people.administrator(), people.a_user("8091", "周二", Role.ADMINISTRATOR)
    with pytest.raises(Refused) as role:
        change(administrator, administrator, role=Role.AUDITOR)
    with pytest.raises(Refused) as own:
        set_active(administrator.pk, False, by=administrator, now=timezone.now())
    assert (role.value.why, own.value.why) == (Why.OWN_ROLE, Why.OWN_ACCOUNT)


def test_one_may_correct_ones_own_name() -> None:
    administrator = people.administrator()
    assert change(administrator, administrator, full_name="周杭").full_name == "周杭"


def test_the_last_active_administrator_stays() -> None:
    administrator, left = people.administrator(), people.a_user("8091", "周二", Role.ADMINISTRATOR)
    set_active(left.pk, False, by=administrator, now=timezone.now())
    left.refresh_from_db()
    for attempt in (
        lambda: change(administrator, left, role=Role.AGENT),
        lambda: set_active(administrator.pk, False, by=left, now=timezone.now()),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.why == Why.LAST_ADMINISTRATOR


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_put_each_other_away_at_once_leave_one() -> None:
    first, second = people.administrator(), people.a_user("8091", "周二", Role.ADMINISTRATOR)

    def put_away(who: User, by: User) -> None:
        set_active(who.pk, False, by=by, now=timezone.now())

    told = together(partial(put_away, first, second), partial(put_away, second, first), told=(Refused,))
    assert [one.why for one in told if one] == ["last administrator"]
    assert User.objects.active().filter(role=Role.ADMINISTRATOR).count() == 1


def test_a_new_role_or_department_ends_the_sessions_and_a_new_name_does_not() -> None:
    administrator, user = people.administrator(), people.agent()
    client = signed_in_as(user)
    user = change(user, administrator, full_name="李雅亭", extension="8012")
    assert client.get("/staff/profile/").status_code == 200
    user = change(user, administrator, department=people.a_department())
    assert client.get("/staff/profile/").status_code == 302
    client = signed_in_as(user)
    change(user, administrator, role=Role.SUPERVISOR)
    assert client.get("/staff/profile/").status_code == 302


def test_the_log_names_the_fields_that_changed_and_not_their_words() -> None:
    change(people.agent(), people.administrator(), full_name="李雅亭", role=Role.SUPERVISOR)
    entry = AuditEntry.objects.get()
    assert entry.detail == {"changed": ["full_name", "role"], "role": ["agent", "supervisor"]}
    assert (entry.actor, entry.object_type, entry.object_id) == (
        people.administrator(),
        "user",
        people.agent().pk,
    )


def test_saving_nothing_new_leaves_no_entry() -> None:
    change(people.agent(), people.administrator())
    assert not AuditEntry.objects.exists()


def test_two_administrators_at_one_account_see_the_conflict(client: Any) -> None:
    user = people.agent()
    client.force_login(people.administrator())
    url = reverse("staff:user_edit", args=[user.pk])
    typed = {"full_name": "李一", "role": "agent", "takes_calls": "on", "seen": version_of(user)}
    change(user, people.a_user("8091", "周二", Role.ADMINISTRATOR), full_name="李二")
    answer = client.post(url, typed)
    assert answer.status_code == 409
    assert "李二" in answer.content.decode()
    user.refresh_from_db()
    assert user.full_name == "李二"


def test_fields_that_no_form_has_cannot_be_set(client: Any) -> None:
    user = people.agent()
    client.force_login(people.administrator())
    before = User.objects.filter(pk=user.pk).values().get()
    sent = {field: "1" for field in before} | {
        "full_name": user.full_name,
        "role": user.role,
        "department": "",
        "extension": "",
        "languages": "",
        "takes_calls": "on",
        "seen": version_of(user),
        "is_superuser": "1",
    }
    assert client.post(reverse("staff:user_edit", args=[user.pk]), sent).status_code == 302
    assert User.objects.filter(pk=user.pk).values().get() == before


def test_a_clinician_needs_a_department(client: Any) -> None:
    client.force_login(people.administrator())
    typed = {"username": "8500", "full_name": "何静", "role": "clinician"}
    assert client.post(reverse("staff:user_new"), typed).status_code == 422


def test_whoever_comes_back_needs_a_one_time_password(client: Any) -> None:
    user, administrator = people.agent(), people.administrator()
    for active in (False, True):
        set_active(user.pk, active, by=administrator, now=timezone.now())
    typed = {"username": "8012", "password": people.PASSWORD}
    assert client.post(reverse("staff:login"), typed).status_code == 422
    typed["password"] = reset_password(user.pk, by=administrator, now=timezone.now()).password
    assert client.post(reverse("staff:login"), typed).status_code == 302


# --- Absences ---


def test_an_absent_agent_is_not_on_duty() -> None:
    user, day = people.agent(), people.moment("2026-11-24 09:00").date()
    assert user in User.objects.on_duty(day)
    set_absence(user, day, day, by=people.supervisor(), now=timezone.now())
    assert user not in User.objects.on_duty(day)
    assert AuditEntry.objects.get().detail == {"absence": "set", "days": ["2026-11-24", "2026-11-24"]}


def test_an_absence_ends_after_it_begins(client: Any) -> None:
    client.force_login(people.administrator())
    url = reverse("staff:user_absence", args=[people.agent().pk])
    assert client.post(url, {"first_day": "2026-11-25", "last_day": "2026-11-24"}).status_code == 422
    assert not Absence.objects.exists()


# --- The first administrator ---


def test_a_fresh_install_lets_nobody_in() -> None:
    assert not User.objects.exists()


def test_the_command_makes_an_administrator_with_a_one_time_password(capsys: Any) -> None:
    call_command("create_administrator", "8090", name="周航")
    said = capsys.readouterr().out
    user = User.objects.get(username="8090")
    assert (user.role, user.must_change_password) == (Role.ADMINISTRATOR, True)
    assert any(user.check_password(word) for word in said.split())
    assert AuditEntry.objects.get().act == Act.USER_CREATED


@pytest.mark.parametrize(("number", "name"), [("8090", "周航"), ("80 90", "周航"), ("8091", " ")])
def test_the_command_refuses_what_the_page_would_refuse(number: str, name: str) -> None:
    people.administrator()
    with pytest.raises(CommandError):
        call_command("create_administrator", number, name=name)
    assert User.objects.count() == 1


def test_resetting_twice_leaves_the_second_password_only() -> None:
    user = people.agent()
    first = reset_password(user.pk, by=None, now=timezone.now())
    second = reset_password(user.pk, by=None, now=timezone.now())
    user.refresh_from_db()
    assert (user.check_password(first.password), user.check_password(second.password)) == (False, True)


# --- Rules for passwords ---


def test_every_rule_for_passwords_speaks_chinese_and_says_what_is_wrong_in_it() -> None:
    user = User(username="administrator", full_name="administrator")
    with translation.override("zh-hans"):
        said = password_validators_help_texts()
        for weak in ("1", "password", "1234567890", "administrator1"):
            with pytest.raises(ValidationError) as wrong:
                validate_password(weak, user)
            said += wrong.value.messages
    assert len(set(said)) == 2 * len(get_default_password_validators())
    assert [words for words in said if re.search("[A-Za-z你]", words)] == []
