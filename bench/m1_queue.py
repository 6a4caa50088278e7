"""M1: the queue of one day through the real action, against a bare INSERT SELECT of the same rows.
M2: the same again, when there is nothing left to make.

python bench/m1_queue.py [visits] [rounds]
"""

import sys
import time

import common

# Every condition that decides about a row, and nothing else: no look at what is there already, no readmissions.
FLOOR = """
INSERT INTO followups_task (
    patient_id, visit_id, rule_id, version_id, occurrence, department_id, priority, max_attempts,
    anchor_on, due_on, opens, target, closes, moved, late, call_at, agreed,
    state, end_reason, closed_at, counted, tries, verify, revision)
SELECT v.patient_id, v.id, k.rule_id, k.version_id, k.occurrence, v.department_id, k.priority, k.max_attempts,
    k.anchor_on, k.due_on, greatest(k.opens, v.anchor_at), greatest(k.target, v.anchor_at), k.closes, k.moved,
    k.late, greatest(k.opens, v.anchor_at), false,
    CASE WHEN p.deceased OR p.do_not_call THEN 'exempt' ELSE 'open' END,
    CASE WHEN p.deceased THEN 'deceased' WHEN p.do_not_call THEN 'do_not_call' ELSE '' END,
    CASE WHEN p.deceased OR p.do_not_call THEN now() END, 0, 0, false, 1
FROM bench_plan k
CROSS JOIN LATERAL (SELECT * FROM patients_visit v WHERE v.kind = k.kind AND v.anchor_on = k.anchor_on
    AND v.anchor_at >= k.since AND v.anchor_at < k.until AND (v.first_visit OR NOT k.first_visit_only)
    AND (k.departments IS NULL OR v.department_id = ANY (k.departments)) OFFSET 0) v
JOIN patients_patient p ON p.id = v.patient_id
"""

# The plan of the day as the product reckons it, laid down beforehand for the floor.
PLAN = """
CREATE TABLE bench_plan AS
SELECT r.rule_id, k.kind, r.priority, r.max_attempts, r.first_visit_only, r.departments, s.*
FROM jsonb_to_recordset(%(rules)s::jsonb) AS r(version_id bigint, rule_id bigint, priority smallint,
    max_attempts smallint, kinds text[], first_visit_only boolean, departments bigint[])
JOIN jsonb_to_recordset(%(spans)s::jsonb) AS s(version_id bigint, occurrence smallint, anchor_on date,
    since timestamptz, until timestamptz, due_on date, opens timestamptz, target timestamptz,
    closes timestamptz, moved boolean, late boolean) USING (version_id),
LATERAL unnest(r.kinds) AS k(kind)
"""


class Queue:
    """One hospital with everything made up to yesterday evening, as on any other morning."""

    def __init__(self, visits: int) -> None:
        self.visits = visits
        self.name = common.prepare(visits)
        self.before = 0
        self.made = {"floor": 0, "product": 0, "again": 0}
        self.again: list[float] = []
        self._lay_down()

    def _lay_down(self) -> None:
        from datetime import timedelta

        from django.db import connection

        from followups.actions.queue import sweep
        from followups.models import Task
        from followups.planning import planner_at
        from followups.queries.wanted import parameters
        from policy.plan import anchors_due

        sweep(now=common.NOW - timedelta(hours=8))
        self.before = Task.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        planner = planner_at(common.NOW)
        today = planner.today
        spans = planner.spans(
            lambda ruling: anchors_due(ruling.spec, day=today, calendar=planner.calendar), until=today
        )
        of_today = [span for span in spans if span.window.opens.date() == today]
        with connection.cursor() as cursor:
            cursor.execute(PLAN, parameters(planner.rulings, of_today))
            cursor.execute("ANALYZE bench_plan")
        common.vacuum("followups_task")

    def _clear(self) -> None:
        from django.db import connection

        common.use(self.name)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM followups_task WHERE id > %s", [self.before])
            cursor.execute("VACUUM followups_task")
            cursor.execute("CHECKPOINT")

    def floor(self) -> float:
        from django.db import connection

        self._clear()
        with connection.cursor() as cursor:
            begin = time.perf_counter()
            cursor.execute(FLOOR)
            taken = time.perf_counter() - begin
            self.made["floor"] = cursor.rowcount
        return taken

    def product(self) -> float:
        from followups.actions.queue import make_day

        self._clear()
        taken, self.made["product"] = _timed(make_day)
        again, self.made["again"] = _timed(make_day)
        self.again.append(again)
        return taken

    @property
    def due(self) -> int:
        """How many tasks a day has; the floor made the same number, and a second run none."""
        assert self.made["floor"] == self.made["product"] > 0, self.made
        assert self.made["again"] == 0, self.made
        return self.made["product"]


def _timed(make_day: common.Action) -> tuple[float, int]:
    begin = time.perf_counter()
    made = make_day(day=common.NOW.date(), now=common.NOW)
    return time.perf_counter() - begin, sum(one.count for one in made)


def run(visits: int = 1_000_000, rounds: int = 7) -> None:
    queue = Queue(visits)
    floors, ours = common.taking_turns(rounds, queue.floor, queue.product)
    note = f"{visits:,} visits, {queue.due:,} due"
    common.report("M1", "the queue of one day", floors, ours, 1.5, note=note)
    common.report("M2", "the same again", floors, queue.again[1:], 0.1, note=note)
    common.drop(queue.name)


if __name__ == "__main__":
    run(*common.numbers(sys.argv[1:]))
