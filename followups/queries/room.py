"""Every figure of the supervisor's room from one walk over today's open tasks (docs/performance.md, M11).

Asked one by one, each figure walked them again, and looked for a number of each patient twice.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from followups.queries.kept import Kept
from patients.models.numbers import DEAD
from policy.tasks import State
from staff.actions.prepared import Prepared, together
from staff.models import User

_FIGURES = Prepared(f"""
WITH today AS MATERIALIZED (
    SELECT t.patient_id, t.agent_id, t.call_at, t.closes, t.late,
        EXISTS (SELECT FROM patients_phonenumber n WHERE n.patient_id = t.patient_id
            AND n.state NOT IN ({", ".join(f"'{state}'" for state in DEAD)})) AS usable
    FROM followups_task t WHERE t.state = '{State.OPEN}' AND t.opens < %(end)s AND t.closes > %(now)s
), patients AS (
    SELECT min(call_at) AS first FROM today WHERE usable GROUP BY patient_id
)
SELECT (SELECT jsonb_object_agg(state, n) FROM (
        SELECT state, count(*) AS n FROM followups_task
        WHERE (state IN ('{State.OPEN}', '{State.SUSPENDED}') AND opens < %(end)s)
            OR (closed_at >= %(begin)s AND closed_at < %(end)s)
        GROUP BY state) s),
    ARRAY(SELECT (SELECT count(*) FROM patients WHERE first < moment)
        FROM unnest(%(moments)s::timestamptz[]) WITH ORDINALITY m(moment, place) ORDER BY place),
    (SELECT jsonb_object_agg(agent_id, n) FROM (
        SELECT agent_id, count(DISTINCT patient_id) AS n FROM today
        WHERE agent_id IS NOT NULL GROUP BY agent_id) a),
    count(*) FILTER (WHERE usable AND call_at <= %(now)s) AS callable,
    count(*) FILTER (WHERE closes <= %(end)s) AS ending,
    count(*) FILTER (WHERE call_at > %(now)s) AS waiting,
    count(*) FILTER (WHERE late) AS overdue,
    count(*) FILTER (WHERE NOT usable) AS blocked,
    count(*) FILTER (WHERE agent_id IS NULL) AS unassigned
FROM today
""")
# The filters of the room, by the word in the address.
STATES = ("callable", "ending", "waiting", "overdue", "blocked", "unassigned")


class Figures(NamedTuple):
    states: dict[str, int]  # everything that was to be done today
    before: list[int]  # for each moment the patients of whom some call may be made before it
    patients: dict[int, int]  # of each agent, still to be called today
    counts: dict[str, int]  # the open tasks behind each filter
    agents: list[User]
    on_duty: set[int]  # who of them takes calls today


_AGENTS = Kept(lambda: User.objects.agents())
_ON_DUTY = Kept(lambda day: User.objects.on_duty(day).order_by().values_list("pk"), day=date)


def figures(begin: datetime, now: datetime, moments: Sequence[datetime]) -> Figures:
    """`begin`: midnight before `now`, in the hospital's time."""
    asked = {"begin": begin, "end": begin + timedelta(days=1), "now": now, "moments": list(moments)}
    [(states, before, patients, *counts)], agents, on_duty = together(
        _FIGURES.asked(asked), _AGENTS.asked(), _ON_DUTY.asked(day=begin.date())
    )
    return Figures(
        json.loads(states or "{}"),
        before,
        {int(agent): n for agent, n in json.loads(patients or "{}").items()},
        dict(zip(STATES, counts, strict=True)),
        agents,
        {agent for (agent,) in on_duty},
    )
