"""`manage.py load_demo`: the demonstration hospital, if there is nothing yet."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from callcentre.demo.load import is_loaded, load


class Command(BaseCommand):
    help = "Loads a demonstration hospital into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demonstration is only loaded with CALLCENTRE_DEMO=true, never in production."
            )
        if is_loaded():
            self.stdout.write("The database already holds visits: nothing was changed.")
            return
        made = load(now=timezone.now())
        self.stdout.write(
            f"{made['patients']} patients, {made['visits']} visits, {made['tasks']} follow-up tasks,"
            f" {made['complaints']} complaints."
        )
