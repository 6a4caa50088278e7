"""One row of a file: a visit with all its values, or every reason against it (F27-F29, F31).

What decides whom to call, when, or not at all must be readable, or the row is rejected with the column and
the value. What only describes (a number, the hearing) is noted and the visit is taken: no patient is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import chain

from patients.importing.again import is_another, is_heading, without_identity
from patients.importing.cells.moments import read_moment
from patients.importing.cells.texts import read_text, shown
from patients.importing.errors import CellError, Fault, Finding, Skip
from patients.importing.fields import IDS, MOMENTS, Field
from patients.importing.labels import is_own_list
from patients.importing.layout import Layout
from patients.importing.parsed import Parsed, Rejected, Repeated, Result, Skipped
from patients.importing.reader import steps
from patients.importing.remarks import Remarks
from patients.importing.repeats import Repeats
from patients.importing.visit import read_visit
from patients.importing.wire import Cell, Row

TOTAL = re.compile(
    r"(本页|本日|当日|分页|科室|全院|人数|人次|例数|金额|费用)?(合计|小计|总计|共计|累计|总数|平均)[:：]?.*|total|subtotal|sum|average"
)
FOOTER = re.compile(
    r"(制表|打印|导出|统计|填报|审核|复核|制单|经办)(人|时间|日期|员|单位|科室)?[:：].*|共\s*\d+\s*(条|行|人|页|例).*"
    r"|第\s*\d+\s*页.*|以下空白|页码[:：].*|(打印|导出|制表|统计)(时间|日期)\s*\d{4}.*|说明[:：].*|注[:：].*"
)
DAYS = (*MOMENTS, Field.BIRTH_DATE)
FOOTER_CELLS = 4  # a footer fills no more of them
NUMBER = re.compile(r"(?=.*[0-9])[A-Za-z0-9_-]{6,}")  # shorter ones are looked at twice


class RowParser:
    """Reads the rows of one file under one layout, one after the other."""

    def __init__(
        self, layout: Layout, *, today: date, epoch_1904: bool = False, is_text: bool = True
    ) -> None:
        """`today`: the hospital's day; what lies behind it has not happened.

        `is_text`: a comma too many may have shifted a row, while a workbook's cells stay in their columns.
        """
        self.layout = layout
        self.today = today
        self.plan = steps(layout, epoch_1904=epoch_1904)
        self.width = None if is_text or is_own_list(layout.titles) else len(layout.titles)
        self.epoch_1904 = epoch_1904
        self.others: dict[int, Sequence[Cell]] = {}  # further headings, which head something else
        self.under: int | None = None  # the one of these under which the rows stand now

    def dated(self, row: Row) -> Row:
        """With the days of a 1904 workbook as days: its numbers mean others wherever they are read again."""
        if not self.epoch_1904:
            return row
        cells = list(row.cells)
        for index in chain.from_iterable(self.layout.fields.get(field, ()) for field in DAYS):
            if index < len(cells) and type(cells[index]) in {int, float}:
                with suppress(CellError):
                    cells[index] = read_moment(cells[index], epoch_1904=True)
        return Row(row.number, cells)

    def parse(self, row: Row) -> Parsed | Rejected | Skipped:
        skip = skipped(row, self.layout)
        if skip is Skip.HEADING:
            self._turn(row)
        if skip:
            return Skipped(row.number, skip)
        if self.under is not None:
            return self._misplaced(row)
        if self.width:
            row = Row(row.number, row.cells[: self.width])
        visit = read_visit(Remarks(row, self.layout), self.plan, today=self.today)
        too_many = _too_many_cells(row, self.layout)
        if isinstance(visit, Parsed) and not too_many:
            return visit
        errors = too_many if isinstance(visit, Parsed) else (*too_many, *visit)
        return rejected(row, self.layout, errors)

    def _turn(self, row: Row) -> None:
        self.under = None
        if is_another(row.cells, self.layout):
            self.under = row.number
            self.others[row.number] = row.cells

    def _misplaced(self, row: Row) -> Rejected:
        """Its cells are not what the columns say: a contact's telephone may stand where the patient's was."""
        assert self.under is not None  # noqa: S101 (asked for under another heading only)
        error = Finding(Fault.ANOTHER_HEADING, params={"row": self.under})
        cells = without_identity(row.cells, self.others[self.under])
        return Rejected(row.number, "", (error,), tuple(cells))


def parse_rows(
    rows: Iterable[Row], layout: Layout, *, today: date, epoch_1904: bool = False, is_text: bool = True
) -> Iterator[Result]:
    """Every row behind the heading, once; repeats inside the file are found."""
    parser, repeats = RowParser(layout, today=today, epoch_1904=epoch_1904, is_text=is_text), Repeats()
    for row in rows:
        if row.number < layout.first_row:
            continue
        result = parser.parse(row)
        yield against(repeats, result, row, layout) if isinstance(result, Parsed) else result


def against(repeats: Repeats, parsed: Parsed, row: Row, layout: Layout) -> Parsed | Repeated | Rejected:
    """A visit against the rows before it: new, said already, or said differently."""
    seen = repeats.seen(parsed)
    if seen is None:
        return parsed
    if seen.same:
        return Repeated(parsed.number, seen.number)
    if parsed.key in repeats.taken_back and not seen.another:
        return Repeated(parsed.number, seen.number, taken_back=True)
    code = Fault.VISIT_OF_ANOTHER if seen.another else Fault.DUPLICATE_DIFFERS
    return rejected(row, layout, (_about_number(code, parsed, layout, row=seen.number),))


def _about_number(code: Fault, parsed: Parsed, layout: Layout, **params: int) -> Finding:
    field = next(field for field in IDS if getattr(parsed, field))
    column = " / ".join(layout.titles[index] for index in layout.fields[field])
    return Finding(code, field, column, getattr(parsed, field), params)


def rejected(row: Row, layout: Layout, errors: tuple[Finding, ...]) -> Rejected:
    cells = tuple(None if index in layout.identity else cell for index, cell in enumerate(row.cells))
    name = " ".join(
        shown(row.cells[index]) for index in layout.fields.get(Field.NAME, ()) if index < len(row.cells)
    )
    return Rejected(row.number, name, errors, cells)


def skipped(row: Row, layout: Layout) -> Skip | None:
    if _has_number_of_visit(row, layout):
        return None
    texts = [text for cell in row.cells if (text := _text(cell))]
    if not texts:
        return Skip.BLANK
    if is_heading(row.cells, layout):
        return Skip.HEADING
    if any(TOTAL.fullmatch(text.replace(" ", "").casefold()) for text in texts[:3]):
        return Skip.TOTAL
    if layout.above.issuperset(texts):
        return Skip.FOOTER
    if len(texts) <= FOOTER_CELLS and FOOTER.fullmatch(texts[0]):
        return Skip.FOOTER
    return None


def _text(cell: Cell) -> str:
    try:
        return read_text(cell)
    except CellError:
        return shown(cell)


def _has_number_of_visit(row: Row, layout: Layout) -> bool:
    """A total or a footer may stand in a number's column too, but as words or as a short count."""
    for field in IDS:
        for index in layout.fields.get(field, ()):
            number = shown(row.cells[index]) if index < len(row.cells) else ""
            if NUMBER.fullmatch(number):
                return True
    return False


def _too_many_cells(row: Row, layout: Layout) -> tuple[Finding, ...]:
    """A comma too many has pushed the values into the wrong columns."""
    beyond = [cell for cell in row.cells[len(layout.titles) :] if cell is not None]
    if not beyond:
        return ()
    return (Finding(Fault.TOO_MANY_CELLS, value=shown(beyond[-1]), params={"columns": len(layout.titles)}),)
