"""Which script a call gets: the most specific version that is in force on the day."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from policy.scripts import State
from scripts_library.models import ScriptVersion
from scripts_library.reading import script_for
from tests import people
from tests.scripts_library.making import NOW, TODAY, a_draft, brought_to, next_draft, saved, says

pytestmark = pytest.mark.django_db
SOON = TODAY + timedelta(days=7)


def greeting(kind: str = "inpatient", department: int | None = None, day: object = TODAY) -> str:
    chosen = script_for(kind, department, "zh", day=day)  # type: ignore[arg-type]
    return f"{chosen.version} {chosen.steps[0]['say']}"


def published(words: str, **more: Any) -> ScriptVersion:
    draft = says(saved(a_draft(), **more), words)
    return brought_to(State.PUBLISHED, draft)


def test_the_more_a_script_says_about_the_visit_the_sooner_it_serves() -> None:
    here, there = people.a_department(), people.a_department("骨科")
    anybody = published("甲", kinds=[])
    assert "住院" not in greeting("no_show")
    assert greeting("inpatient").startswith("inpatient/1")  # its kind beats any kind
    ward = published("乙", kinds=[], departments=[here.pk])
    assert greeting("inpatient", here.pk) == f"{ward.script.code}/1 乙"
    both = published("丙", kinds=["inpatient"], departments=[here.pk])
    assert greeting("inpatient", here.pk) == f"{both.script.code}/1 丙"
    assert greeting("no_show", here.pk) == f"{ward.script.code}/1 乙"
    assert greeting("inpatient", there.pk).startswith("inpatient/1")
    assert greeting("inpatient", None).startswith("inpatient/1")
    assert anybody.script.code not in greeting("no_show", there.pk)


def test_of_two_that_say_as_much_the_newer_serves() -> None:
    own = published("甲", kinds=["inpatient"])
    assert greeting() == f"{own.script.code}/1 甲"


def test_a_version_holds_from_its_day_on_and_the_one_before_until_then() -> None:
    first = published("甲", kinds=["inpatient"])
    second = brought_to(State.PUBLISHED, says(next_draft(first.script), "乙"), since=SOON)
    assert greeting(day=SOON - timedelta(days=1)) == f"{first.script.code}/1 甲"
    assert greeting(day=SOON) == f"{second.script.code}/2 乙"


def test_a_version_before_the_last_does_not_serve_what_the_last_gave_up() -> None:
    first = published("甲", kinds=["inpatient", "no_show"])
    brought_to(State.PUBLISHED, saved(next_draft(first.script), kinds=["inpatient"]))
    assert greeting("no_show").startswith("no-show/1")


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.APPROVED])
def test_what_is_not_published_is_not_said(state: State) -> None:
    brought_to(state, says(a_draft(), "甲"))
    assert greeting().startswith("inpatient/1")


def test_ten_more_versions_later_the_first_one_is_found_as_it_was() -> None:
    first = published("甲", kinds=["inpatient"])
    for number in range(2, 12):
        version = says(next_draft(first.script, now=NOW), f"第{number}版")
        brought_to(State.PUBLISHED, version)
    assert greeting() == f"{first.script.code}/11 第11版"
    old = ScriptVersion.objects.get(script=first.script, number=1)
    assert old.steps("zh")[0]["say"] == "甲"


def test_a_language_nobody_has_written_falls_back_to_the_other() -> None:
    own = published("甲", steps_en=[], replies_en=[])
    chosen = script_for("inpatient", None, "en", day=TODAY)
    assert chosen.version == f"{own.script.code}/1"
    assert chosen.steps[0]["say"] == "甲"
    assert chosen.replies == own.replies("zh")


def test_an_empty_step_is_left_out() -> None:
    draft = a_draft()
    steps = [{**step, "say": "" if step["code"] == "guidance" else step["say"]} for step in draft.steps_zh]
    brought_to(State.PUBLISHED, saved(draft, steps_zh=steps))
    codes = [step["code"] for step in script_for("inpatient", None, "zh", day=TODAY).steps]
    assert codes == ["greet", "who", "convenient", "condition", "satisfaction", "information", "thanks"]


def test_without_any_script_the_shipped_words_serve() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE scripts_library_scriptversion, scripts_library_script CASCADE")
    chosen = script_for("no_show", None, "en", day=TODAY)
    assert chosen.version == "no_show/0"
    assert len(chosen.steps) == 8
    assert len(chosen.replies) == 10
