"""What the call screen shows: the words to say, the story so far, and what each outcome would do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from followups.models import Draft, Task
from followups.words import days_after, outcome_label, reason_label, tags
from patients.models import Patient, PhoneNumber, Visit
from patients.words import remembered
from policy.disclosure import secrets
from policy.outcomes import NOT_THEIR_NUMBER, REASONS, Outcome, OutcomeRule
from policy.retry import Standing
from policy.tasks import State
from scripts_library.filling import form_of_address, pieces
from scripts_library.neutral import neutral
from scripts_library.reading import words_of
from scripts_library.shipped import Step
from staff.models import User
from staff.numbers import whole_number
from staff.templatetags.look import when

# In the order of the keys 1 … 9; the last ones are rare or final.
REACHED_KEYS = (
    Outcome.COMPLETED, Outcome.PARTIAL, Outcome.INCONVENIENT, Outcome.RELATIVE, Outcome.DECLINED,
    Outcome.CANNOT_COMMUNICATE, Outcome.NOT_THE_PATIENT, Outcome.TRANSFERRED, Outcome.READMITTED,
    Outcome.DECEASED,
)  # fmt: skip
MISSED_KEYS = (
    Outcome.NO_ANSWER, Outcome.BUSY, Outcome.POWERED_OFF, Outcome.LINE_SUSPENDED, Outcome.UNREACHABLE,
    Outcome.VACANT, Outcome.WRONG_NUMBER,
)  # fmt: skip
# Death has no digit: a slip of the finger must not stop everything (it asks once, with the words to say).
WITHOUT_KEY = frozenset({Outcome.DECEASED})


class Illness(Protocol):
    """What says of a visit what the patient has."""

    @property
    def diagnosis(self) -> str: ...
    @property
    def operation(self) -> str: ...
    @property
    def abnormal(self) -> str: ...


_Known = tuple[str, str, str, tuple[tuple[str, str], ...], bool]


class OutcomeKey(NamedTuple):
    value: str
    label: str
    key: str
    reasons: tuple[tuple[str, str], ...]
    asks_time: bool
    consequence: str


@dataclass(frozen=True, slots=True)
class SheetStep:
    code: str
    number: int
    title: str
    say: list[tuple[str, bool]]


def outcome_keys(
    standings: Mapping[Outcome, Standing],
    table: Mapping[Outcome, OutcomeRule],
    *,
    reached: bool,
    now: datetime,
) -> list[OutcomeKey]:
    return [
        OutcomeKey(
            *known,
            consequence_words(outcome, standings[outcome], counts=table[outcome].counts, now=now),
        )
        for outcome, known in _keys(reached)
    ]


@remembered
def _keys(reached: bool) -> tuple[tuple[Outcome, _Known], ...]:
    """Of each outcome, everything but what it would do this time."""
    digits = iter("123456789")
    return tuple(
        (
            outcome,
            (
                str(outcome),
                outcome_label(outcome),
                "" if outcome in WITHOUT_KEY else next(digits),
                tuple((str(r), reason_label(r)) for r in REASONS.get(outcome, ())),
                outcome in (Outcome.INCONVENIENT, Outcome.RELATIVE, Outcome.PARTIAL),
            ),
        )
        for outcome in (REACHED_KEYS if reached else MISSED_KEYS)
    )


def consequence_words(outcome: Outcome, after: Standing, *, counts: bool, now: datetime) -> str:
    """One short line: what saving this would do; an attempt that counts (A18) is said to."""
    if after.state == State.OPEN and after.next_at and not after.ends_patient:
        moment = when(after.next_at, now)
        if outcome in NOT_THEIR_NUMBER:
            return _("then the other number")
        if counts:
            return _("counts as no. %(number)d → %(when)s") % {"number": after.counted, "when": moment}
        return _("again %(when)s") % {"when": moment}
    return _end_words(after.ends_patient, str(after.state), after.verify)


@remembered
def _end_words(ends_patient: bool, state: str, verify: bool) -> str:
    if ends_patient:
        return _("everything stops; see the words to say")
    if state == State.UNSUCCESSFUL:
        return _("unsuccessful; verified on the 25th–27th") if verify else _("unsuccessful, no more calls")
    words = {
        State.COMPLETED: _("ends well"),
        State.EXEMPT: _("ends; counts as exempt"),
        State.SUSPENDED: _("paused until the new discharge"),
        State.OPEN: _("waits for a number"),
    }
    return words.get(State(state), "")


def steps(
    draft: Draft, head: Task, agent: User, *, hides: bool, now: datetime
) -> tuple[list[SheetStep], list[SheetStep]]:
    """Of the script that was in force when the call was opened, filled in for this patient and agent; as
    anybody may hear them when the diagnosis is hidden."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    script = words_of(draft.script, head.visit.kind, language)
    words = _words(head.visit, draft.patient, agent, language=language, now=now)
    said = [_neutral(part, language) if hides else part for part in (script.steps, script.replies)]
    return _filled(said[0], words), _filled(said[1], words)


def _words(visit: Visit, patient: Patient, agent: User, *, language: str, now: datetime) -> dict[str, str]:
    return {
        "hospital": settings.HOSPITAL_NAME,
        "agent": agent.full_name,
        "patient": patient.name,
        "address": form_of_address(patient.name, patient.sex, patient.age_on(now.date()), language),
        "department": visit.department.name,
        "doctor": visit.doctor.name if visit.doctor else "",
        "days": str((now.date() - visit.anchor_on).days) if visit.anchor_on else "",
    }


def _neutral(script: Sequence[Step], language: str) -> list[Step]:
    return [
        {"code": step["code"], "title": step["title"], "say": neutral(step["code"], step["say"], language)}
        for step in script
    ]


def _filled(script: Sequence[Step], words: Mapping[str, str]) -> list[SheetStep]:
    return [
        SheetStep(step["code"], number, step["title"], pieces(step["say"], words))
        for number, step in enumerate(script, start=1)
    ]


def hidden_words(visits: Iterable[Illness]) -> tuple[str, ...]:
    """What must not be read out of a protected patient's record."""
    return secrets(text for visit in visits for text in (visit.diagnosis, visit.operation, visit.abnormal))


def header(tasks: Sequence[Task], draft: Draft, *, now: datetime) -> list[str]:
    """Why, until when, which attempt; of several purposes, head first, the one most often tried."""
    task = tasks[0]
    told = [days_after(task.visit.kind, (now.date() - task.anchor_on).days)]
    if task.agreed:
        told.insert(0, _("agreed %(when)s") % {"when": when(task.call_at, now)})
    told.append(_("until %(when)s") % {"when": when(task.closes, now)})
    told.append(_("call number %(number)d") % {"number": max(one.tries for one in tasks) + 1})
    if draft.verification:
        told.append(_("re-verification"))
    if draft.corrects_id:
        told.append(_("correction of a saved call"))
    return told


def minds(patient: Patient) -> list[tuple[str, str, str]]:
    """Kind, icon, words: what must be minded in this call."""
    fields = ("do_not_disclose", "hard_of_hearing", "speak_with", "spoken_language", "remark")
    return [
        (t.kind or "plain", t.icon, t.text) for t in tags({f: getattr(patient, f) for f in fields}, prefix="")
    ]


def chosen_number(draft: Draft, numbers: Sequence[PhoneNumber]) -> PhoneNumber | None:
    """The one of the draft, else the first that can be dialled, else the first."""
    by_id = {n.pk: n for n in numbers}
    wanted = whole_number(str(draft.data.get("number") or draft.number_id))
    if wanted in by_id:
        return by_id[wanted]
    return next((n for n in numbers if n.is_usable), numbers[0] if numbers else None)
