"""The short words of lists and cards: sex and age, why a task is due, what to mind. No queries here."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from followups.models.attempts import REASON_LABELS
from patients.words import remembered
from patients.words import sex_and_age as sex_and_age  # also for those who read them here
from policy.outcomes import Outcome, Reason
from policy.tasks import CLOSED
from policy.visits import ANCHOR_OF, Anchor, VisitKind
from regulation.words import KIND_LABELS, OUTCOME_LABELS
from staff.templatetags.look import hour, short_day, when


class Tag(NamedTuple):
    kind: str  # danger, warn or nothing
    icon: str
    text: str


def age(birth_date: date | None, age_years: int | None, recorded_on: date | None, day: date) -> int | None:
    """As Patient.age_on, for rows that were read as plain values."""
    if birth_date:
        return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
    if age_years is None or recorded_on is None:
        return age_years
    return age_years + max(0, (day - recorded_on).days // 365)


@remembered
def kind_label(kind: str) -> str:
    return str(KIND_LABELS[VisitKind(kind)])


@remembered
def outcome_label(outcome: str) -> str:
    return str(OUTCOME_LABELS[Outcome(outcome)])


@remembered
def reason_label(reason: str) -> str:
    return str(REASON_LABELS[Reason(reason)])


@remembered
def days_after(kind: str, days: int) -> str:
    """ "day 7 after discharge": the plain reason that stands beside every row."""
    anchor = ANCHOR_OF.get(VisitKind(kind), Anchor.VISIT)
    if days == 0:
        return {
            Anchor.DISCHARGE: _("discharged today"),
            Anchor.APPOINTMENT: _("missed appointment today"),
        }.get(anchor, _("visit today"))
    forms = {
        Anchor.DISCHARGE: _("day %(days)d after discharge"),
        Anchor.APPOINTMENT: _("day %(days)d after the missed appointment"),
    }
    return forms.get(anchor, _("day %(days)d after the visit")) % {"days": days}


def why_today(task: Mapping[str, Any], now: datetime, today: date, language: str | None) -> tuple[str, str]:
    """The bold part and the rest: agreed time, last day, late, or how long since the visit; and when that was
    due which has ended. `language`: the active one."""
    if task["state"] in CLOSED:
        return "", _("was due %(day)s") % {"day": short_day(task["due_on"], now)}
    rest = days_after.known(language, task["visit__kind"], (today - task["anchor_on"]).days)
    if task["order__purpose"]:
        rest = _("ordered for %(day)s") % {"day": short_day(task["due_on"], now)}
    if task["agreed"]:
        return _("agreed %(time)s") % {"time": hour(task["call_at"], now)}, rest
    if task["late"]:
        return _("late"), _("was due %(day)s") % {"day": short_day(task["due_on"], now)}
    if task["closes"] <= now.replace(hour=23, minute=59):
        return _("last day"), rest
    return "", rest


def until(closes: datetime, now: datetime, language: str | None) -> tuple[str, str]:
    """The time and how it is set: due-soon within the hour, due today, else nothing. Both in one zone;
    `language`: the active one."""
    minutes = (closes - now).total_seconds() / 60
    if 0 <= minutes <= 60:
        return _("by %(time)s") % {"time": hour(closes)}, "due-soon"
    if closes.date() == now.date():
        return when(closes, now), "due"
    return _day.known(language, closes.date(), now.date()), ""


@remembered
def _day(day: date, today: date) -> str:
    return short_day(day, today)


def tags(patient: Mapping[str, Any], prefix: str = "patient__") -> list[Tag]:
    """What changes how the agent speaks: red before amber before grey."""
    values = [patient[name] for name in _minded(prefix)]
    if not any(values):
        return []
    not_disclosed, hard_of_hearing, speak_with, language, remark = values
    found = []
    if not_disclosed:
        found.append(Tag("danger", "eye-slash-fill", _("do not disclose")))
    if hard_of_hearing:
        found.append(Tag("warn", "ear-fill", _("hard of hearing")))
    if speak_with:
        found.append(Tag("warn", "people-fill", _("speak with: %(who)s") % {"who": speak_with}))
    if language:
        found.append(Tag("", "translate", _("speaks %(language)s") % {"language": language}))
    if remark:
        found.append(Tag("", "info-circle", remark))
    return found


@cache
def _minded(prefix: str) -> list[str]:
    fields = ("do_not_disclose", "hard_of_hearing", "speak_with", "spoken_language", "remark")
    return [prefix + field for field in fields]
