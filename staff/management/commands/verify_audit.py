"""Walk the log's hash chain and name the first entry that is not as it was when it was sealed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from staff.actions.sealing import Finding, verify_log

WORDS = {
    "changed": "entry {entry} was changed after it was sealed (seal {seal})",
    "removed": "entry {entry} was removed (seal {seal})",
    "reordered": "entry {entry} was moved to another place (seal {seal})",
    "seal_missing": "seal {seal} is missing",
    "unknown_digest": "the chain ends with seal {seal} and lacks the expected digest: its end was cut off",
}


class Command(BaseCommand):
    help = "Verifies the log. A head noted elsewhere proves later, by --expect, that nothing was cut off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--expect", default="", metavar="DIGEST", help="a head that was noted down before"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_log(expect=options["expect"])
        self.stdout.write(f"{verdict.sealed} entries hold, {verdict.unsealed} wait for the next seal")
        self.stdout.write(f"head {verdict.head or '-'}")
        if verdict.finding:
            raise CommandError(self.told(verdict.finding))
        self.stdout.write("the log is as it was sealed")

    @staticmethod
    def told(finding: Finding) -> str:
        return WORDS[finding.what].format(entry=finding.entry_id, seal=finding.seal)
