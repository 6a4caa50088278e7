"""`manage.py demo_accounts`: with which accounts the demonstration can be tried."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from callcentre.demo.staff import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Prints the demonstration's accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            return
        self.stdout.write(f"Demo accounts, all with the password {PASSWORD}")
        for username, name, role, _languages in ACCOUNTS:
            self.stdout.write(f"  {username}  {role.value:<14} {name}")
