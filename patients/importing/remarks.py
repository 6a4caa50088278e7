"""One row while it is read, and what is remarkable about it (F27)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from patients.importing.cells import texts
from patients.importing.errors import CellError, Fault, Finding, Note, Params
from patients.importing.fields import Field
from patients.importing.layout import Layout
from patients.importing.wire import Cell, Row

Read = Callable[["Remarks", list[Cell]], Any]


class Remarks:
    """What is remarkable about one row, noted by the readers of its fields."""

    def __init__(self, row: Row, layout: Layout) -> None:
        self.row = row
        self.layout = layout
        self.field: Field | None = None  # the one being read
        self.errors: list[Finding] = []
        self.notes: list[Finding] = []
        self.cancelled = False  # the visit was taken back

    def note(self, code: Note, field: Field | None = None, **params: str | int) -> None:
        self.notes.append(self._finding(code, field or self.field, params))

    def note_value(self, code: Note, value: str) -> None:
        self.notes.append(Finding(code, self.field, self.title(self.field), value))

    def fault(self, code: Fault, field: Field | None = None, **params: str | int) -> None:
        self.errors.append(self._finding(code, field or self.field, params))

    def fail(self, error: CellError) -> None:
        self.errors.append(self._finding(error.code, self.field, error.params))

    def cells(self, field: Field) -> list[Cell]:
        """The filled cells of a field's columns."""
        cells = self.row.cells
        indexes = self.layout.fields.get(field, ())
        return [cells[index] for index in indexes if index < len(cells) and cells[index] is not None]

    def titled(self, field: Field) -> list[tuple[str, Cell]]:
        """The filled cells of a field's columns under their headings."""
        cells, titles = self.row.cells, self.layout.titles
        indexes = [index for index in self.layout.fields.get(field, ()) if index < len(cells)]
        return [(titles[index], cells[index]) for index in indexes if cells[index] is not None]

    def title(self, field: Field | None) -> str:
        return (
            " / ".join(self.layout.titles[index] for index in self.layout.fields.get(field, ()))
            if field
            else ""
        )

    def _finding(self, code: Fault | Note, field: Field | None, params: Params) -> Finding:
        value = " / ".join(texts.shown(cell) for cell in self.cells(field)) if field else ""
        return Finding(code, field, self.title(field), value, params)
