"""The drawings of a sheet, each with the table of the same numbers for whoever cannot see it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.themes import THEMES
from complaints.words import CLOCKS
from policy import rates
from policy.indicators import HEADLINES, Measure
from policy.rates import parts, running
from reports import besidepage, reading
from reports.charts import bars, heat, stacks, trend
from reports.charts.canvas import Canvas
from reports.links import Links
from reports.subjects import LEVELS, SUBJECTS
from reports.words import INDICATORS as WORDS
from reports.words import MEASURES
from staff.templatetags.look import WEEKDAYS

type_of_sheet = dict[str, Any]
FUNNEL = (
    Measure.DUE, Measure.ATTEMPTED, Measure.REACHED, Measure.COMPLETED, Measure.NOT_ATTEMPTED,
    Measure.NOT_REACHED, Measure.NOT_COMPLETED,
)  # fmt: skip


def theme_name(code: str) -> str:
    return str(THEMES.get(code, code)) if code else _("no theme")


def _drawn(canvas: Canvas) -> dict[str, str]:
    return {"svg": canvas.html(), "paper": canvas.paper()}


def charts(sheet: type_of_sheet, links: Links) -> list[dict[str, Any]]:
    """Each drawing with the table of the same numbers."""
    unsuccessful = sheet["tasks"]["counts"]["unsuccessful"]
    found: list[dict[str, Any]] = [
        {"code": "trend", "title": _("Rates, %"), **_drawn(trend.trend(sheet)), "table": _trend_table(sheet)},
        {
            "code": "funnel",
            "title": _("From due to completed"),
            **_drawn(bars.funnel(sheet, links)),
            "table": _funnel_table(sheet, links),
        },
        {
            "code": "reasons",
            "title": _("Why %(n)s were unsuccessful") % {"n": f"{unsuccessful:,}"},
            **_drawn(bars.reasons(sheet, links)),
            "table": _reason_table(sheet, links),
        },
        {
            "code": "levels",
            "title": _("Satisfaction in five levels, %"),
            "legend": _levels_legend(),
            **_drawn(stacks.levels(sheet, links)),
            "table": _level_table(sheet, links),
        },
    ]
    return found + _more_charts(sheet, links)


def _more_charts(sheet: type_of_sheet, links: Links) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if reading.answers_by(sheet, "department"):
        found.append(
            {
                "code": "departments",
                "title": _("Satisfaction on the whole by department, %"),
                "legend": _levels_legend(),
                "part": part_of(len(reading.answers_by(sheet, "department"))),
                **_drawn(stacks.levels(sheet, links, "department")),
                "table": _level_table(sheet, links, "department"),
            }
        )
    if len(stacks.cells(sheet)[1]) > 1:
        found.append(
            {
                "code": "grid",
                "title": _("Satisfaction by department and domain, five levels and satisfied %"),
                "legend": _levels_legend(),
                "part": part_of(len(stacks.cells(sheet)[0])),
                **_drawn(stacks.grid(sheet, links)),
                "table": _grid_table(sheet, links),
                "matrix": _grid_matrix(sheet),
            }
        )
    if sheet["calls"]["calls"]:
        found.append(
            {
                "code": "hours",
                "title": _("When somebody answers, %"),
                **_drawn(heat.heat(sheet, links)),
                "table": _hour_table(sheet, links),
                "matrix": _hour_matrix(sheet),
            }
        )
    if sheet["cases"] and sheet["cases"]["themes"]:
        clocks = "clocks" in sheet["cases"]["themes"][0]
        found.append(
            {
                "code": "themes",
                "title": _("Opinions by theme and clock") if clocks else _("Opinions by theme"),
                "legend": stacks.clock_legend() if clocks else [],
                **_drawn(stacks.themes(sheet, links, theme_name)),
                "table": _theme_table(sheet, links),
            }
        )
    return found


def part_of(departments: int) -> str:
    """What is drawn of more than there is room for; empty: everything is."""
    if departments <= stacks.MOST:
        return ""
    words = _("the %(most)s departments of %(n)s with most answers; all stand in the table")
    return words % {"most": stacks.MOST, "n": departments}


def _levels_legend() -> list[tuple[str, str]]:
    return [(f"c{place}", str(word)) for place, word in enumerate(LEVELS, start=1)]


def _theme_table(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    clocks = [clock for clock, _kind in stacks.CLOCK_COLOURS]
    rows = []
    for one in sheet["cases"]["themes"]:
        counts = one.get("clocks") or {}
        cells = [links.cases(counts[c], theme=one["key"], only=f"clock_{c}") for c in clocks if c in counts]
        rows.append([theme_name(one["key"]), *cells, links.cases(one["n"], theme=one["key"])])
    named = [str(CLOCKS[clock]) for clock in clocks] if rows and len(rows[0]) > 2 else []
    return {"head": [_("Theme"), *named, _("cases")], "rows": rows}


def _grid_table(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    """Every department, and every domain that it was asked about."""
    rooms, subjects, found = stacks.cells(sheet)
    rows = [
        _levels_row(f"{name}, {SUBJECTS.get(subject, subject)}", found[key, subject], links, department=key)
        for key, name in rooms
        for subject in subjects
        if (key, subject) in found
    ]
    return {"head": [_("About"), *(str(word) for word in LEVELS), _("satisfied %")], "rows": rows}


def _grid_matrix(sheet: type_of_sheet) -> dict[str, Any]:
    """For the workbook, whose colours need numbers in two directions: the satisfied in percent."""
    rooms, subjects, found = stacks.cells(sheet)
    rows = [
        [name, *(reading.satisfied_share(found[key, one]["counts"]).percent if (key, one) in found else None
                 for one in subjects)]
        for key, name in rooms
    ]  # fmt: skip
    return {"head": [_("satisfied %"), *(str(SUBJECTS.get(one, one)) for one in subjects)], "rows": rows}


def _hour_matrix(sheet: type_of_sheet) -> dict[str, Any]:
    """The same of weekday and hour: the calls answered in percent."""
    found = {(day, hour): rates.rate(answered, n) for day, hour, n, answered in sheet["calls"]["hours"]}
    hours = sorted({hour for _day, hour in found})
    rows = [
        [_(name), *(found.get((day, hour)) for hour in hours)] for day, name in enumerate(WEEKDAYS, start=1)
    ]
    return {"head": [_("answered %"), *(f"{hour}:00" for hour in hours)], "rows": rows}


def _trend_table(sheet: type_of_sheet) -> dict[str, Any]:
    codes = [*HEADLINES, "satisfaction"]
    return {
        "head": [_("Period"), *(str(WORDS[code].name) for code in codes)],
        "rows": [
            [point["label"], *(reading.percent_of(code, point) for code in codes)] for point in sheet["trend"]
        ],
    }


def _funnel_table(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    counts = sheet["tasks"]["counts"]
    return {
        "head": [_("Follow-ups"), pgettext("count", "number")],
        "rows": [[MEASURES[m], links.tasks(counts[m], m)] for m in FUNNEL],
    }


def _reason_table(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    lines = sheet["tasks"]["by"]["unsuccessful"]
    numbers = [line["counts"]["due"] for line in lines]
    shares, total = parts(numbers)
    rows = [
        [
            reading.reason_words(line),
            links.tasks(n, "unsuccessful", reason=line["key"], detail=line["more"]),
            percent, together,
        ]
        for line, n, percent, together in zip(lines, numbers, shares, running(numbers), strict=True)
    ]  # fmt: skip
    return {
        "head": [_("Reason"), pgettext("count", "number"), "%", _("together %")],
        "rows": rows,
        "note": besidepage.sum_note(total),
    }


def _level_table(sheet: type_of_sheet, links: Links, by: str = "subject") -> dict[str, Any]:
    rows = []
    for one in reading.answers_by(sheet, by):
        scope = {} if by == "subject" else {by: one["key"]}
        name = SUBJECTS.get(one["subject"], one["subject"]) if by == "subject" else one["name"]
        rows.append(_levels_row(str(name), one, links, **scope))
    head = [_("About"), *(str(word) for word in LEVELS), _("satisfied %")]
    return {"head": head, "rows": rows}


def _levels_row(name: str, one: dict[str, Any], links: Links, **scope: Any) -> list[Any]:
    cells = [
        links.answers(n, one["subject"], str(5 - level), **scope) for level, n in enumerate(one["counts"])
    ]
    return [name, *cells, reading.satisfied_share(one["counts"]).percent]


def _hour_table(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    rows = [
        [
            f"{_(WEEKDAYS[weekday - 1])} {hour}:00",
            links.calls(n, weekday=weekday, hour=hour),
            answered,
            rates.rate(answered, n),
        ]
        for weekday, hour, n, answered in sheet["calls"]["hours"]
    ]
    return {"head": [_("When"), _("calls"), pgettext("calls", "answered"), "%"], "rows": rows}
