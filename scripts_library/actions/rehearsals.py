"""Playing a practice call: begun, and answered one sentence after the other (C3)."""

from datetime import datetime

from django.db import transaction

from policy.practice import play
from scripts_library.models import Rehearsal, ScriptVersion
from scripts_library.practice import CASES
from staff.models import User

LONGEST = 200  # answers; nobody gets so many wrong


def begin(case: str, version: ScriptVersion, *, by: User, now: datetime) -> Rehearsal:
    return Rehearsal.objects.create(agent=by, version=version, case=CASES[case].code, started_at=now)


@transaction.atomic
def answer(rehearsal_id: int, said: str, *, at: int, by: User, now: datetime) -> Rehearsal:
    """`at`: how many answers the page had seen; a second press of the same changes nothing.

    ValueError when it is no answer to what the patient said.
    """
    rehearsal = Rehearsal.objects.select_for_update().get(pk=rehearsal_id, agent=by)
    if len(rehearsal.path) != at or at >= LONGEST:
        return rehearsal
    path = [*rehearsal.path, said]
    if play(CASES[rehearsal.case], path).turn is None:
        rehearsal.finished_at = now
    rehearsal.path = path
    rehearsal.save(update_fields=["path", "finished_at"])
    return rehearsal
