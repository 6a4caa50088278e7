"""What is recorded of a call, checked where it is saved, so that no road leaves out what a rule asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from followups.actions.refusals import InvalidCall
from followups.models.attempts import AnsweredBy
from policy.outcomes import REACHED, REASONS, Outcome

REASON_FREE_LEVEL = 3  # "fair": everything better or worse has its reason (A19)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseForm:
    """What the patient complains of, asks, suggests or praises, told in the call (A20, B16)."""

    kind: str
    words: str
    severity: str = ""
    title: str = ""
    wish: str = ""
    persons: str = ""
    place: str = ""
    happened: str = ""
    department_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseForm:
    """What will be found out, and until when somebody calls to tell it (A24, C6)."""

    what: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderForm:
    """Further calls that the patient's condition asks for (E1)."""

    days: tuple[date, ...]
    purpose: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceForm:
    """A return visit that was advised in the call (A28)."""

    what: str
    due_on: date
    remind: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallForm:
    """`answers`: subject → (level 5 … 1, reason). `asked`: answers to questionnaires, by the names of their
    fields."""

    outcome: Outcome
    reason: str = ""
    number_id: int | None = None
    answered_by: str = ""
    relation: str = ""
    identity_confirmed: bool = False
    cleared_person_id: int | None = None  # of the patient's list, when he is the one who speaks
    dialled_at: datetime | None = None
    connected_at: datetime | None = None
    ended_at: datetime | None = None
    agreed_at: datetime | None = None
    notes: str = ""
    answers: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    alert: Mapping[str, str] = field(default_factory=dict)  # what stands in the panel for the doctor
    steps: Mapping[str, Any] = field(default_factory=dict)
    case: CaseForm | None = None
    promise: PromiseForm | None = None
    order: OrderForm | None = None
    advice: AdviceForm | None = None
    needs: Mapping[str, Any] | None = None  # how to speak with the patient, when that was looked at
    do_not_call: bool = False
    merge: bool = False

    def check(self) -> None:
        """Raise InvalidCall with what to mend."""
        if self.outcome not in set(Outcome):
            raise InvalidCall("outcome_unknown", "outcome")
        allowed = REASONS.get(self.outcome, ())
        if allowed and not self.reason:
            raise InvalidCall("reason_missing", "reason")
        if self.reason and self.reason not in allowed:
            raise InvalidCall("reason_unknown", "reason")
        if self.answered_by not in AnsweredBy.values:
            raise InvalidCall("answered_by_unknown", "answered_by")
        self._check_answers()

    def _check_answers(self) -> None:
        if self.answers and self.outcome not in REACHED:
            raise InvalidCall("answers_without_conversation", "level")
        for level, reason in self.answers.values():
            if not 1 <= level <= 5:
                raise InvalidCall("level_unknown", "level")
            if level != REASON_FREE_LEVEL and not reason.strip():
                raise InvalidCall("answer_reason_missing", "level_reason")
