"""Clinical alerts of a call: raised while it goes on; no red flag is left undecided (A25).

The alert carries the call's token, which the attempt will bear. What the page says of flags is not believed:
they are found again from the answers themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from complaints.actions import alerts
from complaints.actions.alerts import Cause, Said
from complaints.actions.refusals import Refused as NotRaised
from complaints.models import ClinicalAlert
from followups.actions.recording import Scene
from followups.actions.refusals import DraftGone, InvalidCall
from followups.actions.retrying import retried
from followups.answer_fields import Posed, read
from followups.answer_words import answer_words
from followups.models import Attempt, Draft, Task
from followups.models.attempts import AnsweredBy
from followups.occasions import head_first
from followups.posing import posed_of
from policy.alerts import Level
from policy.flags import BY_HAND, RedFlag, RedFlags
from policy.questionnaires import kept
from policy.sheets import Question
from regulation.reading import regulation_at
from scripts_library.showing import language_now
from staff.models import User

LEFT_AFTER = timedelta(minutes=3)  # without a sign of life: whoever had the page open is gone


class Raised(NamedTuple):
    """A red flag, and the answers that raised it."""

    flag: RedFlag
    because: list[tuple[str, str]]  # question and answer, in words
    fields: list[str]  # where they stand on the page


class Heard(NamedTuple):
    posed: Posed
    question: Question
    value: object


def heard(draft: Draft, fields: Mapping[str, Any]) -> list[Heard]:
    found = []
    for posed in posed_of(draft.sheets):
        answers = kept(posed.sheet, read(posed, fields))
        found += [Heard(posed, q, answers[q.code]) for q in posed.sheet.questions if q.code in answers]
    return found


def flags_of(draft: Draft, fields: Mapping[str, Any], now: datetime) -> list[Raised]:
    """Every flag that stands, decided or not."""
    return standing(draft, fields, regulation_at(now).flags)


def standing(draft: Draft, fields: Mapping[str, Any], flags: RedFlags) -> list[Raised]:
    """Over all answers, and over those of each questionnaire."""
    given = heard(draft, fields)
    sets = [{one.question.code: one.value for one in given}]
    sets += [
        {one.question.code: one.value for one in given if one.posed == posed}
        for posed in {one.posed.version: one.posed for one in given}.values()
    ]
    raised = {flag.code for answers in sets for flag in flags.raised_by(answers)}
    return [_raised(flag, given) for flag in flags if flag.code in raised]


def _raised(flag: RedFlag, given: Iterable[Heard]) -> Raised:
    of_it = [one for one in given if one.question.code in flag.names]
    because = {one.question.code: _words(one) for one in of_it}
    return Raised(flag, list(because.values()), [_field(one) for one in of_it])


def _words(one: Heard) -> tuple[str, str]:
    return one.question.title.said(language_now()), answer_words(one.question, one.value)


def _field(one: Heard) -> str:
    return f"q-{one.posed.version}-{one.question.code}"


def undecided(draft: Draft, fields: Mapping[str, Any], now: datetime) -> list[Raised]:
    """Flags that were neither reported nor refused, in this call or in the one it goes on with or mends."""
    return not_decided(draft, flags_of(draft, fields, now))


def not_decided(draft: Draft, raised: Sequence[Raised]) -> list[Raised]:
    if not raised:
        return []
    done = {code for call in _calls(draft) for code in alerts.decided(call)}
    return [one for one in raised if one.flag.code not in done]


def _calls(draft: Draft) -> list[UUID]:
    before = [draft.corrects_id, draft.before.get("attempt")]
    tokens = Attempt.objects.filter(pk__in=[pk for pk in before if pk]).values_list("token", flat=True)
    return [draft.token, *tokens]


@retried
def raise_in_call(
    draft_id: int,
    agent: User,
    *,
    fields: Mapping[str, Any],
    by_hand: bool,
    now: datetime,
) -> ClinicalAlert:
    """All flags that stand undecided, or what the agent heard himself. Raises DraftGone, InvalidCall."""
    draft = _locked(draft_id, agent)
    causes = [_cause(one.flag) for one in undecided(draft, fields, now)]
    if by_hand:
        causes.append(Cause(BY_HAND, _level(fields.get("alert_level", ""))))
    return _raise(draft, causes, fields, by=agent, now=now)


@retried
def refuse_in_call(
    draft_id: int, agent: User, *, fields: Mapping[str, Any], reason: str, now: datetime
) -> None:
    """The flags that stand are not reported, and why. Raises DraftGone, InvalidCall."""
    draft = _locked(draft_id, agent)
    if not reason.strip():
        raise InvalidCall("flag_reason_missing", "alert_reason")
    visit = head_first(_tasks(draft))[0].visit
    for one in undecided(draft, fields, now):
        cause = _cause(one.flag)
        alerts.refuse_flag(by=agent, now=now, call=draft.token, cause=cause, visit=visit, reason=reason)


def _locked(draft_id: int, agent: User) -> Draft:
    draft = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("patient")
        .filter(pk=draft_id, user=agent)
    )
    found = draft.first()
    if found is None:
        raise DraftGone
    return found


def _tasks(draft: Draft) -> list[Task]:
    return list(draft.tasks.select_related("visit__department", "visit__doctor__user", "rule"))


def _level(text: str) -> Level:
    return Level(text) if text in list(Level) else Level.SOON


def _cause(flag: RedFlag) -> Cause:
    return Cause(flag.code, flag.level, flag.name_zh, flag.name_en)


def _raise(
    draft: Draft,
    causes: Sequence[Cause],
    fields: Mapping[str, Any],
    *,
    by: User,
    now: datetime,
    by_itself: bool = False,
) -> ClinicalAlert:
    tasks = head_first(_tasks(draft))
    try:
        return alerts.raise_alert(
            by=by,
            now=now,
            call=draft.token,
            causes=causes,
            patient=draft.patient,
            visit=tasks[0].visit,
            said=said_in(draft, fields),
            by_itself=by_itself,
        )
    except NotRaised as error:
        raise InvalidCall(f"alert_{error.code}", "alert_words") from None


def said_in(draft: Draft, fields: Mapping[str, Any]) -> Said:
    """What the doctor reads: the words of the panel, else the notes; who spoke; every answer so far."""
    who = fields.get("answered_by", "")
    speaker = " ".join(
        part
        for part in (
            str(AnsweredBy(who).label) if who in AnsweredBy.values and who else "",
            fields.get("relation", ""),
        )
        if part
    )
    return Said(
        words=fields.get("alert_words") or fields.get("notes", ""),
        said_by=speaker,
        since=fields.get("alert_since", ""),
        medication=fields.get("alert_medication", ""),
        facts=[_words(one) for one in heard(draft, fields)],
    )


def tell_more(draft: Draft) -> None:
    """What was answered after a doctor was told: he reads it while the call goes on. `draft` is locked."""
    alerts.hear(draft.token, facts=[_words(one) for one in heard(draft, draft.fields)])


# --- When the call ends ---


def check_decided(scene: Scene) -> None:
    """Raise InvalidCall while a flag stands undecided, whatever the page has shown."""
    flags = standing(scene.draft, scene.form.asked, scene.regulation.flags)
    if not_decided(scene.draft, flags):
        raise InvalidCall("flag_undecided", "alert")


def complete(scene: Scene, attempt: Attempt) -> None:
    """What the whole call heard joins its alerts that are still open."""
    if not scene.alerted:
        return
    told = {"notes": attempt.notes, "relation": attempt.relation, "answered_by": attempt.answered_by}
    said = said_in(scene.draft, {**scene.form.asked, **scene.form.alert, **told})
    alerts.complete(attempt.token, said=said, by=scene.agent, now=scene.now)


def raise_left(draft: Draft, *, now: datetime) -> bool:
    """The call was put back, thrown away or left: what stands undecided raises itself. `draft` is locked."""
    open_ones = undecided(draft, draft.fields, now)
    if not open_ones:
        return False
    causes = [_cause(one.flag) for one in open_ones]
    _raise(draft, causes, draft.fields, by=draft.user, now=now, by_itself=True)
    return True


def raise_forgotten(*, now: datetime) -> int:
    """The scheduler's job: calls that nobody has touched for minutes. Safe at any time and twice at once."""
    quiet = Draft.objects.filter(updated_at__lte=now - LEFT_AFTER).exclude(sheets=[]).exclude(data={})
    return sum(_raise_forgotten(pk, now=now) for pk in list(quiet.values_list("pk", flat=True)))


@retried
def _raise_forgotten(draft_id: int, *, now: datetime) -> bool:
    free = Draft.objects.select_for_update(of=("self",), skip_locked=True).select_related("patient", "user")
    draft = free.filter(pk=draft_id, updated_at__lte=now - LEFT_AFTER).first()
    return draft is not None and raise_left(draft, now=now)
