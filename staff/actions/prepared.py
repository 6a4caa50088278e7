"""Statements that PostgreSQL plans once and runs many times, and rows that need no more than one of them."""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple, TypeVar

import psycopg
from django.db import connection
from django.db.models import Field, Model

ONLY_WHEN_ASKED = 1_000_000

M = TypeVar("M", bound=Model)
Row = tuple[Any, ...]


class Asked(NamedTuple):
    """A statement with its values, numbered from $1, and what is made of its rows."""

    text: str
    values: list[Any]
    read: Callable[[list[Row]], Any] = list
    binary: bool = False


def told(asked: Asked) -> Any:
    raw, begin = ready(), time.monotonic()
    with connection.wrap_database_errors:
        cursor = _sent(raw, asked)
        found = _rows(cursor)
    _noted(begin, asked)
    return asked.read(found)


def together(*asked: Asked) -> list[Any]:
    """What each tells, in one journey to the database: there, they run one after the other."""
    raw, begin = ready(), time.monotonic()
    with connection.wrap_database_errors, raw.pipeline():
        cursors = [_sent(raw, one) for one in asked]
    found = [_rows(cursor) for cursor in cursors]
    _noted(begin, *asked)
    return [one.read(rows) for one, rows in zip(asked, found, strict=True)]


@contextmanager
def meanwhile(*asked: Asked) -> Iterator[None]:
    """Write these while the block runs; it ends when they are on disk, or raises what went wrong with them.

    What the block itself asks waits for them.
    """
    raw, begin = ready(), time.monotonic()
    with connection.wrap_database_errors, raw.pipeline() as line:
        cursors = [_sent(raw, one) for one in asked]
        line.sync()
        yield
    for cursor, one in zip(cursors, asked, strict=True):
        one.read(_rows(cursor))
    _noted(begin, *asked)


def _sent(raw: "psycopg.Connection[Any]", asked: Asked) -> "psycopg.RawCursor[Row]":
    cursor = psycopg.RawCursor(raw)
    return cursor.execute(asked.text, asked.values, prepare=True, binary=asked.binary)


def _rows(cursor: "psycopg.RawCursor[Row]") -> list[Row]:
    """`description` would tell whether there are any, by an object for each column."""
    return cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []


def _noted(begin: float, *asked: Asked) -> None:
    """Whoever counts queries counts these too."""
    if connection.queries_logged:
        took = f"{time.monotonic() - begin:.3f}"
        connection.queries_log.extend({"sql": one.text, "time": took} for one in asked)


class Prepared:
    """A statement with %(named)s parameters, planned once per connection: planning takes longer than running.

    The plan is the general one, which needs no look at the values: every walk in it is along an index anyway.
    `binary`: rows as they are sent, which is faster for moments.
    """

    def __init__(self, statement: str, *, binary: bool = False) -> None:
        self.binary = binary
        self.names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", statement)))
        for number, name in enumerate(self.names, start=1):
            statement = statement.replace(f"%({name})s", f"${number}")
        self.text = statement

    def run(self, parameters: Mapping[str, Any]) -> list[Row]:
        """Its rows; none of a statement that gives none."""
        found: list[Row] = told(self.asked(parameters))
        return found

    def asked(self, parameters: Mapping[str, Any], read: Callable[[list[Row]], Any] = list) -> Asked:
        """For `together`."""
        return Asked(self.text, [parameters[name] for name in self.names], read, self.binary)


def ready() -> psycopg.Connection[Any]:
    """The connection under Django's, prepared to prepare. Best called before a transaction begins."""
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    if raw.prepare_threshold is None:
        with connection.wrap_database_errors:
            raw.execute("SET plan_cache_mode = force_generic_plan")
        raw.prepare_threshold = ONLY_WHEN_ASKED  # Django's own statements stay as they are
    return raw


def columns(model: type[Model], alias: str) -> str:
    """Every column of a model, in the order in which `instance` wants them."""
    return ", ".join(f"{alias}.{field.column}" for field in model._meta.concrete_fields)


def instance(model: type[M], row: Sequence[Any]) -> M:
    """What the ORM would have made of these columns."""
    names, readers = _readers(model)
    values = list(row)
    for place, field in readers:
        values[place] = field.from_db_value(values[place], None, connection)
    return model.from_db(connection.alias, names, values)


@cache
def _readers(model: type[Model]) -> tuple[list[str], list[tuple[int, Any]]]:
    fields = model._meta.concrete_fields
    readers = [(place, field) for place, field in enumerate(fields) if hasattr(field, "from_db_value")]
    return [field.attname for field in fields], readers


def insert(*instances: M) -> None:
    """New rows of one model, as `save` would write them, in one statement whatever their number.

    For models whose key and defaults the database or Python gives: each column is written but the key.
    """
    if instances:
        told(inserting(*instances))


def inserting(*instances: M) -> Asked:
    """The same for `together`; at least one instance."""
    statement, fields = _insertion(type(instances[0]))
    rows = [{str(field.column): field.pre_save(one, add=True) for field in fields} for one in instances]

    def numbered(made: list[Row]) -> list[M]:
        for one, (pk,) in zip(instances, made, strict=True):
            one.pk = pk
            one._state.adding, one._state.db = False, connection.alias
        return list(instances)

    return statement.asked({"rows": json.dumps(rows, default=str)}, numbered)


@cache
def _insertion(model: type[Model]) -> "tuple[Prepared, list[Field[Any, Any]]]":
    meta = model._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    names = ", ".join(str(field.column) for field in fields)
    types = ", ".join(f"{field.column} {field.db_type(connection)}" for field in fields)
    key = meta.pk.column
    statement = Prepared(
        f"INSERT INTO {meta.db_table} ({names}) SELECT {names}"
        f" FROM jsonb_to_recordset(%(rows)s::jsonb) AS r({types}) RETURNING {key}"
    )
    return statement, fields
