"""The figures of the follow-ups due in a span: one statement, one view of the database, every grouping."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from policy.indicators import Measure
from reports.queries.facts import FACTS, MEASURES, Asked, Only, narrowed, parameters

type_of_counts = dict[str, int]
COUNTED = ", ".join(f"count(*) FILTER (WHERE {words})" for words in MEASURES.values())
# Name of the grouping, its two columns, and which rows.
GROUPS: tuple[tuple[str, str, str, str], ...] = (
    ("department", "department_id", "NULL", "true"),
    ("rule", "rule_id", "NULL", "true"),
    ("kind", "kind", "NULL", "true"),
    ("ward", "department_id", "ward", "true"),
    ("doctor", "doctor_id", "NULL", "true"),
    ("agent", "agent_id", "NULL", "true"),
    ("unsuccessful", "end_reason", "detail", MEASURES[Measure.UNSUCCESSFUL]),
    ("exempt", "end_reason", "NULL", MEASURES[Measure.EXEMPT]),
    # What is lost between the steps of the funnel, by where it ended.
    ("not_attempted", "state", "end_reason", MEASURES[Measure.NOT_ATTEMPTED]),
    ("not_reached", "state", "end_reason", MEASURES[Measure.NOT_REACHED]),
    ("not_completed", "state", "end_reason", MEASURES[Measure.NOT_COMPLETED]),
)


class Line(NamedTuple):
    key: str
    more: str
    counts: type_of_counts
    target: int  # sum of the targets, in percent, of what is due

    @property
    def n(self) -> int:
        return self.counts[Measure.DUE]


@dataclass(frozen=True, slots=True)
class TaskFigures:
    total: Line
    by: dict[str, list[Line]]


def _select(name: str, key: str, more: str, rows: str, *, grouped: bool = True) -> str:
    return (
        f"SELECT '{name}', ({key})::text, ({more})::text, coalesce(sum(target), 0)::bigint, {COUNTED}"
        f" FROM facts WHERE {rows}" + (" GROUP BY 2, 3" if grouped else "")
    )  # fmt: skip


NAMES = tuple(name for name, *_columns in GROUPS)


def _statement(names: Collection[str]) -> str:
    groups = [_select(*group) for group in GROUPS if group[0] in names]
    return f"WITH {FACTS} {' UNION ALL '.join([_select('', 'NULL', 'NULL', 'true', grouped=False), *groups])}"


def task_figures(asked: Asked, names: Collection[str] = NAMES) -> TaskFigures:
    """`names`: which groupings, all of them unless told otherwise."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(names), parameters(asked))
        rows = cursor.fetchall()
    by: dict[str, list[Line]] = {name: [] for name in names}
    total = Line("", "", {}, 0)
    for name, key, more, target, *counts in rows:
        line = Line(key or "", more or "", dict(zip(map(str, MEASURES), counts, strict=True)), target)
        if name:
            by[name].append(line)
        else:
            total = line
    for lines in by.values():
        lines.sort(key=lambda line: (-line.n, line.key, line.more))
    return TaskFigures(total, by)


_TOTALS = f"""WITH {FACTS}, spans AS (
    SELECT * FROM unnest(%(firsts)s::date[], %(lasts)s::date[]) WITH ORDINALITY AS s(begins, ends, place))
SELECT s.place, coalesce(sum(target), 0)::bigint, {COUNTED.replace("count(*)", "count(facts.id)")}
FROM spans s LEFT JOIN facts ON facts.due_on BETWEEN s.begins AND s.ends GROUP BY s.place ORDER BY s.place
"""


def totals(asked: Asked, spans: list[tuple[Any, Any]]) -> list[Line]:
    """The same measures of several spans, each of which lies within `asked`."""
    more = {"firsts": [first for first, _last in spans], "lasts": [last for _first, last in spans]}
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, parameters(asked) | more)
        return [
            Line("", "", dict(zip(map(str, MEASURES), counts, strict=True)), target)
            for _place, target, *counts in cursor.fetchall()
        ]


def behind(asked: Asked, measure: Measure, only: Only, *, start: int, most: int) -> tuple[int, list[int]]:
    """How many follow-ups the number counts, and the ids of `most` of them from `start`: due day first."""
    condition, wanted = narrowed(measure, only)
    statement = f"WITH {FACTS} SELECT id, count(*) OVER () FROM facts WHERE {condition} ORDER BY due_on, id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{statement} OFFSET %(start)s LIMIT %(most)s",
            parameters(asked) | wanted | {"start": start, "most": most},
        )
        rows = cursor.fetchall()
    return (rows[0][1] if rows else 0), [row[0] for row in rows]
