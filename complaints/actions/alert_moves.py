"""What a doctor, and the agent who brings his answer, do with an alert: one function a move (A25, E4)."""

from datetime import datetime

from django.db import transaction

from complaints.actions.alerts import tell
from complaints.actions.changing import clean
from complaints.actions.climbing import begin_round, settle_next
from complaints.actions.refusals import Missing, Refused
from complaints.alertpeople import actor_of
from complaints.models import ClinicalAlert
from policy.alerts import Action, Effect, Move, Refusal, Rung, State, after, refused
from staff.models import User
from staff.permissions import Permission


def _begin(alert_id: int, move: Move, *, by: User, now: datetime, version: int) -> ClinicalAlert:
    """Locked, as `by` has seen it, and his to move. Refused: changed, or a policy.alerts.Refusal."""
    alert = ClinicalAlert.objects.select_for_update(no_key=True).get(pk=alert_id)
    actor = actor_of(alert, by, now=now)
    action = Action(alert.action) if alert.action else None
    why = refused(move, State(alert.state), actor, action)
    if why is Refusal.NOT_YOURS:
        raise Refused(why)
    if alert.version != version:
        raise Refused("changed")
    if why is not Refusal.NONE:
        raise Refused(why)
    return alert


def _end(
    alert: ClinicalAlert, move: Move, was: str, *, by: User, now: datetime, text: str = ""
) -> ClinicalAlert:
    alert.version += 1
    if move in (Move.ACT, Move.TELL, Move.GIVE_UP):
        alert.draft = {}  # what was typed about it is decided
    settle_next(alert)
    alert.save()
    tell(alert, move, by=by, now=now, text=text, was=was)
    return alert


def needed(text: str, name: str, most: int = 5_000) -> str:
    found = clean(text, most)
    if not found:
        raise Missing((name,))
    return found


@transaction.atomic
def take(alert_id: int, *, by: User, now: datetime, version: int) -> ClinicalAlert:
    """From now on it is his; also from a colleague who has it. What one who is away has decided to do himself
    stands in the history."""
    alert = _begin(alert_id, Move.TAKE, by=by, now=now, version=version)
    was = alert.state
    if was == State.NEW and alert.due_at <= now:
        alert.late_at = alert.late_at or alert.due_at
    alert.state, alert.taken_by, alert.taken_at = State.TAKEN, by, now
    alert.undecide()
    return _end(alert, Move.TAKE, was, by=by, now=now)


@transaction.atomic
def pass_on(
    alert_id: int, *, by: User, now: datetime, version: int, to: User, text: str = ""
) -> ClinicalAlert:
    """To a colleague, who is called at once; the rest of the ladder begins anew behind him, the patient's
    time does not. Refused: not_a_doctor, yourself."""
    alert = _begin(alert_id, Move.PASS_ON, by=by, now=now, version=version)
    if not to.may(Permission.ANSWER_ALERTS):
        raise Refused("not_a_doctor")
    if to == by:
        raise Refused("yourself")
    was = alert.state
    alert.free()
    begin_round(alert, first=Rung.NAMED, named=to, fresh=False, now=now)
    return _end(alert, Move.PASS_ON, was, by=by, now=now, text=clean(text, 500))


@transaction.atomic
def act(
    alert_id: int,
    *,
    by: User,
    now: datetime,
    version: int,
    action: Action,
    text: str,
    asks_effect: bool = False,
    told_to: str = "",
) -> ClinicalAlert:
    """What was done; with an order to the agent, what he is to tell. `told_to`: whom the doctor has told
    of it already, in the same save."""
    alert = _begin(alert_id, Move.ACT, by=by, now=now, version=version)
    was = alert.state
    alert.done = needed(text, "text")
    alert.state, alert.action, alert.acted_at, alert.asks_effect = State.ACTED, action, now, asks_effect
    alert = _end(alert, Move.ACT, was, by=by, now=now, text=alert.done)
    if told_to:
        return tell_patient(alert.pk, by=by, now=now, version=alert.version, told_to=told_to)
    return alert


@transaction.atomic
def tell_patient(
    alert_id: int, *, by: User, now: datetime, version: int, told_to: str, text: str = ""
) -> ClinicalAlert:
    """The patient, or whoever was spoken to, has been told. Without words: what the doctor wrote."""
    alert = _begin(alert_id, Move.TELL, by=by, now=now, version=version)
    was = alert.state
    alert.told_to = needed(told_to, "told_to", 60)
    alert.told_words = clean(text, 5_000) or alert.done
    alert.state, alert.told_by, alert.told_at = State.TOLD, by, now
    return _end(alert, Move.TELL, was, by=by, now=now, text=f"{alert.told_to}\n{alert.told_words}")


@transaction.atomic
def record_effect(
    alert_id: int, *, by: User, now: datetime, version: int, effect: Effect, text: str = ""
) -> ClinicalAlert:
    """Closes it; worse begins anew, with the doctor who had it."""
    alert = _begin(alert_id, Move.EFFECT, by=by, now=now, version=version)
    was = alert.state
    words = clean(text, 1_000)
    if effect == Effect.WORSE:
        words = needed(text, "text", 1_000)
        holder = alert.taken_by
        alert.free()
        begin_round(alert, first=Rung.NAMED, named=holder, fresh=True, now=now)
    else:
        alert.state, alert.closed_at = after(Move.EFFECT, effect), now
        alert.effect, alert.effect_words = effect, words
    return _end(alert, Move.EFFECT, was, by=by, now=now, text=words)


@transaction.atomic
def give_up(alert_id: int, *, by: User, now: datetime, version: int, text: str) -> ClinicalAlert:
    """There is nobody to tell or to ask any more: the reason closes it."""
    alert = _begin(alert_id, Move.GIVE_UP, by=by, now=now, version=version)
    was = alert.state
    alert.close_reason = needed(text, "text", 500)
    alert.state, alert.closed_at = State.CLOSED, now
    return _end(alert, Move.GIVE_UP, was, by=by, now=now, text=alert.close_reason)


@transaction.atomic
def note_try(alert_id: int, *, by: User, now: datetime) -> None:
    """The agent rang to tell, and nobody answered. Refused: not_yours."""
    alert = ClinicalAlert.objects.select_for_update(no_key=True).get(pk=alert_id)
    if not actor_of(alert, by, now=now).teller:
        raise Refused(Refusal.NOT_YOURS)
    tell(alert, "tried", by=by, now=now)


def keep_draft(alert_id: int, *, by: User, seq: int, page: str, typed: dict[str, str]) -> int:
    """What the holder is typing, for him alone; the number under which it is kept. An older one that arrives
    late changes nothing. Refused: not_yours."""
    with transaction.atomic():
        his = ClinicalAlert.objects.filter(pk=alert_id, taken_by=by, state__in=[State.TAKEN, State.ACTED])
        alert = his.select_for_update(no_key=True).first()
        if alert is None:
            raise Refused(Refusal.NOT_YOURS)
        before = alert.draft_of(by)
        if before.get("page") == page and seq <= before["seq"]:
            return int(before["seq"])
        kept = {name: clean(text)[:5_000] for name, text in typed.items()}
        alert.draft = {**alert.draft, str(by.pk): {"seq": seq, "page": page, "typed": kept}}
        alert.save(update_fields=["draft"])
        return seq
