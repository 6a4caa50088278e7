"""M7: the call screen of a patient with 30 attempts, without questions and with a questionnaire of twenty, against
a minimal view whose template draws as many lines.

python bench/m7_call.py [rounds]
"""

import sys
from typing import Any

import calling
import common
import pages

CALLS = 30

ATTEMPTS = """
WITH made AS (
    INSERT INTO followups_attempt (token, patient_id, agent_id, number_id, department_id, dialled_at, saved_at,
        seconds, outcome, reason, answered_by, relation, identity_confirmed, do_not_call, notes, steps,
        script_version, verification, reassigned_meanwhile)
    SELECT gen_random_uuid(), t.patient_id, %(agent)s, n.id, t.department_id, now() - i * interval '1 day',
        now() - i * interval '1 day', 40, 'inconvenient', '', 'patient', '', false, false, 'call again later', '{}',
        '', false, false
    FROM followups_task t JOIN patients_phonenumber n ON n.patient_id = t.patient_id, generate_series(1, %(calls)s) i
    WHERE t.id = %(task)s RETURNING id)
INSERT INTO followups_purpose (attempt_id, task_id, counted, attempt_no, state_after, reason_after)
SELECT id, %(task)s, false, 1, 'open', '' FROM made
"""
TEMPLATE = """<!doctype html><html><body>{% for line in lines %}
<p class="line"><b>{{ line.bold }}</b> {{ line.text }}</p>{% endfor %}</body></html>"""


def floor_view(draft: int, count: int) -> Any:
    """Session, user, one query, and a template of `count` lines with two values each."""
    from django.db import connection
    from django.http import HttpResponse
    from django.template import engines

    template = engines["django"].from_string(TEMPLATE)

    def view(request: Any) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT a.outcome, a.notes FROM followups_draft d JOIN followups_attempt a USING (patient_id)"
                " WHERE d.id = %s AND d.user_id = %s ORDER BY a.saved_at DESC",
                [draft, request.user.pk],
            )
            found = cursor.fetchall()
        lines = [dict(zip(("bold", "text"), found[n % len(found)], strict=True)) for n in range(count)]
        return HttpResponse(template.render({"lines": lines}, request))

    return view


def measured(rounds: int, cookie: str, draft: int, path: str, what: str) -> None:
    product = pages.Site(cookie)
    count = sum(bool(line.strip()) for line in product.text(path).splitlines())
    floor = pages.Floor(cookie, floor_view(draft, count))
    floors, ours = common.taking_turns(rounds, lambda: floor.timed("/"), lambda: product.timed(path))
    note = f"{count} lines, {product.queries(path)} queries (reach 12)"
    common.report("M7", what, floors, ours, 2, note=note)


def main(rounds: int = 60) -> None:
    pages.prepare()
    try:
        from django.db import connection
        from django.urls import reverse
        from django.utils import timezone, translation

        from followups.actions.drafts import open_next
        from staff.models import User
        from tests.clients import session_cookie
        from tests.followups.asking import asked, twenty

        agent = User.objects.get(username="agent1")
        draft = open_next(agent, now=timezone.now())
        assert draft is not None
        with connection.cursor() as cursor:
            task = next(iter(draft.seen))
            cursor.execute(ATTEMPTS, {"agent": agent.pk, "calls": CALLS, "task": int(task)})
            cursor.execute("VACUUM ANALYZE followups_attempt, followups_purpose")
        cookie = session_cookie(agent)
        path = reverse("followups:call", args=[draft.pk])
        measured(rounds, cookie, draft.pk, path, "the call screen")
        with translation.override("zh-hans"):
            draft.sheets = [asked(*twenty()).pk]
        draft.save(update_fields=["sheets"])
        measured(rounds, cookie, draft.pk, path, "the same with 20 questions")
    finally:
        calling.drop()


if __name__ == "__main__":
    main(*common.numbers(sys.argv[1:]))
