"""What the lock keeps of a wrong password: enough to count by, and no secret."""

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from importlib import import_module
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt, AccessFailureLog
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.forms import PasswordInput
from django.urls import get_resolver, reverse
from django.utils import timezone

from staff.forms import Form, SignInForm
from tests import people
from tests.clients import StaffClient, signed_in_as
from tests.staff.test_signing_in import NOON, sign_in

pytestmark = pytest.mark.django_db
NEW = "quiet river under pines"


def test_a_new_password_is_not_written_down_when_the_old_one_is_mistyped() -> None:
    client = signed_in_as(people.agent())
    typed = {"old": f"{people.PASSWORD}x", "new": NEW, "again": NEW}
    assert client.post(reverse("staff:password"), typed).status_code == 422
    kept = AccessAttempt.objects.get().post_data
    assert NEW not in kept
    assert people.PASSWORD not in kept


def test_a_password_in_the_place_of_the_name_is_not_written_down_and_counts_all_the_same() -> None:
    people.agent()
    client = StaffClient()
    tried = [sign_in(client, NEW).status_code for _ in range(6)]
    assert tried == [422, 422, 422, 422, 429, 429]
    assert sign_in(client, f"{NEW}?").status_code == 422
    rows = [*AccessFailureLog.objects.values(), *AccessAttempt.objects.values()]
    assert len(rows) == 6 + 2
    assert NEW not in str(rows)


def test_the_name_of_an_account_is_written_down_as_it_is() -> None:
    people.agent()
    sign_in(StaffClient(), "8012", "wrong")
    assert AccessFailureLog.objects.get().username == AccessAttempt.objects.get().username == "8012"


def test_signs_that_become_many_make_no_name_that_is_too_long() -> None:
    answer = sign_in(StaffClient(), "\ufdfa" * 30)  # 540 letters
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"username"}
    assert not AccessAttempt.objects.exists()
    assert SignInForm({"username": "８" * 30, "password": "x"}).is_valid()


@pytest.mark.parametrize("header", ["HTTP_USER_AGENT", "HTTP_ACCEPT", "HTTP_X_FORWARDED_FOR"])
def test_no_header_is_too_long_for_the_locks_notes(header: str) -> None:
    assert sign_in(StaffClient(**{header: "\xff" * 5000}), "8012", "wrong").status_code == 422


def tried(client: StaffClient, door: str, **typed: str) -> Any:
    """Five times; the last answer is that of a locked door."""
    answers = [client.post(reverse(door), typed) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [429]
    return answers[-1]


@pytest.mark.parametrize(
    ("whose", "door", "typed"),
    [
        (None, "staff:login", {"username": "8001", "password": "wrong"}),
        ("8012", "staff:login", {"username": "8001", "password": "wrong"}),
        ("8001", "staff:password", {"old": "wrong", "new": NEW, "again": NEW}),
        ("8001", "staff:password", {"old": "wrong", "new": NEW, "again": NEW, "username": "8012"}),
    ],
)
def test_a_lock_grows_for_the_name_that_is_tried_whoever_tries_it(
    whose: str | None, door: str, typed: dict[str, str]
) -> None:
    accounts = {"8001": people.supervisor(), "8012": people.agent()}
    with time_machine.travel(NOON, tick=False) as clock:
        for minutes in (15, 30, 60):
            answer = tried(signed_in_as(accounts[whose]) if whose else StaffClient(), door, **typed)
            until = timezone.now() + timedelta(minutes=minutes)
            assert parsedate_to_datetime(answer["Retry-After"]) == until
            assert answer.context["until"] == until
            assert f"{timezone.localtime(until):%H:%M}" in answer.content.decode()
            clock.shift(timedelta(minutes=minutes, seconds=1))


def forms(kind: type[Any] = Form) -> set[type[Any]]:
    return {kind}.union(*(forms(one) for one in kind.__subclasses__()))


def test_every_field_for_a_password_is_kept_out_of_the_locks_notes() -> None:
    _every_view = get_resolver().url_patterns  # and with it every form
    declared = {
        name
        for form in forms()
        for name, field in form.base_fields.items()
        if isinstance(field.widget, PasswordInput)
    }
    drawn = {
        name
        for page in (settings.BASE_DIR / "templates").rglob("*.html")
        for field in re.findall(r"<input[^>]*type=\"password\"[^>]*>", page.read_text())
        for name in re.findall(r'\bname="(\w+)"', field)
    }
    assert {"old", "new", "again"} <= declared
    assert "password" in drawn
    assert declared | drawn <= set(settings.AXES_SENSITIVE_PARAMETERS)


def test_what_the_lock_wrote_down_before_is_emptied() -> None:
    people.agent()
    where = {"user_agent": "x", "http_accept": "x", "path_info": "/staff/password/"}
    for name in ("8012", NEW):
        AccessFailureLog.objects.create(username=name, **where)
        AccessAttempt.objects.create(
            username=name, get_data="x=1", post_data=f"new={NEW}", failures_since_start=3, **where
        )
    with connection.schema_editor(atomic=False) as editor:
        import_module("staff.migrations.0010_locks_keep_no_secret").forget_what_was_typed(apps, editor)
    kept = AccessAttempt.objects.get()
    assert (kept.username, kept.get_data, kept.post_data, kept.failures_since_start) == ("8012", "", "", 3)
    assert set(AccessFailureLog.objects.values_list("username", flat=True)) == {"8012", None}
