"""One row for each follow-up due in a span, and what each measure counts of them (E3, E7, E10, E11).

A figure and the list behind it are made of the same words of SQL: `count(*) FILTER (WHERE …)` and `WHERE …`.
A follow-up belongs to the period that its due day lies in: the day its rule named, before any holiday moved
it. A call that was corrected does not count; the one that took its place does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from policy.indicators import Group, Measure, named_reasons, reasons_of
from policy.outcomes import NOT_THEIR_NUMBER, REACHED, Outcome
from policy.tasks import EndReason, State


@dataclass(frozen=True, slots=True)
class Asked:
    """Days, both included, and which records of them; None: all; agent 0: nobody's."""

    first: date
    last: date
    department: int | None = None
    agent: int | None = None


@dataclass(frozen=True, slots=True)
class Only:
    """What a number of a table narrows down further; empty text and 0 are values: no ward, no doctor."""

    rule: int | None = None
    kind: str | None = None
    ward: str | None = None
    doctor: int | None = None
    state: str | None = None
    reason: str | None = None  # a follow-up's end
    detail: str | None = None  # what was said when it was declined
    group: str | None = None  # of reasons, as the documents count them


# A part of a patient's numbers only; the follow-up itself may have gone on with another.
BAD = sorted(NOT_THEIR_NUMBER)
MEASURES: Mapping[Measure, str] = {
    Measure.DUE: "true",
    Measure.ATTEMPTED: "calls > 0",
    Measure.NOT_ATTEMPTED: "calls = 0",
    Measure.REACHED: "reached",
    Measure.NOT_REACHED: "calls > 0 AND NOT reached",
    Measure.COMPLETED: f"state = '{State.COMPLETED}'",
    Measure.NOT_COMPLETED: f"reached AND state <> '{State.COMPLETED}'",
    # A call begun before the end that was saved a minute after it is on time.
    Measure.ON_TIME: f"state = '{State.COMPLETED}' AND NOT late AND completed_at < closes",
    Measure.UNSUCCESSFUL: f"state = '{State.UNSUCCESSFUL}'",
    Measure.EXEMPT: f"state = '{State.EXEMPT}'",
    Measure.OPEN: f"state IN ('{State.OPEN}', '{State.SUSPENDED}')",
    Measure.BAD_NUMBER: "bad_number",
    Measure.NO_NUMBER: f"end_reason = '{EndReason.NO_NUMBER}'",
    Measure.TRANSFERRED: f"transferred OR end_reason = '{EndReason.TRANSFERRED}'",
    Measure.READMITTED: f"readmitted OR end_reason = '{EndReason.READMITTED}'",
    Measure.RECHECKED: f"end_reason = '{EndReason.RECHECKED}'",
}

_CALLS = """
SELECT p.task_id, count(*) AS calls, max(p.attempt_id) AS last,
       bool_or(a.outcome = ANY(%(reached)s)) AS reached,
       bool_or(a.outcome = ANY(%(bad)s)) AS bad_number,
       bool_or(a.outcome = %(transferred)s) AS transferred,
       bool_or(a.outcome = %(readmitted)s) AS readmitted,
       max(a.dialled_at) FILTER (WHERE p.state_after = %(completed)s) AS completed_at
FROM due t
JOIN followups_purpose p ON p.task_id = t.id
JOIN followups_attempt a ON a.id = p.attempt_id
LEFT JOIN followups_attempt x ON x.corrects_id = a.id
WHERE x.id IS NULL
GROUP BY p.task_id
"""
FACTS = f"""
due AS MATERIALIZED (
    SELECT id, visit_id, rule_id, version_id, department_id, agent_id, due_on, closes, late, state, end_reason
    FROM followups_task
    WHERE due_on BETWEEN %(first)s AND %(last)s
      AND (%(department)s::bigint IS NULL OR department_id = %(department)s)
),
calls AS MATERIALIZED ({_CALLS}),
facts AS MATERIALIZED (
    SELECT t.id, t.rule_id, t.department_id, t.due_on, t.closes, t.late, t.state, t.end_reason,
           v.kind, v.ward, v.doctor_id, coalesce(la.agent_id, t.agent_id) AS agent_id,
           coalesce(c.calls, 0) AS calls, coalesce(c.reached, false) AS reached,
           coalesce(c.bad_number, false) AS bad_number, coalesce(c.transferred, false) AS transferred,
           coalesce(c.readmitted, false) AS readmitted, c.completed_at,
           coalesce(la.reason, '') AS detail, coalesce((rv.spec->>'target_percent')::int, 100) AS target
    FROM due t
    JOIN patients_visit v ON v.id = t.visit_id
    JOIN followups_ruleversion rv ON rv.id = t.version_id
    LEFT JOIN calls c ON c.task_id = t.id
    LEFT JOIN followups_attempt la ON la.id = c.last
    WHERE %(agent)s::bigint IS NULL OR coalesce(la.agent_id, t.agent_id, 0) = %(agent)s
)
"""


def parameters(asked: Asked) -> dict[str, Any]:
    return {
        **{f.name: getattr(asked, f.name) for f in fields(asked)},
        "reached": sorted(REACHED),
        "bad": BAD,
        "transferred": str(Outcome.TRANSFERRED),
        "readmitted": str(Outcome.READMITTED),
        "completed": str(State.COMPLETED),
    }


_COLUMNS = {"rule": "rule_id", "doctor": "coalesce(doctor_id, 0)", "reason": "end_reason"}


def narrowed(measure: Measure, only: Only) -> tuple[str, dict[str, Any]]:
    """A condition on `facts`, and its parameters."""
    wanted = {f.name: getattr(only, f.name) for f in fields(only) if getattr(only, f.name) is not None}
    conditions = [f"({MEASURES[measure]})", *(_condition(name, wanted[name]) for name in wanted)]
    if "group" in wanted:
        wanted["group"] = reasons_of(Group(wanted["group"])) or named_reasons()
    return " AND ".join(conditions), wanted


def _condition(name: str, value: Any) -> str:
    if name == "group":
        return "end_reason " + ("<> ALL(%(group)s)" if value == Group.OTHER else "= ANY(%(group)s)")
    return f"{_COLUMNS.get(name, name)} = %({name})s"
