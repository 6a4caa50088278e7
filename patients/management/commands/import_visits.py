"""import_visits FILE: one file from a drop folder, read and written at once, with its accounts."""

import time
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext

from patients.actions.claiming import WORK
from patients.actions.imports import NotReady, receive, run_imports, start
from patients.import_words import Line, line_of, refusal, refusal_of
from patients.importing import limits
from patients.importing.errors import ImportRefused, Refusal
from patients.importing.fields import Field
from patients.importing.headings import missing
from patients.importing.labels import FIELDS
from patients.importing.layout import Confidence, Layout
from patients.models import ImportFile, ImportState, RowResult

GLANCE = 0.2  # seconds between two looks at a file that a worker has


class Command(BaseCommand):
    help = "Import a file of visits unattended. The file is not moved. Exit code 1: nothing was done."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--mapping",
            choices=("any", "remembered"),
            default="any",
            help="remembered: refuse a file that has a column nobody has decided on",
        )
        parser.add_argument("--sheet", default="", help="of a workbook, where several hold visits")
        parser.add_argument("--language", default="", help="of the messages, such as zh-hans or en")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"] or translation.get_language()):
            self._import(options["file"], options["mapping"], options["sheet"])

    def _import(self, path: Path, mapping: str, sheet: str) -> None:
        file = self._received(path, sheet)
        _settle(file)
        self._check(file, mapping)
        with suppress(NotReady):  # somebody was quicker on the page of the import
            start(file.pk, by=None, now=timezone.now())
        _settle(file)
        if file.state != ImportState.DONE:
            raise CommandError(f"import {file.pk}: {file.state}")
        self._report(file)
        if file.rows_total and file.rejected == file.rows_total:
            raise CommandError(f"{file.name}: " + gettext("No row was taken."))
        if names := file.notes.get("other_sheets"):
            said = gettext(
                "More sheets hold visits and were not imported: %(sheets)s. Name each with --sheet."
            )
            raise CommandError(f"{file.name}: " + said % {"sheets": ", ".join(names)})

    def _received(self, path: Path, sheet: str) -> ImportFile:
        try:
            if path.stat().st_size > limits.FILE_BYTES:
                raise ImportRefused(Refusal.TOO_LARGE, {"megabytes": limits.FILE_BYTES >> 20})
            return receive(path.name, path.read_bytes(), by=None, now=timezone.now(), sheet=sheet)
        except OSError as error:
            raise CommandError(f"{path.name}: {error.strerror}") from error
        except ImportRefused as refused:
            said = refusal(refused.code, refused.params)
            raise CommandError(f"{path.name}: {said.why} {said.advice}") from refused

    def _check(self, file: ImportFile, mapping: str) -> None:
        said = refusal_of(file)
        if said:
            raise CommandError(f"{file.name}: {said.why} {said.advice}")
        if file.state == ImportState.DISCARDED:
            raise CommandError(f"import {file.pk}: {file.state}")
        layout = Layout.from_json(file.headings["layout"])
        if fields := missing(layout):
            lacking = ", ".join(gettext(FIELDS[field]) for field in fields)
            raise CommandError(
                f"{file.name}: " + gettext("No column holds: %(fields)s.") % {"fields": lacking}
            )
        open_ = [column.title for column in layout.columns if column.confidence == Confidence.UNKNOWN]
        guessed = [column.title for column in layout.columns if column.confidence == Confidence.GUESSED]
        if mapping == "remembered" and (open_ or guessed):
            titles = ", ".join(open_ + guessed)
            raise CommandError(f"{file.name}: " + gettext("Not decided: %(columns)s.") % {"columns": titles})

    def _report(self, file: ImportFile) -> None:
        self.stdout.write(
            f"{file.name}: {file.rows_total} = {file.created} created + {file.updated} updated"
            f" + {file.unchanged} unchanged + {file.rejected} rejected ({file.rows_skipped} skipped)"
        )
        layout = Layout.from_json(file.headings["layout"])
        for row in file.rows.filter(result=RowResult.REJECTED).order_by("number"):
            line = line_of(row, name_columns=layout.fields.get(Field.NAME, ()), forecast=False)
            self.stdout.write(f"  {row.number}: {_reasons(line)}")


def _settle(file: ImportFile) -> None:
    """Until nobody works on it: a worker may have been quicker, and one that died leaves it to us."""
    run_imports(clock=timezone.now, only=file.pk)
    while ImportFile.objects.filter(pk=file.pk, state__in=WORK).exists():
        time.sleep(GLANCE)
        run_imports(clock=timezone.now, only=file.pk)
    file.refresh_from_db()


def _reasons(line: Line) -> str:
    """Columns and reasons; values stay in the database, since this goes into logs."""
    return "; ".join(": ".join(filter(None, (said.column, said.why))) for said in line.findings)
