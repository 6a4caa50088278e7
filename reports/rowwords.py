"""What a list of records shows, in words: the measure, and all that it was narrowed down to."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from followups.models import Rule
from patients.models import Doctor
from policy.visits import VisitKind
from regulation.words import KIND_LABELS
from reports.asking import Rows
from reports.reading import reason_words
from reports.subjects import LEVELS, SUBJECTS
from reports.words import MEASURES
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
    yield from _of_tasks(asked) if asked.of == "tasks" else _of_calls(asked)


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
    if some.answered:
        yield _("answered")


def _name(model: type[Department] | type[User] | type[Doctor], column: str, pk: int) -> str:
    return str(model.objects.filter(pk=pk).values_list(column, flat=True).first() or "")
