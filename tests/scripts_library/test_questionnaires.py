"""A questionnaire's way to being asked: two people, then frozen; switched on; in the version that holds."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from policy.scripts import MOVES, State
from scripts_library.actions import questionnaires
from scripts_library.actions.moving import Refused
from scripts_library.asking import sheets_for
from scripts_library.models import Occasion, QuestionnaireVersion
from staff.models import Act, AuditEntry
from tests import people
from tests.scripts_library.asking import (
    CURED,
    PAIN,
    a_questionnaire,
    brought_to,
    content,
    in_use,
    written,
)
from tests.scripts_library.making import NOW, TODAY

pytestmark = pytest.mark.django_db
CALL = Occasion("inpatient", sex="female", age=30)


def asked(call: Occasion = CALL, day: Any = TODAY) -> list[int]:
    return [pk for pk, _sheet in sheets_for(call, day=day)]


def test_the_database_knows_the_same_moves_as_the_policy() -> None:
    migration = import_module("scripts_library.migrations.0008_questionnaires")
    pairs = {f"{state} {after}" for before, after in MOVES.values() for state in before}
    assert set(migration.PAIRS) == pairs


def test_whoever_wrote_or_submitted_it_may_not_approve_it() -> None:
    version = brought_to(State.SUBMITTED)
    with pytest.raises(Refused, match="same_person"):
        questionnaires.approve(
            version.pk,
            edits=version.edits,
            seen=questionnaires.WAY.marks(version),
            override="",
            by=people.supervisor(),
            now=NOW,
        )
    for person in (None, version.submitted_by):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuestionnaireVersion.objects.filter(pk=version.pk).update(
                state=State.APPROVED, approved_by=person
            )


def test_an_open_mark_needs_a_second_person_with_a_reason() -> None:
    version = brought_to(State.SUBMITTED, CURED)
    with pytest.raises(Refused, match="open_marks"):
        questionnaires.approve(
            version.pk,
            edits=version.edits,
            seen=questionnaires.WAY.marks(version),
            override="",
            by=people.assistant(),
            now=NOW,
        )
    approved = questionnaires.approve(
        version.pk,
        edits=version.edits,
        seen=questionnaires.WAY.marks(version),
        override="是患者的原话",
        by=people.assistant(),
        now=NOW,
    )
    assert approved.override_reason == "是患者的原话"


def test_nothing_without_questions_is_submitted() -> None:
    with pytest.raises(Refused, match="no_questions"):
        questionnaires.submit(a_questionnaire().pk, by=people.supervisor(), now=NOW)


def test_two_who_edit_at_once_do_not_overwrite_each_other() -> None:
    draft = a_questionnaire()
    written(draft)
    with pytest.raises(Refused, match="changed"):
        written(draft)


@pytest.mark.parametrize(
    ("whom", "code"),
    [({"kinds": ["gossip"]}, "unknown_kind"), ({"departments": [987_654_321]}, "unknown_department")],
)
def test_it_is_for_known_kinds_and_departments_only(whom: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        written(a_questionnaire(), **whom)


@pytest.mark.parametrize(
    "values",
    [
        {"content": {}},
        {"kinds": ["inpatient"]},
        {"min_age": 18},
        {"effective_from": TODAY + timedelta(days=9)},
        {"state": State.DRAFT},
        {"number": 9},
    ],
)
def test_what_is_published_stays_as_it_is_by_whatever_road(values: dict[str, Any]) -> None:
    version = brought_to(State.PUBLISHED)
    with pytest.raises(Refused, match="not_now"):
        written(version)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionnaireVersion.objects.filter(pk=version.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionnaireVersion.objects.bulk_update([_changed(version, values)], fields=list(values))
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionnaireVersion.objects.filter(pk=version.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE scripts_library_questionnaireversion SET content = '{}'")


def _changed(version: QuestionnaireVersion, values: dict[str, Any]) -> QuestionnaireVersion:
    changed = QuestionnaireVersion.objects.get(pk=version.pk)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED])
def test_what_was_submitted_is_not_rewritten_under_the_approvers_hand(state: State) -> None:
    version = brought_to(state)
    with pytest.raises(Refused, match="not_now"):
        written(version)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionnaireVersion.objects.filter(pk=version.pk).update(content={})


def test_only_what_is_published_is_switched_on_and_only_what_is_on_is_asked() -> None:
    version = brought_to(State.APPROVED)
    with pytest.raises(Refused, match="not_published"):
        questionnaires.set_in_use(version.questionnaire_id, True, by=people.supervisor(), now=NOW)
    questionnaires.publish(
        version.pk, edits=version.edits, effective_from=TODAY, by=people.supervisor(), now=NOW
    )
    assert asked() == []
    questionnaires.set_in_use(version.questionnaire_id, True, by=people.supervisor(), now=NOW)
    assert asked() == [version.pk]
    questionnaires.set_in_use(version.questionnaire_id, False, by=people.supervisor(), now=NOW)
    assert asked() == []


def test_the_version_that_holds_on_the_day_is_asked_and_ten_later_ones_leave_the_first_as_it_was() -> None:
    first = in_use(PAIN)
    before = QuestionnaireVersion.objects.get(pk=first.pk).content
    for days in range(1, 11):
        draft = questionnaires.open_draft(first.questionnaire_id, by=people.supervisor(), now=NOW)
        last = brought_to(
            State.PUBLISHED, PAIN, CURED._replace(zh="好吗？"), of=draft, since=TODAY + timedelta(days)
        )
    assert asked() == [first.pk]
    assert asked(day=TODAY + timedelta(days=10)) == [last.pk]
    assert QuestionnaireVersion.objects.get(pk=first.pk).content == before


def test_all_that_fit_the_call_are_asked_and_no_other() -> None:
    every = in_use()
    women = in_use(sex="female", min_age=14, max_age=49)
    in_use(kinds=["consultation"])
    in_use(sex="male")
    in_use(purposes=["checkup_abnormal"])
    assert asked() == [every.pk, women.pk]
    assert asked(Occasion("inpatient", sex="female", age=60)) == [every.pk]


def test_a_reading_costs_one_query(django_assert_num_queries: Any) -> None:
    for _ in range(3):
        in_use()
    with django_assert_num_queries(1):
        assert len(asked()) == 3


def test_what_is_written_is_in_the_log_without_a_word_of_it() -> None:
    version = in_use()
    entries = AuditEntry.objects.filter(act=Act.QUESTIONNAIRE_CHANGED).order_by("pk")
    said = [entry.detail["what"] for entry in entries]
    assert said == ["written", "written", "submitted", "approved", "published", "switched on"]
    assert {key for entry in entries for key in entry.detail} == {"questionnaire", "version", "what"}
    assert version.sheet == QuestionnaireVersion.objects.get(pk=version.pk).sheet
    assert content().content == version.content
