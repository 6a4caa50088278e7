"""The ground of M5, M8 and M12: a database of its own with 100,000 open tasks, made by SQL on the real tables."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callcentre.settings")
os.environ.setdefault("CALLCENTRE_DEMO", "1")  # calls at any hour

NAME = "callcentre_bench_calls"
OPEN_TASKS = 100_000
AGENTS = 32

FILL = """
INSERT INTO staff_user (password, username, full_name, role, extension, takes_calls, languages, language,
    single_keys, is_active, must_change_password, session_epoch, created_at)
SELECT '', 'agent' || i, 'Agent ' || i, 'agent', '', true, '{}', '', true, true, false, 1, now()
FROM generate_series(1, %(agents)s) i;
INSERT INTO staff_department (name, kind, extension, confirmed) VALUES ('Surgery', 'specialty', '', true);
INSERT INTO patients_patient (mrn, name, name_key, sex, address, spoken_language, hard_of_hearing, speak_with,
    best_hours, remark, do_not_disclose, do_not_call, do_not_call_reason, deceased, needs_review, version,
    created_at, updated_at)
SELECT i::text, 'Patient ' || i, '', '', '', CASE WHEN i % 50 = 0 THEN 'minnan' ELSE '' END, false, '', '', '',
    false, false, '', false, false, 1, now(), now()
FROM generate_series(1, %(tasks)s) i;
INSERT INTO patients_phonenumber (patient_id, number, extension, owner_name, relation, position, preferred, state,
    original)
SELECT id, '179' || lpad(id::text, 8, '0'), '', '', '', 1, true, 'unknown', '' FROM patients_patient;
INSERT INTO followups_rule (code, name, name_en, active, created_at)
SELECT 'rule' || i, 'Rule ' || i, '', true, now() FROM generate_series(1, 2) i;
INSERT INTO followups_ruleversion (rule_id, number, spec, effective_from, anchors_from, reason, published_at,
    needs_applying)
SELECT id, 1, '{}', now(), now(), '', now(), false FROM followups_rule;
INSERT INTO patients_visit (patient_id, source_key, inpatient_no, setting, kind, department_id, ward, diagnosis,
    operation, abnormal, orders, left_by, anchor_at, anchor_on, needs_review, created_at, updated_at)
SELECT p.id, p.id::text, '', 'inpatient', 'inpatient', d.id, '', '', '', '', '', 'advice', now(), now(), false,
    now(), now()
FROM patients_patient p, staff_department d;
-- Every fourth patient has two tasks, so that there are as many tasks as patients were made.
INSERT INTO followups_task (patient_id, visit_id, rule_id, version_id, occurrence, department_id, priority,
    max_attempts, anchor_on, due_on, opens, target, closes, moved, late, call_at, agreed, state, end_reason,
    counted, tries, verify, revision)
SELECT v.patient_id, v.id, r.id, rv.id, 1, v.department_id, 1 + v.id % 9, 3, now(), now(), now() - interval '1 day',
    now(), now() + ((1 + (v.id * 7919) % 240) || ' hours')::interval, false, false, now() - interval '1 hour', false,
    'open', '', 0, 0, false, 1
FROM patients_visit v JOIN followups_rule r ON r.code = 'rule1' OR v.id % 4 = 0
    JOIN followups_ruleversion rv ON rv.rule_id = r.id
ORDER BY v.id LIMIT %(tasks)s;
"""


def prepare(tasks: int = OPEN_TASKS, agents: int = AGENTS) -> None:
    """Make and fill the database, then leave Django connected to it."""
    import django
    from django.conf import settings

    from callcentre import embedded

    if "DATABASE_URL" not in os.environ:
        embedded.up()
    settings.DATABASES["default"]["CONN_MAX_AGE"] = None
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    connection.settings_dict["NAME"] = "postgres"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {NAME}")
    connection.close()
    connection.settings_dict["NAME"] = NAME
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        for statement in FILL.split(";\n"):
            if statement.strip():
                cursor.execute(statement.replace("%(tasks)s", str(tasks)).replace("%(agents)s", str(agents)))
        cursor.execute("ANALYZE")


def drop() -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = "postgres"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
