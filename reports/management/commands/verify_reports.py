"""Reckon the hash of every version and every kept file anew, and name the first that is not what it was."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.verifying import file_of, verify


class Command(BaseCommand):
    help = "Verifies reports. With the path of a PDF, workbook or CSV: whether it is one that was signed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="", help="a file that somebody hands in")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(self._of_file(Path(options["file"])) if options["file"] else self._of_all())

    @staticmethod
    def _of_all() -> str:
        verdict = verify()
        if verdict.wrong:
            raise CommandError(verdict.wrong)
        return f"{verdict.versions} versions and {verdict.files} files are as they were made"

    @staticmethod
    def _of_file(path: Path) -> str:
        found = file_of(path)
        if found is None:
            raise CommandError("no report of this hospital has such a file")
        version = found.version
        return f"the {found.kind} of report {version.report_id}, version {version.number}, as it was made"
