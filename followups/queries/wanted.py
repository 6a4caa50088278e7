"""Which tasks there ought to be, as one SELECT: the making, the review and the forecast all ask it.

Rules: A3, A7, A8, E1, E9, E12, E16, E17. Visits are found by their day, never by reading all of them.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from followups.planning import Ruling, Span

_PLAN = """
WITH rule AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(rules)s::jsonb) AS r(
        version_id bigint, rule_id bigint, priority smallint, max_attempts smallint,
        kinds text[], first_visit_only boolean, departments bigint[], left_by_excluded text[],
        occurrences smallint, extra_diagnoses text[], until_recheck boolean)
), span AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(spans)s::jsonb) AS s(
        version_id bigint, occurrence smallint, anchor_on date, since timestamptz, until timestamptz,
        due_on date, opens timestamptz, target timestamptz, closes timestamptz,
        moved boolean, late boolean, missed_at timestamptz, gone boolean, stands_in boolean,
        order_id bigint, ordered_at timestamptz, only_visit bigint, gaps jsonb)
), covered AS MATERIALIZED (
    SELECT v.id AS visit_id, v.patient_id, v.department_id, v.left_by, v.setting,
           v.anchor_at, v.admitted_at, v.discharged_at, r.rule_id, r.priority, r.max_attempts,
           r.left_by_excluded, r.until_recheck, s.*
"""

# OFFSET 0: the planner must take the visits of one kind and day from their index, not hash all visits.
_BY_DAY = """
    FROM span s JOIN rule r USING (version_id)
    CROSS JOIN LATERAL unnest(r.kinds) AS wanted(kind)
    CROSS JOIN LATERAL (
        SELECT * FROM patients_visit v WHERE v.kind = wanted.kind AND v.anchor_on = s.anchor_on
            AND (s.only_visit IS NULL OR v.id = s.only_visit) OFFSET 0
    ) v
    WHERE v.cancelled_at IS NULL
"""
_OF_VISITS = """
    FROM patients_visit v
    JOIN rule r ON v.kind = ANY (r.kinds)
    JOIN span s ON s.version_id = r.version_id AND s.anchor_on = v.anchor_on
    WHERE v.cancelled_at IS NULL AND v.id = ANY (%(visits)s)
      AND (s.only_visit IS NULL OR v.id = s.only_visit)
"""
# OFFSET 0: a look into the index for each row. A join, planned for the one row that is expected here, may
# read all tasks for each of ten thousand.
_NOT_MADE = """
      AND NOT EXISTS (
          SELECT 1 FROM followups_task t
          WHERE t.visit_id = v.id AND t.rule_id = r.rule_id AND t.occurrence = s.occurrence OFFSET 0)
"""
_STILL_TO_CALL = """
      AND (s.stands_in OR NOT EXISTS (
          SELECT 1 FROM followups_task t
          WHERE t.visit_id = v.id AND t.rule_id = r.rule_id AND t.occurrence = s.occurrence
            AND t.state NOT IN ('open', 'suspended') OFFSET 0))
"""

# A transfer or a death that a rule leaves out still has its task, exempt, so that the ledger is whole.
_CONDITIONS = """
      AND v.anchor_at >= s.since AND v.anchor_at < s.until
      AND (v.first_visit OR NOT r.first_visit_only)
      AND (r.departments IS NULL OR v.department_id = ANY (r.departments))
      AND (v.left_by IN ('death', 'transfer') OR v.left_by <> ALL (r.left_by_excluded))
      AND (s.order_id IS NOT NULL OR s.occurrence <= r.occurrences
           OR v.diagnosis ILIKE ANY (r.extra_diagnoses))
)
"""
# All that keeps from calling; the first of them is why a task ends that has not ended yet.
_VERDICT = """
, judged AS MATERIALIZED (
    SELECT c.visit_id, c.patient_id, c.rule_id, c.version_id, c.occurrence, c.order_id, c.department_id,
           c.priority, c.max_attempts, c.anchor_on, c.due_on,
           greatest(c.opens, c.anchor_at, gap.ends) AS opens,
           greatest(c.target, c.anchor_at, gap.ends) AS target, c.closes, c.moved, c.late, c.missed_at,
           c.gone,
           array_remove(ARRAY[
               CASE WHEN p.deceased OR c.left_by = 'death' THEN 'deceased' END,
               CASE WHEN p.do_not_call THEN 'do_not_call' END,
               CASE WHEN c.left_by = 'transfer' AND c.left_by = ANY (c.left_by_excluded)
                   THEN 'transferred' END,
               CASE WHEN back.left_again IS NOT NULL THEN 'readmitted' END,
               CASE WHEN c.until_recheck AND (EXISTS (
                   SELECT 1 FROM followups_task o
                   JOIN followups_purpose u ON u.task_id = o.id
                   JOIN followups_answer a ON a.attempt_id = u.attempt_id
                   WHERE o.visit_id = c.visit_id AND a.question = 'recheck_done' AND a.value = 'true'::jsonb
                     AND NOT EXISTS (SELECT 1 FROM followups_attempt m WHERE m.corrects_id = a.attempt_id))
               OR EXISTS (
                   SELECT 1 FROM patients_visit w
                   WHERE w.patient_id = c.patient_id AND w.setting = 'checkup' AND w.cancelled_at IS NULL
                     AND w.anchor_at > c.anchor_at AND w.anchor_at < c.closes)) THEN 'rechecked' END
           ], NULL) AS reasons,
           back.left_again
    FROM covered c
    JOIN patients_patient p ON p.id = c.patient_id
    LEFT JOIN LATERAL (
        SELECT (g->>1)::timestamptz AS ends FROM jsonb_array_elements(c.gaps) g
        WHERE c.anchor_at >= (g->>0)::timestamptz AND c.anchor_at < (g->>1)::timestamptz
    ) gap ON true
    LEFT JOIN LATERAL (
        SELECT bool_or(w.discharged_at IS NOT NULL) AS left_again
        FROM patients_visit w
        WHERE c.setting = 'inpatient' AND w.patient_id = c.patient_id
          AND w.setting = 'inpatient' AND w.cancelled_at IS NULL
          AND w.admitted_at >= c.discharged_at AND w.admitted_at < c.closes
          AND (w.admitted_at, w.id) > (coalesce(c.admitted_at, '-infinity'), c.visit_id)
          -- Whoever ordered a call knew of the stays that were over.
          AND (c.ordered_at IS NULL OR w.discharged_at IS NULL OR w.discharged_at > c.ordered_at)
    ) back ON true
    -- No visit whose days contradict each other may keep the others from their tasks.
    WHERE greatest(c.opens, c.anchor_at, gap.ends) < c.closes
), wanted AS (
    SELECT j.*,
           CASE WHEN reasons[1] = 'readmitted' AND NOT left_again THEN 'suspended'
               WHEN reasons[1] IS NOT NULL THEN 'exempt'
               WHEN gone THEN 'unsuccessful' ELSE 'open' END AS state,
           coalesce(reasons[1], CASE WHEN gone THEN 'window_closed' ELSE '' END) AS end_reason
    FROM judged j
)
"""

_COUNT_OPEN = """
SELECT count(*) FROM wanted WHERE state = 'open'
"""
_COUNT = """
SELECT version_id, occurrence, anchor_on, since = '-infinity', stands_in, count(*)
FROM covered GROUP BY 1, 2, 3, 4, 5
"""

MISSING_BY_DAY = _PLAN + _BY_DAY + _NOT_MADE + _CONDITIONS + _VERDICT
MISSING_OF_VISITS = _PLAN + _OF_VISITS + _NOT_MADE + _CONDITIONS + _VERDICT
OF_VISITS = _PLAN + _OF_VISITS + _CONDITIONS + _VERDICT
COUNT_MISSING = MISSING_BY_DAY + _COUNT_OPEN
# What is still to be called, whether its task is made or not.
COUNT_BY_DAY = _PLAN + _BY_DAY + _STILL_TO_CALL + _CONDITIONS + _COUNT


def parameters(rulings: Iterable[Ruling], spans: Sequence[Span], **more: Any) -> dict[str, Any]:
    """What all of these statements are asked with."""
    used = {span.version for span in spans}
    rules = [_rule(ruling) for ruling in rulings if ruling.version in used]
    return {"rules": json.dumps(rules), "spans": json.dumps([_span(span) for span in spans]), **more}


def _rule(ruling: Ruling) -> dict[str, Any]:
    spec = ruling.spec
    return {
        "version_id": ruling.version,
        "rule_id": ruling.rule,
        "priority": spec.priority,
        "max_attempts": spec.max_attempts,
        "kinds": spec.kinds,
        "first_visit_only": spec.first_visit_only,
        "departments": ruling.departments,
        "left_by_excluded": spec.left_by_excluded,
        "occurrences": spec.occurrences,
        "extra_diagnoses": [f"%{_literally(words)}%" for words in spec.extra_diagnoses],
        "until_recheck": spec.until_recheck,
    }


def _span(span: Span) -> dict[str, Any]:
    window = span.window
    return {
        "version_id": span.version,
        "occurrence": span.occurrence,
        "anchor_on": span.anchor_on.isoformat(),
        "since": _moment(span.since, "-infinity"),
        "until": _moment(span.until, "infinity"),
        "due_on": window.due_on.isoformat(),
        "opens": window.opens.isoformat(),
        "target": window.target.isoformat(),
        "closes": window.closes.isoformat(),
        "moved": window.moved,
        "late": window.late,
        "missed_at": _moment(span.missed_at, None),
        "gone": span.gone,
        "stands_in": span.stands_in,
        "order_id": span.order,
        "ordered_at": _moment(span.ordered_at, None),
        "only_visit": span.only_visit,
        "gaps": [[since.isoformat(), until.isoformat()] for since, until in span.gaps] or None,
    }


def _moment(moment: datetime | None, otherwise: str | None) -> str | None:
    return moment.isoformat() if moment else otherwise


def _literally(words: str) -> str:
    """As part of a LIKE pattern that means nothing but these words."""
    return words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
