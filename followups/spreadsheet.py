"""A workbook of any length, written row by row: a few megabytes of memory, every text a text (A10, A16).

A worksheet is plain XML in a zip. Whoever reads it back finds every sign: what XML cannot hold becomes a
sign that can be seen, what a cell cannot hold stands whole on a sheet of its own.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import Any, NamedTuple, Protocol
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from followups import spreadsheet_parts as parts

type_of_cell = str | int | float | date | datetime | bool | None
LONGEST_CELL = 32_767  # UTF-16 units, as Excel counts
MOST_ROWS = 1_048_576
_ZERO = datetime.combine(date(1899, 12, 30), time())
_FIRST_DAY = date(1900, 3, 1)  # before it, Excel's calendar has a day too many
_FIRST_MOMENT = datetime.combine(_FIRST_DAY, time())
_MOST_DIGITS = 10**15
_BLOCK = 400  # rows a piece of XML
_LEVEL = 5  # a fiftieth larger than 6, a third less work
_REMEMBERED = 20_000  # short texts, which repeat: departments, wards, outcomes
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_SIGN = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff&<>]|_x")  # any of what is looked at below
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


class Written(Protocol):
    """What a workbook is written into; it is not closed."""

    def write(self, data: bytes, /) -> int: ...

    def flush(self) -> None: ...

    def close(self) -> None: ...


def visible(text: str) -> str:
    """`text` with a picture for each control character (␋), and � for what is no character at all."""
    if not _SPECIAL.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub(lambda found: chr(0x2400 + ord(found[0])), text)
    return _NO_SIGN.sub("\N{REPLACEMENT CHARACTER}", text)


def units(text: str) -> int:
    """How long a text is for Excel: a rare character (𠮷) counts twice."""
    return len(text.encode("utf-16-le")) // 2


def shortened(text: str, most: int) -> str:
    """The beginning of `text`, `most` units of UTF-16 at most, no character cut in two."""
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore")


def lines_of(text: str, width: int) -> int:
    """About how many lines it takes in a column; a Chinese character is as wide as two letters."""
    if "\n" in text:
        return sum(lines_of(line, width) for line in text.split("\n")[: parts.MOST_LINES])
    return 1 + (len(text) if text.isascii() else len(text.encode("gbk", "replace"))) // width


class _Open(NamedTuple):
    title: str
    head: Sequence[str]
    widths: Sequence[int]
    note: str


class Workbook:
    """Sheets one after the other into `out`, which need not be able to seek. `close` ends the file."""

    def __init__(self, out: Written, *, most_rows: int = MOST_ROWS) -> None:
        self._zip = ZipFile(out, "w", ZIP_DEFLATED, compresslevel=_LEVEL)
        self._most = most_rows
        self._sheets: list[parts.Sheet] = []
        self._stream: Any = None
        self._now: _Open | None = None
        self._row = 0
        self._known: dict[str, str] = {}
        self._columns: list[tuple[str, int]] = []
        self._long: Any = SpooledTemporaryFile(max_size=1_000_000)  # noqa: SIM115  # closed by close()
        self._row_of_long = 1  # the head of their sheet

    def sheet(self, title: str, head: Sequence[str], *, widths: Sequence[int], note: str = "") -> None:
        """Begin a sheet; `note` stands above its head."""
        self._end()
        self._now = _Open(title, head, widths, note)
        name = parts.sheet_title(title, [sheet.name for sheet in self._sheets])
        self._sheets.append(parts.Sheet(name, len(head), 2 if note else 1))
        self._columns = [(get_column_letter(n), width) for n, width in enumerate(widths, start=1)]
        self._stream = self._zip.open(f"xl/worksheets/sheet{len(self._sheets)}.xml", "w")
        self._stream.write(parts.opening(widths, 2 if note else 1).encode())
        self._row = 0
        if note:
            self._write(self._xml([note], parts.NOTE))
        self._write(self._xml(head, parts.HEAD))

    def rows(self, rows: Iterable[Sequence[type_of_cell]]) -> int:
        """Write these below what is there; a full sheet is continued on another. Returns how many."""
        count = 0
        block: list[str] = []
        for row in rows:
            if self._row + 1 > self._most:
                self._write("".join(block))
                block = []
                self._go_on()
            block.append(self._xml(row))
            count += 1
            if len(block) == _BLOCK:
                self._write("".join(block))
                block = []
        self._write("".join(block))
        return count

    def close(self) -> None:
        """Without it there is no workbook."""
        self._end()
        if self._row_of_long > 1:
            self._write_long_texts()
        if not self._sheets:
            self.sheet(_("Empty"), [""], widths=[10])
            self._end()
        for name, content in parts.around(self._sheets):
            self._zip.writestr(name, content)
        self._zip.close()
        self._long.close()

    def _write(self, xml: str) -> None:
        self._stream.write(xml.encode())

    def _end(self) -> None:
        if self._stream is None:
            return
        sheet = self._sheets[-1]
        self._sheets[-1] = sheet._replace(rows=self._row)
        self._stream.write(parts.closing(self._sheets[-1]).encode())
        self._stream.close()
        self._stream = None

    def _go_on(self) -> None:
        if self._now is None:
            raise ValueError("no sheet was begun")
        self.sheet(self._now.title, self._now.head, widths=self._now.widths, note=self._now.note)

    def _xml(self, row: Sequence[type_of_cell], style: int | None = None) -> str:
        self._row += 1
        number, lines, known = f"{self._row}", 1, self._known if style is None else {}
        cells: list[str] = []
        for (column, width), value in zip(self._columns, row, strict=False):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                if len(value) * 2 > width and style != parts.NOTE:
                    lines = max(lines, lines_of(value, width))
                body = known.get(value) or self._body(value, style, f"{column}{number}")
            else:
                body = _value(value)
            cells.append(f'<c r="{column}{number}{body}')
        return f'<row r="{number}"{parts.height(lines)}>{"".join(cells)}</row>'

    def _body(self, value: str, style: int | None, where: str) -> str:
        """What follows the cell's address."""
        special = _SPECIAL.search(value)
        text = visible(value) if special else value
        if len(text) > LONGEST_CELL // 2 and units(text) > LONGEST_CELL:
            return _text(self._cut(text, where), style)
        body = _text(text, style) if special else _plain(text, style)
        if style is None and len(value) < 40 and len(self._known) < _REMEMBERED:
            self._known[value] = body
        return body

    def _cut(self, text: str, where: str) -> str:
        """The beginning, and a mark that says where the whole is."""
        first = self._row_of_long
        sheet = self._sheets[-1].name
        for n, start in enumerate(range(0, len(text), LONGEST_CELL // 2), start=1):
            piece = _text(text[start : start + LONGEST_CELL // 2], parts.TEXT)
            self._row_of_long += 1
            lead = _text(f"{sheet}!{where}", parts.TEXT)
            row = self._row_of_long
            line = f'<row r="{row}"><c r="A{row}{lead}<c r="B{row}{_value(n)}<c r="C{row}{piece}</row>'
            self._long.write(line.encode())
        mark = _("… [cut; the whole text: sheet “%(sheet)s”, row %(row)d]") % {
            "sheet": _("Long texts"),
            "row": first + 1,
        }
        return shortened(text, LONGEST_CELL - units(mark)) + mark

    def _write_long_texts(self) -> None:
        self.sheet(_("Long texts"), [_("Cell"), _("Part"), _("Text")], widths=[24, 8, 100])
        self._long.seek(0)
        while piece := self._long.read(1 << 16):
            self._stream.write(piece)
        self._row = self._row_of_long
        self._end()


def _text(text: str, style: int | None) -> str:
    """As text, whatever it looks like, and still so when somebody edits the cell."""
    return _plain(_ESCAPED.sub("_x005F_", escape(text)), _style(text) if style is None else style)


def _plain(text: str, style: int | None) -> str:
    """The same of a text that is nothing to XML."""
    if style is None:
        style = _style(text)
    kept = "" if text == text.strip() else ' xml:space="preserve"'
    return f'" s="{style}" t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def _style(text: str) -> int:
    if text.isdigit():
        return parts.ID
    return parts.TEXT if text[:1].isalpha() or not _FORMULA.match(text) else parts.QUOTED


def _value(value: type_of_cell) -> str:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, bool):
        return f'" s="{parts.NUMBER}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)) and abs(value) < _MOST_DIGITS:
        return f'" s="{parts.NUMBER}"><v>{value!r}</v></c>'
    if isinstance(value, date):
        if value < _FIRST_DAY:
            return _text(value.isoformat(), None)
        return f'" s="{parts.DAY}"><v>{(value - _ZERO.date()).days}</v></c>'
    return _text(str(value), None)  # more digits than Excel keeps, or no number at all


def _moment(value: datetime) -> str:
    if value.tzinfo is not None:
        raise ValueError("a moment is written in the hospital's time, without a zone")
    if value < _FIRST_MOMENT:
        return _text(value.isoformat(" "), None)
    gone = value - _ZERO
    days = gone.days + (gone.seconds + gone.microseconds / 1e6) / 86_400
    return f'" s="{parts.MOMENT}"><v>{days!r}</v></c>'


def in_memory() -> tuple[BytesIO, Workbook]:
    """For lists that are short enough to be answered at once."""
    stream = BytesIO()
    return stream, Workbook(stream)
