"""What the doctor's pages show of an alert (A25). Everything here starts from what the user may see."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from complaints.alertpeople import actor_of, on_the_ladder
from complaints.forms_alerts import (
    LONGEST_NAME,
    ActForm,
    EffectForm,
    GiveUpForm,
    MoveForm,
    PassOnForm,
    TakeForm,
    TellForm,
)
from complaints.models import AlertStep, ClinicalAlert
from patients.models import PhoneNumber, Visit
from patients.words import sex_and_age
from policy.alerts import Action, Actor, Move, Rung, State, allowed
from staff.models import User

CLOSED_SHOWN = 20
VISITS_SHOWN = 8
RELATED = ("patient", "department", "raised_by", "taken_by", "doctor")
FORMS: dict[Move, type[MoveForm]] = {
    Move.TAKE: TakeForm,
    Move.PASS_ON: PassOnForm,
    Move.ACT: ActForm,
    Move.TELL: TellForm,
    Move.EFFECT: EffectForm,
    Move.GIVE_UP: GiveUpForm,
}


class Group(NamedTuple):
    key: str
    alerts: list[ClinicalAlert]


class Rise(NamedTuple):
    """One rung as it is read: whom, by when, and what came of it."""

    rung: str
    who: str
    why: str
    due: datetime
    outcome: str
    late: bool


def inbox_of(user: User) -> list[Group]:
    """What waits for him, what he has in hand, what else his department has, what is over."""
    seen = ClinicalAlert.objects.visible_to(user).select_related(*RELATED).prefetch_related("causes")
    mine = set(ClinicalAlert.objects.waiting_for(user).values_list("pk", flat=True))
    opened = list(seen.open().most_urgent_first())
    new = [one for one in opened if one.state == State.NEW and one.pk in mine]
    held = [one for one in opened if one.taken_by_id == user.pk]
    shown = {one.pk for one in (*new, *held)}
    others = [one for one in opened if one.pk not in shown]
    closed = list(seen.filter(state=State.CLOSED).order_by("-closed_at")[:CLOSED_SHOWN])
    return [Group("new", new), Group("held", held), Group("others", others), Group("closed", closed)]


def page_of(
    alert: ClinicalAlert, user: User, *, now: datetime, failed: dict[Move, MoveForm] | None = None
) -> dict[str, Any]:
    actor = actor_of(alert, user, now=now)
    action = Action(alert.action) if alert.action else None
    moves = allowed(State(alert.state), actor, action)
    forms = {str(move): (failed or {}).get(move) or _form(move, alert, user) for move in moves}
    visits = Visit.objects.filter(patient=alert.patient_id).select_related("department", "doctor")
    return {
        "alert": alert,
        "person": sex_and_age(alert.patient.sex, alert.patient.age_on(timezone.localdate(now))),
        "holder": actor.holder,
        "draft_seq": alert.draft_of(user).get("seq", 0),
        "forms": forms,
        "ladder": ladder_of(alert, now=now),
        "visits": visits.order_by("-anchor_at", "-pk")[:VISITS_SHOWN],
        "earlier": ClinicalAlert.objects.visible_to(user)
        .filter(patient=alert.patient_id)
        .exclude(pk=alert.pk)[:5],
        "events": alert.events.select_related("by"),
        "number": number_of(alert),
        "since_operation": _since_operation(alert, now),
        "now": now,
    }


def _form(move: Move, alert: ClinicalAlert, user: User) -> MoveForm:
    initial: dict[str, Any] = {"version": alert.version}
    told_to = who_answers(alert, number_of(alert)) if move in (Move.ACT, Move.TELL) else ""
    if move is Move.ACT:
        initial |= {"action": alert.action or Action.OWN_CALL, "text": alert.done, "told_to": told_to}
        initial["asks_effect"] = alert.asks_effect if alert.action else True
        initial |= alert.draft_of(user).get("typed", {})
    if move is Move.TELL:
        initial |= {"told_to": told_to}
    return FORMS[move](by=user, initial=initial, auto_id=f"{move}_%s")


def _since_operation(alert: ClinicalAlert, now: datetime) -> int | None:
    """Days since the visit's moment: what a doctor reckons with."""
    anchor = alert.visit.anchor_on if alert.visit else None
    return (timezone.localdate(now) - anchor).days if anchor else None


def ladder_of(alert: ClinicalAlert, *, now: datetime) -> list[Rise]:
    """Made and still to come, of this round; the promise stands elsewhere."""
    rows = [row for row in alert.steps.prefetch_related("notices__user") if row.round == alert.round]
    rows = [row for row in rows if row.rung != Rung.PROMISE]
    waiting = [Rung(row.rung) for row in rows if not row.outcome] if alert.state == State.NEW else []
    people = on_the_ladder(alert, waiting, now=now)
    found = []
    for row in rows:
        if not row.outcome and alert.state != State.NEW:
            continue
        standing = people.get(Rung(row.rung))
        who = str(standing.user or "") if standing else _called(row)
        why = standing.why if standing else row.why
        found.append(Rise(row.rung, who, why, row.due_at, row.outcome, row.late))
    return found


def _called(row: AlertStep) -> str:
    return _names(notice.user for notice in row.notices.all())


def _names(users: Iterable[User]) -> str:
    return "、".join(user.full_name for user in users)


def number_of(alert: ClinicalAlert) -> PhoneNumber | None:
    return alert.patient.numbers.usable().first()


def who_answers(alert: ClinicalAlert, number: PhoneNumber | None) -> str:
    """Whose number it is, when it is somebody else's than the patient's; else whoever spoke before."""
    owner = f"{number.relation} {number.owner_name}".strip() if number and number.relation else ""
    return (owner or alert.said_by)[:LONGEST_NAME]


def may_ring(alert: ClinicalAlert, actor: Actor) -> bool:
    """Whoever has it in hand or brings the answer; nobody rings for one who has died."""
    busy = alert.state in (State.TAKEN, State.ACTED, State.TOLD)
    return busy and (actor.holder or actor.teller) and not alert.patient.deceased
