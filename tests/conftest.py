"""The tests' ground: the embedded PostgreSQL, plain static files, a browser that is watched."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as examples

from callcentre import embedded
from callcentre.catalogues import compile_all
from tests import template
from tests.browser import Watch, launch_options, leave, lines

# A busy machine is no fault of the product: no test is timed.
examples.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--hospitals", default=20, help="random hospitals that the figures are recounted for")


def pytest_configure(config: pytest.Config) -> None:
    """Servers up and words compiled once, by the first process; the settings that differ, in each."""
    if not hasattr(config, "workerinput"):
        embedded.up()
        compile_all()
        template.start_making()
    # Playwright keeps an event loop in the thread of the test; the ORM must not take it for async code.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Otherwise each test client reads the whole folder of static files anew, a sixth of a second.
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.CELERY_BROKER_URL = "memory://"
    # The live server's threads would keep the test database open when it is to be dropped.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    # Nobody misses a test's rows after a crash; what must outlive one is tried by `make kills`. Two threads
    # that wait for each other where the database cannot see it are an error, instead of waiting for ever.
    parameters = "-c synchronous_commit=off -c lock_timeout=60s"
    settings.DATABASES["default"].setdefault("OPTIONS", {})["options"] = parameters


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """A test database begins as a copy of one that is migrated."""
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template.ready()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """A transactional test leaves the database to the next as the migrations did."""
    from django.test import TransactionTestCase

    from tests import emptying

    with django_db_blocker.unblock():
        emptying.remember()
    TransactionTestCase._fixture_teardown = lambda test: emptying.restore()


@pytest.fixture
def client() -> Any:
    """One whose `force_login` begins a session as the sign-in page does."""
    from tests.clients import StaffClient

    return StaffClient()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's Chromium, or the one of node_modules."""
    return {**browser_type_launch_args, **launch_options()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """An agent's small screen in the hospital's language and time."""
    return {
        **browser_context_args,
        "viewport": {"width": 1366, "height": 768},
        "locale": "zh-CN",
        "timezone_id": settings.TIME_ZONE,
    }


@pytest.fixture
def context(context: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Every page is watched; `@pytest.mark.answers(409, 422)` names the errors a test means to see."""
    marker = request.node.get_closest_marker("answers")
    watch = Watch(set(marker.args) if marker else set())
    context.on("page", watch.follow)
    served = "live_server" in request.fixturenames
    before = lines() if served else set()
    yield context
    if served:
        leave(context, before)
    assert not watch.problems, "\n".join(watch.problems)
