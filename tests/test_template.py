"""The database that tests copy is made anew whenever its migrations would make another one."""

import pytest

from tests import template

MADE_OF = [
    "followups/migrations/0006_answers.py",
    "scripts_library/shipped_questions.py",  # imported by a migration
    "policy/wording.py",  # imported by what a migration imports
    "requirements.lock",
]


@pytest.mark.parametrize("file", MADE_OF)
def test_whatever_the_migrations_are_made_of_changes_the_name(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, read = template.name(), template.Path.read_bytes
    changed = template.ROOT / file
    monkeypatch.setattr(template.Path, "read_bytes", lambda path: read(path) + b" " * (path == changed))
    assert template.name() != before
