"""Making the tasks that are missing, by one statement: A3, A7, A8, E1, E12, E16, E17.

Whoever makes or reviews tasks holds one lock for the length of his transaction. So a visit that is corrected
meanwhile is either seen as corrected by the maker, or its tasks are seen by the review.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from followups.models import QueueRun
from followups.planning import Planner, Span
from followups.queries.wanted import MISSING_BY_DAY, MISSING_OF_VISITS, parameters
from staff.actions.audit import entry
from staff.models import Act, AuditEntry

QUEUE_LOCK = 7_204_119  # any number that nobody else uses for an advisory lock

# In one order, whoever inserts: two generators wait for each other, they never lock each other out.
_INSERT = """
, made AS (
    INSERT INTO followups_task (
        patient_id, visit_id, rule_id, version_id, occurrence, order_id, department_id, priority,
        max_attempts, anchor_on, due_on, opens, target, closes, moved, late, call_at, agreed,
        state, end_reason, closed_at, counted, tries, verify, revision)
    SELECT patient_id, visit_id, rule_id, version_id, occurrence, order_id, department_id, priority,
        max_attempts,
        anchor_on, due_on, opens, target, closes, moved, late, opens, false,
        state, end_reason, CASE WHEN state IN ('exempt', 'unsuccessful') THEN %(now)s END, 0, 0, false, 1
    FROM wanted
    ORDER BY visit_id, rule_id, occurrence
    ON CONFLICT DO NOTHING
    RETURNING rule_id, version_id, state, late
)
SELECT rule_id, version_id, count(*), count(*) FILTER (WHERE state = 'open'), count(*) FILTER (WHERE late)
FROM made GROUP BY rule_id, version_id ORDER BY rule_id, version_id
"""


@dataclass(frozen=True, slots=True)
class Made:
    """What one version of a rule has made; `open` of them are to be called."""

    rule: int
    version: int
    count: int
    open: int
    late: int


def lock_queue() -> None:
    """Until the transaction ends, nobody else makes or reviews tasks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [QUEUE_LOCK])


def make_missing(
    planner: Planner, spans: Sequence[Span], *, visits: Sequence[int] | None = None
) -> list[Made]:
    """The tasks of these windows, of all visits or of some; those that are there already stay as they are."""
    if not spans:
        return []
    asked = parameters(planner.all_rulings, spans, now=planner.now, visits=visits)
    statement = MISSING_BY_DAY if visits is None else MISSING_OF_VISITS
    with connection.cursor() as cursor:
        cursor.execute(statement + _INSERT, asked)
        made = [Made(*row) for row in cursor.fetchall()]
    log_made(made, now=planner.now)
    return made


def log_made(made: Iterable[Made], *, now: datetime) -> None:
    """One entry a rule and run: the tasks themselves say which they are."""
    AuditEntry.objects.bulk_create(
        entry(
            Act.TASK_MADE,
            actor=None,
            now=now,
            detail={"rule": m.rule, "version": m.version, "made": m.count, "open": m.open, "late": m.late},
        )
        for m in made
    )


def log_run(kind: str, planner: Planner, *, made: int = 0, moved: int = 0, withdrawn: int = 0) -> None:
    """For the health page; a run that found nothing to do leaves no trace."""
    if made or moved or withdrawn:
        QueueRun.objects.create(
            kind=kind,
            day=planner.today,
            started_at=planner.now,
            finished_at=planner.now,
            made=made,
            moved=moved,
            withdrawn=withdrawn,
        )
