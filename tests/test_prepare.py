"""What `make run` does before it opens: a fresh clone holds no compiled words."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core import management
from django.utils.translation import gettext

from callcentre import prepare
from callcentre.catalogues import files


@pytest.mark.django_db
def test_what_the_demo_writes_is_in_the_hospital_s_words_the_first_time_too(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    fresh = tmp_path / "locale"
    shutil.copytree(files.LOCALE, fresh, ignore=shutil.ignore_patterns("*.mo"))
    monkeypatch.setattr(files, "LOCALE", fresh)
    monkeypatch.setattr(prepare.django, "setup", lambda: None)
    monkeypatch.setattr(prepare, "collect_static", lambda: None)
    settings.LOCALE_PATHS, settings.DEMO = [fresh], True
    wrote: list[str] = []

    def call_command(name: str, **more: Any) -> None:
        if name == "load_demo":
            wrote.append(gettext("No follow-up was due."))
        else:
            management.call_command(name, **more)

    monkeypatch.setattr(prepare, "call_command", call_command)
    prepare.main()
    assert wrote == ["本期没有应访的回访。"]
