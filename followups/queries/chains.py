"""Check-ups with abnormal results, and what became of them: targeted calls beside ordinary ones (E17).

Answers are those of the shipped questionnaire for check-ups; a correction replaces what it corrects.
"""

from datetime import date
from typing import NamedTuple

from django.db import connection

from policy.rates import Chain, CheckUp, chain

_CHECK_UPS = """
WITH checked AS (
    SELECT v.id, v.patient_id, v.anchor_at FROM patients_visit v
    WHERE v.kind = 'checkup_abnormal' AND v.cancelled_at IS NULL AND v.anchor_on BETWEEN %s AND %s
), said AS MATERIALIZED (
    SELECT t.visit_id, a.question, a.value FROM checked c
    JOIN followups_task t ON t.visit_id = c.id
    JOIN followups_purpose u ON u.task_id = t.id
    JOIN followups_answer a ON a.attempt_id = u.attempt_id
    WHERE a.question IN ('recheck_done', 'lifestyle', 'specialist_visit')
      AND NOT EXISTS (SELECT 1 FROM followups_attempt m WHERE m.corrects_id = a.attempt_id)
), yes AS MATERIALIZED (
    SELECT visit_id, bool_or(question = 'recheck_done' AND value = 'true'::jsonb) AS rechecked,
           bool_or(question = 'specialist_visit' AND value = 'true'::jsonb) AS specialist,
           bool_or(question = 'lifestyle' AND jsonb_typeof(value) = 'array' AND value <> '[]'::jsonb
                   AND NOT value ? 'none') AS lifestyle
    FROM said GROUP BY visit_id
)
SELECT
    EXISTS (SELECT 1 FROM followups_task t JOIN followups_ruleversion r ON r.id = t.version_id
            WHERE t.visit_id = c.id AND (r.spec ->> 'until_recheck')::boolean),
    coalesce(y.rechecked, false) OR EXISTS (
        SELECT 1 FROM patients_visit w WHERE w.patient_id = c.patient_id AND w.setting = 'checkup'
            AND w.cancelled_at IS NULL AND w.anchor_at > c.anchor_at),
    coalesce(y.lifestyle, false),
    coalesce(y.specialist, false) OR EXISTS (
        SELECT 1 FROM patients_visit w JOIN staff_department d ON d.id = w.department_id
        WHERE w.patient_id = c.patient_id AND w.setting = 'outpatient' AND d.kind = 'specialty'
            AND w.cancelled_at IS NULL AND w.anchor_at > c.anchor_at)
FROM checked c LEFT JOIN yes y ON y.visit_id = c.id
"""


class Chains(NamedTuple):
    targeted: Chain
    ordinary: Chain


def chains(first: date, last: date) -> Chains:
    """Of the check-ups on these days, both included; as far as is on record by now."""
    with connection.cursor() as cursor:
        cursor.execute(_CHECK_UPS, [first, last])
        found = [CheckUp(*row) for row in cursor.fetchall()]
    targeted = chain(one for one in found if one.targeted)
    return Chains(targeted, chain(one for one in found if not one.targeted))
