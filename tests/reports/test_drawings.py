"""No word of a drawing is cut at its edge, in either language."""

import math
import re
from datetime import date

import pytest
from django.utils import translation

from policy.spans import Span, span_of
from reports.charts.bars import funnel, reasons
from reports.charts.canvas import SLANT, Canvas, room_for
from reports.charts.stacks import grid, levels
from reports.charts.trend import trend
from reports.links import Links
from reports.queries.sheet import Wanted, sheet_of
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
