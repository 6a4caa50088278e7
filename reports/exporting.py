"""What a list holds and how it is written, a thousand rows a look at the database."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from followups.exporting import mark_of, write_tasks
from followups.spreadsheet import Workbook
from policy.exports import MOST, Form, Kind
from policy.periods import CUTOFF
from reports.asking import Rows
from reports.asking import rows as asked_for
from reports.detailfiles import write_csv, write_sheet
from reports.details import Chosen
from reports.models import Export
from reports.queries import details, tasks

PIECE = 1 << 20


class Pieces:
    """What a writer writes into: a buffer that is emptied into the database, a piece at a time."""

    def __init__(self) -> None:
        self.size = 0
        self._held = bytearray()

    def write(self, data: bytes, /) -> int:
        self._held += data
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def close(self) -> None:
        """What is held is taken by `rest`."""

    def full(self) -> list[bytes]:
        """The pieces that are whole, taken out."""
        found = []
        while len(self._held) >= PIECE:
            found.append(bytes(self._held[:PIECE]))
            del self._held[:PIECE]
        return found

    def rest(self) -> list[bytes]:
        found = [*self.full(), bytes(self._held)]
        self._held.clear()
        return [piece for piece in found if piece]


def _rows(asked: Mapping[str, Any]) -> Rows:
    """Its days stand in it: nothing depends on when it is read again."""
    return asked_for(asked, today=date.fromisoformat(asked["first"]), cutoff=CUTOFF)


def count_of(kind: Kind, asked: Mapping[str, Any]) -> int:
    if kind is Kind.DETAILS:
        return details.ids(Chosen.from_json(asked), most=1)[0]
    rows = _rows(asked)
    return tasks.behind(rows.asked, rows.measure, rows.only, start=0, most=1)[0]


def pieces_of(export: Export, out: Pieces, *, now: datetime) -> Iterator[int]:
    """Write the whole list into `out`, as it is by now; yields how many rows are written after each look.
    `now`: in the hospital's time, when it was asked for."""
    mark = mark_of(export.asked_by, export.reason, export.remark, now)
    if export.kind == Kind.DETAILS:
        wanted = Chosen.from_json(export.asked)
        _count, pks = details.ids(wanted, most=MOST)
        if export.form == Form.CSV:
            yield from write_csv(out, pks)
            return
        book = Workbook(out)
        yield from write_sheet(book, pks, mark=mark)
    else:
        rows = _rows(export.asked)
        _count, pks = tasks.behind(rows.asked, rows.measure, rows.only, start=0, most=MOST)
        book = Workbook(out)
        yield from write_tasks(book, pks, mark=mark, now=now)
    book.close()
