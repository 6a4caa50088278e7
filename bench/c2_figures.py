"""C2: the figures of complaints over 50,000 cases: the same as a plain recount, and how long they take beside
fetching the same rows by one statement.

python bench/c2_figures.py [cases] [rounds]
"""

import sys
import time
from random import Random
from typing import Any

import common

ROWS = """
SELECT c.id, c.kind, c.theme, c.recorded_at, c.due_at, c.state, c.close_reason, c.reopened, c.answered_at,
    c.claimed_level, c.confirmed_level, array_agg(d.department_id) FROM complaints_complaint c
LEFT JOIN complaints_complaint_departments d ON d.complaint_id = c.id
WHERE c.recorded_at >= %s AND c.recorded_at < %s GROUP BY c.id
"""


def main(cases: int = 50_000, rounds: int = 5) -> None:
    name = common.prepare(3000)
    try:
        from django.db import connection

        from complaints.queries import figures
        from complaints.queries.figures import Asked
        from tests import people
        from tests.complaints import test_figures as plain
        from tests.complaints.many import random_cases, random_measures

        rng, by = Random(1), people.agent()  # noqa: S311 (the same cases each time)
        rooms = [people.a_department(f"Room {n}") for n in range(20)]
        patients = [people.a_patient(f"Patient {n}", phone=None) for n in range(cases // 10)]
        made = random_cases(rng, cases, recorder=by, patients=patients, rooms=rooms, now=plain.NOW)
        random_measures(rng, made, rooms, by, plain.NOW)
        common.vacuum()
        reader, asked, months = people.assistant(), Asked(*plain.SPAN), plain.months()

        found = figures.figures(asked, reader, months, now=plain.NOW)
        assert {n: (s.numerator, s.denominator) for n, s in found.shares.items()} == plain.recount()
        assert (found.measures.numerator, found.measures.denominator) == plain.measured()
        assert found.total == sum(found.by_period) == sum(line.total for line in found.themes)
        print(f"C2  {cases} cases, {found.total} of them in the year: the same as the plain recount")

        def ours() -> float:
            begin = time.perf_counter()
            figures.figures(asked, reader, months, now=plain.NOW)
            return time.perf_counter() - begin

        def floor() -> float:
            begin = time.perf_counter()
            with connection.cursor() as cursor:
                cursor.execute(ROWS, [plain.NOW.replace(year=2025, month=12, day=1), plain.NOW])
                rows: list[Any] = cursor.fetchall()
            assert rows
            return time.perf_counter() - begin

        def opened() -> float:
            begin = time.perf_counter()
            assert len(figures.only(asked, reader, "response_whole", now=plain.NOW))
            return time.perf_counter() - begin

        below, above, behind = common.taking_turns(rounds, floor, ours, opened)
        common.report("C2", "all figures of a year", below, above, reach=1.5)
        common.report("C2", "the cases behind one of them", below, behind, reach=1.5)
    finally:
        common.drop(name)


if __name__ == "__main__":
    main(*common.numbers(sys.argv[1:]))
