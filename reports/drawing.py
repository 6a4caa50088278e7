"""A sheet as it is drawn: ledger, five figures with their fractions, tables."""

from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from policy import rates
from policy.indicators import HEADLINES, INDICATORS, LEDGER, Measure, share
from policy.rates import SMALL, Share
from reports import reading
from reports.links import Cell, Links
from reports.words import INDICATORS as WORDS
from reports.words import MEASURES

type_of_sheet = dict[str, Any]
SIGNS = ("＝", "＋", "＋", "＋")


class Headline(NamedTuple):
    code: str
    name: str
    percent: Decimal | None
    part: Cell
    whole: Cell
    above: str
    below: str
    before: Decimal | None  # percentage points since the period before
    year: Decimal | None
    range: tuple[Decimal, Decimal] | None  # where the count is small
    target: Decimal | None
    short: Decimal | None  # of the target, in points


def headlines(sheet: type_of_sheet, links: Links) -> list[Headline]:
    counts = sheet["tasks"]["counts"]
    found = []
    for code in HEADLINES:
        one = INDICATORS[code]
        part = links.tasks(counts[one.numerator], one.numerator)
        whole = links.tasks(counts[one.denominator], one.denominator)
        found.append(
            _headline(sheet, code, share(code, counts), part, whole, (one.numerator, one.denominator))
        )
    answers = reading.satisfied_share(reading.overall(sheet))
    part = links.answers(answers.numerator, "overall", "54")
    whole = links.answers(answers.denominator, "overall", "")
    return [*found, _headline(sheet, "satisfaction", answers, part, whole, None)]


def _headline(
    sheet: type_of_sheet, code: str, of: Share, part: Cell, whole: Cell, names: tuple[str, str] | None
) -> Headline:
    small = rates.interval(of) if of.denominator < SMALL else None
    aim = reading.target(sheet["tasks"]) if code == "follow_up" else None
    return Headline(
        code,
        str(WORDS[code].name),
        of.percent,
        part,
        whole,
        str(MEASURES[names[0]]) if names else _("very satisfied + satisfied"),
        str(MEASURES[names[1]]) if names else pgettext("satisfaction", "answers"),
        reading.changes(sheet, code, reading.before(sheet)),
        reading.changes(sheet, code, sheet["year"]),
        small,
        aim,
        rates.points(aim, of.percent),
    )


def ledger(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    counts = sheet["tasks"]["counts"]
    held = rates.ledger(**{str(name): counts[name] for name in (Measure.DUE, *LEDGER)})
    return {
        "due": links.tasks(counts["due"], Measure.DUE),
        "parts": [
            (sign, MEASURES[measure], links.tasks(counts[measure], measure))
            for sign, measure in zip(SIGNS, LEDGER, strict=True)
        ],
        "holds": held.holds,
        "missing": held.missing,
    }


TABLES = ("department", "rule", "kind", "ward", "doctor", "agent")


def tables(sheet: type_of_sheet, links: Links) -> list[dict[str, Any]]:
    names = {
        "department": _("By department"),
        "rule": _("By rule, against its target"),
        "kind": _("By kind of visit"),
        "ward": _("By ward"),
        "doctor": _("By attending doctor"),
        "agent": _("By agent"),
    }
    return [
        {"group": group, "name": names[group], "lines": [_line(sheet, group, one, links) for one in lines]}
        for group in TABLES
        if (lines := sheet["tasks"]["by"][group])
    ]


SHOWN = (
    Measure.DUE, Measure.ATTEMPTED, Measure.REACHED, Measure.COMPLETED, Measure.ON_TIME,
    Measure.UNSUCCESSFUL, Measure.EXEMPT, Measure.OPEN, Measure.BAD_NUMBER,
    Measure.NO_NUMBER, Measure.TRANSFERRED, Measure.READMITTED,
)  # fmt: skip


def _line(sheet: type_of_sheet, group: str, line: dict[str, Any], links: Links) -> dict[str, Any]:
    aim, rate = reading.target(line), share("follow_up", line["counts"]).percent
    answers = [
        one["counts"]
        for one in sheet["answers"]
        if one["by"] == group and one["key"] == line["key"] and one["subject"] == "overall"
    ]
    return {
        "name": reading.name_of(group, line),
        "rate": rate,
        "target": aim,
        "short": rates.points(aim, rate),
        "range": reading.by_chance(share("follow_up", line["counts"])),
        # A version from before a measure was counted has none of it.
        "cells": [
            links.line(group, line, measure) if measure in line["counts"] else Cell(0) for measure in SHOWN
        ],
        "satisfaction": reading.satisfied_share(answers[0]).percent if answers else None,
    }
