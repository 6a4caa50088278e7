"""From an empty database to a page that can be opened: words, tables, static files, the demo."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callcentre.settings")

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from callcentre.catalogues import compile_all


def main() -> None:
    """Do each step that is not done yet, saying so in one line."""
    # First: `migrate` ends by loading the words that are there, and the demo is written with these.
    _step("words", compile_all)
    django.setup()
    _step("tables", lambda: call_command("migrate", verbosity=0, interactive=False))
    _step("static files", collect_static)
    if settings.DEMO:
        _step("demo data (a minute the first time)", lambda: call_command("load_demo", verbosity=0))


def collect_static() -> None:
    """Collect only if a file has changed since the last time."""
    stamp = Path(settings.STATE_DIR) / "static.ok"
    seen = _fingerprint()
    if stamp.exists() and stamp.read_text() == seen and Path(settings.STATIC_ROOT).is_dir():
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(seen)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _step(name: str, do: Callable[[], object]) -> None:
    print(f"- {name}", flush=True)
    do()


if __name__ == "__main__":
    main()
