"""Reckon the hash of every version and every kept file anew, and name the first that is not what it was."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.models import ReportFile, ReportVersion
from reports.versions import digest_of


class Command(BaseCommand):
    help = "Verifies reports. With the path of a PDF, workbook or CSV: whether it is one that was signed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="", help="a file that somebody hands in")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"]:
            self.stdout.write(self._of_file(Path(options["file"])))
            return
        versions = self._versions()
        files = self._files()
        self.stdout.write(f"{versions} versions and {files} files are as they were made")

    def _versions(self) -> int:
        count = 0
        for one in ReportVersion.objects.order_by("pk").iterator(chunk_size=50):
            found = digest_of(report=one.report_id, number=one.number, figures=one.figures, texts=one.texts)
            if found != one.digest:
                raise CommandError(f"version {one.number} of report {one.report_id} was changed")
            count += 1
        return count

    def _files(self) -> int:
        count = 0
        for one in ReportFile.objects.order_by("pk").iterator(chunk_size=5):
            if hashlib.sha256(one.content).hexdigest() != one.digest:
                raise CommandError(f"the {one.kind} of version {one.version_id} was changed")
            count += 1
        return count

    def _of_file(self, path: Path) -> str:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found = ReportFile.objects.filter(digest=digest).select_related("version").first()
        if found is None:
            raise CommandError("no report of this hospital has such a file")
        version = found.version
        return f"the {found.kind} of report {version.report_id}, version {version.number}, as it was made"
