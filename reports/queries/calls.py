"""What was said on the telephone in a span: calls, conversations, answers, wrong numbers (A10, E7, E16).

These belong to the day of the call, in the hospital's zone. A call that was corrected does not count; answers
of a call that a later one went on with stand in that one again, and count there alone.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from policy.outcomes import REACHED, Outcome
from policy.rates import LEVELS
from reports.queries.facts import Asked

# Seconds of a conversation, each up to, but without, the next: patience goes after three minutes (E18).
LENGTHS = (0, 60, 180)

CALLS = """
calls AS MATERIALIZED (
    SELECT a.id, a.dialled_at, a.seconds, a.outcome, a.department_id, a.agent_id, a.patient_id,
           a.outcome = ANY(%(reached)s) AS answered
    FROM followups_attempt a
    LEFT JOIN followups_attempt x ON x.corrects_id = a.id
    WHERE a.dialled_at >= %(begin)s AND a.dialled_at < %(end)s AND x.id IS NULL
      AND (%(department)s::bigint IS NULL OR a.department_id = %(department)s)
      AND (%(agent)s::bigint IS NULL OR a.agent_id = %(agent)s)
)
"""
ANSWERS = f"""{CALLS}, answers AS MATERIALIZED (
    SELECT w.id, w.subject, w.level, w.reason, c.department_id, c.agent_id, c.patient_id,
           c.id AS attempt_id, c.dialled_at
    FROM calls c JOIN followups_answer w ON w.attempt_id = c.id
    WHERE w.level IS NOT NULL AND w.subject <> ''
      AND c.id NOT IN (SELECT continues_id FROM followups_attempt WHERE continues_id IS NOT NULL)
)
"""
DEFECTS = f"""{CALLS}, defects AS MATERIALIZED (
    SELECT d.id, d.department_id, d.ward, d.outcome, c.id AS attempt_id, c.dialled_at
    FROM calls c JOIN followups_numberdefect d ON d.attempt_id = c.id
)
"""
# The same words, however they are spaced, punctuated or widened; as policy.folding has it.
SAME = r"""regexp_replace(lower(normalize(reason, NFKC)), '[-\s.,;:!?~()"''。、“”‘’…—·]', '', 'g')"""
_LENGTH = f"width_bucket(seconds, ARRAY{list(LENGTHS)}) - 1"
_HOUR = "extract(hour FROM dialled_at AT TIME ZONE %(zone)s)::int"
_WEEKDAY = "extract(isodow FROM dialled_at AT TIME ZONE %(zone)s)::int"
_SUMMARY = f"""WITH {CALLS}
SELECT 'length', {_LENGTH}, 0, '', count(*), count(*) FROM calls WHERE answered GROUP BY 2
UNION ALL SELECT 'hour', {_WEEKDAY}, {_HOUR}, '', count(*), count(*) FILTER (WHERE answered)
FROM calls GROUP BY 2, 3
UNION ALL SELECT 'agent', agent_id, 0, outcome, count(*), count(*) FILTER (WHERE answered)
FROM calls GROUP BY 2, 4
"""
_LEVELS = f"""WITH {ANSWERS}
SELECT subject, 'subject', subject, level, count(*) FROM answers GROUP BY subject, level
UNION ALL SELECT subject, 'department', department_id::text, level, count(*) FROM answers GROUP BY 1, 3, 4
UNION ALL SELECT subject, 'agent', agent_id::text, level, count(*) FROM answers GROUP BY 1, 3, 4
"""
_DEFECTS = f"""WITH {DEFECTS}
SELECT department_id, ward, outcome, count(*) FROM defects GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3
"""


def begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def parameters(asked: Asked) -> dict[str, Any]:
    return {
        "begin": begin_of(asked.first),
        "end": begin_of(asked.last + timedelta(days=1)),
        "department": asked.department,
        "agent": asked.agent,
        "reached": sorted(REACHED),
        "zone": timezone.get_current_timezone_name(),
    }


class Hour(NamedTuple):
    weekday: int  # 1 Monday … 7
    hour: int
    calls: int
    answered: int


class Levels(NamedTuple):
    """Answers on one subject, by level from 5 down to 1, of everybody or of one department or agent."""

    subject: str
    by: str  # "subject": everybody
    key: str
    counts: tuple[int, ...]


class Agent(NamedTuple):
    """The calls of one agent, by what came of them."""

    agent: int
    counts: dict[str, int]
    answered: int

    @property
    def calls(self) -> int:
        return sum(self.counts.values())


class Defects(NamedTuple):
    department: int
    ward: str
    counts: dict[str, int]  # by outcome

    @property
    def n(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class CallFigures:
    calls: int
    answered: int
    lengths: list[int]
    hours: list[Hour]
    agents: list[Agent]
    levels: list[Levels]
    defects: list[Defects]

    def of_subject(self, subject: str = "overall") -> tuple[int, ...]:
        found = (line.counts for line in self.levels if (line.by, line.subject) == ("subject", subject))
        return next(found, (0,) * len(LEVELS))


def call_figures(asked: Asked) -> CallFigures:
    wanted = parameters(asked)
    summary = rows_of(_SUMMARY, wanted)
    lengths = [0] * len(LENGTHS)
    for key, calls in ((row[1], row[4]) for row in summary if row[0] == "length"):
        lengths[key] = calls
    hours = [
        Hour(key, more, calls, answered)
        for name, key, more, _outcome, calls, answered in summary
        if name == "hour"
    ]
    return CallFigures(
        sum(hour.calls for hour in hours),
        sum(hour.answered for hour in hours),
        lengths,
        sorted(hours),
        _agents([row for row in summary if row[0] == "agent"]),
        _levels(rows_of(_LEVELS, wanted)),
        _defects(rows_of(_DEFECTS, wanted)),
    )


def rows_of(statement: str, wanted: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, wanted)
        rows: list[Any] = cursor.fetchall()
        return rows


def _agents(rows: list[Any]) -> list[Agent]:
    counts: dict[int, dict[str, int]] = {}
    heard: Counter[int] = Counter()
    for _name, agent, _hour, outcome, calls, answered in rows:
        counts.setdefault(agent, {})[outcome] = calls
        heard[agent] += answered
    found = [Agent(agent, dict(sorted(some.items())), heard[agent]) for agent, some in counts.items()]
    return sorted(found, key=lambda one: (-one.calls, one.agent))


def _levels(rows: list[Any]) -> list[Levels]:
    found: dict[tuple[str, str, str], dict[int, int]] = {}
    for subject, by, key, level, count in rows:
        found.setdefault((by, subject, key), {})[level] = count
    return [
        Levels(subject, by, key, tuple(counts.get(level, 0) for level in LEVELS))
        for (by, subject, key), counts in sorted(found.items())
    ]


def _defects(rows: list[Any]) -> list[Defects]:
    found: dict[tuple[int, str], dict[str, int]] = {}
    for department, ward, outcome, count in rows:
        found.setdefault((department, ward), {})[outcome] = count
    lines = [Defects(department, ward, counts) for (department, ward), counts in found.items()]
    return sorted(lines, key=lambda line: (-line.n, line.department, line.ward))


def overall_by_span(asked: Asked, spans: list[tuple[date, date]]) -> list[tuple[int, ...]]:
    """Answers on the whole of each span, by level."""
    statement = f"""WITH {ANSWERS}, spans AS (
        SELECT * FROM unnest(%(begins)s::timestamptz[], %(ends)s::timestamptz[])
        WITH ORDINALITY AS s(begins, ends, place))
    SELECT s.place, a.level, count(*) FROM spans s
    JOIN answers a ON a.dialled_at >= s.begins AND a.dialled_at < s.ends
    WHERE a.subject = 'overall' GROUP BY 1, 2"""
    more = {
        "begins": [begin_of(first) for first, _last in spans],
        "ends": [begin_of(last + timedelta(days=1)) for _first, last in spans],
    }
    found = [dict.fromkeys(LEVELS, 0) for _span in spans]
    for place, level, count in rows_of(statement, parameters(asked) | more):
        found[place - 1][level] = count
    return [tuple(counts.values()) for counts in found]


# --- The rows behind a number ---

DEAD = sorted({Outcome.VACANT, Outcome.WRONG_NUMBER})


class Some(NamedTuple):
    """Which calls, answers or defects; None: all."""

    subject: str | None = None
    levels: tuple[int, ...] | None = None
    ward: str | None = None
    outcome: str | None = None
    length: int | None = None
    weekday: int | None = None
    hour: int | None = None
    answered: bool | None = None
    worded: bool | None = None  # answers with a reason in the patient's words
    same: int | None = None  # … in the words of this answer


_CONDITIONS = {
    "subject": "subject = %(subject)s",
    "levels": "level = ANY(%(levels)s)",
    "ward": "ward = %(ward)s",
    "outcome": "outcome = %(outcome)s",
    "length": f"answered AND {_LENGTH} = %(length)s",
    "weekday": f"{_WEEKDAY} = %(weekday)s",
    "hour": f"{_HOUR} = %(hour)s",
    "answered": "answered = %(answered)s",
    "worded": "(reason <> '') = %(worded)s",
    "same": f"{SAME} = (SELECT {SAME} FROM followups_answer WHERE id = %(same)s)",
}
_TABLES = {"calls": (CALLS, "id"), "answers": (ANSWERS, "attempt_id"), "defects": (DEFECTS, "attempt_id")}


def behind(asked: Asked, of: str, some: Some, *, start: int, most: int) -> tuple[int, list[tuple[int, int]]]:
    """How many the number counts, and (id, id of its call) of `most` of them from `start`."""
    table, attempt = _TABLES[of]
    wanted = {name: value for name, value in some._asdict().items() if value is not None}
    conditions = " AND ".join(["true", *(_CONDITIONS[name] for name in wanted)])
    statement = f"""WITH {table} SELECT id, {attempt}, count(*) OVER () FROM {of} WHERE {conditions}
    ORDER BY dialled_at, id OFFSET %(start)s LIMIT %(most)s"""
    if "levels" in wanted:
        wanted["levels"] = list(wanted["levels"])
    rows = rows_of(statement, parameters(asked) | wanted | {"start": start, "most": most})
    return (rows[0][2] if rows else 0), [(pk, call) for pk, call, _all in rows]
