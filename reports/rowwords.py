"""What a list of records shows, in words: the measure, and all that it was narrowed down to."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.alertwords import LEVELS as ALERT_LEVELS
from followups.models import Rule
from patients.models import Doctor
from policy.indicators import Group
from policy.outcomes import Outcome
from policy.visits import VisitKind
from regulation.words import KIND_LABELS, OUTCOME_LABELS
from reports.asking import Rows
from reports.queries.calls import Some
from reports.reading import reason_words
from reports.subjects import LEVELS, SUBJECTS
from reports.words import GROUPS, LENGTHS, MEASURES, RAISED
from staff.models import Department, User
from staff.templatetags.look import WEEKDAYS


def said(asked: Rows) -> list[str]:
    return [word for word in _said(asked) if word]


def _said(asked: Rows) -> Iterator[str]:
    scope = asked.asked
    if scope.department is not None:
        yield _name(Department, "name", scope.department)
    if scope.agent is not None:
        yield _name(User, "full_name", scope.agent) if scope.agent else pgettext("calls", "nobody")
    yield from WORDS.get(asked.of, _of_calls)(asked)


def _of_tasks(asked: Rows) -> Iterator[str]:
    only = asked.only
    yield str(MEASURES[asked.measure])
    if only.rule is not None:
        rule = Rule.objects.filter(pk=only.rule).first()
        yield str(rule or "")
    if only.kind in list(VisitKind):
        yield str(KIND_LABELS[VisitKind(only.kind)])
    if only.ward is not None:
        yield only.ward or _("no ward")
    if only.doctor is not None:
        yield _name(Doctor, "name", only.doctor) or _("no doctor named")
    if only.group:
        yield str(GROUPS[Group(only.group)])
    if only.reason:
        try:
            yield reason_words({"key": only.reason, "more": only.detail or ""})
        except ValueError:
            yield only.reason


def _of_calls(asked: Rows) -> Iterator[str]:
    some = asked.some
    yield {"calls": _("calls"), "answers": _("answers"), "defects": _("wrong or vacant numbers")}[asked.of]
    if some.subject:
        yield str(SUBJECTS.get(some.subject, some.subject))
    for level in some.levels or ():
        yield str(LEVELS[5 - level])
    if some.weekday and 1 <= some.weekday <= 7:
        yield _(WEEKDAYS[some.weekday - 1])
    if some.hour is not None:
        yield f"{some.hour}:00"
    yield from _of_conversations(some)


def _of_conversations(some: Some) -> Iterator[str]:
    if some.answered:
        yield pgettext("calls", "answered")
    if some.outcome in list(Outcome):
        yield str(OUTCOME_LABELS[Outcome(some.outcome)])
    if some.length is not None and some.length < len(LENGTHS):
        yield _("%(length)s minutes") % {"length": LENGTHS[some.length]}
    if some.worded:
        yield _("with a reason") if some.same is None else _("in the same words")


def _of_alerts(asked: Rows) -> Iterator[str]:
    yield _("clinical alerts")
    if asked.level:
        yield str(ALERT_LEVELS[asked.level])
    yield str(RAISED[asked.raised])


def _of_consultations(asked: Rows) -> Iterator[str]:
    yield pgettext("visits", "consultations")
    if asked.came:
        yield _("a visit followed")


WORDS = {"tasks": _of_tasks, "alerts": _of_alerts, "consultations": _of_consultations}


def _name(model: type[Department] | type[User] | type[Doctor], column: str, pk: int) -> str:
    return str(model.objects.filter(pk=pk).values_list(column, flat=True).first() or "")
