"""The sentences of an explanation, for the page that shows it: `explaining` gives the facts."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.explaining import Due, WhyNot
from policy.plan import Step, Told
from staff.templatetags.look import hour, short_day, when

WHY_NOT = {
    WhyNot.CANCELLED: gettext_lazy("The visit was cancelled."),
    WhyNot.NO_ANCHOR: gettext_lazy("There is no day to count from yet: the patient is still in hospital."),
    WhyNot.RULE_ENDED: gettext_lazy("The rule is no longer in use."),
    WhyNot.BEFORE_RULE: gettext_lazy("The visit was before the rule's time."),
    WhyNot.KIND: gettext_lazy("The rule is for visits of another kind."),
    WhyNot.FIRST_VISIT: gettext_lazy("The rule is for first visits only."),
    WhyNot.DEPARTMENT: gettext_lazy("The rule is for other departments."),
    WhyNot.LEFT_BY: gettext_lazy("The rule leaves out patients who left in this way."),
    WhyNot.UNREADABLE: gettext_lazy("The rule cannot be carried out: tell the administrator."),
}
DUE = {
    Due.TASK: gettext_lazy("The task is made."),
    Due.LATER: gettext_lazy("The task is made on the day its window opens."),
    Due.SOON: gettext_lazy("The task is made within a minute."),
}


def _closed(step: Step) -> str:
    name = step.why.name if step.why else ""
    reason = _("weekend") if name == "weekend" else name or _("closed")
    if step.on == step.until:
        return _("No calls on %(day)s: %(reason)s.") % {"day": _day(step.on), "reason": reason}
    days = {"first": _day(step.on), "last": _day(step.until), "reason": reason}
    return _("No calls from %(first)s to %(last)s: %(reason)s.") % days


def _span(step: Step) -> str:
    if step.on == step.until:
        return _("To be called on %(day)s.") % {"day": _day(step.on)}
    return _("To be called from %(first)s to %(last)s.") % {"first": _day(step.on), "last": _day(step.until)}


def _day(day: date | None) -> str:
    return short_day(day)


_SENTENCES: dict[Told, Callable[[Step], str]] = {
    Told.ANCHOR: lambda s: _("Counted from %(moment)s.") % {"moment": when(s.at)},
    Told.SPAN: _span,
    Told.DUE: lambda s: _("Best on %(day)s.") % {"day": _day(s.on)},
    Told.CLOSED: _closed,
    Told.HOURS_OVER: lambda s: (
        _("Calling hours of %(day)s were over at %(time)s.") % {"day": _day(s.on), "time": hour(s.at)}
    ),
    Told.MOVED: lambda s: _("Moved to %(day)s; it still counts as on time.") % {"day": _day(s.on)},
    Told.LATE: lambda s: _("Moved to %(day)s; it counts as late.") % {"day": _day(s.on)},
    Told.LAST_BLOCK_SERVES: lambda s: (
        _("%(day)s has no such calling hours: its last ones serve.") % {"day": _day(s.on)}
    ),
    Told.YEAR_UNKNOWN: lambda s: (
        _("The holidays of %(year)s are not published yet.") % {"year": s.on.year if s.on else ""}
    ),
    Told.OPENS: lambda s: _("May be called from %(moment)s.") % {"moment": when(s.at)},
    Told.TARGET: lambda s: _("Best called from %(moment)s.") % {"moment": when(s.at)},
    Told.CLOSES: lambda s: _("May be called until %(moment)s.") % {"moment": when(s.at)},
}


def sentence(step: Step) -> str:
    return _SENTENCES[step.told](step)
