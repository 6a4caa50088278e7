"""The house itself: it starts safely or not at all, and its locks name no place."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client

from callcentre import env
from callcentre.cache import ForgivingRedisCache
from callcentre.celery import app
from callcentre.schedule import BEAT_SCHEDULE
from tests.browser import accessibility_problems

ROOT = Path(__file__).resolve().parents[1]
SAFE = {
    "CALLCENTRE_ENV": "production",
    "SECRET_KEY": "k3-Zq" * 15,
    "AUDIT_KEY": "9f-Wd" * 13,
    "ALLOWED_HOSTS": "calls.example.org",
    "DATABASE_URL": "postgresql://u:p@db/callcentre",
    "REDIS_URL": "redis://queue:6379/0",
}
UNSET = {*SAFE, "DEBUG", "CALLCENTRE_DEMO", "DJANGO_ALLOW_ASYNC_UNSAFE"}


def manage(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in UNSET}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**inherited, **variables},
        text=True,
        capture_output=True,
        check=False,
    )


def test_production_passes_djangos_own_deployment_check() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **SAFE)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "AUDIT_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_production_refuses_to_start_without(name: str) -> None:
    done = manage("check", **{**SAFE, name: ""})
    assert done.returncode != 0
    assert name in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        {"SECRET_KEY": "short"},
        {"DEBUG": "1"},
        {"CALLCENTRE_DEMO": "1"},
        {"ALLOWED_HOSTS": "*"},
        {"ALLOWED_HOSTS": "calls.example.org, *"},
        {"ALLOWED_HOSTS": " , "},
    ],
)
def test_production_refuses_what_is_unsafe(wrong: dict[str, str]) -> None:
    done = manage("check", **{**SAFE, **wrong})
    assert done.returncode != 0
    assert next(iter(wrong)) in done.stderr


def in_force(setting: str, **variables: str) -> str:
    done = manage(
        "shell",
        "--no-imports",
        "--command",
        f"from django.conf import settings as s; print(s.{setting})",
        **variables,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_hosts_may_be_written_with_blanks_between_them() -> None:
    assert in_force("ALLOWED_HOSTS", **{**SAFE, "ALLOWED_HOSTS": "a.example, b.example,"}) == str(
        ["a.example", "b.example"]
    )


def test_whoever_ran_without_a_key_for_the_log_is_told_which_one_it_was() -> None:
    """The seals that are there hold, also after a new SECRET_KEY."""
    refusal = manage("check", **{**SAFE, "AUDIT_KEY": ""}).stderr
    command = refusal[refusal.index("printf") :].strip()
    told = subprocess.run(
        ["sh", "-c", command], env={**os.environ, **SAFE}, text=True, capture_output=True, check=True
    ).stdout.strip()
    elsewhere = {**SAFE, "CALLCENTRE_ENV": "", "AUDIT_KEY": ""}
    assert told == in_force("AUDIT_KEY", **elsewhere)
    assert in_force("AUDIT_KEY", **{**SAFE, "AUDIT_KEY": told, "SECRET_KEY": "y5+Pt" * 15}) == told


def test_debug_is_off_unless_asked_for(settings: Any) -> None:
    assert settings.DEBUG is False


def test_the_database_is_postgresql(db: None) -> None:
    assert connection.vendor == "postgresql"


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "production.lock", "bootstrap.lock", "package-lock.json"]
)
def test_a_lock_carries_hashes_and_no_download_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "sha256:" in text or "sha512-" in text
    assert '"resolved"' not in text
    assert not re.search(r"--(extra-)?index-url|--find-links|\.whl|\.tgz|file://", text)


def test_a_cache_that_is_down_is_only_a_miss() -> None:
    cache = ForgivingRedisCache("unix:///nowhere/valkey.sock", {})
    cache.set("a", 1)
    assert cache.get("a", "default") == "default"
    assert cache.add("a", 1) is False
    assert cache.get_many(["a"]) == {}
    assert "default" in caches


def test_a_broker_that_is_down_wakes_nobody_and_breaks_nothing() -> None:
    @app.task(name="tests.nothing")
    def nothing() -> None: ...

    with app.connection_for_write("redis+socket:///nowhere/valkey.sock") as line:
        result = nothing.apply_async(connection=line)
    assert result.id == ""


def test_a_database_address_is_read_with_its_options() -> None:
    read = env.database("postgresql://u:p%40@db:5433/calls?sslmode=require")
    assert (read["HOST"], read["PORT"], read["PASSWORD"]) == ("db", "5433", "p@")
    assert read["OPTIONS"] == {"connect_timeout": 5, "sslmode": "require"}


def test_every_answer_carries_the_strict_policy(db: None) -> None:
    policy = Client().get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.browser
def test_the_first_page_opens_in_a_browser(live_server: Any, page: Any) -> None:
    page.goto(live_server.url)
    assert page.locator("body").is_visible()
    assert accessibility_problems(page) == []


def test_production_installs_what_was_tested() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==\S+", (ROOT / lock).read_text(), re.MULTILINE))

    assert pins("production.lock") <= pins("requirements.lock")


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    missing = {entry["task"] for entry in BEAT_SCHEDULE.values()} - app.tasks.keys()
    assert missing == set()
