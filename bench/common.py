"""The ground of the queue's benchmarks: a database of its own with a hospital of any size, and fair rounds.

What counts is the ratio to a floor measured in the same run: floor and product take turns, medians are compared.
"""

import os
import statistics
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callcentre.settings")

NAME = "callcentre_bench_queue"
Action = Callable[..., Any]
VISITS_A_DAY = 4500
NOW = datetime(2026, 11, 20, 6, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Friday, no holiday near
LAST_DAY = "2026-11-19"  # of the visits on record

# %(visits)s visits, as many a day as in a large hospital, oldest first: the further back, the more years.
FILL = """
INSERT INTO staff_department (name, kind, extension, confirmed)
SELECT 'Department ' || i, CASE WHEN i %% 4 = 0 THEN 'basic' ELSE 'specialty' END, '', true
FROM generate_series(1, 20) i;
INSERT INTO patients_patient (mrn, name, name_key, sex, address, spoken_language, hard_of_hearing, speak_with,
    best_hours, remark, do_not_disclose, do_not_call, do_not_call_reason, deceased, needs_review, version,
    created_at, updated_at)
SELECT i::text, 'Patient ' || i, '', '', '', '', false, '', '', '', false, i %% 200 = 0, '', i %% 300 = 0, false,
    1, now(), now()
FROM generate_series(1, greatest(1000, %(visits)s / 3)) i;
INSERT INTO patients_visit (patient_id, source_key, inpatient_no, setting, kind, first_visit, department_id, ward,
    diagnosis, operation, abnormal, orders, left_by, visited_at, admitted_at, discharged_at, anchor_at, anchor_on,
    needs_review, created_at, updated_at)
SELECT 1 + (hashint8(i)::bigint & 2147483647) %% greatest(1000, %(visits)s / 3), i::text, '',
    CASE WHEN k.kind LIKE 'inpatient%%' THEN 'inpatient' WHEN k.kind LIKE 'checkup%%' THEN 'checkup'
         ELSE 'outpatient' END,
    k.kind, i %% 3 = 0, d.first + i %% 20, '', 'diagnosis ' || i %% 50, '', '', '', 'advice',
    v.at, CASE WHEN k.kind LIKE 'inpatient%%' THEN v.at - interval '5 days' END,
    CASE WHEN k.kind LIKE 'inpatient%%' THEN v.at END, v.at, (v.at AT TIME ZONE 'Asia/Shanghai')::date,
    false, now(), now()
FROM generate_series(1, %(visits)s) i,
LATERAL (SELECT (ARRAY['arrived_paid', 'arrived_paid', 'arrived_unpaid', 'inpatient', 'inpatient',
    'inpatient_surgery', 'outpatient_surgery', 'no_show', 'interrupted', 'checkup_abnormal'])[1 + i %% 10] AS kind) k,
LATERAL (SELECT timestamptz '{last} 17:00+08' - ((%(visits)s - i) / {a_day}) * interval '1 day'
    - (i %% 480) * interval '1 minute' AS at) v,
(SELECT min(id) AS first FROM staff_department) d
ORDER BY i;
"""


def prepare(visits: int) -> str:
    """Make and fill a database of its own, all presets loaded; returns its name, Django is connected to it."""
    import django
    from django.conf import settings

    from callcentre import embedded

    if "DATABASE_URL" not in os.environ:
        embedded.up()
    settings.DATABASES["default"]["CONN_MAX_AGE"] = None
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    name = f"{NAME}_{visits}"
    drop(name)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    use(name)
    call_command("migrate", verbosity=0)
    filling = FILL.replace("{last}", LAST_DAY).replace("{a_day}", str(VISITS_A_DAY))
    with connection.cursor() as cursor:
        for statement in filling.split(";\n"):
            if statement.strip():
                cursor.execute(statement, {"visits": visits})
    load_rules()
    vacuum()
    return name


def use(name: str) -> None:
    """Have Django talk to this database from now on."""
    from django.db import connection

    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name


def load_rules() -> None:
    """Every rule of every preset, for all visits on record."""
    from datetime import date

    from followups.actions.rules import load_preset
    from policy.presets import PRESETS

    for preset in PRESETS:
        load_preset(preset.code, hours=preset is PRESETS[0], anchors_from=date(2000, 1, 1), by=None, now=NOW)


def drop(name: str) -> None:
    from django.db import connection

    use("postgres")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def vacuum(*tables: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE " + ", ".join(tables))
        cursor.execute("CHECKPOINT")


def taking_turns(rounds: int, *ways: Callable[[], float]) -> list[list[float]]:
    """Each way once a round, in an order that changes; the first round only warms up."""
    times: list[list[float]] = [[] for _ in ways]
    for number in range(rounds + 1):
        order = list(enumerate(ways))
        for place, way in order if number % 2 else order[::-1]:
            taken = way()
            if number:
                times[place].append(taken)
    return times


def report(
    row: str, what: str, floor: list[float], ours: list[float], reach: float, *, note: str = ""
) -> float:
    """One line: both medians, the ratio, and whether it is reached."""
    below, above = statistics.median(floor), statistics.median(ours)
    ratio = above / below
    verdict = "reached" if ratio <= reach else "NOT REACHED"
    print(
        f"{row}  {what}: floor {below * 1000:.4g} ms, product {above * 1000:.4g} ms,"
        f" ratio {ratio:.2f} (reach {reach:.2f}: {verdict}) {note}",
        flush=True,
    )
    return ratio


def numbers(words: list[str]) -> list[int]:
    """ "1_000_000" and "1000000" alike."""
    return [int(word.replace("_", "")) for word in words]
