"""The drawings of a report's workbook: a sheet each, with its table and Excel's own chart of it.

The chart stands at the top of its first page, so that no page break cuts it, however long the table below is.
"""

from decimal import Decimal
from typing import Any, NamedTuple

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.utils import get_column_letter

from reports.charts.canvas import COLOURS
from reports.contents import plain
from reports.workbooklook import AREAS, CAPTION, coloured, for_paper, longest_word, put, put_lines, tab

FIRST, OTHERS = 30, 11  # widths of the columns
WIDTH, LOWEST, HIGHEST = 17.0, 8.5, 15.5  # of a chart, in centimetres
PALE, DARK = "FFFFFF", COLOURS["c2"][1:]
GRID = COLOURS["c3"][1:]


class Draws(NamedTuple):
    """Which rows and columns of the table are drawn, and how."""

    rows: int | None = None  # the first so many; None: all
    last: int = 2  # column
    grouping: str = "clustered"


HOW = {
    "trend": Draws(last=6),
    "funnel": Draws(rows=4),  # what is lost between the bars stands in the table
    "reasons": Draws(rows=12),
    "levels": Draws(last=6, grouping="percentStacked"),
    "departments": Draws(last=6, grouping="percentStacked"),
    "themes": Draws(last=6, grouping="stacked"),
}


def charts(book: Any, found: list[dict[str, Any]]) -> None:
    for one in found:
        sheet = book.create_sheet(tab(book, one["title"]))
        head = [str(word) for word in one["table"]["head"]]
        rows = [[_drawn(cell) for cell in line] for line in one["table"]["rows"]]
        put(sheet, 1, 1, one["title"], CAPTION)
        matrix = one.get("matrix")
        widest = max(len(head), len(matrix["head"]) if matrix else 0)
        heads = [word for words in (head, matrix["head"] if matrix else []) for word in words[1:]]
        widths = [FIRST] + [max([OTHERS, *map(longest_word, heads)])] * (widest - 1)
        top = 2 + (_matrix(sheet, matrix, widths) if matrix else 0)
        put_lines(sheet, top, head, rows, widths)
        if rows and one["code"] in HOW:
            colours = [COLOURS[kind][1:] for kind, _words in one.get("legend", ())]
            chart = _chart(sheet, one["code"], top, len(rows), len(head), colours)
            sheet.add_chart(chart, f"{_letter(widest + 2)}1")
        for column, width in enumerate(widths, start=1):
            sheet.column_dimensions[_letter(column)].width = width
        for_paper(sheet, landscape=True, head=top)


def _letter(column: int) -> str:
    return str(get_column_letter(column))


def _drawn(cell: Any) -> Any:
    """A dash would be drawn as nought; an empty cell is a gap."""
    value = plain(cell)
    return None if value == "–" else value


def _matrix(sheet: Any, matrix: dict[str, Any], widths: list[int]) -> int:
    """Percentages in two directions, the higher the darker; how many lines it takes with the empty one."""
    head, rows = [str(word) for word in matrix["head"]], [[_drawn(c) for c in row] for row in matrix["rows"]]
    put_lines(sheet, 2, head, rows, widths)
    cells = f"B3:{_letter(len(head))}{2 + len(rows)}"
    ends = {"start_type": "min", "start_color": PALE, "end_type": "max", "end_color": DARK}
    scale: Any = ColorScaleRule(**ends)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(cells, scale)
    return len(rows) + 2


def _chart(sheet: Any, code: str, top: int, rows: int, columns: int, colours: list[str]) -> Any:
    how = HOW[code]
    chart: Any = LineChart() if code == "trend" else BarChart()
    rows, last = min(rows, how.rows or rows), min(columns, how.last)
    data = Reference(sheet, min_col=2, max_col=last, min_row=top, max_row=top + rows)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=top + 1, max_row=top + rows))
    coloured(chart.series, lines=code == "trend", areas=colours or AREAS)
    if code == "trend":
        _percent_axis(chart, sheet, top, rows, last)
    else:
        _bars(chart, how)
    chart.x_axis.delete, chart.y_axis.delete = False, how.grouping == "clustered" and code != "trend"
    if chart.y_axis.majorGridlines:
        chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=GRID))
    chart.height, chart.width = min(max(LOWEST, 3 + 0.55 * rows), HIGHEST), WIDTH
    return chart


def _bars(chart: Any, how: Draws) -> None:
    """Lying, the first on top; one row of bars says its numbers and needs no legend."""
    chart.type, chart.grouping, chart.gapWidth = "bar", how.grouping, 40
    chart.x_axis.scaling.orientation, chart.y_axis.crosses = "maxMin", "max"
    if how.grouping == "clustered":
        chart.legend = None
        chart.dataLabels = DataLabelList(
            showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
        )
        chart.y_axis.majorGridlines = None
    else:
        chart.overlap, chart.legend.position = 100, "b"


def _percent_axis(chart: Any, sheet: Any, top: int, rows: int, last: int) -> None:
    """As on page and paper: rates are no bars, so the axis begins below the lowest."""
    cells = sheet.iter_rows(min_row=top + 1, max_row=top + rows, min_col=2, max_col=last, values_only=True)
    known = [Decimal(str(value)) for line in cells for value in line if value is not None]
    chart.y_axis.scaling.min = max(0, int(min(known, default=Decimal(0))) // 10 * 10 - 10)
    chart.y_axis.scaling.max, chart.y_axis.number_format, chart.legend.position = 100, "0", "b"
