"""Which calls stand on the list of details: those that the figures count, narrowed down (A10)."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from reports.details import Chosen
from reports.queries.calls import CALLS, parameters

#: What the list may be narrowed down to.
ONLY: Mapping[str, str] = {
    "notes": "a.notes <> ''",
    "complaint": "a.complaint_id IS NOT NULL",
    "alert": "EXISTS (SELECT 1 FROM complaints_clinicalalert k WHERE k.call = a.token)",
    "dissatisfied": "EXISTS (SELECT 1 FROM followups_answer w"
    " WHERE w.attempt_id = a.id AND w.subject <> '' AND w.level <= 2)",
}


def ids(chosen: Chosen, *, start: int = 0, most: int | None = None) -> tuple[int, list[int]]:
    """How many calls there are, and the ids of `most` of them from `start`, in the order of their making."""
    wanted: dict[str, Any] = {"start": start, "most": most, "outcome": chosen.outcome or None}
    statement = f"""WITH {CALLS}
    SELECT c.id, count(*) OVER () FROM calls c JOIN followups_attempt a ON a.id = c.id
    WHERE (%(outcome)s::text IS NULL OR c.outcome = %(outcome)s) AND {ONLY.get(chosen.only, "true")}
    ORDER BY c.dialled_at, c.id OFFSET %(start)s LIMIT %(most)s"""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters(chosen.asked) | wanted)
        rows = cursor.fetchall()
    return (rows[0][1] if rows else 0), [row[0] for row in rows]
