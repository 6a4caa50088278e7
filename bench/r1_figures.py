"""R1: all figures of a quarter, every grouping of the report, against separate raw GROUP BY statements.

python bench/r1_figures.py [follow-ups] [rounds]      attempts are two and a half times as many
"""

import sys
import time
from datetime import date

import common

FIRST, LAST = date(2026, 8, 26), date(2026, 11, 25)
FILL = """
INSERT INTO staff_user (username, full_name, role, password, is_active, takes_calls, languages, language, extension,
    single_keys, must_change_password, session_epoch, created_at)
SELECT 'bench' || i, 'Agent ' || i, 'agent', '', true, true, '{}', '', '', true, false, 1, now() FROM generate_series(1, 12) i;
INSERT INTO followups_task (patient_id, visit_id, rule_id, version_id, occurrence, department_id, priority, max_attempts,
    anchor_on, due_on, opens, target, closes, moved, late, call_at, agreed, agent_id, state, end_reason, closed_at,
    counted, tries, verify, revision)
SELECT v.patient_id, v.id, r.rule_id, r.id, 100 + i / 100000, v.department_id, 5, 3, d.day, d.day, d.at, d.at,
    d.at + interval '3 days', false, i % 50 = 0, d.at, false, u.first + i % 12, s.state, s.reason,
    CASE WHEN s.state IN ('completed', 'unsuccessful', 'exempt') THEN d.at + interval '1 hour' END, 1, 1, false, 1
FROM generate_series(0, %(tasks)s - 1) i
CROSS JOIN (SELECT min(id) AS first FROM patients_visit) f
CROSS JOIN (SELECT min(id) AS first FROM staff_user WHERE role = 'agent') u
JOIN patients_visit v ON v.id = f.first + i % 100000
JOIN LATERAL (SELECT id, rule_id FROM followups_ruleversion ORDER BY id OFFSET i % 6 LIMIT 1) r ON true,
LATERAL (SELECT date '2026-08-26' + i % 92 AS day, (date '2026-08-26' + i % 92) + time '14:00' AS at) d,
LATERAL (SELECT (ARRAY['completed','completed','completed','completed','completed','completed','unsuccessful','exempt','open'])[1 + i % 9] AS state,
    (ARRAY['completed','completed','completed','completed','completed','completed','no_answer','transferred',''])[1 + i % 9] AS reason) s;
INSERT INTO followups_attempt (token, patient_id, agent_id, department_id, dialled_at, saved_at, seconds, outcome, reason,
    answered_by, relation, identity_confirmed, do_not_call, notes, steps, script_version, verification, reassigned_meanwhile)
SELECT gen_random_uuid(), t.patient_id, t.agent_id, t.department_id, t.opens + n * interval '7 minutes' + (t.id % 90) * interval '1 minute',
    t.opens + n * interval '8 minutes', 90, CASE WHEN n = k.tries AND t.state = 'completed' THEN 'completed' ELSE 'no_answer' END,
    '', '', '', false, false, '', '{}', '', false, false
FROM followups_task t, LATERAL (SELECT 2 + t.id % 2 AS tries) k, generate_series(1, k.tries) n
WHERE t.occurrence >= 100 ORDER BY t.due_on, t.id;
INSERT INTO followups_purpose (attempt_id, task_id, counted, attempt_no, state_after, reason_after)
SELECT a.id, t.id, true, 1, CASE WHEN a.outcome = 'completed' THEN 'completed' ELSE 'open' END, ''
FROM (SELECT id, outcome, row_number() OVER (ORDER BY id) AS place FROM followups_attempt) a
JOIN (SELECT t.id, row_number() OVER (ORDER BY t.due_on, t.id, n) AS place FROM followups_task t,
      generate_series(1, 2 + t.id % 2) n WHERE t.occurrence >= 100) t USING (place);
INSERT INTO followups_answer (attempt_id, question, subject, person, level, reason)
SELECT id, 'overall', 'overall', '', 1 + id % 5, '' FROM followups_attempt WHERE outcome = 'completed';
"""
# What a plain developer writes: each grouping a statement of its own, with the joins that it needs.
_PARTS = """count(*), count(*) FILTER (WHERE t.state = 'completed'), count(*) FILTER (WHERE t.state = 'unsuccessful'),
    count(*) FILTER (WHERE t.state = 'exempt'), count(*) FILTER (WHERE t.state IN ('open', 'suspended'))"""
_CALLS = """LEFT JOIN (SELECT p.task_id, count(*) AS calls, bool_or(a.seconds > 0 AND a.outcome = 'completed') AS reached,
    max(a.dialled_at) AS last FROM followups_purpose p JOIN followups_attempt a ON a.id = p.attempt_id
    JOIN followups_task s ON s.id = p.task_id AND s.due_on BETWEEN %s AND %s GROUP BY 1) c ON c.task_id = t.id"""
_MORE = "count(*) FILTER (WHERE c.calls > 0), count(*) FILTER (WHERE c.reached), count(*) FILTER (WHERE c.last < t.closes)"
GROUPS = (
    "NULL::text", "t.department_id", "t.rule_id", "v.kind", "t.department_id || v.ward", "v.doctor_id", "t.agent_id",
    "t.state || t.end_reason",
)  # fmt: skip


def main(tasks: int = 400_000, rounds: int = 3) -> None:
    name = common.prepare(110_000)
    try:
        from django.db import connection
        from django.utils import timezone

        from reports.queries.alerts import alert_figures
        from reports.queries.calls import call_figures
        from reports.queries.consultations import consultation_figures
        from reports.queries.facts import Asked
        from reports.queries.tasks import task_figures

        with connection.cursor() as cursor:
            for statement in FILL.split(";\n"):
                if statement.strip():
                    cursor.execute(statement.replace("%(tasks)s", str(tasks)))
            cursor.execute("SELECT count(*) FROM followups_attempt")
            attempts = cursor.fetchone()[0]
        common.vacuum()
        asked = Asked(FIRST, LAST)
        found = task_figures(asked).total.counts
        assert found["due"] == tasks == sum(found[k] for k in ("completed", "unsuccessful", "exempt", "open"))
        print(
            f"R1  {tasks} follow-ups, {attempts} attempts: {found['completed']} completed, the ledger holds"
        )

        def ours() -> float:
            begin = time.perf_counter()
            task_figures(asked)
            call_figures(asked)
            alert_figures(asked, now=timezone.now())
            consultation_figures(asked)
            return time.perf_counter() - begin

        def floor() -> float:
            begin = time.perf_counter()
            with connection.cursor() as cursor:
                for group in GROUPS:
                    cursor.execute(
                        f"SELECT {group}, {_PARTS}, {_MORE} FROM followups_task t JOIN patients_visit v ON v.id = t.visit_id"
                        f" {_CALLS} WHERE t.due_on BETWEEN %s AND %s GROUP BY 1",
                        [FIRST, LAST, FIRST, LAST],
                    )
                    cursor.fetchall()
                for group in (
                    "1",
                    "a.agent_id, a.outcome",
                    "extract(isodow FROM a.dialled_at), extract(hour FROM a.dialled_at)",
                ):
                    cursor.execute(
                        f"SELECT {group}, count(*) FROM followups_attempt a WHERE a.dialled_at >= %s AND a.dialled_at < %s"
                        f" GROUP BY {'1, 2' if ',' in group else '1'}",
                        [FIRST, LAST],
                    )
                    cursor.fetchall()
                for group in ("1", "a.department_id", "a.agent_id"):
                    cursor.execute(
                        f"SELECT {group}, w.level, count(*) FROM followups_answer w JOIN followups_attempt a ON a.id = w.attempt_id"
                        " WHERE a.dialled_at >= %s AND a.dialled_at < %s GROUP BY 1, 2",
                        [FIRST, LAST],
                    )
                    cursor.fetchall()
            return time.perf_counter() - begin

        common.report("R1", "all figures of a quarter", *common.taking_turns(rounds, floor, ours), reach=1.3)
    finally:
        common.drop(name)


if __name__ == "__main__":
    main(*common.numbers(sys.argv[1:]))
