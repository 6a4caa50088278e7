"""`manage.py generate_queue [--day 2026-11-20]`: make the tasks of a day; making them twice adds nothing."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from followups.actions.queue import make_day, make_today


class Command(BaseCommand):
    help = "Make the follow-up tasks whose window opens on a day (today unless --day is given)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, help="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        now, day = timezone.now(), options["day"]
        made = make_day(day=day, now=now) if day else make_today(now=now)
        for one in made:
            self.stdout.write(f"rule {one.rule}: {one.count} made, {one.open} to be called, {one.late} late")
        self.stdout.write(f"{sum(one.count for one in made)} tasks made")
