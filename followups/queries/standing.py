"""Tasks on record beside the tasks that there ought to be, and the writing back of what became of them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from followups.planning import Planner
from followups.queries.wanted import OF_VISITS, parameters
from followups.verdicts import FOR_WANT_OF_A_NUMBER, Existing, Fate, Plan, Wanted
from patients.models.numbers import DEAD
from policy.retry import Standing
from policy.tasks import EndReason, State

# A closed task that no review can open again is left out, and so is one that somebody else is changing.
_LOCK = """
SELECT id, visit_id FROM followups_task t
WHERE (patient_id = ANY (%(patients)s) OR visit_id = ANY (%(visits)s))
  AND (state IN ('open', 'suspended', 'exempt') OR (state = 'unsuccessful' AND (
      tries = 0 OR (end_reason = ANY (%(numberless)s) AND closes > %(now)s AND EXISTS (
          SELECT 1 FROM patients_phonenumber n
          WHERE n.patient_id = t.patient_id AND n.state <> ALL (%(dead)s))))))
ORDER BY id
"""
_PAIRS = """
SELECT t.id, t.visit_id, t.patient_id, t.rule_id, t.department_id, v.patient_id, v.department_id,
       t.state, t.end_reason, t.tries > 0, coalesce(t.hold_until > %(now)s, false),
       t.version_id, t.priority, t.max_attempts, t.anchor_on, t.due_on,
       t.opens, t.target, t.closes, t.moved, t.late,
       EXISTS (SELECT 1 FROM followups_purpose u JOIN followups_attempt a ON a.id = u.attempt_id
               WHERE u.task_id = t.id AND u.reason_after = t.end_reason AND a.outcome = t.end_reason
                 AND NOT EXISTS (SELECT 1 FROM followups_attempt c WHERE c.corrects_id = a.id)),
       v.cancelled_at IS NULL AND v.anchor_on IS NOT NULL,
       rv.spec -> 'kinds' ? v.kind AND NOT EXISTS (
           SELECT 1 FROM followups_orderedcall o WHERE o.id = t.order_id AND o.withdrawn_at IS NOT NULL),
       NOT r.active,
       w.state, w.end_reason, w.missed_at, w.version_id, w.priority, w.max_attempts, w.anchor_on, w.due_on,
       w.opens, w.target, w.closes, w.moved, w.late, w.reasons
FROM followups_task t
JOIN patients_visit v ON v.id = t.visit_id
JOIN followups_rule r ON r.id = t.rule_id
JOIN followups_ruleversion rv ON rv.id = t.version_id
LEFT JOIN wanted w ON w.visit_id = t.visit_id AND w.rule_id = t.rule_id AND w.occurrence = t.occurrence
WHERE t.id = ANY (%(tasks)s)
ORDER BY t.id
"""
_WRITE = """
UPDATE followups_task t SET
    patient_id = c.patient_id, department_id = c.department_id,
    state = c.state, end_reason = c.end_reason,
    closed_at = CASE WHEN c.state NOT IN ('exempt', 'unsuccessful') THEN NULL
                     WHEN (t.state, t.end_reason) = (c.state, c.end_reason) THEN t.closed_at ELSE %(now)s END,
    verify = coalesce(c.verify, t.verify AND c.state = t.state),
    counted = coalesce(c.counted, t.counted), agreed = coalesce(c.agreed, t.agreed),
    version_id = c.version_id, priority = c.priority, max_attempts = c.max_attempts,
    anchor_on = c.anchor_on, due_on = c.due_on, opens = c.opens, target = c.target, closes = c.closes,
    moved = c.moved, late = c.late,
    call_at = CASE WHEN t.tries = 0 THEN c.opens ELSE coalesce(c.call_at, t.call_at) END,
    revision = t.revision + 1
FROM jsonb_to_recordset(%(changes)s::jsonb) AS c(
    id bigint, patient_id bigint, department_id bigint, state text, end_reason text,
    version_id bigint, priority smallint, max_attempts smallint, anchor_on date, due_on date,
    opens timestamptz, target timestamptz, closes timestamptz, moved boolean, late boolean,
    verify boolean, counted smallint, agreed boolean, call_at timestamptz)
WHERE t.id = c.id
"""


class Pair(NamedTuple):
    task: int
    visit: int
    patient: int
    rule: int
    department: int
    patient_now: int  # the visit may have been given to another patient or department
    department_now: int
    existing: Existing
    wanted: Wanted | None


class Change(NamedTuple):
    pair: Pair
    fate: Fate
    called: Standing | None = None  # what its calls make of a task that comes back


def lock_tasks(
    *, patients: Sequence[int], visits: Sequence[int], now: datetime
) -> tuple[dict[int, int], set[int]]:
    """Visits by task for those that we hold now; and the visits of tasks that somebody else holds."""
    asked: dict[str, Any] = {
        "patients": list(patients),
        "visits": list(visits),
        "now": now,
        "numberless": sorted(FOR_WANT_OF_A_NUMBER),
        "dead": list(DEAD),
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, asked)
        there: dict[int, int] = dict(cursor.fetchall())
        if not there:
            return {}, set()
        cursor.execute(_LOCK + "FOR NO KEY UPDATE SKIP LOCKED", asked)
        ours: dict[int, int] = dict(cursor.fetchall())
    return ours, {visit for task, visit in there.items() if task not in ours}


def pairs(
    planner: Planner, tasks: Sequence[int], visits: Sequence[int], days: Iterable[Any]
) -> Iterator[Pair]:
    """`days`: the days from which the visits are counted."""
    spans = planner.all_spans(days)
    asked = parameters(planner.all_rulings, spans, visits=list(visits), tasks=list(tasks), now=planner.now)
    with connection.cursor() as cursor:
        cursor.execute(OF_VISITS + _PAIRS, asked)
        return map(_pair, cursor.fetchall())


def _pair(row: Sequence[Any]) -> Pair:
    state, reason, dialled, held = row[7:11]
    existing = Existing(State(state), EndReason(reason), Plan(*row[11:21]), dialled, held, *row[21:25])
    wanted = None
    if row[25] is not None:
        also = frozenset(map(EndReason, row[38]))
        wanted = Wanted(State(row[25]), EndReason(row[26]), Plan(*row[28:38]), row[27], also)
    task, visit, patient, rule, department, patient_now, department_now = row[:7]
    return Pair(task, visit, patient, rule, department, patient_now, department_now, existing, wanted)


def write(changes: Sequence[Change], *, now: datetime) -> None:
    rows = [
        {
            "id": change.pair.task,
            "patient_id": change.pair.patient_now,
            "department_id": change.pair.department_now,
            "state": change.fate.state,
            "end_reason": change.fate.end_reason,
            **_columns(change.fate.plan),
            **_called(change.called),
        }
        for change in changes
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, {"changes": json.dumps(rows, default=_text), "now": now})


def _columns(plan: Plan) -> dict[str, Any]:
    columns = plan._asdict()
    return {"version_id": columns.pop("version"), **columns}


def _called(after: Standing | None) -> dict[str, Any]:
    """The columns of which only calls know."""
    if after is None:
        return {}
    return {
        "verify": after.verify,
        "counted": after.counted,
        "agreed": after.agreed,
        "call_at": after.next_at,
    }


def _text(value: Any) -> str:
    return str(value.isoformat())
