"""No word of a drawing is cut at its edge, in either language."""

import math
import re
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from policy.spans import Span, span_of
from reports.chartpage import part_of
from reports.charts.bars import funnel, reasons
from reports.charts.canvas import SLANT, Canvas, room_for
from reports.charts.stacks import cells, grid, levels, themes
from reports.charts.trend import trend
from reports.links import Links
from reports.queries.sheet import Wanted, sheet_of
from reports.reading import answers_by
from tests.people import moment
from tests.reports.hospitals import Hospital

TEXT = re.compile(r'<text x="([\d.-]+)" y="([\d.-]+)"([^>]*)>([^<]+)</text>')
ANCHOR = re.compile(r'text-anchor="(\w+)"')


def cut(canvas: Canvas) -> list[str]:
    """Words that reach over an edge, or that were shortened."""
    found = []
    for x, y, more, words in TEXT.findall("".join(canvas.parts)):
        anchor = ANCHOR.search(more)
        turn = math.radians(SLANT if "rotate" in more else 0)
        long, high = room_for(words) * math.cos(turn), room_for(words) * math.sin(turn)
        begin = float(x) - long * {"end": 1, "middle": 0.5}.get(anchor[1] if anchor else "", 0)
        over = begin < -1 or begin + long > canvas.width + 1 or float(y) - high < 0
        if over or words.endswith("…"):
            found.append(words)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_name_is_cut_at_the_edge_of_a_drawing(language: str) -> None:
    Hospital(21, 60)
    with translation.override(language):
        sheet = sheet_of(
            Wanted(Span.QUARTER, span_of(Span.QUARTER, date(2026, 11, 20))), now=moment("2026-11-20 15:12")
        )
        links = Links(sheet, opens=False)
        found = [trend(sheet), funnel(sheet, links), reasons(sheet, links), grid(sheet, links)]
        found += [levels(sheet, links), levels(sheet, links, "department")]
        assert [cut(canvas) for canvas in found] == [[]] * len(found)


def answers(of: list[tuple[str, str, int]]) -> dict[str, Any]:
    """As a sheet keeps them: by key as text, in no order that means anything."""
    return {
        "answers": [
            {"by": "department", "key": key, "name": name, "subject": subject, "counts": [n, 0, 0, 0, 0]}
            for key, name, n in sorted(of)
            for subject in ("overall", "attitude")
        ],
        "scope": {"department": None, "agent": None}, "span": {"first": "2026-10-26", "last": "2026-11-25"},
    }  # fmt: skip


def test_departments_with_most_answers_are_drawn_first_and_in_one_order() -> None:
    sheet = answers([("1", "内科", 3), ("10", "骨科", 9), ("2", "外科", 9), ("11", "眼科", 1)])
    names = [one["name"] for one in answers_by(sheet, "department")]
    assert names == ["外科", "骨科", "内科", "眼科"]
    assert [name for _key, name in cells(sheet)[0]] == names


@pytest.mark.parametrize(("departments", "says"), [(10, ""), (20, "20 个科室中回答最多的 10 个，全部见表格")])
def test_a_drawing_of_some_departments_says_of_how_many(departments: int, says: str) -> None:
    with translation.override("zh-hans"):
        assert part_of(departments) == says


def test_every_theme_is_drawn() -> None:
    lines = [{"key": str(n), "n": 12 - n} for n in range(12)]
    sheet = answers([]) | {"cases": {"themes": lines}}
    drawn = themes(sheet, Links(sheet, opens=False), lambda key: f"主题{key}")
    assert all(f"主题{n}<" in "".join(drawn.parts) for n in range(12))
