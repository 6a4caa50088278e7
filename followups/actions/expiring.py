"""Closing tasks whose window is over: E7, A18, A22. Nothing loops.

A task that somebody is calling just now is left until the hold ends: the call began inside the window.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from followups.actions.retrying import retried
from patients.models.numbers import DEAD
from policy.outcomes import VERIFIABLE
from staff.actions.audit import entry
from staff.models import Act, AuditEntry

BATCH = 2000

# A corrected call counts as what it was corrected to.
_EXPIRE = """
WITH over AS MATERIALIZED (
    SELECT id FROM followups_task
    WHERE state IN ('open', 'suspended') AND closes <= %(now)s
      AND (hold_until IS NULL OR hold_until <= %(now)s)
    ORDER BY closes LIMIT %(batch)s FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE followups_task t SET
    state = CASE t.state WHEN 'open' THEN 'unsuccessful' ELSE 'exempt' END,
    end_reason = CASE
        WHEN t.state = 'suspended' THEN 'readmitted'
        WHEN said.outcome IS NOT NULL THEN said.outcome
        WHEN NOT EXISTS (SELECT 1 FROM patients_phonenumber n
                         WHERE n.patient_id = t.patient_id AND n.state <> ALL (%(dead)s)) THEN 'no_number'
        ELSE 'window_closed' END,
    verify = t.state = 'open' AND coalesce(said.outcome = ANY (%(verifiable)s), false),
    closed_at = %(now)s, hold_by_id = NULL, hold_until = NULL, revision = t.revision + 1
FROM over LEFT JOIN LATERAL (
    SELECT a.outcome FROM followups_purpose u JOIN followups_attempt a ON a.id = u.attempt_id
    WHERE u.task_id = over.id AND NOT EXISTS (SELECT 1 FROM followups_attempt c WHERE c.corrects_id = a.id)
    ORDER BY a.dialled_at DESC, a.id DESC LIMIT 1
) said ON true
WHERE t.id = over.id
RETURNING t.id, t.patient_id, t.state, t.end_reason
"""


@dataclass(frozen=True, slots=True)
class Expired:
    unsuccessful: int = 0
    exempt: int = 0  # still in hospital when their window closed


def expire(*, now: datetime) -> Expired:
    total = Expired()
    while True:
        closed = _expire_batch(now)
        exempt = sum(state == "exempt" for state in closed)
        total = Expired(total.unsuccessful + len(closed) - exempt, total.exempt + exempt)
        if len(closed) < BATCH:
            return total


@retried
def _expire_batch(now: datetime) -> list[str]:
    asked: dict[str, Any] = {"now": now, "batch": BATCH, "dead": list(DEAD), "verifiable": sorted(VERIFIABLE)}
    with connection.cursor() as cursor:
        cursor.execute(_EXPIRE, asked)
        rows = cursor.fetchall()
    told = []
    for task, patient, state, reason in rows:
        detail = {"to": state, "reason": reason, "by": "window"}
        closing = entry(Act.TASK_CLOSED, actor=None, now=now, patient_id=patient, detail=detail)
        closing.object_type, closing.object_id = "task", task
        told.append(closing)
    AuditEntry.objects.bulk_create(told)
    return [state for _task, _patient, state, _reason in rows]
