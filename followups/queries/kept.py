"""Questions that Django puts together once and PostgreSQL plans once (docs/decisions/023).

A page that is opened all day asks the same with other values. Putting a QuerySet together and planning its
SQL took several times as long as its answer, so both are kept: the SQL in this process, the plan in the
connection. What is asked, scope included, stays a QuerySet; answers are never kept.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import ModelIterable, get_related_populators
from psycopg import sql
from psycopg.types.json import Jsonb

from staff.actions.prepared import Asked, Row, ready, told

M = TypeVar("M", bound=models.Model)
Converters = list[tuple[int, list[Callable[..., Any]], Any]]

# In the place of a value while the question is put together; nothing that a question would hold by itself.
LEAST = 900_000_000
MARKS: Mapping[type, Callable[[int], Any]] = {
    int: lambda place: LEAST + place,
    datetime: lambda place: datetime(1900, 1, 1, 0, place, tzinfo=UTC),
    date: lambda place: date(1900, 1, 1 + place),
}
TYPES: Mapping[type, str] = {int: "bigint", datetime: "timestamptz", date: "date"}
CONSTANTS = (str, bool, int, float, type(None), Jsonb)


class NotKept(Exception):
    """A value of the question was reckoned while it was put together, so it would stay for ever."""


class Kept(Generic[M]):
    """`ask`: the QuerySet for its named values, each an int, a date or a moment as `kinds` say.

    `ask` sees a mark in the place of each value: it hands them on and reckons nothing from them.
    """

    def __init__(self, ask: Callable[..., "models.QuerySet[M, Any]"], **kinds: type) -> None:
        self.ask = ask
        self.kinds = kinds
        self.marks = {name: MARKS[kind](place) for place, (name, kind) in enumerate(kinds.items(), start=1)}
        self.text = ""
        self.model: type[M] | None = None  # of a question for objects

    def rows(self, **values: Any) -> list[Row]:
        """As `values_list` gives them."""
        found: list[Row] = told(self.asked(**values))
        return found

    def objects(self, **values: Any) -> list[M]:
        """As the QuerySet itself gives them, with what `select_related` brings and with annotations."""
        found: list[M] = told(self.asked(**values))
        return found

    def first(self, **values: Any) -> M | None:
        return next(iter(self.objects(**values)), None)

    def asked(self, **values: Any) -> Asked:
        """For `together`: it tells what `rows` or `objects` tell."""
        if not self.text:
            self._put_together(ready())
        # Django has loaders of its own for text; what needs none of them is read faster as it is sent.
        return Asked(self.text, [values[name] for name in self.kinds], self._read, not self.converters)

    def _read(self, found: list[Row]) -> list[Any]:
        rows = [self._converted(row) for row in found] if self.converters else found
        return [self._object(self.model, row) for row in rows] if self.model else rows

    def _put_together(self, raw: "psycopg.Connection[Any]") -> None:
        asked = self.ask(**self.marks)
        compiler = asked.query.get_compiler(using=DEFAULT_DB_ALIAS)
        text, parameters = compiler.as_sql()
        found = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
        self.converters: Converters = [(place, *found[place]) for place in found]
        if issubclass(asked._iterable_class, ModelIterable):
            info = compiler.klass_info
            first, last = info["select_fields"][0], info["select_fields"][-1] + 1
            self.model = info["model"]
            self.own = slice(first, last)
            self.fields = [one[0].target.attname for one in compiler.select[first:last]]
            self.related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # the stubs are newer
            self.notes = dict(compiler.annotation_col_map or {})
        self.text = self._numbered(text, parameters, raw)

    def _numbered(self, text: str, parameters: "tuple[Any, ...]", raw: "psycopg.Connection[Any]") -> str:
        left, missing = iter(parameters), set(self.kinds)

        def placed(found: "re.Match[str]") -> str:
            if found[0] == "%%":
                return "%"
            value = next(left)
            for number, (name, kind) in enumerate(self.kinds.items(), start=1):
                if isinstance(value, kind) and value == self.marks[name]:
                    missing.discard(name)
                    return f"${number}::{TYPES[kind]}"
            if not isinstance(value, CONSTANTS) or (isinstance(value, int) and value >= LEAST):
                raise NotKept(repr(value))
            return sql.Literal(value).as_string(raw)

        numbered = re.sub(r"%[s%]", placed, text)
        if missing:
            raise NotKept(f"not asked for: {', '.join(sorted(missing))}")
        return numbered

    def _converted(self, row: Row) -> Row:
        values = list(row)
        for place, converters, expression in self.converters:
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return tuple(values)

    def _object(self, model: type[M], row: Row) -> M:
        """As django.db.models.query.ModelIterable makes it."""
        found = model.from_db(DEFAULT_DB_ALIAS, self.fields, row[self.own])
        for related in self.related:
            related.populate(row, found)
        for name, place in self.notes.items():
            setattr(found, name, row[place])
        return found
