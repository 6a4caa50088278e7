"""Which script a call gets: the most specific version that is in force on the day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from policy.scripts import State
from scripts_library.models import Occasion, QuestionnaireVersion, ScriptVersion
from scripts_library.reading import script_for, words_of
from tests import people
from tests.scripts_library.making import NOW, TODAY, a_draft, brought_to, next_draft, saved, says

pytestmark = pytest.mark.django_db
SOON = TODAY + timedelta(days=7)


def said_to(call: Occasion, day: date = TODAY) -> str:
    """ "own-7/1 您好" """
    version = script_for(call, day=day)
    return f"{version} {words_of(version, call.kind, 'zh').steps[0]['say']}"


def greeting(kind: str = "inpatient", department: int | None = None, day: date = TODAY) -> str:
    return said_to(Occasion(kind, department), day)


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


def test_purpose_comes_before_department_kind_age_and_sex() -> None:
    """Each says less in this order, and outweighs all of what follows it."""
    ward = people.a_department()
    says_all = [
        {"purposes": ["discharge_week"]},
        {"departments": [ward.pk]},
        {"kinds": ["inpatient"]},
        {"min_age": 60},
        {"sex": "female"},
    ]
    call = Occasion("inpatient", ward.pk, ["discharge_week"], "female", 70)
    empty: dict[str, Any] = {"kinds": [], "departments": [], "purposes": [], "sex": "", "min_age": None}
    for place in range(len(says_all), 0, -1):
        below = {name: value for one in says_all[place:] for name, value in one.items()}
        published("少", **(empty | {"max_age": None} | below))
        published(str(place), **(empty | says_all[place - 1]))
        own = ScriptVersion.objects.filter(shipped=False).most_specific(call).first()
        assert own is not None
        assert own.steps("zh")[0]["say"] == str(place)


def test_the_head_tasks_script_serves_unless_one_names_another_purpose() -> None:
    published("任何", kinds=["inpatient"])
    call = Occasion("inpatient", None, ["discharge_week", "discharge_satisfaction"])
    assert said_to(call).endswith(" 任何")
    published("满意度", kinds=[], purposes=["discharge_satisfaction"])
    assert said_to(call).endswith(" 满意度")
    published("首要", kinds=[], purposes=["discharge_week"])
    assert said_to(call).endswith(" 首要")
    published("满意度二", kinds=["inpatient"], purposes=["discharge_satisfaction"])
    assert said_to(call).endswith(" 首要")
    assert said_to(Occasion("inpatient", None, ["no_show"])).endswith(" 任何")


@pytest.mark.parametrize(
    ("whom", "fits", "strangers"),
    [
        ({"sex": "female"}, [("female", 30), ("female", None)], [("male", 30), ("", 30)]),
        ({"min_age": 14, "max_age": 49}, [("", 14), ("", 49)], [("", 13), ("", 50), ("", None)]),
        ({"min_age": 65}, [("male", 65)], [("male", 64)]),
        ({"max_age": 13}, [("male", 0), ("male", 13)], [("male", 14)]),
    ],
)
def test_sex_and_age_must_be_known_to_fit(whom: Any, fits: Any, strangers: Any) -> None:
    own = published("专用", **whom)
    assert {script_for(Occasion("inpatient", None, (), *who), day=TODAY) for who in fits} == {own}
    assert own not in [script_for(Occasion("inpatient", None, (), *who), day=TODAY) for who in strangers]


def test_whatever_does_not_speak_against_the_call_fits() -> None:
    anybody, women = published("甲", kinds=[]), published("乙", kinds=["no_show"], sex="female")
    call = Occasion("no_show", None, ["no_show"], "female", 30)
    fitting = set(ScriptVersion.objects.filter(shipped=False).all_fitting(call))
    assert fitting == {anybody, women}


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
    version = script_for(Occasion("inpatient"), day=TODAY)
    chosen = words_of(version, "inpatient", "en")
    assert version == own
    assert chosen.steps[0]["say"] == "甲"
    assert chosen.replies == own.replies("zh")


def test_an_empty_step_is_left_out() -> None:
    draft = a_draft()
    steps = [{**step, "say": "" if step["code"] == "guidance" else step["say"]} for step in draft.steps_zh]
    brought_to(State.PUBLISHED, saved(draft, steps_zh=steps))
    said = words_of(script_for(Occasion("inpatient"), day=TODAY), "inpatient", "zh")
    codes = [step["code"] for step in said.steps]
    assert codes == ["greet", "who", "convenient", "condition", "satisfaction", "information", "thanks"]


def test_without_any_script_the_shipped_words_serve() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE scripts_library_scriptversion, scripts_library_script CASCADE")
    assert script_for(Occasion("no_show"), day=TODAY) is None
    chosen = words_of(None, "no_show", "en")
    assert len(chosen.steps) == 8
    assert len(chosen.replies) == 10


@pytest.mark.parametrize(
    ("ours", "theirs", "meet"),
    [
        ({}, {}, True),
        ({"kinds": ["inpatient"]}, {"kinds": ["outpatient", "inpatient"]}, True),
        ({"kinds": ["inpatient"]}, {"kinds": ["outpatient"]}, False),
        ({"departments": [1]}, {"departments": []}, True),
        ({"departments": [1]}, {"departments": [2]}, False),
        ({"purposes": ["a"]}, {"purposes": ["b"]}, False),
        ({"sex": "male"}, {"sex": ""}, True),
        ({"sex": "male"}, {"sex": "female"}, False),
        ({"max_age": 14}, {"min_age": 14}, True),
        ({"max_age": 13}, {"min_age": 14}, False),
        ({"min_age": 14, "max_age": 20}, {"min_age": 30}, False),
    ],
)
def test_two_meet_when_one_call_can_fit_both(ours: Any, theirs: Any, meet: bool) -> None:
    one, other = QuestionnaireVersion(**ours), QuestionnaireVersion(**theirs)
    assert one.may_meet(other) is other.may_meet(one) is meet
