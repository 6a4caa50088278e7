"""M10: finding a patient by part of a name, pinyin, last digits or record number, beside a bare indexed statement.

python bench/m10_search.py [patients] [rounds]
"""

import sys
import time
from typing import Any

import common

FILL = """
INSERT INTO patients_patient (mrn, name, name_key, sex, address, spoken_language, hard_of_hearing, speak_with,
    best_hours, remark, do_not_disclose, do_not_call, do_not_call_reason, deceased, needs_review, version,
    created_at, updated_at)
SELECT 'B' || lpad(i::text, 8, '0'), s.sign || a.sign || b.sign,
    s.sound || a.sound || b.sound || ' ' || left(s.sound, 1) || left(a.sound, 1) || left(b.sound, 1), '', '', '', false,
    '', '', '', false, false, '', false, false, 1, now(), now()
FROM generate_series(1, %(patients)s) i
JOIN bench_sign s ON s.id = i %% 60 JOIN bench_sign a ON a.id = (i / 60) %% 60 JOIN bench_sign b ON b.id = (i / 3600) %% 60;
INSERT INTO patients_phonenumber (patient_id, number, extension, owner_name, relation, position, preferred, state, original)
SELECT id, '179' || lpad(((id * 7919) %% 100000000)::text, 8, '0'), '', '', '', 1, true, 'unknown', '' FROM patients_patient
"""
SIGNS = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎玉红国栋长安晓东秀云"

BY_PAIRS = "patients_pairs(name) @> %s::text[] AND name LIKE %s"
BY_SOUND = "patients_beginnings(name_key) @> %s::text[] AND (name_key LIKE %s OR name_key LIKE %s)"
BY_NUMBER = (
    "id IN (SELECT patient_id FROM patients_phonenumber WHERE reverse(number) LIKE %s UNION ALL"
    " SELECT id FROM patients_patient WHERE reverse(mrn) LIKE %s)"
)
ASKED: tuple[tuple[str, str, list[Any]], ...] = (
    ("红国栋", BY_PAIRS, [["红国", "国栋"], "%红国栋%"]),
    ("玉红", BY_PAIRS, [["玉红"], "%玉红%"]),
    ("wangyuhong", BY_SOUND, [["wangyu"], "wangyuhong%", "% wangyuhong%"]),
    ("12345678", BY_NUMBER, ["87654321%", "87654321%"]),
    ("5678", BY_NUMBER, ["8765%", "8765%"]),
    ("B00012345", "mrn = %s", ["B00012345"]),
)


def fill(patients: int) -> None:
    from django.db import connection

    from patients.names import name_key

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE patients_patient CASCADE")
        cursor.execute("CREATE TABLE bench_sign (id int, sign text, sound text)")
        for place, sign in enumerate(SIGNS):
            sound = name_key(sign).split()[0]
            cursor.execute("INSERT INTO bench_sign VALUES (%s, %s, %s)", [place, sign, sound])
        for statement in FILL.split(";\n"):
            cursor.execute(statement, {"patients": patients})
    common.vacuum("patients_patient", "patients_phonenumber")


def timed(statement: str, values: Any) -> float:
    from django.db import connection

    begin = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.fetchall()
    return time.perf_counter() - begin


def main(patients: int = 1_000_000, rounds: int = 15) -> None:
    assert len(set(SIGNS)) == 60
    name = common.prepare(1000)
    try:
        from patients.models import Patient
        from patients.searching import find_patients
        from staff.models import User

        fill(patients)
        user = User(role="supervisor")
        columns = ", ".join(field.column for field in Patient._meta.concrete_fields)
        for text, where, values in ASKED:
            raw = f"SELECT {columns} FROM patients_patient WHERE {where} ORDER BY name_key, id LIMIT 50"
            ours = find_patients(text, user=user).query.sql_with_params()
            found = len(find_patients(text, user=user))

            def bare(raw: str = raw, values: list[Any] = values) -> float:
                return timed(raw, values)

            def product(ours: Any = ours) -> float:
                return timed(*ours)

            def whole(text: str = text) -> float:
                begin = time.perf_counter()
                list(find_patients(text, user=user))
                return time.perf_counter() - begin

            floor, above, objects = common.taking_turns(rounds, bare, product, whole)
            note = f"{patients:,} patients, {found} found, {sorted(objects)[len(objects) // 2] * 1000:.1f} ms with the objects"
            common.report("M10", text, floor, above, 1.5, note=note)
    finally:
        common.drop(name)


if __name__ == "__main__":
    main(*common.numbers(sys.argv[1:]))
