"""The drawings of a sheet, each with the table of the same numbers for whoever cannot see it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.themes import THEMES
from policy import rates
from policy.indicators import HEADLINES, Measure
from policy.rates import parts, running
from reports import reading
from reports.charts import bars, heat, trend
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
    found = [
        {"title": _("Rates, %"), **_drawn(trend.trend(sheet)), "table": _trend_table(sheet)},
        {
            "title": _("From due to completed"),
            **_drawn(bars.funnel(sheet, links)),
            "table": _funnel_table(sheet, links),
        },
        {
            "title": _("Why %(n)s were unsuccessful") % {"n": f"{unsuccessful:,}"},
            **_drawn(bars.reasons(sheet, links)),
            "table": _reason_table(sheet, links),
        },
        {
            "title": _("Satisfaction in five levels, %"),
            "legend": [str(word) for word in LEVELS],
            **_drawn(bars.levels(sheet, links)),
            "table": _level_table(sheet, links),
        },
    ]
    return found + _more_charts(sheet, links)


def _more_charts(sheet: type_of_sheet, links: Links) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if any(one["by"] == "department" for one in sheet["answers"]):
        found.append(
            {
                "title": _("Satisfaction on the whole by department, %"),
                "legend": [str(word) for word in LEVELS],
                **_drawn(bars.levels(sheet, links, "department")),
                "table": _level_table(sheet, links, "department"),
            }
        )
    if sheet["calls"]["calls"]:
        title = _("When somebody answers, %")
        found.append({"title": title, **_drawn(heat.heat(sheet, links)), "table": _hour_table(sheet, links)})
    if sheet["cases"] and sheet["cases"]["themes"]:
        lines = sheet["cases"]["themes"]
        table = {
            "head": [_("Theme"), _("cases")],
            "rows": [[theme_name(one["key"]), links.cases(one["n"], theme=one["key"])] for one in lines],
        }
        title = _("Opinions by theme")
        found.append({"title": title, **_drawn(bars.themes(sheet, links, theme_name)), "table": table})
    return found


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
    said = total is not None and total != 100
    note = _("The rounded parts add up to %(sum)s %%.") % {"sum": total} if said else ""
    return {
        "head": [_("Reason"), pgettext("count", "number"), "%", _("together %")],
        "rows": rows,
        "note": note,
    }


def _level_table(sheet: type_of_sheet, links: Links, by: str = "subject") -> dict[str, Any]:
    chosen = [
        one
        for one in sheet["answers"]
        if one["by"] == by and (by == "subject" or one["subject"] == "overall")
    ]
    rows = []
    for one in chosen:
        scope = {} if by == "subject" else {by: one["key"]}
        name = SUBJECTS.get(one["subject"], one["subject"]) if by == "subject" else one["name"]
        cells = [
            links.answers(n, one["subject"], str(5 - level), **scope) for level, n in enumerate(one["counts"])
        ]
        rows.append([str(name), *cells, reading.satisfied_share(one["counts"]).percent])
    head = [_("About"), *(str(word) for word in LEVELS), _("satisfied %")]
    return {"head": head, "rows": rows}


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
    return {"head": [_("When"), _("calls"), _("answered"), "%"], "rows": rows}
