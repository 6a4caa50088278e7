"""Statements that PostgreSQL plans once and runs many times."""

import re
from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection

ONLY_WHEN_ASKED = 1_000_000


class Prepared:
    """A statement with %(named)s parameters, planned once per connection: planning takes longer than running.

    The plan is the general one, which needs no look at the values: every walk in it is along an index anyway.
    """

    def __init__(self, statement: str) -> None:
        self.names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", statement)))
        for number, name in enumerate(self.names, start=1):
            statement = statement.replace(f"%({name})s", f"${number}")
        self.text = statement

    def run(self, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        raw = ready()
        with connection.wrap_database_errors, psycopg.RawCursor(raw) as cursor:
            cursor.execute(self.text, [parameters[name] for name in self.names], prepare=True)
            return cursor.fetchall()


def ready() -> psycopg.Connection[Any]:
    """The connection under Django's, prepared to prepare. Best called before a transaction begins."""
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    if raw.prepare_threshold is None:
        with connection.wrap_database_errors:
            raw.execute("SET plan_cache_mode = force_generic_plan")
        raw.prepare_threshold = ONLY_WHEN_ASKED  # Django's own statements stay as they are
    return raw
