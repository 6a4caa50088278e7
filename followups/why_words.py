"""The answers of `explaining.why` as sentences for the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from followups.explaining import Answer, Call, Due, Instead, WhyNot
from policy.calendar import SpecialDay
from policy.plan import Step, Told
from staff.templatetags.look import hour, short_day, when


@dataclass(frozen=True, slots=True)
class Verdict:
    rule: str
    version: int | None
    covered: bool
    reasons: list[str]
    calls: list[tuple[str, list[str]]]


def told(answers: Iterable[Answer], now: datetime) -> list[Verdict]:
    """The rules that ask for a call first, then those that don't."""
    found = [_one(answer, now) for answer in answers]
    return sorted(found, key=lambda one: not one.covered)


def _one(answer: Answer, now: datetime) -> Verdict:
    calls = [(_told_of(call, now), list(_steps(call, now))) for call in answer.calls]
    return Verdict(
        rule=str(answer.rule),
        version=answer.version.number if answer.version else None,
        covered=not answer.why_not,
        reasons=[_why_not(reason) for reason in answer.why_not],
        calls=calls,
    )


def _why_not(reason: WhyNot) -> str:
    return {
        WhyNot.CANCELLED: _("the visit was cancelled"),
        WhyNot.NO_ANCHOR: _(
            "there is no day to count from yet: the patient is still in hospital, or no date was given"
        ),
        WhyNot.RULE_ENDED: _("the rule is not in use"),
        WhyNot.BEFORE_RULE: _("the visit was before the rule came into force"),
        WhyNot.KIND: _("the rule is for other kinds of visit"),
        WhyNot.FIRST_VISIT: _("the rule is for first visits only"),
        WhyNot.DEPARTMENT: _("the rule is for other departments"),
        WhyNot.LEFT_BY: _("the rule leaves out this way of leaving"),
        WhyNot.UNREADABLE: _("the rule cannot be read: publish it anew"),
    }[reason]


def _told_of(call: Call, now: datetime) -> str:
    if call.order is None:
        said = _call(call.due, call.late, call.occurrence)
        if call.version:
            said += " " + _("It follows version %(number)d.") % {"number": call.version.number}
        return said
    order = call.order
    said = _("%(who)s ordered it for %(day)s: %(purpose)s.") % {
        "who": order.ordered_by.full_name,
        "day": short_day(order.day, now),
        "purpose": order.purpose,
    }
    if order.withdrawn_at:
        return said + " " + _("Withdrawn: %(reason)s.") % {"reason": order.withdrawn_because}
    return said + " " + _call(call.due, call.late, 1)


def _call(due: Due, late: bool, occurrence: int) -> str:
    words = {
        Due.TASK: _("The task is made."),
        Due.LATER: _("The task is made on the day its time begins."),
        Due.SOON: _("Due: the task is made within a minute."),
    }[due]
    if occurrence > 1:
        words = _("Call number %(number)d.") % {"number": occurrence} + " " + words
    return words + " " + _("It counts as late.") if late else words


def _steps(call: Call, now: datetime) -> Iterator[str]:
    for step in call.steps:
        if call.instead and step.told == Told.OPENS:
            yield _instead(call.instead)
        yield _step(step, now)


def _instead(why: Instead) -> str:
    return {
        Instead.CAUGHT_UP: _("That time was over before the task could be made, so it catches up."),
        Instead.DIALLED: _("It had been dialled by then and keeps the days that it had."),
        Instead.KEPT: _("It keeps the days that it had."),
    }[why]


def _step(step: Step, now: datetime) -> str:
    values = {
        "on": short_day(step.on, now),
        "until": short_day(step.until, now),
        "at": when(step.at, now) if step.at else "",
        "hour": hour(step.at),
        "why": _day(step.why),
    }
    return {
        Told.ANCHOR: _("Counted from %(at)s."),
        Told.SPAN: _("The rule asks for a call from %(on)s until %(until)s."),
        Told.DUE: _("Best on %(on)s."),
        Told.CLOSED: _("No calls from %(on)s until %(until)s: %(why)s."),
        Told.HOURS_OVER: _("The visit came after the hours of %(on)s had ended at %(hour)s."),
        Told.MOVED: _("So it moves to %(on)s and still counts as on time."),
        Told.LATE: _("So it moves to %(on)s and counts as late."),
        Told.LAST_BLOCK_SERVES: _("%(on)s has no hours in that part of the day: its last hours serve."),
        Told.YEAR_UNKNOWN: _("The holidays of the year of %(on)s are not confirmed yet: the day may change."),
        Told.OPENS: _("Calls begin %(at)s,"),
        Told.TARGET: _("best at %(at)s,"),
        Told.CLOSES: _("and end %(at)s."),
    }[step.told] % values


def _day(special: SpecialDay | None) -> str:
    if special is None:
        return ""
    return _("weekend") if special.name == "weekend" else special.name or _("closed")
