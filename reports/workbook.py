"""A report as a workbook: cover, figures, Excel's own charts, opinions. Text is never a formula (A10)."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from followups.spreadsheet import lines_of
from reports.contents import contents
from reports.models import Report
from reports.workbookcharts import charts
from reports.workbooklook import BODY, BOLD, TITLE, Look, for_paper, put, put_lines, tab, widths_of

COVER = (22, 14, 44, 26)
PARAGRAPH = sum(COVER)
OPINION = (24, 110)


def workbook(report: Report, sheet: dict[str, Any]) -> bytes:
    said = contents(report, sheet)
    book = Workbook()
    _cover(book.active, said)
    charts(book, said["charts"])
    for one in said["tables"]:
        _table(book, one["title"], one["head"], one["rows"], words=one["words"])
    opinions = [[theme["title"], words] for theme in said["opinions"] for words in theme["words"]]
    if opinions:
        head = [_("Theme"), _("In their own words")]
        _table(book, _("Opinions"), head, opinions, words=len(head), widths=OPINION)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cover(sheet: Any, said: dict[str, Any]) -> None:
    """Title and standing, the rates, the text; a paragraph runs over the whole width."""
    sheet.title = _("Cover")
    sheet.sheet_view.showGridLines = False
    _paragraph(sheet, 1, said["title"], TITLE)
    about = [said[name] for name in ("hospital", "about", "number", "standing", "digest")]
    lines = [(words, BODY) for words in [*about, "", said["ledger"], ""]]
    row = _paragraphs(sheet, 2, lines)
    for one in said["headlines"]:
        for column, name in enumerate(("name", "percent", "fraction", "change"), start=1):
            put(sheet, row, column, one[name], BOLD if name == "percent" else BODY)
        sheet.row_dimensions[row].height = 15 * max(1, lines_of(one["fraction"], COVER[2]))
        row += 1
    for section in said["texts"]:
        lines = [("", BODY), (section["title"], BOLD), *((line, BODY) for line in section["lines"])]
        row = _paragraphs(sheet, row, lines)
    signed = [("", BODY), (said["signatures_title"], BOLD), *((line, BODY) for line in said["signatures"])]
    _paragraphs(sheet, row, signed)
    for column, width in enumerate(COVER, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for_paper(sheet, landscape=False)


def _paragraphs(sheet: Any, row: int, lines: Iterable[tuple[str, Look]]) -> int:
    for row, (words, look) in enumerate(lines, start=row):  # noqa: B020  # goes on where it was
        if words:
            _paragraph(sheet, row, words, look)
    return row + 1


def _paragraph(sheet: Any, row: int, words: str, look: Look) -> None:
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COVER))
    put(sheet, row, 1, words, look)
    sheet.row_dimensions[row].height = look.line * lines_of(words, PARAGRAPH)


def _table(
    book: Any,
    title: str,
    head: list[str],
    rows: list[list[Any]],
    *,
    words: int,
    widths: Sequence[int] | None = None,
) -> None:
    sheet = book.create_sheet(tab(book, title))
    widths = widths or widths_of(head, rows)
    put_lines(sheet, 1, head, rows, widths, words=words)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for_paper(sheet, landscape=True, head=1)
