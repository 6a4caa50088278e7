"""Measures and what departments say, as the tables of a report's files."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.spanwords import called


def measure_rows(sheet: dict[str, Any]) -> list[list[str]]:
    return [
        [
            one["department"],
            one["text"],
            called(one["kind"], one["label"]),
            one["responsible"],
            _day(one["until"]),
            _state(one),
        ]
        for one in sheet.get("measures", [])
    ]


def measure_head() -> list[str]:
    who, until = _("Who sees to it"), _("Until")
    return [_("Department"), _("Measure"), _("After the report"), who, until, _("State")]


def feedback_rows(sheet: dict[str, Any]) -> list[list[str]]:
    return [
        [
            one["department"],
            one["text"] or _("has not answered"),
            "\n".join(
                f"{m['text']} ({m['responsible']}, {_day(m['until'])}, {_state(m)})" for m in one["measures"]
            ),
            f"{one['by']} {_day(one['on'])}".strip(),
        ]
        for one in sheet.get("feedback", [])
    ]


def feedback_head() -> list[str]:
    return [_("Department"), _("What the department says"), _("Measures"), _("Answered by")]


def _state(one: dict[str, Any]) -> str:
    if not one["done"]:
        return pgettext("measure", "open")
    proof = f": {one['proof']}" if one["proof"] else ""
    return _("carried out on %(day)s") % {"day": _day(one["done"])} + proof


def _day(iso: str) -> str:
    """With slashes: what is written with dashes could be a telephone number, and is masked like one."""
    return iso.replace("-", "/")
