"""Taking it in: a complaint, suggestion, praise, request or adverse event (A10, A20, B13, B16, D5)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Length
from django.utils import timezone

from complaints.actions.attachments import Checked, keep
from complaints.actions.changing import lock, tell, write
from complaints.actions.clocks import start_clocks
from complaints.actions.editing import EDITABLE, can_be_told, edit, read
from complaints.actions.moves import resubmit
from complaints.actions.refusals import Missing, Refused
from complaints.models import Complaint, PraiseNotice
from complaints.standings import not_filled_in
from patients.models import Patient, Visit
from policy.complaints import Severity
from staff.models import Act, Department, User
from staff.permissions import Permission

__all__ = ["edit", "link", "record", "resubmit"]

NUMBERS = 7_204_121  # the advisory lock under which numbers are given; any number that no other lock has


@transaction.atomic
def record(
    *,
    by: User,
    now: datetime,
    token: UUID | str,
    kind: str,
    channel: str,
    title: str,
    words: str,
    severity: str = Severity.ORDINARY,
    departments: Iterable[Department] = (),
    patient: Patient | None = None,
    visit: Visit | None = None,
    anonymous: bool = False,
    has_contact: bool | None = None,
    praised: Iterable[User] = (),
    attachments: Iterable[Checked] = (),
    **more: str,
) -> Complaint:
    """Twice with one token is one case. `more`: theme, wish, place, happened, persons, complainant, relation,
    phone, web_url, web_author, web_site, plan. `has_contact` None: when there is a number to call.
    Raises Missing (what the limits ask for), Refused (not_yours, too_long), BadFile (too_many)."""
    if not by.may(Permission.SEE_COMPLAINTS):
        raise Refused("not_yours")
    _take_turns()
    if known := Complaint.objects.filter(token=token).first():
        if known.recorded_by_id != by.pk:
            raise Refused("not_yours")
        return known
    typed = more | {"kind": kind, "channel": channel, "severity": severity, "title": title, "words": words}
    concerned = list(dict.fromkeys(departments))
    complaint = Complaint(
        token=token,
        patient=patient or (visit.patient if visit else None),
        visit=visit,
        anonymous=anonymous,
        recorded_by=by,
        recorded_at=now,
        **_fields(typed),
    )
    if missing := not_filled_in(complaint, len(concerned)):
        raise Missing(missing)
    complaint.has_contact = can_be_told(complaint) if has_contact is None else has_contact
    complaint.number = _next_number(now)
    complaint.save(force_insert=True)
    complaint.departments.set(concerned)
    PraiseNotice.objects.bulk_create(
        [PraiseNotice(complaint=complaint, user=user) for user in dict.fromkeys(praised)]
    )
    start_clocks(complaint, begun=now)
    complaint.save(update_fields=["due_at"])
    _tell(complaint, by=by, now=now)
    keep(complaint, list(attachments), by=by, now=now)
    return complaint


def _fields(typed: dict[str, Any]) -> dict[str, Any]:
    unknown = set(typed) - EDITABLE
    if unknown:
        raise TypeError(f"not known: {sorted(unknown)}")
    return {name: read(name, value) for name, value in typed.items()}


def _tell(complaint: Complaint, *, by: User, now: datetime) -> None:
    detail = {name: getattr(complaint, name) for name in ("kind", "severity", "channel")}
    write(
        complaint,
        "recorded",
        by=by,
        now=now,
        text=complaint.words,
        detail=detail,
        was="",
        version=complaint.version,
        act=Act.COMPLAINT_RECORDED,
    )


def _take_turns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS])


def _next_number(now: datetime) -> str:
    """T20261119-07: by the hospital's day; the lock keeps two from taking one."""
    prefix = f"T{timezone.localtime(now):%Y%m%d}-"
    of_day = Complaint.objects.filter(number__startswith=prefix)
    last = of_day.order_by(Length("number").desc(), "-number").values_list("number", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:02d}"


@transaction.atomic
def link(complaint_id: int, other_id: int, *, by: User, now: datetime) -> None:
    """Two cases that belong together and stay two. Refused: not_yours, wrong_target."""
    if not by.may(Permission.ORDER_COMPLAINTS) and not by.may(Permission.COMPLAINT_FIGURES):
        raise Refused("not_yours")
    if complaint_id == other_id:
        raise Refused("wrong_target")
    first, second = (lock(pk) for pk in sorted((complaint_id, other_id)))
    if first.linked.filter(pk=second.pk).exists():
        return
    first.linked.add(second)
    for case, other in ((first, second), (second, first)):
        changes = {"linked": [None, other.number]}
        tell(case, "linked", by=by, now=now, changes=changes, detail={"linked": other.number})
