"""M11: the supervisor's figures of today, beside the same aggregates by bare statements; and as the years go by.

python bench/m11_room.py [open tasks] [rounds] [closed tasks closed tasks …]
"""

import sys
import time
from datetime import timedelta

import common

NOW = common.NOW.replace(hour=15)
AGENTS = 30
FILL = """
INSERT INTO followups_task (patient_id, visit_id, rule_id, version_id, occurrence, department_id, priority, max_attempts,
    anchor_on, due_on, opens, target, closes, moved, late, call_at, agreed, agent_id, state, end_reason, closed_at,
    counted, tries, verify, revision)
SELECT v.patient_id, v.id, r.rule_id, r.id, %(occurrence)s + i / 100000, v.department_id, 1 + i %% 9, 3, d.at::date, d.at::date,
    d.at, d.at, d.at + interval '3 days', false, i %% 50 = 0, d.at + (i %% 500) * interval '1 minute', false,
    CASE WHEN i %% 3 > 0 THEN u.first + i %% {agents} END, %(state)s, %(state)s,
    CASE WHEN %(state)s <> '' THEN d.at + interval '1 hour' END, 0, 0, false, 1
FROM generate_series(%(first)s, %(last)s) i
CROSS JOIN (SELECT min(id) AS first FROM patients_visit) f
CROSS JOIN (SELECT min(id) AS first FROM staff_user WHERE role = 'agent') u
JOIN patients_visit v ON v.id = f.first + i %% 100000
CROSS JOIN (SELECT id, rule_id FROM followups_ruleversion ORDER BY id LIMIT 1) r,
LATERAL (SELECT %(now)s - CASE WHEN %(state)s <> '' THEN (i %% 700) * interval '1 day' ELSE '5 hours' END AS at) d
"""
USERS = """
INSERT INTO staff_user (username, full_name, role, password, is_active, takes_calls, languages, language, extension,
    single_keys, must_change_password, session_epoch, created_at)
SELECT 'bench' || i, 'Agent ' || i, 'agent', '', true, true, '{}', '', '', true, false, 1, now() FROM generate_series(1, 30) i;
INSERT INTO patients_phonenumber (patient_id, number, extension, owner_name, relation, position, preferred, state, original)
SELECT id, '179' || lpad(id::text, 8, '0'), '', '', '', 1, true, CASE WHEN id % 40 = 0 THEN 'vacant' ELSE 'unknown' END, ''
FROM patients_patient
"""
_TODAY = "FROM followups_task t WHERE state = 'open' AND opens < %(end)s AND closes > %(now)s"
_USABLE = "EXISTS (SELECT FROM patients_phonenumber n WHERE n.patient_id = t.patient_id AND n.state NOT IN ('vacant', 'wrong'))"
BARE = (
    "SELECT state, count(*) FROM followups_task WHERE (state IN ('open', 'suspended') AND opens < %(end)s)"
    " OR (closed_at >= %(begin)s AND closed_at < %(end)s) GROUP BY state",
    f"SELECT count(*) FILTER (WHERE call_at <= %(now)s AND {_USABLE}), count(*) FILTER (WHERE closes <= %(end)s),"
    " count(*) FILTER (WHERE call_at > %(now)s), count(*) FILTER (WHERE late),"
    f" count(*) FILTER (WHERE NOT {_USABLE}), count(*) FILTER (WHERE agent_id IS NULL) {_TODAY}",
    f"SELECT count(*) FILTER (WHERE first < %(now)s), count(*) FILTER (WHERE first < %(end)s)"
    f" FROM (SELECT min(call_at) AS first {_TODAY} AND {_USABLE} GROUP BY patient_id) p",
    f"SELECT agent_id, count(DISTINCT patient_id) {_TODAY} AND agent_id IS NOT NULL GROUP BY agent_id",
)


def fill(state: str, first: int, last: int, occurrence: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        values = {"state": state, "first": first, "last": last, "occurrence": occurrence, "now": NOW}
        statement = FILL.replace("{agents}", str(AGENTS))
        if not state:
            statement = statement.replace("%(state)s, %(state)s,", "'open', '',")
        cursor.execute(statement, values)
    common.vacuum("followups_task")


def bare() -> float:
    from django.db import connection

    begin_of_day = NOW.replace(hour=0, minute=0)
    values = {"now": NOW, "begin": begin_of_day, "end": begin_of_day + timedelta(days=1)}
    begin = time.perf_counter()
    with connection.cursor() as cursor:
        for statement in BARE:
            cursor.execute(statement, values)
            cursor.fetchall()
    return time.perf_counter() - begin


def ours() -> float:
    from followups.room import today

    begin = time.perf_counter()
    today(NOW)
    return time.perf_counter() - begin


def main(open_tasks: int = 5000, rounds: int = 9, *sizes: int) -> None:
    name = common.prepare(110_000)
    try:
        from django.db import connection

        from followups.room import today

        with connection.cursor() as cursor:
            for statement in USERS.split(";\n"):
                cursor.execute(statement)
        common.vacuum()
        fill("", 0, open_tasks - 1, 1)
        before, least = 0, []
        for closed in sizes or (100_000, 300_000, 1_000_000):
            fill("completed", before, closed - 1, 2)
            before = closed
            found = today(NOW)
            assert found.ledger.open == open_tasks
            floor, above = common.taking_turns(rounds, bare, ours)
            note = f"{open_tasks:,} open, {closed:,} closed, {found.counts['callable']:,} may be called"
            common.report("M11", "the supervisor's figures", floor, above, 1.5, note=note)
            least = least or above
            common.report("M11", "against the smallest", least, above, 1.2, note=note)
    finally:
        common.drop(name)


if __name__ == "__main__":
    main(*common.numbers(sys.argv[1:]))
