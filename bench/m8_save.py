"""M8: saving a call by the real action (attempt, answers, task, number, draft, log) against the same rows written
by raw prepared statements in one transaction; with the one answer of every call, and with twenty.

python bench/m8_save.py [calls a round] [rounds]
"""

import sys
import time
import uuid
from typing import Any

import calling
import common

STEPS = '{"greeting": {"done": true}, "pain": {"done": true, "found": "none"}}'
VALUES = ("3", "3", "true", "3", "three")  # of the kinds of tests.followups.asking.twenty
NOTES = "Wound dry, appetite good, walks every day."

FLOOR = (
    """INSERT INTO followups_attempt (token, patient_id, agent_id, number_id, department_id, dialled_at, connected_at,
        saved_at, seconds, outcome, reason, answered_by, relation, identity_confirmed, do_not_call, notes, steps,
        script_version, verification, reassigned_meanwhile)
    VALUES (%(token)s, %(patient)s, %(agent)s, %(number)s, %(department)s, %(now)s, %(now)s, %(now)s, 0, 'completed',
        '', 'patient', '', true, false, %(notes)s, %(steps)s::jsonb, '', false, false) RETURNING id""",
    """INSERT INTO followups_purpose (attempt_id, task_id, counted, attempt_no, state_after, reason_after)
    VALUES (%(attempt)s, %(task)s, true, 1, 'completed', 'completed')""",
    """INSERT INTO followups_answer (attempt_id, version_id, question, subject, level, value, reason, person)
    SELECT %(attempt)s, %(version)s, 'q' || i, 'overall', 3, '3', '', '' FROM generate_series(1, %(answers)s) i""",
    """UPDATE followups_task SET state = 'completed', end_reason = 'completed', counted = 1, tries = 1,
        closed_at = %(now)s, agent_id = %(agent)s, hold_by_id = NULL, hold_until = NULL, revision = revision + 1
    WHERE id = %(task)s""",
    "UPDATE patients_phonenumber SET state = 'reached', state_at = %(now)s WHERE id = %(number)s",
    "DELETE FROM followups_draft_tasks WHERE draft_id = %(draft)s",
    "DELETE FROM followups_draft WHERE id = %(draft)s",
    """INSERT INTO staff_auditentry (at, actor_id, act, patient_id, object_type, object_id, detail, request_id)
    VALUES (%(now)s, %(agent)s, 'call_recorded', %(patient)s, 'attempt', %(attempt)s,
        '{"outcome": "completed"}'::jsonb, '')""",
)


def opened(agent: Any, now: Any) -> dict[str, Any]:
    """A call opened and held, as it stands when the agent presses save; a patient with one task."""
    from followups.actions.drafts import open_next
    from followups.models import Task

    while True:
        draft = open_next(agent, now=now)
        assert draft is not None
        tasks = list(Task.objects.filter(pk__in=[int(pk) for pk in draft.seen]))
        if len(tasks) == 1:
            break
        Task.objects.filter(patient=draft.patient_id).update(
            state="completed", closed_at=now, hold_by=None, hold_until=None
        )
        draft.delete()
    return {
        "draft": draft.pk,
        "token": str(draft.token),
        "patient": draft.patient_id,
        "task": tasks[0].pk,
        "department": tasks[0].department_id,
        "number": draft.patient.numbers.get().pk,
        "agent": agent.pk,
        "now": now,
        "notes": NOTES,
        "steps": STEPS,
        "version": next(iter(draft.sheets), None),
        "answers": 20 if draft.sheets else 1,
    }


def by_sql(call: dict[str, Any]) -> None:
    import psycopg

    from staff.actions.prepared import ready

    connection = ready()
    with connection.transaction(), psycopg.Cursor(connection) as cursor:
        first, *rest = FLOOR
        row = cursor.execute(first, call | {"token": uuid.UUID(call["token"])}, prepare=True).fetchone()
        assert row is not None
        for statement in rest:
            cursor.execute(statement, call | {"attempt": row[0]}, prepare=True)
            assert cursor.rowcount in (1, call["answers"])


def by_action(agent: Any, call: dict[str, Any]) -> None:
    import json

    from followups.actions.callforms import CallForm
    from followups.actions.calls import record_call
    from policy.outcomes import Outcome

    form = CallForm(
        outcome=Outcome.COMPLETED,
        number_id=call["number"],
        answered_by="patient",
        identity_confirmed=True,
        notes=NOTES,
        answers={"overall": (5, "kind")},
        asked={f"q-{call['version']}-q{place}": VALUES[place % 5] for place in range(20) if call["version"]},
        steps=json.loads(STEPS),
    )
    saved = record_call(call["token"], agent=agent, form=form, now=call["now"])
    assert not saved.already


def main(calls: int = 30, rounds: int = 9) -> None:
    calling.prepare()
    try:
        from django.db import connection
        from django.utils import timezone, translation

        from staff.models import User
        from tests.followups.asking import asked, twenty

        now = timezone.now()
        agent = User.objects.get(username="agent1")
        connection.ensure_connection()

        def each(save: Any) -> float:
            spent = 0.0
            for _ in range(calls):
                call = opened(agent, now)
                begin = time.perf_counter()
                save(call)
                spent += time.perf_counter() - begin
            return spent / calls

        def measured(what: str) -> None:
            floors, ours = common.taking_turns(
                rounds, lambda: each(by_sql), lambda: each(lambda call: by_action(agent, call))
            )
            note = "attempt, answers, task, number, draft, log"
            common.report("M8", what, floors, ours, 3, note=note)

        measured("saving a call")
        with translation.override("zh-hans"):
            asked(*twenty())
        measured("the same with 20 answers")
    finally:
        calling.drop()


if __name__ == "__main__":
    main(*common.numbers(sys.argv[1:]))
