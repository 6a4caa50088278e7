"""The door: a new key each time, one answer to every wrong name, and a lock that Redis cannot open."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from staff.actions.users import reset_password
from staff.models import Act, AuditEntry, User
from tests import people
from tests.clients import StaffClient, signed_in_as

pytestmark = pytest.mark.django_db
NOON = "2026-11-20 12:00:00+08:00"


def sign_in(client: Any, username: str, password: str = people.PASSWORD, **more: str) -> Any:
    return client.post(reverse("staff:login"), {"username": username, "password": password, **more})


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


# --- Coming in ---


def test_the_right_password_opens_the_front_page_and_is_logged() -> None:
    user = people.auditor()
    answer = sign_in(StaffClient(), "8099")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.address) == (Act.SIGNED_IN, user, "127.0.0.1")
    assert len(entry.request_id) == 12


def test_full_width_digits_of_a_chinese_keyboard_are_the_same_number() -> None:
    people.auditor()
    assert sign_in(StaffClient(), " ８０９９ ").status_code == 302


def test_signing_in_changes_the_session_key_and_kills_the_old_one() -> None:
    people.auditor()
    client = StaffClient()
    session: Any = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    sign_in(client, "8099")
    assert client.session.session_key != planted
    assert "planted" not in client.session
    thief = StaffClient()
    thief.cookies["sessionid"] = planted
    assert thief.get(reverse("staff:profile")).status_code == 302


def test_signing_in_again_as_oneself_gives_a_new_key_too() -> None:
    client = signed_in_as(people.auditor())
    before = client.session.session_key
    sign_in(client, "8099")
    assert client.session.session_key != before


def test_a_failed_attempt_is_logged_without_what_was_typed() -> None:
    user = people.auditor()
    sign_in(StaffClient(), "8099", "my old password 13800138000")
    sign_in(StaffClient(), "13800138000")
    known, unknown = AuditEntry.objects.order_by("pk")
    assert (known.act, known.actor, known.object_id) == (Act.SIGN_IN_FAILED, None, user.pk)
    assert (unknown.act, unknown.actor, unknown.object_id) == (Act.SIGN_IN_FAILED, None, None)
    assert known.detail == unknown.detail == {"why": "password"}


def test_unknown_wrong_disabled_and_passwordless_names_get_the_same_answer() -> None:
    people.auditor()
    people.a_user("8098", "无密", people.Role.AGENT, password="!")
    people.a_user("8097", "离职", people.Role.AGENT, is_active=False)
    answers = []
    for name, password in (
        ("8777", people.PASSWORD),
        ("8099", "wrong"),
        ("8097", people.PASSWORD),
        ("8098", "x"),
    ):
        answer = sign_in(StaffClient(), name, password)
        text = answer.content.decode().replace(name, "NAME")
        answers.append((answer.status_code, len(answer.content), text.count("NAME"), sorted(answer.headers)))
    assert len(set(map(str, answers))) == 1, answers
    assert answers[0][0] == 422


def test_every_wrong_name_costs_one_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    people.auditor()
    people.a_user("8098", "无密", people.Role.AGENT, password="!")
    people.a_user("8097", "离职", people.Role.AGENT, is_active=False)
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a: hashed.append("") or encode(*a))
    for name, password in (("8777", "x"), ("8099", "x"), ("8097", people.PASSWORD), ("8098", "x")):
        hashed.clear()
        sign_in(StaffClient(), name, password)
        assert len(hashed) == 1, name


def test_the_password_is_never_written_back_into_the_page() -> None:
    answer = sign_in(StaffClient(), "8777", "only I know this one")
    assert b"only I know" not in answer.content
    assert answer["Cache-Control"].startswith("no-store")


# --- Onward ---


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/staff/users/", "/staff/users/"),
        ("/staff/log/?patient=7", "/staff/log/"),
        ("/staff/users/#x", "/staff/users/"),
        ("https://evil.example/staff/users/", "/"),
        ("//evil.example/staff/users/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/staff/sign-out/", "/"),
        ("/staff/sign-in/", "/"),
        ("/no/such/page/", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_on_to_pages_of_ours_and_never_to_a_search(asked: str, led: str) -> None:
    people.administrator()
    assert sign_in(StaffClient(), "8090", next=asked)["Location"] == led


def test_a_page_that_needs_signing_in_is_come_back_to_without_its_query() -> None:
    answer = StaffClient().get(reverse("staff:log") + "?patient=12")
    assert answer["Location"] == reverse("staff:login") + "?next=%2Fstaff%2Flog%2F"


def test_a_form_that_came_too_late_leads_back_to_its_page() -> None:
    headers = {"Referer": "http://testserver/staff/users/new/?x=1"}
    answer = StaffClient().post(reverse("staff:user_new"), headers=headers)
    assert answer["Location"] == reverse("staff:login") + "?next=%2Fstaff%2Fusers%2Fnew%2F"
    foreign = StaffClient().post(
        reverse("staff:user_new"), headers={"Referer": "http://evil.example/staff/log/"}
    )
    assert foreign["Location"] == reverse("staff:login")


# --- Going out ---


def test_signing_out_ends_the_session_and_empties_the_cache() -> None:
    client = signed_in_as(people.auditor())
    key = client.session.session_key
    answer = client.post(reverse("staff:logout"))
    assert answer["Clear-Site-Data"] == '"cache"'
    assert answer["Cache-Control"] == "no-store"
    assert acts() == [Act.SIGNED_OUT]
    thief = StaffClient()
    thief.cookies["sessionid"] = key
    assert thief.get(reverse("staff:profile")).status_code == 302


# --- The lock ---


def wrong_times(times: int, name: str = "8099", address: str = "10.0.0.7") -> list[int]:
    client = StaffClient(REMOTE_ADDR=address)
    return [sign_in(client, name, "wrong").status_code for _ in range(times)]


@pytest.mark.parametrize("name", ["8099", "8777", "8097"])
def test_five_failures_lock_known_unknown_and_disabled_names_alike(name: str) -> None:
    people.auditor()
    people.a_user("8097", "离职", people.Role.AGENT, is_active=False)
    assert wrong_times(6, name) == [422, 422, 422, 422, 429, 429]


def test_the_right_password_does_not_open_a_locked_door_and_an_empty_cache_neither() -> None:
    people.auditor()
    wrong_times(5)
    cache.clear()
    answer = sign_in(StaffClient(REMOTE_ADDR="10.0.0.7"), "8099")
    assert answer.status_code == 429
    assert int(timezone.now().timestamp()) < _retry_after(answer) <= int(timezone.now().timestamp()) + 900


def _retry_after(answer: Any) -> int:
    return int(parsedate_to_datetime(answer["Retry-After"]).timestamp())


def test_a_lock_concerns_neither_colleagues_nor_other_addresses() -> None:
    people.auditor()
    people.administrator()
    wrong_times(5)
    assert sign_in(StaffClient(REMOTE_ADDR="10.0.0.7"), "8090").status_code == 302
    assert sign_in(StaffClient(REMOTE_ADDR="10.0.0.8"), "8099").status_code == 302


def test_fifty_tries_at_the_locked_door_do_not_lengthen_it() -> None:
    people.auditor()
    with time_machine.travel(NOON, tick=False) as clock:
        wrong_times(5)
        clock.shift(timedelta(minutes=14))
        assert set(wrong_times(50)) == {429}
        clock.shift(timedelta(minutes=1, seconds=1))
        assert sign_in(StaffClient(REMOTE_ADDR="10.0.0.7"), "8099").status_code == 302


def test_each_further_lock_of_a_day_lasts_twice_as_long_whoever_else_fails_meanwhile() -> None:
    people.auditor()
    with time_machine.travel(NOON, tick=False) as clock:
        for minutes in (15, 30, 60):
            assert wrong_times(5)[-1] == 429
            clock.shift(timedelta(minutes=minutes, seconds=-1))
            wrong_times(1, "8777")  # axes tidies up at each failure
            assert wrong_times(1) == [429]
            clock.shift(timedelta(seconds=2))
        assert wrong_times(1) == [422]


def test_a_success_forgets_the_failures_before_it() -> None:
    people.auditor()
    wrong_times(4)
    assert sign_in(StaffClient(REMOTE_ADDR="10.0.0.7"), "8099").status_code == 302
    assert wrong_times(4) == [422] * 4


def test_a_new_one_time_password_opens_the_door() -> None:
    user = people.auditor()
    wrong_times(5)
    made = reset_password(user.pk, by=None, now=timezone.now())
    assert sign_in(StaffClient(REMOTE_ADDR="10.0.0.7"), "8099", made.password).status_code == 302


def test_a_lock_is_the_same_page_for_a_script() -> None:
    people.auditor()
    wrong_times(5)
    client = StaffClient(REMOTE_ADDR="10.0.0.7", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    answer = sign_in(client, "8099")
    assert answer.status_code == 429
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_lock_is_logged() -> None:
    people.auditor()
    wrong_times(6)
    assert [e.detail["why"] for e in AuditEntry.objects.order_by("pk")] == ["password"] * 4 + ["locked"] * 2


# --- One-time passwords ---


def test_a_one_time_password_leads_to_one_page_only_until_it_is_changed() -> None:
    made = reset_password(people.administrator().pk, by=None, now=timezone.now())
    client = StaffClient()
    assert sign_in(client, "8090", made.password).status_code == 302
    assert client.get(reverse("staff:users"))["Location"] == reverse("staff:password")
    assert client.get(reverse("staff:users"), headers={"HX-Request": "true"}).status_code == 401
    page = client.get(reverse("staff:password")).content.decode()
    shut = (
        "<nav",
        "data-bell",
        reverse("staff:users"),
        reverse("staff:profile") + '"',
        reverse("staff:language"),
    )
    assert [what for what in shut if what in page] == []
    assert reverse("staff:logout") in page
    new = "quiet river under pines"
    typed = {"old": made.password, "new": new, "again": new}
    assert client.post(reverse("staff:password"), typed)["Location"] == "/"
    assert client.get(reverse("staff:users")).status_code == 200
    assert sign_in(StaffClient(), "8090", made.password).status_code == 422


def test_a_one_time_password_expires_after_three_days() -> None:
    user = people.administrator()
    with time_machine.travel(NOON, tick=False) as clock:
        made = reset_password(user.pk, by=None, now=timezone.now())
        clock.shift(timedelta(hours=72))
        answer = sign_in(StaffClient(), "8090", made.password)
        assert answer.status_code == 422
        assert AuditEntry.objects.latest("pk").detail == {"why": "one-time password expired"}
        assert User.objects.get(pk=user.pk).last_login is None
