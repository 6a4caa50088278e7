"""The statements that take a patient for one agent, and what each part is for (docs/performance.md, M5).

Built once from pieces; each tier is one short walk along an index of open tasks. Conditions that look into
other tables stand in scalar subqueries, so that no planner turns the walk into a join over all tasks.

Who comes first and whose patient is locked are two steps: OFFSET 0 lets no planner mix them. However
the tasks are put in order, they then pass one by one, and nobody is asked behind the first who passes.
"""

from followups.models import Task
from patients.models.numbers import DEAD
from policy.distribution import EVERYBODYS
from policy.tasks import State
from regulation.reading import STAMP
from staff.actions.prepared import Prepared
from staff.permissions import Role

COLUMNS = [field.column for field in Task._meta.concrete_fields]
PATIENTS = 51  # first half of the advisory lock that stands for a patient (followups_take_patient)
AGENTS = 52  # … and for an agent

MINE = "t.agent_id = %(agent)s"
POOL = "t.agent_id IS NULL"

FREE = "(t.hold_until IS NULL OR t.hold_until <= %(now)s OR t.hold_by_id = %(agent)s)"
_HAS_NUMBER = f"""EXISTS (SELECT 1 FROM patients_phonenumber n WHERE n.patient_id = p.id
    AND n.state NOT IN ({", ".join(f"'{state}'" for state in DEAD)}))"""
# A language is a must as soon as somebody who works today speaks it.
_SPEAKS = f"""(lower(p.spoken_language) IN ({", ".join(f"'{one}'" for one in sorted(EVERYBODYS))})
    OR p.spoken_language = ANY(%(languages)s::varchar[])
    OR p.spoken_language <> ALL(ARRAY(SELECT unnest(u.languages) FROM staff_user u
        WHERE u.is_active AND u.takes_calls AND u.role = '{Role.AGENT.value}'
        AND NOT EXISTS (SELECT 1 FROM staff_absence a WHERE a.user_id = u.id
            AND %(day)s::date BETWEEN a.first_day AND a.last_day))))"""
MAY_BE_CALLED = f"NOT p.deceased AND NOT p.do_not_call AND {_HAS_NUMBER}"
SPEAKS = f"{MAY_BE_CALLED} AND {_SPEAKS}"
DUE = f"t.state = '{State.OPEN}' AND t.call_at <= %(now)s AND t.closes > %(now)s"
CLOSES_TODAY = "t.closes <= %(midnight)s"
# The agent stands in front, or "agent IS NULL" would not let the index give the order.
BY_PRIORITY = "t.agent_id, t.priority, t.closes, t.id"


def _first(*, where: str, who: str, order: str, skip: str = "SKIP LOCKED") -> str:
    """The first whose patient nobody else has, in this order: he is locked, then the row, looked at anew."""
    return f"""SELECT first.id, first.patient_id FROM (
            SELECT t.id, t.patient_id FROM followups_task t WHERE {where} AND {FREE} ORDER BY {order} OFFSET 0
        ) first
        WHERE CASE WHEN (SELECT followups_take_patient(p.id, %(agent)s, %(now)s) FROM patients_patient p
                WHERE p.id = first.patient_id AND {who})
            THEN EXISTS (SELECT FROM followups_task t WHERE t.id = first.id AND {where} AND {FREE}
                FOR NO KEY UPDATE {skip}) END
        LIMIT 1"""


def _agreed(whose: str, who: str) -> str:
    return _first(where=f"{whose} AND {DUE} AND t.agreed", who=who, order="t.agent_id, t.call_at")


def _closing_today(whose: str, who: str) -> str:
    """By priority, then what closes first: one short walk for each priority."""
    where = f"{whose} AND {DUE} AND t.priority = level AND {CLOSES_TODAY}"
    return f"""SELECT found.id, found.patient_id FROM generate_series(1, 9) level
        CROSS JOIN LATERAL ({_first(where=where, who=who, order=BY_PRIORITY)}) found LIMIT 1"""


def _by_priority(whose: str, who: str) -> str:
    return _first(where=f"{whose} AND {DUE}", who=who, order=BY_PRIORITY)


def _taking(heads: str, *, siblings: str, returned: str) -> Prepared:
    """Hold every task of the head's patient that is still to be called, log it, return the due ones."""
    columns = ", ".join(f"held.{column}" for column in COLUMNS)
    return Prepared(
        f"""
WITH head AS MATERIALIZED (SELECT id, patient_id FROM ({heads}) tiers LIMIT 1),
held AS (
    UPDATE followups_task t SET hold_by_id = %(agent)s, hold_until = %(until)s
    FROM (SELECT t.id FROM followups_task t, head WHERE t.patient_id = head.patient_id AND {siblings}
        AND {FREE} ORDER BY t.id FOR NO KEY UPDATE OF t SKIP LOCKED) together
    WHERE t.id = together.id RETURNING t.*
),
log AS (
    INSERT INTO staff_auditentry
        (at, actor_id, act, patient_id, object_type, object_id, detail, address, request_id)
    SELECT %(now)s, %(agent)s, %(act)s, head.patient_id, 'task', head.id, '{{}}'::jsonb,
        %(address)s::inet, %(request_id)s FROM head
)
SELECT {columns} FROM held, head WHERE {returned}
ORDER BY held.id <> head.id, held.priority, held.closes, held.id""",
        binary=True,
    )


_OPEN = f"t.state = '{State.OPEN}'"
_DUE_HELD = "held.call_at <= %(now)s AND held.closes > %(now)s"
_TO_VERIFY = f"t.state = '{State.UNSUCCESSFUL}' AND t.verify AND t.verified_at IS NULL"


def _tier(whose: str, only: str, head: str) -> tuple[str, Prepared]:
    """Whether there may be anything in it, and the statement that takes it."""
    some = f"EXISTS (SELECT FROM followups_task t WHERE {whose} AND {DUE} AND {only} AND {FREE})"
    return some, _taking(head, siblings=_OPEN, returned=_DUE_HELD)


_TIERS = (
    _tier(MINE, "t.agreed", _agreed(MINE, MAY_BE_CALLED)),
    _tier(MINE, CLOSES_TODAY, _closing_today(MINE, MAY_BE_CALLED)),
    _tier(MINE, "true", _by_priority(MINE, MAY_BE_CALLED)),
    _tier(POOL, "t.agreed", _agreed(POOL, SPEAKS)),
    _tier(POOL, CLOSES_TODAY, _closing_today(POOL, SPEAKS)),
    _tier(POOL, "true", _by_priority(POOL, SPEAKS)),
    # Better somebody who does not speak it than nobody.
    _tier(POOL, CLOSES_TODAY, _closing_today(POOL, MAY_BE_CALLED)),
)
# One cheap look tells the regulation's stamp and which tiers to try. A statement with all tiers in it costs
# much to begin, even more so to begin anew, which it does for each row that another agent was quicker at.
LOOK = Prepared(f"SELECT {', '.join(STAMP)}, {', '.join(some for some, _take in _TIERS)}")
NEXT = tuple(take for _some, take in _TIERS)

# One named task: waits its turn instead of passing it over.
THIS = _taking(
    _first(
        where=f"t.id = %(task)s AND {DUE} AND ({MINE} OR {POOL} OR t.hold_by_id = %(agent)s)",
        who=MAY_BE_CALLED,
        order="t.id",
        skip="",
    ),
    siblings=_OPEN,
    returned=_DUE_HELD,
)

_OF_ROUND = f"{_TO_VERIFY} AND t.closed_at >= %(first)s AND t.closed_at < %(end)s"
_ROUND_AND_OPEN = {
    "siblings": f"(({_OF_ROUND}) OR {_OPEN})",
    "returned": f"held.state = '{State.UNSUCCESSFUL}'",
}
VERIFICATION = _taking(
    _first(where=_OF_ROUND, who=MAY_BE_CALLED, order="t.closed_at, t.id"), **_ROUND_AND_OPEN
)
VERIFY_THIS = _taking(
    _first(where=f"t.id = %(task)s AND {_OF_ROUND}", who=MAY_BE_CALLED, order="t.id", skip=""),
    **_ROUND_AND_OPEN,
)
