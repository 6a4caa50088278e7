"""Why a call cannot be taken, shown, saved or corrected. Pages turn the codes into sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from policy.sheets import Question
from staff.models import User


class Refused(Exception):
    """`code` says why; nothing was changed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class OutsideHours(Refused):
    """Codes: outside_hours, paused_after_cutoff, no_verification_today."""

    def __init__(self, opens_at: datetime | None, code: str = "outside_hours") -> None:
        super().__init__(code)
        self.opens_at = opens_at


class TakenBy(Refused):
    def __init__(self, user: User, until: datetime) -> None:
        super().__init__("taken")
        self.user, self.until = user, until


class NotCallable(Refused):
    """Codes: closed, suspended, waiting (`at`), window_closed, deceased, do_not_call, no_number, number_dead,
    assigned (another agent's), not_held, correction_open, busy (try again)."""

    def __init__(self, code: str, at: datetime | None = None) -> None:
        super().__init__(code)
        self.at = at


class DraftGone(Refused):
    """No such draft of this user, and nothing was ever saved from it."""

    def __init__(self) -> None:
        super().__init__("draft_gone")


class CannotCorrect(Refused):
    """Codes: not_yours, too_late, already_corrected, call_open."""


class InvalidCall(ValueError):
    """The form contradicts itself; `field` names what to mend.

    Codes: outcome_unknown, reason_missing, reason_unknown, number_missing, number_unknown,
    agreed_before_call, agreed_beyond_window, level_unknown, answer_reason_missing,
    answers_without_conversation, answered_by_unknown, question_unknown (of a questionnaire that this call
    does not ask).
    """

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code, self.field = code, field


class InvalidAnswers(InvalidCall):
    """Answers that do not fit their questions; `wrong`: name of the field to question and problem."""

    def __init__(self, wrong: Mapping[str, tuple[Question, str]]) -> None:
        super().__init__("answers", next(iter(wrong)))
        self.wrong = dict(wrong)


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody else saved while this call was open."""

    attempt: int
    agent: str
    saved_at: datetime
    outcome: str
    notes: str


class Conflict(Refused):
    """Somebody else saved a call on these tasks meanwhile; save again with `merge` and both texts joined."""

    def __init__(self, others: Sequence[Written]) -> None:
        super().__init__("conflict")
        self.others = tuple(others)
