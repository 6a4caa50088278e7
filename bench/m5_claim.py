"""M5: claims per second through the real action against the one-statement floor, at 8 and 32 connections.

python bench/m5_claim.py [seconds a round] [rounds]
"""

import multiprocessing as mp
import statistics
import sys
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import calling

FLOOR = """
UPDATE followups_task SET hold_by_id = %(agent)s, hold_until = %(until)s WHERE id = (
    SELECT id FROM followups_task WHERE state = 'open' AND agent_id IS NULL AND call_at <= %(now)s
        AND closes > %(now)s AND (hold_until IS NULL OR hold_until <= %(now)s)
    ORDER BY agent_id, priority, closes, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *"""


DONE = """
UPDATE followups_task SET state = 'completed', closed_at = now(), hold_by_id = NULL, hold_until = NULL
WHERE hold_by_id = %(agent)s"""


def _worker(way: str, number: int, seconds: float, begin: Any, results: Any) -> None:
    """Claims and closes in turn, as calls do; only the claims are timed, and not the first: a connection stays
    open for days, and plans each statement once."""
    import psycopg
    from django.utils import timezone

    from followups.actions.claims import claim_next
    from staff.actions.prepared import ready
    from staff.models import User

    agent = User.objects.get(username=f"agent{number + 1}")
    now = timezone.now()
    raw = psycopg.Cursor(ready())  # the floor is prepared, as the action is
    floor = {"agent": agent.pk, "now": now, "until": now + timedelta(minutes=10)}
    claimed: list[int] = []
    patients: list[int] = []
    spent, claims = 0.0, 0

    def claim() -> None:
        if way == "floor":
            claimed.append(raw.execute(FLOOR, floor, prepare=True).fetchall()[0][0])
        else:
            tasks = claim_next(agent, now=now)
            claimed.extend(task.pk for task in tasks)
            patients.append(tasks[0].patient_id)

    claim()
    raw.execute(DONE, floor, prepare=True)
    begin.wait()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        started = time.monotonic()
        claim()
        spent += time.monotonic() - started
        claims += 1
        raw.execute(DONE, floor, prepare=True)
    results.put((claims / spent, claimed, patients))


def _reset() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE followups_task SET state = 'open', closed_at = NULL, hold_by_id = NULL, hold_until = NULL"
            " WHERE state <> 'open' OR hold_by_id IS NOT NULL"
        )
        cursor.execute("VACUUM ANALYZE followups_task")
        cursor.execute("CHECKPOINT")
    connection.close()


def round_of(way: str, connections: int, seconds: float) -> tuple[float, int]:
    """Claims per second, and how many tasks or patients were given out twice."""
    _reset()
    begin, results = mp.Barrier(connections), mp.Queue()
    workers = [
        mp.Process(target=_worker, args=(way, number, seconds, begin, results))
        for number in range(connections)
    ]
    for worker in workers:
        worker.start()
    answers = [results.get(timeout=seconds + 120) for _ in workers]
    for worker in workers:
        worker.join()
    tasks = Counter(task for _rate, claimed, _p in answers for task in claimed)
    patients = Counter(patient for _rate, _c, seen in answers for patient in seen)
    double = sum(n - 1 for n in tasks.values()) + sum(n - 1 for n in patients.values())
    return sum(rate for rate, _c, _p in answers), double


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    mp.set_start_method("fork")
    calling.prepare()
    try:
        for connections in (8, 32):
            found: dict[str, list[float]] = {"floor": [], "action": []}
            double = 0
            for _ in range(rounds):
                for way, rates in found.items():
                    rate, twice = round_of(way, connections, seconds)
                    rates.append(rate)
                    double += twice
            floor, action = (statistics.median(rates) for rates in found.values())
            print(
                f"M5 {connections:>2} connections: floor {floor:,.0f}/s, action {action:,.0f}/s,"
                f" ratio {action / floor:.2f} (reach 0.50), {double} double",
                flush=True,
            )
    finally:
        calling.drop()


if __name__ == "__main__":
    main()
