"""A call's details in words: for the page and the workbook."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext

from complaints.alertwords import LEVELS as ALERTS
from followups.models.attempts import OUTCOME_LABELS, REASON_LABELS
from policy.alerts import Level
from policy.outcomes import Outcome, Reason
from policy.visits import VisitKind
from regulation.words import KIND_LABELS
from reports.details import Detail, Said
from reports.subjects import LEVELS, SUBJECTS

ONLY = {
    "notes": _lazy("with notes"),
    "dissatisfied": _lazy("dissatisfied with something"),
    "complaint": _lazy("with a complaint"),
    "alert": _lazy("with a clinical alert"),
}


class Told(NamedTuple):
    """What codes say, in the language of the reader."""

    kinds: str
    wards: str
    doctors: str
    rules: str
    outcome: str
    reason: str
    satisfaction: str
    why: str
    alert: str


def told(detail: Detail, rules: Mapping[int, str]) -> Told:
    comma = _(", ")
    return Told(
        kinds=comma.join(str(KIND_LABELS[VisitKind(kind)]) for kind in detail.kinds),
        wards=comma.join(detail.wards),
        doctors=comma.join(detail.doctors),
        rules=comma.join(rules.get(pk, "") for pk in detail.rules),
        outcome=str(OUTCOME_LABELS[Outcome(detail.outcome)]),
        reason=str(REASON_LABELS[Reason(detail.reason)]) if detail.reason else "",
        satisfaction=level_words(detail.overall) if detail.overall else "",
        why=_("; ").join(filter(None, (_judged(one) for one in detail.said))),
        alert=str(ALERTS[Level(detail.level)]) if detail.level else "",
    )


def level_words(level: int) -> str:
    return f"{level} {LEVELS[5 - level]}"


def _judged(one: Said) -> str:
    """ "nursing skill 2 not very satisfied (nurse Chen): too few rounds"; of the whole, the reason alone."""
    person = _(" (%(person)s)") % {"person": one.person} if one.person else ""
    if one.subject == "overall":
        return f"{one.reason}{person}"
    words = f"{SUBJECTS.get(one.subject, one.subject)} {level_words(one.level)}{person}"
    return words + (f"{pgettext('before a list', ': ')}{one.reason}" if one.reason else "")
