"""An entry of knowledge, as an administrator writes it."""

from typing import Any

from scripts_library.actions.knowledge import Facts, add_entry
from scripts_library.models import Entry
from tests import people

NOW = people.moment("2026-11-20 15:12")


def an_entry(title: str, *, kind: str = "other", **more: Any) -> Entry:
    return add_entry(Facts(kind=kind, title=title, **more), by=people.administrator(), now=NOW)
