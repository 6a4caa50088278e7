"""What the saving of a call reads, under which locks: statements planned once (docs/performance.md, M8).

Order of locks everywhere: the draft, then tasks by id, then the patient and his numbers.
"""

from datetime import datetime
from typing import NamedTuple

from followups.models import Draft, Task
from patients.models import PhoneNumber
from policy.tasks import State
from regulation.reading import STAMP, Stamp
from staff.actions.prepared import Prepared, columns, instance
from staff.models import User

_DRAFT = Prepared(f"""
SELECT {", ".join(STAMP)}, s.code || '/' || v.number, {columns(Draft, "d")} FROM followups_draft d
LEFT JOIN scripts_library_scriptversion v ON v.id = d.script_id
LEFT JOIN scripts_library_script s ON s.id = v.script_id
WHERE d.token = %(token)s::uuid AND d.user_id = %(user)s FOR UPDATE OF d
""")
_TASKS = Prepared(f"""
SELECT {columns(Task, "t")} FROM followups_task t
WHERE (t.patient_id = %(patient)s AND t.state IN ('{State.OPEN}', '{State.SUSPENDED}'))
    OR t.id = ANY(%(seen)s::bigint[])
    OR (t.patient_id = %(patient)s AND t.state = '{State.EXEMPT}' AND t.closed_at = %(ended)s::timestamptz)
ORDER BY t.id FOR NO KEY UPDATE
""")
_AROUND = Prepared(f"""
SELECT EXISTS (SELECT FROM complaints_clinicalalert a WHERE a.call = %(call)s), {columns(PhoneNumber, "n")}
FROM (SELECT) once LEFT JOIN patients_phonenumber n ON n.patient_id = %(patient)s
    ORDER BY n.preferred DESC, n.position, n.id
""")
_GONE = Prepared("""
WITH tasks AS (DELETE FROM followups_draft_tasks WHERE draft_id = %(draft)s)
DELETE FROM followups_draft WHERE id = %(draft)s
""")


class Opened(NamedTuple):
    """`script`: the version that is said, in words. `stamp`: of the regulation in force."""

    draft: Draft
    script: str
    stamp: Stamp


class Around(NamedTuple):
    """`alerted`: a doctor was told of something in this call."""

    numbers: dict[int, PhoneNumber]
    alerted: bool


def lock_draft(token: str, user: User) -> Opened | None:
    """The call that `user` has open under this token, his until the end of the transaction."""
    for row in _DRAFT.run({"token": token, "user": user.pk}):
        stamp, (script, *draft) = row[: len(STAMP)], row[len(STAMP) :]
        return Opened(instance(Draft, draft), script or "", stamp)
    return None


def lock_tasks(draft: Draft, *, ended: datetime | None) -> list[Task]:
    """The draft's and every other unfinished task of the patient; `ended`: and what was exempted then."""
    seen = [int(pk) for pk in draft.seen]
    rows = _TASKS.run({"patient": draft.patient_id, "seen": seen, "ended": ended})
    return [instance(Task, row) for row in rows]


def look_around(draft: Draft) -> Around:
    """As it stands once the locks are had."""
    rows = _AROUND.run({"call": draft.token, "patient": draft.patient_id})
    numbers = [instance(PhoneNumber, row[1:]) for row in rows if row[1] is not None]
    return Around({number.pk: number for number in numbers}, alerted=rows[0][0])


def remove_draft(draft: Draft) -> None:
    """Both rows in one go; the call is on record now."""
    _GONE.run({"draft": draft.pk})
