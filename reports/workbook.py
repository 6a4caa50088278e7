"""A report as a workbook: cover, figures, Excel's own charts, opinions. Text is never a formula (A10)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from followups.exporting import as_text
from reports.contents import contents, plain
from reports.models import Report

BOLD = Font(bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")
WIDEST = 60


def workbook(report: Report, sheet: dict[str, Any]) -> bytes:
    said = contents(report, sheet)
    book = Workbook()
    _cover(book.active, said)
    _charts(book.create_sheet(_("Drawings")), said["charts"])
    for one in said["tables"]:
        _table(book, one["title"], one["head"], one["rows"])
    opinions = [[theme["title"], words] for theme in said["opinions"] for words in theme["words"]]
    if opinions:
        _table(book, _("Opinions"), [_("Theme"), _("In their own words")], opinions)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(sheet: Any, row: int, column: int, value: Any, font: Font | None = None) -> None:
    cell = sheet.cell(row=row, column=column)
    number = _number(value)
    if number is not None:
        cell.value = number
    else:
        cell.value = as_text(str(value))
        cell.data_type = "s"  # never a formula
    if font:
        cell.font = font


def _number(value: Any) -> float | int | None:
    if isinstance(value, int):
        return value
    try:
        return float(Decimal(value)) if value and str(value)[0].isdigit() and "." in str(value) else None
    except InvalidOperation:
        return None


def _cover(sheet: Any, said: dict[str, Any]) -> None:
    sheet.title = _("Cover")
    lines: list[Sequence[Any]] = [
        [said["title"]], [said["hospital"]], [said["about"]],
        [said["number"], said["standing"], said["digest"]], [], [said["ledger"]], [],
    ]  # fmt: skip
    lines += [[one["name"], one["percent"], one["fraction"], one["change"]] for one in said["headlines"]]
    for section in said["texts"]:
        lines += [[], [section["title"]], *([line] for line in section["lines"])]
    lines += [[], [said["signatures_title"]], *([line] for line in said["signatures"])]
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            _put(sheet, row, column, value, BOLD if row == 1 else None)
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["C"].width = 44


def _title(book: Any, words: str) -> str:
    """31 characters, none of those that Excel refuses, and each once."""
    base = "".join("·" if sign in r"[]:*?/\ ".strip() else sign for sign in words)[:28]
    taken, name, number = set(book.sheetnames), base, 2
    while name in taken:
        name, number = f"{base} {number}", number + 1
    return name


def _table(book: Any, title: str, head: list[str], rows: Iterable[list[Any]]) -> None:
    sheet = book.create_sheet(_title(book, title))
    for column, words in enumerate(head, start=1):
        _put(sheet, 1, column, words, BOLD)
        sheet.column_dimensions[get_column_letter(column)].width = 12
    sheet.column_dimensions["A"].width = 30
    for row, line in enumerate(rows, start=2):
        for column, value in enumerate(line, start=1):
            _put(sheet, row, column, value)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _charts(sheet: Any, charts: list[dict[str, Any]]) -> None:
    """Each drawing's table, and Excel's own chart of it beside."""
    row = 1
    for number, one in enumerate(charts):
        head = [str(word) for word in one["table"]["head"]]
        rows = [[plain(cell) for cell in line] for line in one["table"]["rows"]]
        _put(sheet, row, 1, one["title"], BOLD)
        for offset, line in enumerate([head, *rows], start=1):
            for column, value in enumerate(line, start=1):
                _put(sheet, row + offset, column, value)
        if rows:
            sheet.add_chart(_chart(sheet, number, row + 1, len(rows), len(head)), f"J{row}")
        row += max(len(rows) + 3, 18)
    sheet.column_dimensions["A"].width = 26


def _chart(sheet: Any, number: int, top: int, rows: int, columns: int) -> Any:
    chart: Any = LineChart() if number == 0 else BarChart()
    last = columns if number == 0 else min(columns, 6 if columns > 4 else 2)
    data = Reference(sheet, min_col=2, max_col=last, min_row=top, max_row=top + rows)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=top + 1, max_row=top + rows))
    if number and last > 2:
        chart.grouping, chart.overlap = "percentStacked", 100
    if number:
        chart.type = "bar"
        chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.height, chart.width = 8, 16
    return chart
