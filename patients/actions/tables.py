"""Many rows of one table at once: COPY for new ones, one UPDATE for changed ones (M9)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Model

# jsonb refuses U+0000, written as an escape.
ZERO = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_encode = DjangoJSONEncoder(ensure_ascii=False).encode


def as_json(value: object) -> str:
    """JSON that a jsonb column takes, whatever stood in the file."""
    text = value if isinstance(value, str) else _encode(value)
    if "\\u0000" in text:
        text = ZERO.sub(r"\1\\ufffd", text)
    return text.encode("utf-8", "replace").decode()


def new_ids(model: type[Model], count: int) -> list[int]:
    """Keys for rows that COPY will write."""
    sequence = f"{model._meta.db_table}_id_seq"
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, count])
        return [key for (key,) in cursor.fetchall()]


def select(
    model: type[Model], columns: Sequence[str], where: str, values: Sequence[Any]
) -> list[dict[str, Any]]:
    """Rows as records; arrays in `values` instead of long lists of parameters."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM {model._meta.db_table} WHERE {where}",  # noqa: S608
            values,
        )
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def copy_in(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join(columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def update_many(model: type[Model], columns: Sequence[str], records: Sequence[Mapping[str, Any]]) -> None:
    """`columns` of the rows named by `id` become what the records say."""
    if not records:
        return
    table = model._meta.db_table
    settings = ", ".join(f"{column} = new.{column}" for column in columns)
    wanted = [{name: record[name] for name in ("id", *columns)} for record in records]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS old SET {settings}"  # noqa: S608
            f" FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) AS new WHERE old.id = new.id",
            [as_json(wanted)],
        )
