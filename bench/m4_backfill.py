"""M4: every task that a hospital's visits have ever asked for, made at once, against one bare INSERT SELECT.

A rule that is published with the past in it, or a queue that nobody made for weeks. Costs are compared by the task:
the bare statement knows nothing of readmissions and repeated check-ups, and makes a few more.

python bench/m4_backfill.py [visits] [rounds]
"""

import sys
import time

import common
from m1_queue import FLOOR, PLAN


class Backfill:
    def __init__(self, visits: int) -> None:
        self.name = common.prepare(visits)
        from django.db import connection

        from followups.planning import planner_at
        from followups.queries.wanted import parameters

        self.made = {"floor": 0, "product": 0}
        planner = planner_at(common.NOW)
        spans = planner.spans(planner.reach, until=planner.today)
        with connection.cursor() as cursor:
            cursor.execute(PLAN, parameters(planner.rulings, spans))
            cursor.execute("ANALYZE bench_plan")

    def _clear(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE followups_task CASCADE")
            cursor.execute("CHECKPOINT")

    def floor(self) -> float:
        from django.db import connection

        self._clear()
        with connection.cursor() as cursor:
            begin = time.perf_counter()
            cursor.execute(FLOOR)
            taken = time.perf_counter() - begin
            self.made["floor"] = cursor.rowcount
        return taken / self.made["floor"]

    def product(self) -> float:
        from followups.actions.queue import sweep

        self._clear()
        begin = time.perf_counter()
        made = sweep(now=common.NOW)
        taken = time.perf_counter() - begin
        self.made["product"] = sum(one.count for one in made)
        return taken / self.made["product"]


def main(visits: int = 1_000_000, rounds: int = 3) -> None:
    backfill = Backfill(visits)
    try:
        floor, ours = common.taking_turns(rounds, backfill.floor, backfill.product)
        made = backfill.made
        assert 0.9 < made["product"] / made["floor"] <= 1.0, made
        note = f"{visits:,} visits, {made['product']:,} tasks, {made['floor']:,} by the bare statement"
        common.report("M4", "one task of the backfill", floor, ours, 1.3, note=note)
    finally:
        common.drop(backfill.name)


if __name__ == "__main__":
    main(*common.numbers(sys.argv[1:]))
