"""Raising a clinical alert: at once, while the patient is on the line; ten presses raise one (A25, E4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from complaints.actions.changing import clean
from complaints.actions.climbing import begin_round
from complaints.actions.refusals import Missing, Refused
from complaints.models import AlertCause, AlertEvent, ClinicalAlert, FlagRefusal
from patients.models import Patient, Visit
from policy.alerts import ANSWERABLE, Level, Rung, State, highest
from policy.flags import BY_HAND
from policy.ladder import promise_by, take_by
from regulation.reading import regulation_at
from staff.actions.audit import record
from staff.models import Act, User


class Cause(NamedTuple):
    code: str  # of a red flag, or BY_HAND
    level: Level
    name_zh: str = ""
    name_en: str = ""


class Said(NamedTuple):
    """What a doctor must know, as far as the agent has heard it."""

    title: str = ""
    words: str = ""
    said_by: str = ""
    since: str = ""
    medication: str = ""
    facts: Sequence[tuple[str, str]] = ()

    def cleaned(self) -> "Said":
        facts = [(clean(label)[:100], clean(value)[:300]) for label, value in self.facts]
        lengths = {"title": 200, "words": 20_000, "said_by": 60, "since": 100, "medication": 300}
        texts = {name: clean(getattr(self, name), None)[:most] for name, most in lengths.items()}
        return Said(**texts, facts=facts)


@transaction.atomic
def raise_alert(
    *,
    by: User,
    now: datetime,
    call: UUID | None,
    causes: Sequence[Cause],
    patient: Patient,
    visit: Visit,
    said: Said,
    by_itself: bool = False,
) -> ClinicalAlert:
    """Whoever raises in a call holds the lock on its draft. What the call has raised already is not raised
    again; another red flag of the same call, or something graver that was heard, joins the alert while nobody
    has acted on it."""
    said = said.cleaned()
    if not causes:
        raise Refused("nothing")
    if any(cause.code == BY_HAND for cause in causes) and not (said.title or said.words):
        raise Missing(("words",))
    raised = {cause.code: cause.alert for cause in _causes_of(call)}
    new = [cause for cause in causes if _is_new(cause, said, raised.get(cause.code))]
    if not new:
        return _say_more(raised[causes[0].code], said, by=by, now=now)
    open_one = next((alert for alert in raised.values() if alert.state in ANSWERABLE), None)
    if open_one is not None:
        return _join(open_one, new, said, by=by, now=now)
    return _raise(new, said, by=by, now=now, call=call, patient=patient, visit=visit, by_itself=by_itself)


def _is_new(cause: Cause, said: Said, before: ClinicalAlert | None) -> bool:
    """A flag once in a call. By hand also what is graver than before, and whatever else was heard when the
    alert can take nothing more up."""
    if before is None:
        return True
    if cause.code != BY_HAND:
        return False
    graver = highest([cause.level, Level(before.level)]) != before.level
    return graver or (before.state not in ANSWERABLE and _says_more(said, before))


def _says_more(said: Said, alert: ClinicalAlert) -> bool:
    """Other than the answers, which come by themselves."""
    more = (said.since not in ("", alert.since), said.medication not in ("", alert.medication))
    return said.words not in alert.words or any(more)


def _causes_of(call: UUID | None) -> list[AlertCause]:
    if call is None:
        return []
    # Whoever waited for these rows looks afterwards: another press may have raised more meanwhile.
    list(ClinicalAlert.objects.filter(call=call).order_by("pk").select_for_update(no_key=True))
    found = AlertCause.objects.filter(call=call).select_related("alert").order_by("alert_id", "pk")
    return list(found.select_for_update(of=("alert",), no_key=True))


def _raise(
    causes: Sequence[Cause],
    said: Said,
    *,
    by: User,
    now: datetime,
    call: UUID | None,
    patient: Patient,
    visit: Visit,
    by_itself: bool,
) -> ClinicalAlert:
    level = highest(cause.level for cause in causes)
    at, ladder = timezone.localtime(now), regulation_at(now).ladder
    alert = ClinicalAlert.objects.create(
        call=call,
        patient=patient,
        visit=visit,
        department=visit.department,
        doctor=visit.doctor,
        level=level,
        raised_by=by,
        raised_at=now,
        by_itself=by_itself,
        due_at=take_by(ladder, level, at),
        promise_at=promise_by(ladder, level, at),
        **_fields(said),
    )
    _add_causes(alert, causes, now=now)
    tell(
        alert, "raised", by=by, now=now, text=said.words, act=Act.ALERT_RAISED, codes=[c.code for c in causes]
    )
    begin_round(alert, first=Rung.DOCTOR, fresh=True, now=now)
    alert.save(update_fields=["next_step_at", "late_at", "due_at", "promise_at"])
    return alert


def _join(
    alert: ClinicalAlert, causes: Sequence[Cause], said: Said, *, by: User, now: datetime
) -> ClinicalAlert:
    """More urgent than before: the ladder begins anew, and with whoever has taken it. What he decides on the
    page as it stood before is refused: he has not read this."""
    before, was, holder = Level(alert.level), alert.state, alert.taken_by
    alert.level = highest([before, *(cause.level for cause in causes)])
    alert.version += 1
    _add_causes(alert, causes, now=now)
    _fill_in(alert, said)
    graver = alert.level != before
    if graver:
        alert.free()
        first = Rung.NAMED if holder else Rung.DOCTOR
        begin_round(alert, first=first, named=holder, fresh=True, now=now)
    what, freed = ("graver", was) if graver and holder else ("added", "")
    codes = [cause.code for cause in causes]
    tell(alert, what, by=by, now=now, text=said.words, was=freed, codes=codes)
    alert.save()
    return alert


def _say_more(alert: ClinicalAlert, said: Said, *, by: User, now: datetime) -> ClinicalAlert:
    """The same pressed again: only words that are new are added, and then the doctor's page is too old."""
    before = (alert.words, alert.since, alert.medication, alert.facts)
    if alert.state == State.CLOSED:
        return alert
    alert.version += _says_more(said, alert)
    _fill_in(alert, said)
    if (alert.words, alert.since, alert.medication, alert.facts) != before:
        tell(alert, "added", by=by, now=now, text=said.words)
        alert.save()
    return alert


@transaction.atomic
def hear(call: UUID, *, facts: Sequence[tuple[str, str]]) -> None:
    """The call goes on: what was answered since stands in its open alerts at once. Their history tells of it
    when the call is saved, and what the doctor is writing meanwhile stays the newest."""
    said = Said(facts=facts).cleaned()
    for alert in ClinicalAlert.objects.filter(call=call).open().select_for_update(no_key=True):
        before = alert.facts
        _fill_in(alert, said)
        if alert.facts != before:
            alert.save(update_fields=["facts"])


@transaction.atomic
def complete(call: UUID, *, said: Said, by: User, now: datetime) -> int:
    """The call was saved: what it heard besides joins its alerts that are still open."""
    said = said.cleaned()
    alerts = ClinicalAlert.objects.filter(call=call).open().select_for_update(no_key=True)
    for alert in (found := list(alerts)):
        _fill_in(alert, said)
        alert.save(update_fields=["words", "said_by", "since", "medication", "facts"])
        tell(alert, "completed", by=by, now=now)
    return len(found)


def _fields(said: Said) -> dict[str, object]:
    return {**said._asdict(), "facts": [list(fact) for fact in said.facts]}


def _fill_in(alert: ClinicalAlert, said: Said) -> None:
    """The latest words stand for the earlier ones they contain; facts are the newest of each question."""
    if said.words and said.words not in alert.words:
        alert.words = said.words if alert.words in said.words else f"{alert.words}\n{said.words}"
    for name in ("said_by", "since", "medication", "title"):
        setattr(alert, name, getattr(said, name) or getattr(alert, name))
    facts = dict(alert.facts) | dict(said.facts)
    alert.facts = [list(fact) for fact in facts.items()]


def _add_causes(alert: ClinicalAlert, causes: Sequence[Cause], *, now: datetime) -> None:
    by_hand = AlertCause.objects.filter(call=alert.call, code=BY_HAND)
    AlertCause.objects.bulk_create(
        AlertCause(
            alert=alert,
            call=alert.call,
            code=cause.code,
            nth=1 + by_hand.count() if cause.code == BY_HAND and alert.call else 1,
            name_zh=cause.name_zh,
            name_en=cause.name_en,
            level=cause.level,
            at=now,
        )
        for cause in causes
    )


def tell(
    alert: ClinicalAlert,
    what: str,
    *,
    by: User | None,
    now: datetime,
    text: str = "",
    was: str = "",
    act: Act = Act.ALERT_MOVED,
    codes: Sequence[str] = (),
) -> None:
    """In the alert's history, and in the log with codes only."""
    AlertEvent.objects.create(
        alert=alert,
        what=what,
        from_state=was,
        to_state=alert.state if was else "",
        text=text,
        by=by,
        at=now,
    )
    detail = {"what": what, "level": alert.level, **({"codes": list(codes)} if codes else {})}
    record(act, actor=by, now=now, patient_id=alert.patient_id, about=alert, detail=detail)


@transaction.atomic
def refuse_flag(
    *, by: User, now: datetime, call: UUID, cause: Cause, visit: Visit, reason: str
) -> FlagRefusal:
    """A red flag that is not reported says why; once per call. Refused: raised (it was reported)."""
    if not clean(reason):
        raise Missing(("reason",))
    if AlertCause.objects.filter(call=call, code=cause.code).exists():
        raise Refused("raised")
    refusal, new = FlagRefusal.objects.get_or_create(
        call=call,
        code=cause.code,
        defaults={
            "patient_id": visit.patient_id,
            "department": visit.department,
            "level": cause.level,
            "reason": clean(reason)[:300],
            "by": by,
            "at": now,
        },
    )
    if new:
        detail = {"code": cause.code, "level": cause.level}
        record(
            Act.ALERT_REFUSED, actor=by, now=now, patient_id=visit.patient_id, about=refusal, detail=detail
        )
    return refusal


def decided(call: UUID) -> set[str]:
    """The flags of a call that were raised or refused."""
    raised = AlertCause.objects.filter(call=call).values_list("code", flat=True)
    refused = FlagRefusal.objects.filter(call=call).values_list("code", flat=True)
    return set(raised.union(refused))
