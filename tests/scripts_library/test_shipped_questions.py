"""The questionnaires of the product: warm, short, in two languages, and only asked once switched on."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from policy.questionnaire_checks import marks, minutes
from policy.questionnaires import Kind, Sheet, Subject, required, visible
from policy.scripts import State
from scripts_library.asking import sheets_for
from scripts_library.models import Occasion, Questionnaire, QuestionnaireVersion
from scripts_library.shipped_questions import EVERY, Shipped
from tests.scripts_library.making import TODAY

SHEETS = {one.code: Sheet.from_json(one.content()) for one in EVERY}


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
def test_it_is_said_in_both_languages_within_a_minute_and_without_a_mark(one: Shipped) -> None:
    sheet = SHEETS[one.code]
    for question in sheet.questions:
        words = [question.title, *(option.title for option in question.options)]
        assert all(both.zh and both.en for both in words), question.code
    assert max(minutes(sheet, "zh"), minutes(sheet, "en")) < 1
    # More than five only where the rule itself names six parts, and then it says so.
    assert bool(list(marks(sheet, "zh"))) == bool(one.override)


def test_one_code_means_the_same_in_every_questionnaire() -> None:
    meanings: dict[str, set[object]] = {}
    for sheet in SHEETS.values():
        for question in sheet.questions:
            options = tuple(option.code for option in question.options)
            meanings.setdefault(question.code, set()).add((question.kind, options))
    assert {code for code, several in meanings.items() if len(several) > 1} == set()


def test_the_domains_of_satisfaction_and_the_persons_are_all_there() -> None:
    judged = {question.subject for question in SHEETS["satisfaction-domains"].questions}
    assert judged == {
        Subject.ETHICS,
        Subject.ATTITUDE,
        Subject.NURSING,
        Subject.EDUCATION,
        Subject.COST,
        Subject.ENVIRONMENT,
    }
    persons = {one.subject for one in SHEETS["satisfaction-persons"].questions if one.kind == Kind.LEVEL}
    assert persons == {Subject.CONSULTANT, Subject.DOCTOR, Subject.NURSE}


def test_distress_opens_the_question_about_self_harm() -> None:
    sheet = SHEETS["mothers"]
    assert "distress" not in visible(sheet, {"mood": 4})
    assert visible(sheet, {"mood": 5})[-1] == "distress"
    assert visible(sheet, {"mood": 5, "distress": True})[-1] == "self_harm"
    assert "pain_where" in required(SHEETS["surgery"], {"pain": 7})


@pytest.mark.django_db
def test_they_are_published_and_asked_by_nobody_until_switched_on() -> None:
    assert QuestionnaireVersion.objects.filter(shipped=True, state=State.PUBLISHED).count() == len(EVERY)
    assert sheets_for(Occasion("inpatient_surgery"), day=TODAY) == []
    Questionnaire.objects.filter(code="surgery").update(in_use=True)
    ((_pk, sheet),) = sheets_for(Occasion("inpatient_surgery"), day=TODAY)
    assert sheet == SHEETS["surgery"]


@pytest.mark.django_db
def test_what_is_shipped_goes_and_comes_again() -> None:
    migration = import_module("scripts_library.migrations.0009_shipped_questionnaires")
    with connection.schema_editor(atomic=False) as editor:
        migration.remove(apps, editor)
        assert not QuestionnaireVersion.objects.exists()
        migration.install(apps, editor)
        migration.install(apps, editor)
    assert Questionnaire.objects.count() == QuestionnaireVersion.objects.count() == len(EVERY)
