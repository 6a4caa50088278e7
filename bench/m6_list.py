"""M6: the agent's list with 50 rows among 100,000 open tasks, against a minimal view that writes the same rows
by f-strings: session, user, one query.

python bench/m6_list.py [rounds]
"""

import sys
from html import escape
from typing import Any

import calling
import common
import pages

ROWS = 50

# 50 patients of one agent: most may be called, some wait for their hour, a few things to mind.
SPREAD = """
WITH mine AS (SELECT t.id, t.patient_id, row_number() OVER (ORDER BY t.id) AS place FROM followups_task t
    WHERE t.patient_id % 4 <> 0 ORDER BY t.id LIMIT %(rows)s),
minds AS (UPDATE patients_patient p SET hard_of_hearing = place % 7 = 0, do_not_disclose = place % 9 = 0,
    sex = CASE WHEN place % 2 = 0 THEN 'female' ELSE 'male' END, birth_date = date '1950-03-01' + place::int * 97
    FROM mine WHERE mine.patient_id = p.id)
UPDATE followups_task t SET agent_id = %(agent)s, closes = now() + place * interval '3 hours' + interval '1 day',
    opens = now() - interval '2 days', counted = place % 3, call_at = now() - interval '1 hour'
FROM mine WHERE mine.id = t.id
"""


def view(request: Any) -> Any:
    """What the page cannot do without, in the cheapest way there is."""
    from django.db import connection
    from django.http import HttpResponse

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id, p.id, p.name, p.sex, p.birth_date, d.name, r.name, t.anchor_on, t.closes, t.counted,"
            " t.max_attempts, p.hard_of_hearing FROM followups_task t JOIN patients_patient p ON p.id = patient_id"
            " JOIN staff_department d ON d.id = t.department_id JOIN followups_rule r ON r.id = t.rule_id"
            " WHERE t.agent_id = %s AND t.state = 'open' ORDER BY t.priority, t.closes, t.id",
            [request.user.pk],
        )
        found = cursor.fetchall()
    rows = "".join(
        f'<tr data-row id="task-{task}" data-href-story="/patients/{patient}/"><td>{place}</td>'
        f'<td class="who"><button class="btn-plain" form="open-call" name="task" value="{task}" data-row-open>'
        f"{escape(name)}</button> <small>{sex} {born:%Y}</small></td>"
        f'<td class="clip">{escape(department)} <small></small></td><td class="clip">{escape(rule)}</td>'
        f'<td class="why"><span>{anchor:%m-%d}</span></td><td class="">{closes:%m-%d %H:%M}</td>'
        f'<td><span class="tries">{counted}/{most}</span></td><td>{"<span>hard of hearing</span>" * deaf}</td></tr>'
        for place, (task, patient, name, sex, born, department, rule, anchor, closes, counted, most, deaf)
        in enumerate(found, start=1)
    )  # fmt: skip
    return HttpResponse(f"<!doctype html><html><body><table>{rows}</table></body></html>")


def main(rounds: int = 60) -> None:
    pages.prepare()
    try:
        from django.db import connection
        from django.urls import reverse

        from staff.models import User
        from tests.clients import session_cookie

        agent = User.objects.get(username="agent1")
        with connection.cursor() as cursor:
            cursor.execute(SPREAD.replace(" % ", " %% "), {"rows": ROWS, "agent": agent.pk})
            cursor.execute("VACUUM ANALYZE followups_task")
        cookie = session_cookie(agent)
        product, floor = pages.Site(cookie), pages.Floor(cookie, view)
        path = reverse("followups:today")
        assert product.text(path).count("<tr data-row") == floor.text("/").count("<tr data-row") == ROWS
        floors, ours = common.taking_turns(rounds, lambda: floor.timed("/"), lambda: product.timed(path))
        note = f"{ROWS} rows, {product.queries(path)} queries (reach 8)"
        common.report("M6", "the agent's list", floors, ours, 2, note=note)
    finally:
        calling.drop()


if __name__ == "__main__":
    main(*common.numbers(sys.argv[1:]))
