"""C1: the assistant's inbox among 50,000 cases, 500 of them open, against a minimal Django view: session, user,
one query of the same rows, a template of its own.

python bench/c1_inbox.py [rounds]
"""

import sys
from typing import Any

import calling
import common
import pages

CASES, OPEN, WAITING, BREACHED = 50_000, 500, 430, 50

# Closed ones first, then the open ones: some wait, some are past their limit, the others are being dealt with.
FILL = """
INSERT INTO complaints_complaint (number, token, kind, severity, channel, theme, title, words, wish, place, happened,
    persons, anonymous, patient_id, complainant, relation, phone, has_contact, web_url, web_author, web_site, plan,
    recorded_by_id, recorded_at, state, version, reopened, no_measure_reason, draft, answer, answer_how, closed_at,
    close_reason, due_at)
SELECT 'T' || i, gen_random_uuid(), 'complaint', 'ordinary', 'letter', '', 'Waited too long ' || i, 'Words ' || i, '',
    '', '', '', false, p.first + i %% 1000, '', '', '', true, '', '', '', '', %(user)s,
    now() - i * interval '7 minutes',
    CASE WHEN i > %(open)s THEN 'closed' ELSE 'recorded' END, 1, 0, '', '', '', '',
    CASE WHEN i > %(open)s THEN now() END, CASE WHEN i > %(open)s THEN 'withdrawn' ELSE '' END,
    date_trunc('day', now()) + (CASE WHEN i <= %(breached)s THEN -1 ELSE 1 + i %% 7 END) * interval '1 day'
FROM generate_series(1, %(cases)s) i, (SELECT min(id) AS first FROM patients_patient) p;
INSERT INTO complaints_complaint_departments (complaint_id, department_id)
SELECT c.id, d.id FROM complaints_complaint c, staff_department d WHERE d.id %% 2 = c.id %% 2 OR c.id %% 5 = 0;
INSERT INTO complaints_clock (complaint_id, code, round, spec, begun_at, due_at)
SELECT id, 'hospital', 1, '{"code": "hospital", "unit": "calendar_days", "amount": 7, "amount_several": null,
    "kinds": ["complaint"], "severities": []}', recorded_at, due_at FROM complaints_complaint WHERE closed_at IS NULL;
INSERT INTO complaints_order (complaint_id, responsible_id, lead_id, task, until, ordered_by_id, ordered_at)
SELECT c.id, %(user)s, (SELECT min(id) FROM staff_department), 'Find out', now() + interval '3 days', %(user)s, now()
FROM complaints_complaint c WHERE state = 'recorded' AND due_at > now()
ORDER BY due_at DESC LIMIT %(open)s - %(waiting)s - %(breached)s;
UPDATE complaints_complaint c SET state = 'ordered', order_id = o.id FROM complaints_order o WHERE o.complaint_id = c.id
"""

TEMPLATE = """<!doctype html><html><body><ul>{% for row in rows %}<li data-row id="case-{{ row.pk }}">
<a class="item" href="/complaints/inbox/{{ row.pk }}/" data-row-open data-case="{{ row.pk }}"><span class="item-top"><b
title="{{ row.title }}">{{ row.title }}</b><span>{{ row.due_at|date:"m-d H:i" }}</span></span><small
class="dot-list clip"><span>{{ row.rooms }}</span><span>{{ row.patient__name }} {{ row.patient__sex }}</span><span>{{
row.recorded_at|date:"m-d H:i" }} {{ row.recorded_by__full_name }}</span></small></a></li>{% endfor %}</ul></body></html>"""


def view(request: Any) -> Any:
    """The rows that the inbox shows, by one query and one template, and nothing else."""
    from django.contrib.postgres.aggregates import StringAgg
    from django.db.models import Q
    from django.http import HttpResponse
    from django.template import engines
    from django.utils import timezone

    from complaints.models import Complaint

    request.user.pk  # noqa: B018 (read, as every page reads it)
    late = Q(due_at__lte=timezone.now())
    rows = (
        Complaint.objects.exclude(state__in=("closed", "merged"))
        .filter(Q(state="recorded") | late)
        .annotate(rooms=StringAgg("departments__name", ", "))
        .order_by("due_at")
        .values(
            "pk", "title", "due_at", "rooms", "patient__name", "patient__sex", "recorded_at", "recorded_by__full_name"
        )
    )  # fmt: skip
    return HttpResponse(engines["django"].from_string(TEMPLATE).render({"rows": rows}))


def fill() -> Any:
    from django.db import connection

    from staff.models import User

    user = User.objects.create(username="assistant1", full_name="Assistant", role="assistant")
    numbers = {
        "user": user.pk,
        "cases": CASES,
        "open": OPEN,
        "waiting": WAITING,
        "breached": BREACHED,
    }
    with connection.cursor() as cursor:
        for statement in FILL.split(";\n"):
            cursor.execute(statement, numbers)
        cursor.execute("VACUUM ANALYZE complaints_complaint")
    return user


def main(rounds: int = 60) -> None:
    pages.prepare()
    try:
        from django.urls import reverse

        from tests.clients import session_cookie

        cookie = session_cookie(fill())
        product, floor = pages.Site(cookie), pages.Floor(cookie, view)
        path = reverse("complaints:inbox")
        shown, same = product.text(path).count("<li data-row"), floor.text("/").count("<li data-row")
        assert shown == same == WAITING + BREACHED, (shown, same)
        floors, ours = common.taking_turns(rounds, lambda: floor.timed("/"), lambda: product.timed(path))
        note = f"{shown} rows of {OPEN} open among {CASES}, {product.queries(path)} queries (reach 10)"
        common.report("C1", "the assistant's inbox", floors, ours, 1.5, note=note)
    finally:
        calling.drop()


if __name__ == "__main__":
    main(*common.numbers(sys.argv[1:]))
