"""Reading a file that was sent in: rows are parsed, compared and staged, nothing else is written (F31)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice
from typing import Any

from django.db import connection, transaction

from patients.actions.claiming import Claim, ClaimLost
from patients.actions.comparing import Changes, Entry, Outcome, compare
from patients.actions.mapping import chosen_layout
from patients.actions.notes import Notes
from patients.actions.tables import as_json, copy_in
from patients.importing import reading
from patients.importing.cells.texts import shown
from patients.importing.errors import Finding, ImportRefused, Skip
from patients.importing.joining import are_one, joined
from patients.importing.layout import Layout
from patients.importing.parsed import Parsed, Rejected, Repeated, Result, Skipped
from patients.importing.repeats import Repeats
from patients.importing.rows import RowParser, against, rejected
from patients.importing.table import Info
from patients.importing.wire import Row, encode
from patients.models import ImportedRow, ImportFile, ImportState, RowResult
from policy.visits import VisitKind
from regulation.reading import hospital_zone

HEAD = 100  # rows from which the columns are recognised
CHUNK = 1000
COLUMNS = (
    "file_id", "number", "cells", "parsed", "kind", "why", "result", "forecast", "errors", "visit_id",
)  # fmt: skip


def stage(claim: Claim, *, now: datetime) -> None:
    """All of the file or nothing: what is refused in the middle leaves no row behind."""
    file = ImportFile.objects.get(pk=claim.file_id)
    try:
        with transaction.atomic():
            _read(file, now=now)
            _settle(claim, file)
    except ImportRefused as refused:
        _refuse(claim, refused, now=now)


def _settle(claim: Claim, file: ImportFile) -> None:
    values = {
        name: getattr(file, name)
        for name in ("sheet", "sheets", "encoding", "headings", "notes", "rows_total", "rows_skipped")
    }
    counts: dict[str, Any] = {name: getattr(file, name) for name in RESULTS.values()}
    _move(claim, ImportState.READY, **values, **counts)


def _refuse(claim: Claim, refused: ImportRefused, *, now: datetime) -> None:
    with transaction.atomic():
        refusal = {"code": refused.code, "params": dict(refused.params)}
        _move(claim, ImportState.REFUSED, refusal=refusal, finished_at=now)


def _move(claim: Claim, state: ImportState, **values: Any) -> None:
    mine = ImportFile.objects.filter(pk=claim.file_id, state=claim.state, claimed_until=claim.until)
    if not mine.update(state=state, claimed_until=None, **values):
        raise ClaimLost


RESULTS = {
    RowResult.CREATED: "created",
    RowResult.UPDATED: "updated",
    RowResult.UNCHANGED: "unchanged",
    RowResult.REJECTED: "rejected",
}


def _read(file: ImportFile, *, now: datetime) -> None:
    zone = hospital_zone()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM patients_importedrow WHERE file_id = %s", [file.pk])
    chosen = file.headings.get("chosen", {})
    options = {"sheet": chosen.get("sheet") or None, "encoding": chosen.get("encoding", "")}
    with reading.read(bytes(file.content), file.name, **options) as sheet:
        rows = iter(sheet)
        head = list(islice(rows, HEAD))
        layout = chosen_layout(head, chosen.get("columns", {}))
        info = sheet.info
        file.sheet, file.encoding = info.sheet[:100], info.encoding[:20]
        file.sheets = [name.name for name in info.sheets if name.visible]
        stager = Stager(file, layout, now=now, zone=zone, info=info)
        stager.run(chain(head, rows))
    others = {str(number): list(map(shown, cells)) for number, cells in stager.parser.others.items()}
    found = {"layout": layout.to_json(), "others": others, "sure": info.encoding_sure}
    file.headings = {**file.headings, **found}
    stager.finish()
    if info.others:
        file.notes = {**file.notes, "other_sheets": list(info.others)}


def _goes_on(last: Result, result: Result) -> bool:
    return isinstance(last, Parsed) and isinstance(result, Parsed) and last.key == result.key


class Stager:
    def __init__(self, file: ImportFile, layout: Layout, *, now: datetime, zone: Any, info: Info) -> None:
        self.file, self.layout, self.now, self.zone = file, layout, now, zone
        self.parser = RowParser(
            layout,
            today=now.astimezone(zone).date(),
            epoch_1904=info.epoch_1904,
            is_text=info.kind == "text",
        )
        self.repeats = Repeats()
        self.taken_back: set[int] = set()  # rows staged before that a later one cancels
        self.notes = Notes()
        self.counts: Counter[str] = Counter()

    def run(self, rows: Iterable[Row]) -> None:
        body = (self.parser.dated(row) for row in rows if row.number >= self.layout.first_row)
        for chunk in self._chunks(body):
            results = self._against_each_other(chunk)
            self._take_back(before=chunk[0][0].number)
            self._stage([(row, self._as_taken_back(result)) for row, result in results])

    def _chunks(self, rows: Iterable[Row]) -> Iterator[list[tuple[Row, Result]]]:
        """A thousand rows and, up to another thousand, those that go on with the last one's visit."""
        chunk: list[tuple[Row, Result]] = []
        for row in rows:
            result: Result = self.parser.parse(row)
            if len(chunk) >= CHUNK and not (len(chunk) < 2 * CHUNK and _goes_on(chunk[-1][1], result)):
                yield chunk
                chunk = []
            chunk.append((row, result))
        if chunk:
            yield chunk

    def _against_each_other(self, chunk: Sequence[tuple[Row, Result]]) -> list[tuple[Row, Result]]:
        """Repeats are found; what adds a diagnosis, an operation or a ward to a visit is joined with it."""
        results: list[tuple[Row, Result]] = []
        at: dict[str, int] = {}  # where a visit stands first
        for row, parsed in chunk:
            result = parsed
            if isinstance(parsed, Parsed):
                first = results[at[parsed.key]][1] if parsed.key in at else None
                result = against(self.repeats, parsed, row, self.layout)
                if isinstance(result, Rejected) and isinstance(first, Parsed) and are_one(first, parsed):
                    results[at[parsed.key]] = (results[at[parsed.key]][0], joined(first, parsed))
                    result = Repeated(parsed.number, first.number, adds=True)
                elif isinstance(result, Parsed):
                    at[parsed.key] = len(results)
            results.append((row, result))
        return results

    def _as_taken_back(self, result: Result) -> Result:
        """A registration and its 退号 in one file are one cancelled visit, in whatever order they stand."""
        if isinstance(result, Parsed) and result.key in self.repeats.taken_back:
            return replace(result, cancelled=True)
        return result

    def _take_back(self, *, before: int) -> None:
        """The same for a registration that was staged already."""
        rows = {number for number in self.repeats.taken_back.values() if number < before} - self.taken_back
        self.taken_back |= rows
        if rows:
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE patients_importedrow SET parsed = parsed || '{\"cancelled\": true}'"
                    " WHERE file_id = %s AND number = ANY(%s)",
                    [self.file.pk, list(rows)],
                )

    def _stage(self, results: Sequence[tuple[Row, Result]]) -> None:
        entries = [
            Entry(result, bool(result.cancelled)) for _, result in results if isinstance(result, Parsed)
        ]
        changes = compare(entries, zone=self.zone, now=self.now, write=False)
        self.notes.add(entries, changes)
        copy_in(ImportedRow, COLUMNS, self._records(results, changes))

    def _records(self, results: Sequence[tuple[Row, Result]], changes: Changes) -> Iterator[tuple[Any, ...]]:
        outcomes = iter(changes.outcomes)
        refused: dict[int, Finding] = {}  # rows to which others add
        for row, result in results:
            match result:
                case Parsed():
                    outcome = next(outcomes)
                    if outcome.error:
                        refused[result.number] = outcome.error
                    yield self._of_visit(row, result, outcome)
                case Rejected():
                    self.counts[RowResult.REJECTED] += 1
                    self.notes.add_faults(result.errors)
                    yield self._record(
                        result.number, cells=result.cells, errors=result.errors, forecast=RowResult.REJECTED
                    )
                case Repeated():
                    yield self._of_repeated(row, result, refused.get(result.first))
                case Skipped():
                    self.notes.skipped[result.why] += 1
                    if result.why != Skip.BLANK:
                        yield self._skipped(row, result)

    def _of_repeated(self, row: Row, result: Repeated, refused: Finding | None) -> tuple[Any, ...]:
        """What adds to a visit shares its lot."""
        if refused and result.adds:
            self.counts[RowResult.REJECTED] += 1
            why_not = rejected(row, self.layout, (refused,))
            self.notes.add_faults(why_not.errors)
            return self._record(
                row.number, cells=why_not.cells, errors=why_not.errors, forecast=RowResult.REJECTED
            )
        self.counts[RowResult.UNCHANGED] += 1
        if result.adds:
            self.notes.counts["adds"] += 1
        how = "adds" if result.adds else "taken_back" if result.taken_back else "repeats"
        return self._record(result.number, why=[f"{how}:{result.first}"], forecast=RowResult.UNCHANGED)

    def _of_visit(self, row: Row, parsed: Parsed, outcome: Outcome) -> tuple[Any, ...]:
        forecast, error = outcome.result, outcome.error
        self.counts[forecast] += 1
        cells: Sequence[Any] = ()
        errors = (error,) if error else parsed.notes
        if forecast in (
            RowResult.REJECTED,
            RowResult.UPDATED,
        ):  # what is or may yet be rejected is kept as it came
            cells = [None if at in self.layout.identity else cell for at, cell in enumerate(row.cells)]
        kind = VisitKind(outcome.visit["kind"]) if outcome.visit else parsed.kind
        return self._record(
            parsed.number,
            cells=cells,
            parsed=parsed.to_json(),
            kind=kind,
            why=parsed.why if kind == parsed.kind else ("on_record",),
            forecast=forecast,
            errors=errors,
        )

    def _skipped(self, row: Row, result: Skipped) -> tuple[Any, ...]:
        skipped = RowResult.SKIPPED
        return self._record(
            result.number, cells=row.cells[:5], why=[result.why], result=skipped, forecast=skipped
        )

    def _record(
        self,
        number: int,
        *,
        cells: Sequence[Any] = (),
        parsed: str | None = None,
        kind: str = "",
        why: Sequence[str] = (),
        result: RowResult = RowResult.PENDING,
        forecast: RowResult,
        errors: Sequence[Finding] = (),
    ) -> tuple[Any, ...]:
        found = as_json([finding.to_json() for finding in errors]) if errors else "[]"
        stored = as_json(encode(cells)) if cells else "[]"
        said = as_json(parsed) if parsed else None
        return (
            self.file.pk,
            number,
            stored,
            said,
            str(kind),
            as_json(list(why)),
            str(result),
            str(forecast),
            found,
            None,
        )

    def finish(self) -> None:
        self.file.rows_total = sum(self.counts.values())
        self.file.rows_skipped = sum(self.notes.skipped.values())
        for result, name in RESULTS.items():
            setattr(self.file, name, self.counts[result])
        self.file.notes = self.notes.to_json()
