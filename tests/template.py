"""A database with all migrations applied, made once and copied by each test process.

Its name is the digest of what the migrations are made of, so a changed migration finds no template. `migrate`
still runs in every copy.
"""

import hashlib
import subprocess
import sys
from modulefinder import ModuleFinder
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT: Path = settings.BASE_DIR
PREFIX = "test_template_"
HALF_MADE = f"{PREFIX}half_made"
LOCK = 5_021_946  # a number that nothing else locks
MAKE = [sys.executable, "-m", "tests.template"]


def sources() -> list[Path]:
    """The migrations of this repository, all of it that they import, and the versions of the rest."""
    migrations = [*ROOT.glob("*/migrations/*.py")]
    finder = ModuleFinder(path=[str(ROOT)])
    for file in migrations:
        finder.load_file(str(file))
    imported = {Path(module.__file__) for module in finder.modules.values() if module.__file__}
    return sorted({ROOT / "requirements.lock", *migrations, *imported})


def name() -> str:
    digest = hashlib.sha256()
    for file in sources():
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return PREFIX + digest.hexdigest()[:16]


def start_making() -> None:
    """Have it made, if it is not there, while the tests are collected."""
    with server() as database:
        if name() not in templates(database):
            subprocess.Popen(MAKE, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def ready() -> str:
    """The name of the template, once it is whole."""
    wanted = name()
    with server() as database:
        if wanted not in templates(database):
            subprocess.run(MAKE, cwd=ROOT, check=True)
    return wanted


def make() -> None:
    """Unless it is there. Only a whole one bears the name, and nobody can connect to it and change it."""
    wanted = name()
    with server() as database:
        database.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        found = templates(database)
        if wanted in found:
            return
        for old in found:
            database.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        database.execute(f'CREATE DATABASE "{HALF_MADE}"')
        connection.settings_dict["NAME"] = HALF_MADE
        call_command("migrate", verbosity=0)
        connection.close()
        database.execute(f'ALTER DATABASE "{HALF_MADE}" ALLOW_CONNECTIONS false')
        database.execute(f'ALTER DATABASE "{HALF_MADE}" RENAME TO "{wanted}"')


def server() -> psycopg.Connection[Any]:
    parameters = {**connection.get_connection_params(), "dbname": "postgres"}
    return psycopg.connect(**parameters, autocommit=True)


def templates(database: psycopg.Connection[Any]) -> list[str]:
    rows = database.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    return [row[0] for row in rows]


if __name__ == "__main__":
    import django

    django.setup()
    make()
