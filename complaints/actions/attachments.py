"""Evidence taken in: looked at before it is kept, and kept with its case (fault 17, 24)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from complaints.actions.changing import lock, tell
from complaints.actions.refusals import BadFile, Refused
from complaints.checking import MOST_FILES, Checked, check_file, inline_safe
from complaints.models import Attachment, Complaint, CorrectiveMeasure
from staff.actions.audit import record
from staff.models import Act, User
from staff.permissions import Permission

__all__ = ["MOST_FILES", "BadFile", "Checked", "attach", "check_all", "check_file", "inline_safe", "keep"]


def check_all(files: Iterable[Any]) -> list[Checked]:
    """Uploaded files: with a name, a size and a `read`. BadFile names the one that will not do."""
    chosen = list(files)
    if len(chosen) > MOST_FILES:
        raise BadFile("too_many")
    return [check_file(file.name or "", file, file.size) for file in chosen]


@transaction.atomic
def attach(
    complaint_id: int,
    files: Iterable[Any],
    *,
    by: User,
    now: datetime,
    measure: CorrectiveMeasure | None = None,
) -> list[Attachment]:
    """Uploaded files, or checked ones. To a closed case only as the proof of a measure. Raises BadFile,
    Refused (locked, not_yours)."""
    chosen = list(files)
    papers = [file for file in chosen if isinstance(file, Checked)]
    papers += check_all(file for file in chosen if not isinstance(file, Checked))
    if not by.may(Permission.SEE_COMPLAINTS):
        raise Refused("not_yours")
    complaint = lock(complaint_id)
    if complaint.locked and measure is None:
        raise Refused("locked")
    return keep(complaint, papers, by=by, now=now, measure=measure)


def keep(
    complaint: Complaint,
    papers: Sequence[Checked],
    *,
    by: User,
    now: datetime,
    measure: CorrectiveMeasure | None = None,
) -> list[Attachment]:
    """What is there already is not kept twice; the answer holds it all the same. The case must be locked."""
    here = {paper.sha256: paper for paper in complaint.attachments.filter(measure=measure)}
    new = {paper.sha256: paper for paper in papers if paper.sha256 not in here}
    if complaint.attachments.count() + len(new) > MOST_FILES:
        raise BadFile("too_many")
    for sha256, paper in new.items():
        here[sha256] = Attachment.objects.create(
            complaint=complaint,
            measure=measure,
            name=paper.name,
            mime=paper.mime,
            size=paper.size,
            sha256=sha256,
            content=paper.content,
            by=by,
            at=now,
        )
    if new:
        names = [paper.name for paper in new.values()]
        tell(
            complaint,
            "attached",
            by=by,
            now=now,
            changes={"files": [None, names]},
            detail={"sha256": list(new)},
        )
    return [here[sha256] for sha256 in dict.fromkeys(paper.sha256 for paper in papers)]


def read_by(attachment: Attachment, *, by: User, now: datetime) -> None:
    """Whoever looks is recorded."""
    record(
        Act.ATTACHMENT_READ,
        actor=by,
        now=now,
        patient_id=attachment.complaint.patient_id,
        about=attachment,
        detail={"complaint": attachment.complaint_id},
    )
