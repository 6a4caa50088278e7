"""Both servers at once: up, down, status, reset. One command at a time; the others wait."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from callcentre.embedded import postgres, valkey
from callcentre.embedded.place import STATE, place
from callcentre.embedded.postgres import Postgres
from callcentre.embedded.valkey import Valkey

Say = Callable[[str], object]


def addresses() -> dict[str, str]:
    """The addresses that settings fall back to. Costs nothing and starts nothing."""
    return {"DATABASE_URL": postgres.address(), "REDIS_URL": valkey.address()}


def up(say: Say = print) -> None:
    """Start what the environment does not bring itself and what does not answer."""
    with _one_at_a_time():
        if "DATABASE_URL" not in os.environ and Postgres(place()).up():
            say("- PostgreSQL started")
        if "REDIS_URL" not in os.environ and Valkey(place()).up():
            say("- Valkey started")


def down(say: Say = print) -> None:
    """Stop both and return when they are gone."""
    with _one_at_a_time():
        if Valkey(place()).down():
            say("- Valkey stopped")
        if Postgres(place()).down():
            say("- PostgreSQL stopped")


def status(say: Say = print) -> bool:
    """Say which of the two answers; True if both do."""
    answers = {"PostgreSQL": Postgres(place()).answers(), "Valkey": Valkey(place()).answers()}
    for name, running in answers.items():
        say(f"{name} {'answers' if running else 'does not answer'}")
    return all(answers.values())


def reset(say: Say = print) -> None:
    """Throw the embedded database and the queue away. A server of the environment is never touched."""
    up(say)
    with _one_at_a_time():
        if "DATABASE_URL" not in os.environ:
            Postgres(place()).drop()
            say("- the embedded database is empty")
        if "REDIS_URL" not in os.environ:
            Valkey(place()).flush()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    STATE.mkdir(parents=True, exist_ok=True)
    with (STATE / "services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
