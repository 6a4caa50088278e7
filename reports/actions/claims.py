"""One list, one worker: a claim is a moment in the row that only its owner moves on, as with imports.

A worker that dies leaves it standing; when the moment has passed, another begins the list anew. One that was
merely slow finds another moment, or a cancelled list, and stops.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from policy.exports import Problem, State, given_up
from reports.models import Export, ExportPart
from staff.actions.audit import record
from staff.models import Act

LASTS = timedelta(seconds=60)  # renewed with every thousand rows


class ClaimLost(Exception):
    """Another worker has this list, or somebody cancelled it."""


@dataclass
class Claim:
    export: Export
    until: datetime
    parts: int = 0

    def keep(self, pieces: list[bytes], *, done: int, now: datetime, **more: object) -> None:
        """Store these bytes and how far it is; raises ClaimLost, and then nothing is stored."""
        until = now + LASTS
        with transaction.atomic():
            mine = Export.objects.filter(
                pk=self.export.pk, state=State.RUNNING, claimed_until=self.until, tries=self.export.tries
            )
            if not mine.update(**{"claimed_until": until, "done": done, **more}):
                raise ClaimLost
            ExportPart.objects.bulk_create(
                ExportPart(export=self.export, number=self.parts + place, content=piece)
                for place, piece in enumerate(pieces)
            )
        self.until, self.parts = until, self.parts + len(pieces)


@transaction.atomic
def claim_next(*, now: datetime, only: int | None = None) -> Claim | None:
    """The oldest list that waits or was left; whoever was at it before has written nothing that counts."""
    waiting = Export.objects.to_make(now)
    if only is not None:
        waiting = waiting.filter(pk=only)
    export = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
    if export is None:
        return None
    export.parts.all().delete()
    if given_up(export.tries):
        give_up(export, Problem.DIED, now=now)
        return None
    export.state, export.claimed_until, export.tries = State.RUNNING, now + LASTS, export.tries + 1
    export.done, export.started_at = 0, now
    export.save(update_fields=["state", "claimed_until", "tries", "done", "started_at"])
    return Claim(export, now + LASTS)


def give_up(export: Export, problem: Problem, *, now: datetime) -> None:
    """Under the row's lock."""
    export.state, export.problem, export.finished_at, export.claimed_until = State.FAILED, problem, now, None
    export.save(update_fields=["state", "problem", "finished_at", "claimed_until"])
    export.parts.all().delete()
    detail = {"of": export.kind, "state": "failed", "problem": problem, "reason": export.reason}
    record(Act.EXPORTED, actor=export.asked_by, now=now, about=export, detail=detail)
