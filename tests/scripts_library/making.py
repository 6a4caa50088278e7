"""Scripts in every state, for tests."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from policy.scripts import State
from scripts_library.actions import versions
from scripts_library.actions.versions import CONTENT, Content
from scripts_library.forms import VersionForm
from scripts_library.models import Script, ScriptVersion
from tests import people

NOW = people.moment("2026-11-20 10:00")
TODAY = NOW.date()
CURES = "我们包治您的病。"


def a_draft(*, by: Any = None, kinds: list[str] | None = None, now: datetime = NOW) -> ScriptVersion:
    by = by or people.supervisor()
    kinds = ["inpatient"] if kinds is None else kinds
    return versions.new_script(name_zh="骨科随访", name_en="Orthopaedics", kinds=kinds, by=by, now=now)


def content_of(version: ScriptVersion, **more: Any) -> Content:
    return replace(Content(**{name: getattr(version, name) for name in CONTENT}), **more)


def saved(version: ScriptVersion, *, now: datetime = NOW, **more: Any) -> ScriptVersion:
    by = people.supervisor()
    content = content_of(version, **more)
    return versions.save_draft(version.pk, content, edits=version.edits, by=by, now=now)


def says(version: ScriptVersion, words: str) -> ScriptVersion:
    """The draft with `words` in place of its greeting."""
    steps = [{**step, "say": words if step["code"] == "greet" else step["say"]} for step in version.steps_zh]
    return saved(version, steps_zh=steps)


def brought_to(
    state: State, version: ScriptVersion | None = None, *, since: date = TODAY, now: datetime = NOW
) -> ScriptVersion:
    version = version or a_draft(now=now)
    if state in (State.SUBMITTED, State.APPROVED, State.PUBLISHED):
        version = versions.submit(version.pk, by=people.supervisor(), now=now)
    if state in (State.APPROVED, State.PUBLISHED):
        version = versions.approve(
            version.pk,
            edits=version.edits,
            seen=versions.WAY.marks(version),
            override="",
            by=people.assistant(),
            now=now,
        )
    if state == State.PUBLISHED:
        version = versions.publish(
            version.pk, edits=version.edits, effective_from=since, by=people.supervisor(), now=now
        )
    return version


def posted(version: ScriptVersion, **more: Any) -> dict[str, Any]:
    """What the editor's page would send if nobody typed anything, and `more`."""
    form = VersionForm(version=version)
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: "" if value is None else value for name, value in values.items()} | more


def next_draft(script: Script, *, now: datetime = NOW) -> ScriptVersion:
    return versions.open_draft(script.pk, by=people.supervisor(), now=now)
