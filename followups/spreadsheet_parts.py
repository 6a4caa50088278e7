"""The fixed parts of a workbook's package: styles, frozen head, filter, print set-up, list of sheets."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

# Places in the list of styles below.
TEXT, HEAD, MOMENT, DAY, ID, QUOTED, NOTE, NUMBER = 1, 2, 3, 4, 5, 6, 7, 8
MOST_LINES = 12  # of a row as it is drawn; the cell holds the whole text
_LINE = 15  # points
_TOP = '<alignment vertical="top"/>'
_WRAP = '<alignment vertical="top" wrapText="1"/>'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACK = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font>'
    '<font><i/><sz val="10"/><color rgb="FF595959"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF3"/></patternFill></fill></fills>'
    '<borders count="2"><border/><border><bottom style="thin"><color rgb="FF8899A6"/></bottom></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="9">'
    f'<xf applyAlignment="1">{_TOP}</xf>'
    f'<xf applyAlignment="1">{_WRAP}</xf>'
    f'<xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyAlignment="1">{_WRAP}</xf>'
    f'<xf numFmtId="164" applyNumberFormat="1" applyAlignment="1">{_TOP}</xf>'
    f'<xf numFmtId="165" applyNumberFormat="1" applyAlignment="1">{_TOP}</xf>'
    f'<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1">{_TOP}</xf>'
    f'<xf quotePrefix="1" applyAlignment="1">{_WRAP}</xf>'
    '<xf fontId="2" applyFont="1"/>'
    f'<xf applyAlignment="1">{_TOP}</xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Sheet(NamedTuple):
    name: str
    columns: int
    head: int  # the row that the head stands in
    rows: int = 0

    @property
    def filtered(self) -> str:
        return f"$A${self.head}:${get_column_letter(self.columns)}${max(self.rows, self.head)}"


def sheet_title(words: str, taken: Sequence[str]) -> str:
    """31 characters, none of those that Excel refuses, and each once."""
    base = "".join("·" if sign in "[]:*?/\\" else sign for sign in words).strip("'")[:26] or "-"
    name, number = base, 2
    known = {one.casefold() for one in taken}
    while name.casefold() in known:
        name, number = f"{base} {number}", number + 1
    return name


def opening(widths: Sequence[int], head: int) -> str:
    """Everything before the first row: the head stays in sight, and is printed on every page."""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(widths, start=1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{head}" topLeftCell="A{head + 1}"'
        ' activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
    )


def height(lines: int) -> str:
    """Said, because not every program finds out by itself how high a wrapped text is."""
    return f' ht="{min(lines, MOST_LINES) * _LINE}" customHeight="1"' if lines > 1 else ""


def closing(sheet: Sheet) -> str:
    return (
        f'</sheetData><autoFilter ref="{sheet.filtered.replace("$", "")}"/>'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )


def around(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """The files of the package beside the sheets: (name, content)."""
    numbers = range(1, len(sheets) + 1)
    yield "xl/styles.xml", _STYLES
    yield "xl/workbook.xml", _book(sheets)
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers] + [("styles", "styles.xml")]
    yield "xl/_rels/workbook.xml.rels", _relations(targets)
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    kinds = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    kinds += [(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in numbers]
    overrides = "".join(f'<Override PartName="{n}" ContentType="{_TYPE}.{kind}+xml"/>' for n, kind in kinds)
    yield (
        "[Content_Types].xml",
        f'{_XML}<Types xmlns="{_PACK}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>",
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOC}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACK}/relationships">{lines}</Relationships>'


def _book(sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, start=1)
    )
    names = "".join(_names(place, sheet) for place, sheet in enumerate(sheets))
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets><definedNames>{names}</definedNames></workbook>"
    )


def _names(place: int, sheet: Sheet) -> str:
    """What the filter covers, and which rows stand on top of every printed page."""
    title = escape("'" + sheet.name.replace("'", "''") + "'")
    return (
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">{title}!{sheet.filtered}</definedName>'
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{title}!$1:${sheet.head}</definedName>'
    )
