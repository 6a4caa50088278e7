"""How long a session lasts, and what ends it at the next request."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from staff.actions.signing_in import forget_old_sessions
from staff.actions.users import change_password, end_sessions, reset_password, set_active
from staff.middleware import address_of
from staff.models import Act, AuditEntry, User
from tests import people
from tests.clients import StaffClient, signed_in_as

pytestmark = pytest.mark.django_db
PROFILE = "/staff/profile/"
MORNING = "2026-11-20 08:00:00+08:00"


def ends() -> list[str]:
    return [entry.detail["why"] for entry in AuditEntry.objects.filter(act=Act.SESSION_ENDED).order_by("pk")]


def test_half_an_hour_without_a_sign_ends_the_session(client: Any) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client.force_login(people.agent())
        clock.shift(timedelta(minutes=29))
        assert client.get(PROFILE).status_code == 200
        clock.shift(timedelta(minutes=29))
        assert client.get(PROFILE).status_code == 200
        clock.shift(timedelta(minutes=30))
        answer = client.get(PROFILE)
        assert answer["Location"] == reverse("staff:login") + "?expired=1&next=%2Fstaff%2Fprofile%2F"
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.address, ends()) == (people.agent(), "127.0.0.1", ["idle"])


def test_polling_and_autosave_keep_no_session_alive(client: Any) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client.force_login(people.agent())
        answers = []
        for _ in range(6):
            clock.shift(timedelta(minutes=6))
            answers.append(client.get(PROFILE, headers={"X-Background": "1"}).status_code)
    assert answers == [200, 200, 200, 200, 401, 401]


def test_a_session_ends_after_twelve_hours_however_busy(client: Any) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client.force_login(people.agent())
        for _ in range(47):
            clock.shift(timedelta(minutes=15))
            assert client.get(PROFILE).status_code == 200
        clock.shift(timedelta(minutes=15))
        assert client.get(PROFILE).status_code == 302


def test_a_session_that_another_program_made_is_over() -> None:
    client = Client()
    client.force_login(people.agent(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(PROFILE).status_code == 302
    assert ends() == ["incomplete"]


def test_clocks_that_cannot_be_read_end_the_session(client: Any) -> None:
    client.force_login(people.agent())
    session = client.session
    session["seen"] = "yesterday"
    session.save()
    assert client.get(PROFILE).status_code == 302


def test_deactivating_ends_the_session_and_is_told_in_the_log(client: Any) -> None:
    client.force_login(people.agent())
    set_active(people.agent().pk, False, by=people.administrator(), now=timezone.now())
    assert client.get(PROFILE, headers={"HX-Request": "true"}).status_code == 401
    assert ends() == ["account_changed"]
    assert AuditEntry.objects.get(act=Act.SESSION_ENDED).actor == people.agent()
    assert client.get(PROFILE).status_code == 302
    assert len(ends()) == 1


def test_a_reset_password_ends_the_session(client: Any) -> None:
    client.force_login(people.agent())
    reset_password(people.agent().pk, by=people.administrator(), now=timezone.now())
    assert client.get(PROFILE).status_code == 302
    assert ends() == ["account_changed"]


def test_changing_ones_password_keeps_this_session_and_ends_the_others(client: Any) -> None:
    user = people.agent()
    other = signed_in_as(user)
    client.force_login(user)
    key = client.session.session_key
    new = "quiet river under pines"
    typed = {"old": people.PASSWORD, "new": new, "again": new}
    assert client.post(reverse("staff:password"), typed).status_code == 302
    assert client.session.session_key != key
    assert client.get(PROFILE).status_code == 200
    assert other.get(PROFILE).status_code == 302


def test_a_password_changed_elsewhere_ends_all_sessions(client: Any) -> None:
    user = people.agent()
    client.force_login(user)
    change_password(user, "quiet river under pines", now=timezone.now())
    assert client.get(PROFILE).status_code == 302


def test_one_may_end_ones_other_sessions(client: Any) -> None:
    user = people.agent()
    other = signed_in_as(user)
    client.force_login(user)
    assert client.post(reverse("staff:end_others")).status_code == 302
    assert client.get(PROFILE).status_code == 200
    assert other.get(PROFILE).status_code == 302


def test_an_administrator_ends_somebodys_sessions(client: Any) -> None:
    user = people.agent()
    client.force_login(user)
    end_sessions(user, by=people.administrator(), now=timezone.now())
    assert client.get(PROFILE).status_code == 302


def test_an_ended_session_does_not_stand_in_the_way_of_the_sign_in_page(client: Any) -> None:
    client.force_login(people.agent())
    User.objects.update(session_epoch=7)
    assert client.get(reverse("staff:login")).status_code == 200


def test_the_old_password_is_guessed_no_oftener_than_at_the_door(client: Any) -> None:
    client.force_login(people.agent())
    typed = {"old": "wrong", "new": "quiet river under pines", "again": "quiet river under pines"}
    answers = [client.post(reverse("staff:password"), typed).status_code for _ in range(6)]
    assert answers == [422, 422, 422, 422, 429, 429]


@pytest.mark.parametrize("new", ["short", "1234567890123", "password1234", "correct horse battery staple"])
def test_a_weak_or_unchanged_password_is_refused(client: Any, new: str) -> None:
    client.force_login(people.agent())
    typed = {"old": people.PASSWORD, "new": new, "again": new}
    assert client.post(reverse("staff:password"), typed).status_code == 422
    assert User.objects.get(username="8012").check_password(people.PASSWORD)


def test_nothing_of_ours_is_kept_by_browsers_and_proxies(client: Any) -> None:
    assert client.get(reverse("staff:login"))["Cache-Control"] == "no-store"
    client.force_login(people.agent())
    assert client.get(PROFILE)["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("claimed", "taken"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("::1", "::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("fe80::1%' OR 1", "fe80::1"),
        ("", None),
        ("10.1.2.3:4711", None),
        ("'; DROP", None),
    ],
)
def test_an_address_is_an_address_or_nothing(rf: Any, claimed: str, taken: str | None) -> None:
    assert address_of(rf.get("/", REMOTE_ADDR=claimed)) == taken


@pytest.mark.parametrize("address", ["", "fe80::1%eth0"])
def test_a_failure_from_no_address_or_one_of_this_network_is_counted_too(address: str) -> None:
    client = StaffClient(REMOTE_ADDR=address)
    typed = {"username": "8099", "password": "wrong"}
    assert [client.post(reverse("staff:login"), typed).status_code for _ in range(5)] == [422] * 4 + [429]


def test_forged_headers_sign_nobody_in() -> None:
    people.administrator()
    forged = {"X-Remote-User": "8090", "X-Forwarded-User": "8090", "X-Forwarded-For": "10.0.0.1"}
    answer = StaffClient(REMOTE_USER="8090").get(reverse("staff:users"), headers=forged)
    assert answer.status_code == 302


# --- Language ---


def test_the_users_own_language_comes_before_the_browsers(client: Any) -> None:
    user = people.agent(language="en")
    client.force_login(user)
    answer = client.get(PROFILE, headers={"Accept-Language": "zh-CN"})
    assert answer["Content-Language"] == "en"
    client.post(reverse("staff:language"), {"language": "zh-hans", "next": "/staff/profile/?a=1"})
    user.refresh_from_db()
    assert user.language == "zh-hans"
    assert client.get(PROFILE)["Content-Language"] == "zh-hans"


def test_before_signing_in_a_cookie_remembers_the_language() -> None:
    client = StaffClient()
    url = reverse("staff:login") + "?expired=1&next=%2Fstaff%2Flog%2F"
    assert client.get(url, headers={"Accept-Language": "de"})["Content-Language"] == "zh-hans"
    answer = client.post(reverse("staff:language"), {"language": "en", "next": url})
    assert answer["Location"] == url
    assert client.get(url)["Content-Language"] == "en"


@pytest.mark.parametrize("sent", ["xx", "", "../../etc"])
def test_an_unknown_language_changes_nothing(client: Any, sent: str) -> None:
    client.force_login(people.agent())
    client.post(reverse("staff:language"), {"language": sent, "next": "//evil.example"})
    assert User.objects.get(username="8012").language == ""


def test_old_sessions_are_swept_away(client: Any) -> None:
    client.force_login(people.agent())
    assert forget_old_sessions(now=timezone.now()) == 0
    assert forget_old_sessions(now=timezone.now() + timedelta(days=1)) == 1


def test_pages_are_given_the_user_himself(client: Any) -> None:
    """Django's own stand-in for him is slow to look at, and a page looks a hundred times."""
    client.force_login(people.agent())
    assert type(client.get(PROFILE).wsgi_request.user) is User
