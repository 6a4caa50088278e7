"""What the lock keeps of a wrong password: enough to count by, and no secret."""

import re
from importlib import import_module
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.forms import PasswordInput
from django.urls import get_resolver, reverse
from django.utils import timezone

from staff.forms import Form
from tests import people
from tests.clients import signed_in_as

pytestmark = pytest.mark.django_db
NEW = "quiet river under pines"


def test_a_new_password_is_not_written_down_when_the_old_one_is_mistyped() -> None:
    client = signed_in_as(people.agent())
    typed = {"old": f"{people.PASSWORD}x", "new": NEW, "again": NEW}
    assert client.post(reverse("staff:password"), typed).status_code == 422
    kept = AccessAttempt.objects.get().post_data
    assert NEW not in kept
    assert people.PASSWORD not in kept


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
    kept = {"user_agent": "x", "http_accept": "x", "path_info": "/staff/password/", "failures_since_start": 3}
    attempt = AccessAttempt.objects.create(
        username="8012", attempt_time=timezone.now(), get_data="x=1", post_data=f"new={NEW}", **kept
    )
    with connection.schema_editor(atomic=False) as editor:
        import_module("staff.migrations.0010_locks_keep_no_secret").forget_what_was_typed(apps, editor)
    attempt.refresh_from_db()
    assert (attempt.get_data, attempt.post_data, attempt.failures_since_start) == ("", "", 3)
