"""Everything that a page of figures draws from a sheet, whether frozen or as things stand now."""

from typing import Any

from policy.complaints import Kind
from policy.rates import rate
from reports import reading
from reports.chartpage import charts, theme_name
from reports.drawing import headlines, ledger, tables
from reports.links import Links


def shown(sheet: dict[str, Any], *, opens: bool = True) -> dict[str, Any]:
    """`opens`: whether the reader may open the records behind the numbers."""
    links = Links(sheet, opens=opens)
    return {
        "sheet": sheet,
        "headlines": headlines(sheet, links),
        "ledger": ledger(sheet, links),
        "charts": charts(sheet, links),
        "tables": tables(sheet, links),
        "before_label": reading.before(sheet)["label"],
        "year_label": sheet["year"]["label"],
        "exempt": _exempt(sheet, links),
        "defects": _defects(sheet, links),
        "lengths": _lengths(sheet, links),
        "opinions": _opinions(sheet, links),
    }


def _exempt(sheet: dict[str, Any], links: Links) -> list[tuple[str, Any]]:
    return [
        (reading.name_of("exempt", line), links.line("exempt", line, "exempt"))
        for line in sheet["tasks"]["by"]["exempt"]
    ]


def _defects(sheet: dict[str, Any], links: Links) -> list[tuple[str, str, Any]]:
    return [
        (
            line["name"],
            line["ward"],
            links.defects(sum(line["counts"].values()), department=line["key"], ward=line["ward"]),
        )
        for line in sheet["defects"]
    ]


LENGTHS = ("< 1", "1–2", "2–3", "3–5", "> 5")


def _lengths(sheet: dict[str, Any], links: Links) -> list[tuple[str, Any, Any]]:
    counts = sheet["calls"]["lengths"]
    return [
        (words, links.calls(n, length=place), rate(n, sum(counts)))
        for place, (words, n) in enumerate(zip(LENGTHS, counts, strict=True))
    ]


def _opinions(sheet: dict[str, Any], links: Links) -> list[dict[str, Any]]:
    if not sheet["cases"]:
        return []
    return [
        {
            "name": theme_name(theme["key"]),
            "n": links.cases(theme["n"], theme=theme["key"]),
            "words": [one | {"praise": one["kind"] == Kind.PRAISE} for one in theme["words"]],
            "more": theme["n"] - len(theme["words"]),
        }
        for theme in sheet["cases"]["themes"]
    ]
