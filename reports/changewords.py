"""A number that has changed, in words: where it stands in the report, what it was, what it is."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from complaints.words import KINDS
from policy.complaints import Kind
from reports.chartpage import theme_name
from reports.reading import name_of
from reports.subjects import LEVELS, SUBJECTS
from reports.words import INDICATORS, MEASURES


class Changed(NamedTuple):
    where: str
    what: str
    old: int
    new: int


def lines(differences: list[dict[str, Any]]) -> list[Changed]:
    return [Changed(_where(one), _what(one), one["old"], one["new"]) for one in differences]


def _where(one: dict[str, Any]) -> str:
    group, key = one["group"], one["key"]
    plain = {"": _("the whole"), "calls": _("calls"), "answers": str(SUBJECTS.get(key, key))}
    if group in plain:
        return plain[group]
    if group == "cases":
        return str(KINDS[Kind(key)])
    if group == "cases_rate":
        return str(INDICATORS[key].name)
    if group == "cases_theme":
        return theme_name(key)
    if group == "defects":
        return f"{one['name']} {one['more']}"
    return name_of(group, one)


def _what(one: dict[str, Any]) -> str:
    what = one["what"]
    if one["group"] == "answers":
        return str(LEVELS[5 - int(what)])
    words = {
        "calls": _("calls made"), "answered": _("answered"), "defects": _("wrong or vacant numbers"),
        "cases": _("cases"), "part": _("Part"), "whole": _("Whole"),
    }  # fmt: skip
    return words.get(what) or str(MEASURES[what])
