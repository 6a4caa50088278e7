"""How a report's workbook looks: cells, fonts, the head of a table, widths, tabs, and its pages on paper."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import cycle
from typing import Any, NamedTuple

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from followups.exporting import as_text
from followups.spreadsheet import lines_of
from reports.charts.canvas import COLOURS

NARROWEST, WIDEST = 9, 44
TAB = 31  # letters, as many as Excel takes
AREAS = [colour[1:] for colour in COLOURS.values()]
LINES = [
    ("175e8c", "solid"),
    ("626d77", "dash"),
    ("b3552b", "sysDot"),
    ("b97800", "dashDot"),
    ("1a2128", "lgDash"),
]


class Look(NamedTuple):
    font: Font | None = None
    fill: PatternFill | None = None
    border: Border | None = None
    line: int = 15  # points
    wraps: bool = True

    def onto(self, cell: Any, *, right: bool = False) -> None:
        cell.alignment = RIGHT if right else WRAPPED if self.wraps else ONE_LINE
        if self.font:
            cell.font = self.font
        if self.fill:
            cell.fill = self.fill
        if self.border:
            cell.border = self.border


WRAPPED = Alignment(wrap_text=True, vertical="top")
RIGHT = Alignment(wrap_text=True, vertical="top", horizontal="right")
ONE_LINE = Alignment(vertical="top")
BODY = Look()
BOLD = Look(Font(bold=True))
CAPTION = Look(Font(bold=True), wraps=False)  # over a table whose first column is narrower
TITLE = Look(Font(bold=True, size=16), line=24)
HEAD = Look(
    Font(bold=True), PatternFill("solid", fgColor="FFE8EEF3"), Border(bottom=Side("thin", color="FF8899A6"))
)


def put(sheet: Any, row: int, column: int, value: Any, look: Look = BODY, *, right: bool = False) -> None:
    cell = sheet.cell(row=row, column=column)
    number = _number(value)
    if number is not None:
        cell.value = number
        cell.number_format = "#,##0" if isinstance(number, int) else "#,##0.00"
    else:
        cell.value = as_text(str(value))
        cell.data_type = "s"  # never a formula
    look.onto(cell, right=right)


def _number(value: Any) -> float | int | None:
    """By its type: a text that looks like a number stays the text that it is."""
    if isinstance(value, int | float):
        return value
    return float(value) if isinstance(value, Decimal) else None


def tab(book: Any, words: str) -> str:
    """None of the signs that Excel refuses, and each name once: a second has a number."""
    base = "".join("·" if sign in r"[]:*?/\ ".strip() else sign for sign in words)
    base = (base if len(base) <= TAB else base[:TAB].rpartition(" ")[0] or base[:TAB]).rstrip(" ,，")
    taken, name, number = {one.lower() for one in book.sheetnames}, base, 2
    while name.lower() in taken:
        name, number = f"{base[: TAB - 3]} {number}", number + 1
    return name


def put_lines(
    sheet: Any, top: int, head: list[str], rows: list[list[Any]], widths: Sequence[int], *, words: int = 1
) -> None:
    """A head and its rows, each as high as its longest text; figures after so many columns of words."""
    for row, line in enumerate([head, *rows], start=top):
        look = HEAD if row == top else BODY
        for column, value in enumerate(line, start=1):
            if value is not None:
                put(sheet, row, column, value, look, right=column > words)
        texts = [(str(v), w) for v, w in zip(line, widths, strict=False) if isinstance(v, str)]
        high = max((lines_of(text, width) for text, width in texts), default=1)
        if high > 1:
            sheet.row_dimensions[row].height = min(15 * high, 400)


def coloured(series: Sequence[Any], *, lines: bool, areas: Sequence[str]) -> None:
    """The colours of the drawings on page and paper, best to worst; lines also told apart by their dashes."""
    for one, area, (line, dash) in zip(series, cycle(areas), cycle(LINES), strict=False):
        look = one.graphicalProperties
        if lines:
            one.smooth, look.line.solidFill, look.line.prstDash = False, line, dash
        else:
            look.solidFill = area


def widths_of(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """As wide as the longest of each column, within bounds; a head may wrap once."""
    found = []
    for column, words in enumerate(head):
        longest = max((_wide(row[column]) for row in rows if column < len(row)), default=0)
        found.append(min(max(longest + 3, _wide(words) // 2 + 4, longest_word(words), NARROWEST), WIDEST))
    return found


def longest_word(words: str) -> int:
    """How wide a column must be so that no English word of its bold head breaks."""
    return max((len(word) for word in words.split() if word.isascii()), default=0) + 3


def _wide(value: Any) -> int:
    """A Chinese character is as wide as two letters."""
    return sum(1 if sign.isascii() else 2 for sign in str(value))


def for_paper(sheet: Any, *, landscape: bool, head: int | None = None) -> None:
    """One page wide, its name and number below, the row `head` on top of each page."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"
    if head:
        sheet.print_title_rows = f"{head}:{head}"
