"""A number that has changed, in words: where it stands in the report, what it was, what it is."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.alertwords import LEVELS as ALERT_LEVELS
from complaints.words import CLOCKS, KINDS
from policy.alerts import Level
from policy.complaints import Kind
from regulation.words import OUTCOME_LABELS
from reports.chartpage import theme_name
from reports.reading import name_of
from reports.spanwords import called
from reports.subjects import LEVELS, SUBJECTS
from reports.words import INDICATORS, LENGTHS, MEASURES, RAISED
from staff.templatetags.look import WEEKDAYS


class Changed(NamedTuple):
    where: str
    what: str
    old: int
    new: int


def lines(differences: list[dict[str, Any]]) -> list[Changed]:
    return [Changed(_where(one), _what(one), one["old"], one["new"]) for one in differences]


def _where(one: dict[str, Any]) -> str:
    group, key = one["group"], one["key"]
    plain: dict[str, str] = {
        "": _("the whole"),
        "calls": _("calls"),
        "measures": _("Measures after earlier reports"),
        "answers": str(SUBJECTS.get(key, key)),
        "calls_agent": one["name"],
        "alerts_department": one["name"],
        "consultations": one["name"],
        "said": str(SUBJECTS.get(key, key)),
    }
    if group in plain:
        return plain[group]
    if group == "cases":
        return str(KINDS[Kind(key)])
    if group == "cases_rate":
        return str(INDICATORS[key].name)
    if group == "alerts":
        return str(ALERT_LEVELS[Level(key)])
    if group in ("cases_theme", "cases_clock"):
        return theme_name(key)
    if group == "defects":
        return f"{one['name']} {one['more']}"
    return _elsewhere(one) or name_of(group, one)


def _elsewhere(one: dict[str, Any]) -> str:
    group, key, more = one["group"], one["key"], one["more"]
    if group == "lengths":
        return _("%(length)s minutes") % {"length": LENGTHS[int(key)]}
    if group == "hours":
        return f"{_(WEEKDAYS[int(key) - 1])} {more}:00"
    if group in ("earlier", "earlier_answers"):
        return called(more, key)
    by = group.partition("answers_")[2]
    return f"{name_of(by, one | {'more': ''})} {SUBJECTS.get(more, more)}" if by else ""


def _what(one: dict[str, Any]) -> str:
    what = one["what"]
    if one["group"].startswith("answers") or one["group"] == "earlier_answers":
        return str(LEVELS[5 - int(what)])
    coded: dict[str, Any] = {
        "alerts": RAISED,
        "alerts_department": RAISED,
        "cases_clock": CLOCKS,
        "calls_agent": OUTCOME_LABELS,
    }
    more = coded.get(one["group"])
    if more is not None:
        return str(more[what])
    words = {
        "said": _("with a reason"), "came": _("a visit followed"),
        "consultations": pgettext("visits", "consultations"),
        "calls": _("calls made"), "answered": _("answered"), "defects": _("wrong or vacant numbers"),
        "cases": _("cases"), "carried_out": _("carried out"),
        "still_open": pgettext("measure", "open"), "part": _("Part"), "whole": _("Whole"),
    }  # fmt: skip
    return words.get(what) or str(MEASURES[what])
