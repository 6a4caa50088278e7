"""What the page of one case shows, cut to what this user may see of it; the forms of his moves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.actions.measures import concerning
from complaints.anonymity import Veil
from complaints.clockwords import ShownClock, shown_clocks
from complaints.directory import Directory
from complaints.inboxpage import words_of_person
from complaints.models import Complaint, Extension, OrderPart, Pause
from complaints.moveforms import FORMS, ExtensionForm, MoveForm, PauseForm
from complaints.queries.case import (
    actor_of,
    clocks_of,
    may_ring,
    number_left,
    sees_all,
    standing_of,
    with_facts,
)
from patients.models import PhoneNumber
from policy.complaints import Actor, Move, State, allowed
from regulation.reading import calendar_at
from staff.models import User
from staff.permissions import Permission


class Label(NamedTuple):
    opens: Promise | str
    does: Promise | str
    key: str = ""


LABELS: Mapping[Move, Label] = {
    Move.PASS_ON: Label(_("Pass the praise on"), _("Pass on")),
    Move.SETTLE: Label(_("Settle at once"), _("Settle")),
    Move.FIND: Label(_("Write what was found out"), _("Save the finding")),
    Move.DRAFT: Label(_("Draft the answer"), _("Save the draft")),
    Move.ANSWER: Label(_("Told the patient"), _("Save what was told")),
    Move.CONFIRM: Label(_("Ask about the handling"), _("Save what was said")),
    Move.RESUBMIT: Label(_("Details added, send again"), _("Send again")),
    Move.ORDER: Label(_("Order somebody"), _("Give the order")),
    Move.RETURN: Label(_("Return for details"), _("Return"), "B"),
    Move.HAND_BACK: Label(_("Not ours, hand back"), _("Hand back")),
    Move.MERGE: Label(_("Same case, merge"), _("Merge"), "G"),
    Move.DECIDE: Label(_("Decide and close"), _("Decide and close")),
    Move.CLOSE_UNCONFIRMED: Label(_("Close without asking"), _("Close the case")),
    Move.WITHDRAW: Label(_("Taken back by who complained"), _("Note that it was taken back")),
    Move.ESCALATE: Label(_("To the executive director"), _("Give to the executive director"), "E"),
}
ON_RECORD = Label(_("Put the answer on record: nobody can be told"), _("Put on record"))
BELOW_THE_POST = Label(_("Answered below the post"), _("Save what was written"))
IN_THE_INBOX = (Move.RETURN, Move.MERGE, Move.DECIDE, Move.CLOSE_UNCONFIRMED, Move.ESCALATE)


@dataclass(slots=True)
class Way:
    """One move this user may make, with its form."""

    move: Move
    form: MoveForm
    open: bool = False
    words: Label | None = None  # instead of the usual ones

    @property
    def label(self) -> str:
        return str((self.words or LABELS[self.move]).opens)

    @property
    def button(self) -> str:
        return str((self.words or LABELS[self.move]).does)

    @property
    def key(self) -> str:
        return LABELS[self.move].key

    @property
    def push(self) -> bool:
        return self.move is Move.ESCALATE


def case_for(user: User, pk: int) -> QuerySet[Complaint]:
    return with_facts(Complaint.objects.visible_to(user), user).filter(pk=pk)


def form_of(move: Move, case: Any, directory: Directory, data: Any = None, **initial: Any) -> MoveForm:
    """Ids are the move's own: several forms stand on one page."""
    start = {"version": case.version, **initial}
    form = FORMS[move](directory, data, initial=start, auto_id=f"{move}_%s")
    if move is Move.ANSWER and not case.has_contact and data is None:
        del form.fields["level"]  # nobody was heard
    return form


def ways(case: Any, user: User, directory: Directory, *, failed: Mapping[Move, MoveForm]) -> list[Way]:
    """In the order of LABELS; a form that failed stands first and open, with everything typed."""
    may = offered(case, user)
    found = [
        Way(
            move,
            failed.get(move) or form_of(move, case, directory, **start_of(move, case)),
            move in failed,
            words_of(move, case),
        )
        for move in LABELS
        if move in may
    ]
    return sorted(found, key=lambda way: not way.open)


def offered(case: Any, user: User) -> set[Move]:
    """As policy allows; a draft may say in its own form why no measure is needed."""
    excused = replace(standing_of(case), no_measure_reason=True)
    return set(allowed(excused, actor_of(case, user)))


def words_of(move: Move, case: Any) -> Label | None:
    """What the step is called when nobody can be told: an answer below the post, or on record only."""
    if move is not Move.ANSWER or case.has_contact:
        return None
    return ON_RECORD if case.nobody_to_tell else BELOW_THE_POST


def start_of(move: Move, case: Any) -> dict[str, Any]:
    """What a form begins with: the draft is mended and told, not written again."""
    if move is Move.DRAFT:
        return {"text": case.draft, "no_measure_reason": case.no_measure_reason}
    if move is Move.ANSWER:
        alone = "cannot_be_told" if case.nobody_to_tell else "web"
        return {"text": case.draft, "how": "" if case.has_contact else alone}
    return {}


def person_of(case: Any, now: datetime) -> str:
    """女 70岁."""
    patient = case.patient
    if patient is None:
        return ""
    today = timezone.localtime(now).date()
    return words_of_person(patient.sex, patient.birth_date, patient.age_years, patient.age_recorded_on, today)


def shown_clocks_of(case: Any, now: datetime) -> list[ShownClock]:
    rows = clocks_of(case)
    return shown_clocks(case, rows, calendar_at(now), now) if rows else []


class Request(NamedTuple):
    """An extension or a pause, asked for by one and decided by another."""

    what: str
    pk: int
    title: str
    reason: str
    by: str
    at: datetime
    approved: bool | None
    decided_by: str
    decided_at: datetime | None
    running: bool


def requests_of(case: Complaint, veil: Veil) -> list[Request]:
    found = [
        _request("extension", row, _("extension by %(days)s days") % {"days": row.days})
        for row in case.extensions.select_related("asked_by", "decided_by")
    ]
    for row in case.pauses.select_related("asked_by", "decided_by"):
        found.append(_request("pause", row, _("pause"), running=bool(row.approved) and row.ended_at is None))
    shown = [one._replace(reason=veil.text(one.reason)) for one in found]
    return sorted(shown, key=lambda one: one.at)


def _request(what: str, row: Extension | Pause, title: Any, *, running: bool = False) -> Request:
    return Request(
        what=what,
        pk=row.pk,
        title=str(title),
        reason=row.reason,
        by=row.asked_by.full_name,
        at=row.asked_at,
        approved=row.approved,
        decided_by=row.decided_by.full_name if row.decided_by else "",
        decided_at=row.decided_at,
        running=running,
    )


@dataclass(slots=True)
class Number:
    masked: str
    shown: str = ""


def number_of(case: Any, actor: Actor, *, reveal: bool = False) -> Number | None:
    """A department has none."""
    whole = number_left(case)
    if not whole or (actor.role == "clinician" and not actor.recorder):
        return None
    may = reveal and may_ring(case, actor)
    return Number(PhoneNumber(number=whole).masked, whole if may else "")


def work_of(case: Any, user: User, actor: Actor, veil: Veil) -> dict[str, Any]:
    """Orders, findings, measures and the timeline; a department that takes part sees its own."""
    whole = sees_all(actor)
    parts = OrderPart.objects.select_related("department", "person")
    orders = list(
        case.orders.select_related("responsible", "lead", "ordered_by").prefetch_related(
            "parts__department", "parts__person"
        )
    )
    findings = case.findings.select_related("by", "department")
    measures = case.measures.select_related("department", "responsible")
    events = list(case.events.select_related("by"))
    if not whole:
        ours = set(
            parts.filter(order__complaint=case.pk, department=user.department_id).values_list(
                "order", flat=True
            )
        )
        orders = [order for order in orders if order.pk in ours]
        findings = findings.filter(department=user.department_id) | findings.filter(by=user)
        measures = measures.filter(concerning(user))
        events = own_events(events, user)
    return {
        "orders": veil.over(orders, "task"),
        "findings": findings,
        "measures": measures,
        "timeline": veil.over_events(events),
    }


def own_events(events: Iterable[Any], user: User) -> list[Any]:
    """Words of his own department; of the others only that something was done."""
    kept = []
    for event in events:
        ours = event.by is not None and event.by.department_id == user.department_id
        if not ours and event.what != "recorded":
            event.text, event.changes = "", {}
        kept.append(event)
    return kept


def page_of(
    case: Any,
    user: User,
    *,
    now: datetime,
    failed: Mapping[Move, MoveForm] | None = None,
    directory: Directory | None = None,
) -> dict[str, Any]:
    actor, veil = actor_of(case, user), Veil(case, user)
    seen = veil.whole()
    return {
        "case": seen,
        "person": person_of(seen, now),
        "clocks": shown_clocks_of(case, now),
        "moves": ways(case, user, directory or Directory.read(), failed=failed or {}),
        "confirmations": veil.over(case.confirmations.select_related("by"), "words"),
        "files": veil.over(case.attachments.select_related("by").defer("content"), "name"),
        "requests": requests_of(case, veil),
        "may_ask": user.may(Permission.ORDER_COMPLAINTS) and not case.locked and case.due_at is not None,
        "may_decide": user.may(Permission.APPROVE_EXTENSIONS) and not case.locked,
        "extension_form": ExtensionForm(
            Directory({}, {}), None, auto_id="extension_%s", initial={"version": case.version}
        ),
        "pause_form": PauseForm(
            Directory({}, {}), None, auto_id="pause_%s", initial={"version": case.version}
        ),
        "may_attach": not case.locked and sees_all(actor),
        "may_pack": user.may(Permission.COMPLAINT_FIGURES),
        "number": number_of(case, actor),
        "may_ring": may_ring(case, actor),
        "now": now,
        **work_of(case, user, actor, veil),
    }


def may_edit(case: Complaint, user: User) -> bool:
    """As actions.editing.edit says it."""
    if case.state not in (State.RECORDED, State.RETURNED):
        return False
    return case.recorded_by_id == user.pk or user.role in ("supervisor", "assistant")


def joined(mine: str, theirs: str) -> str:
    """Both texts, the other's first; one alone when they say the same."""
    mine, theirs = (text.replace("\r\n", "\n").strip() for text in (mine, theirs))
    if not theirs or theirs in mine:
        return mine
    return theirs if mine in theirs else f"{theirs}\n\n{mine}"
