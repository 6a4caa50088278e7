"""One file, one worker: a claim is a moment in the row that only its owner moves on.

A worker that dies leaves it standing; when the moment has passed, another goes on where it stopped.
A worker that was merely slow finds another moment in the row and stops.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from patients.models import ImportFile, ImportState

READING_LASTS = timedelta(minutes=3)  # longer than a child process may take with the largest file
WRITING_LASTS = timedelta(seconds=60)  # renewed with every thousand rows
WORK = {
    ImportState.RECEIVED: ImportState.READING,
    ImportState.READING: ImportState.READING,
    ImportState.QUEUED: ImportState.RUNNING,
    ImportState.RUNNING: ImportState.RUNNING,
}


class ClaimLost(Exception):
    """Another worker has this file, or somebody discarded it."""


@dataclass
class Claim:
    file_id: int
    state: ImportState
    until: datetime

    def renew(self, *, now: datetime) -> None:
        """Inside the transaction that writes: it holds the file's row until then."""
        until = now + WRITING_LASTS
        mine = ImportFile.objects.filter(pk=self.file_id, state=self.state, claimed_until=self.until)
        if not mine.update(claimed_until=until):
            raise ClaimLost
        self.until = until


@transaction.atomic
def claim_next(*, now: datetime, only: int | None = None) -> Claim | None:
    """The oldest file that waits for a worker or was left by one."""
    waiting = ImportFile.objects.filter(state__in=WORK).filter(
        Q(claimed_until=None) | Q(claimed_until__lt=now)
    )
    if only is not None:
        waiting = waiting.filter(pk=only)
    file = waiting.select_for_update(skip_locked=True).order_by("pk").only("state").first()
    if file is None:
        return None
    state = WORK[ImportState(file.state)]
    until = now + (READING_LASTS if state == ImportState.READING else WRITING_LASTS)
    ImportFile.objects.filter(pk=file.pk).update(state=state, claimed_until=until)
    if state == ImportState.RUNNING:
        ImportFile.objects.filter(pk=file.pk, started_at=None).update(started_at=now)
    return Claim(file.pk, state, until)
