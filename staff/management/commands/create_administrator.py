"""Make the first administrator. Nobody has an account before this command has run."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from staff.actions.users import Refused, create_user
from staff.forms import NewAccountForm
from staff.permissions import Role


class Command(BaseCommand):
    help = "Makes an administrator and prints his one-time password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", nargs="?", help="staff number; asked for if it is missing")
        parser.add_argument("--name", help="full name; asked for if it is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        typed = {
            "username": options["username"] or input("Staff number: "),
            "full_name": options["name"] or input("Name: "),
            "role": Role.ADMINISTRATOR,
        }
        form = NewAccountForm(typed)
        try:
            if not form.is_valid():
                raise ValidationError([error for errors in form.errors.values() for error in errors])
            made = create_user(form.cleaned_data["username"], form.account(), by=None, now=timezone.now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refused as refusal:
            raise CommandError(f"{typed['username']} has an account already.") from refusal
        until = timezone.localtime(made.expires_at)
        self.stdout.write(f"{made.user.username} may sign in until {until:%Y-%m-%d %H:%M} with this password")
        self.stdout.write("and must change it then. It is not shown again:")
        self.stdout.write(f"\n    {made.password}\n")
