"""Files as hospitals and attackers send them, made here byte by byte: none is kept in the repository."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(
    *sheets: Sequence[Sequence[Any]], names: Sequence[str] = (), hidden: Sequence[int] = ()
) -> bytes:
    """An honest .xlsx with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for index, rows in enumerate(sheets):
        sheet = book.create_sheet(names[index] if names else f"Sheet{index + 1}")
        for row in rows:
            sheet.append(list(row))
        if index in hidden:
            sheet.sheet_state = "hidden"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def raw_workbook(
    sheet_data: Iterable[str], *, properties: str = "", extra: dict[str, bytes] | None = None
) -> bytes:
    """An .xlsx whose one sheet holds this XML between <sheetData> and its end."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}">'
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
            '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}">'
            f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
        )
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for piece in sheet_data:
                sheet.write(piece.encode())
            sheet.write(b"</sheetData></worksheet>")
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def archive_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def table(rows: Sequence[Sequence[Any]], *, delimiter: str = ",", end: str = "\r\n") -> str:
    """A text table without quoting."""
    return "".join(delimiter.join(map(shown, row)) + end for row in rows)


def moment(text: str) -> datetime:
    """A time as files hold it: the hospital's own, without a zone."""
    return datetime.fromisoformat(text)


def shown(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)


# An old workbook: a BIFF8 stream in a compound file.

SECTOR = 512
END_OF_CHAIN, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def old_workbook(
    rows: Sequence[Sequence[Any]], *, streams: dict[str, bytes] | None = None, protected: bool = False
) -> bytes:
    """An .xls with one sheet; `streams`: what else stands in the compound file."""
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet += _old_cell(number, column, value)
    sheet += _record(0x000A, b"")
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    if protected:
        start += _record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    end = _record(0x000A, b"")
    place = len(start) + len(_bound_sheet(0)) + len(end)
    return compound_file({"Workbook": start + _bound_sheet(place) + end + sheet} | (streams or {}))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _bound_sheet(place: int) -> bytes:
    return _record(0x0085, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"S")


def _old_cell(row: int, column: int, value: Any) -> bytes:
    if value is None:
        return b""
    if isinstance(value, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    text = shown(value)
    units = text.encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(units) // 2, 1) + units)


def compound_file(streams: dict[str, bytes]) -> bytes:
    """Streams in sectors of 512 bytes, each padded to the size from which streams have their own sectors."""
    fat: list[int] = [FAT_SECTOR, END_OF_CHAIN]
    body = b""
    entries = _entry("Root Entry", kind=5, child=1, start=END_OF_CHAIN, size=0)
    for index, (name, content) in enumerate(streams.items(), start=1):
        padded = content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0")
        first, count = len(fat), len(padded) // SECTOR
        fat += [*range(first + 1, first + count), END_OF_CHAIN]
        body += padded
        following = index + 1 if index < len(streams) else FREE
        entries += _entry(name, kind=2, right=following, start=first, size=len(padded))
    assert len(fat) <= SECTOR // 4
    assert len(entries) <= SECTOR
    fat += [FREE] * (SECTOR // 4 - len(fat))
    header = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    return header + struct.pack(f"<{SECTOR // 4}I", *fat) + entries.ljust(SECTOR, b"\0") + body


def _entry(name: str, *, kind: int, start: int, size: int, right: int = FREE, child: int = FREE) -> bytes:
    units = (name + "\0").encode("utf-16-le")
    return (
        units.ljust(64, b"\0")
        + struct.pack("<HBB", len(units), kind, 1)
        + struct.pack("<III", FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


HEADINGS = (
    "就诊流水号",
    "病案号",
    "姓名",
    "性别",
    "出生日期",
    "联系电话",
    "科室",
    "就诊类型",
    "就诊时间",
    "诊断",
)


def visit(number: int = 1, **changes: Any) -> list[Any]:
    """One row under HEADINGS; `changes` by heading."""
    values: dict[str, Any] = {
        "就诊流水号": f"MZ2026111{number:05}",
        "病案号": f"{number:08}",
        "姓名": "解英",
        "性别": "女",
        "出生日期": date(1990, 5, 1),
        "联系电话": f"1630000{number:04}",
        "科室": "内科",
        "就诊类型": "门诊",
        "就诊时间": moment("2026-11-18 09:14"),
        "诊断": "高血压",
    }
    return [(values | changes)[heading] for heading in HEADINGS]
