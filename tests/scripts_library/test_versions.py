"""A version's way from draft to published: by two people, without an open mark, and then it stays."""

import json
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from policy.scripts import MOVES, Move, State
from policy.wording_lists import Concern
from scripts_library.actions import phrases, versions
from scripts_library.actions.moving import Refused
from scripts_library.models import Script, ScriptVersion
from staff.models import Act, AuditEntry
from tests import people
from tests.scripts_library.making import CURES, NOW, TODAY, a_draft, brought_to, next_draft, saved, says

pytestmark = pytest.mark.django_db


def refused(move: Move, version: ScriptVersion, by: Any) -> str:
    with pytest.raises(Refused) as refusal:
        moved(move, version, by)
    return refusal.value.code


def moved(move: Move, version: ScriptVersion, by: Any, override: str = "") -> ScriptVersion:
    if move == Move.SUBMIT:
        return versions.submit(version.pk, by=by, now=NOW)
    if move == Move.RETURN:
        return versions.send_back(version.pk, reason="太长", by=by, now=NOW)
    if move == Move.APPROVE:
        return versions.approve(
            version.pk,
            edits=version.edits,
            seen=versions.WAY.marks(version),
            override=override,
            by=by,
            now=NOW,
        )
    return versions.publish(version.pk, edits=version.edits, effective_from=TODAY, by=by, now=NOW)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("move", list(Move))
def test_each_move_is_made_from_its_states_and_from_no_other(move: Move, state: State) -> None:
    version = brought_to(state)
    before, after = MOVES[move]
    if state in before:
        assert moved(move, version, people.director()).state == after
    else:
        assert refused(move, version, people.director()) == "not_now"


def test_the_database_knows_the_same_moves_as_the_policy() -> None:
    migration = import_module("scripts_library.migrations.0005_published_stays")
    pairs = {f"{state} {after}" for before, after in MOVES.values() for state in before}
    assert set(migration.PAIRS) == pairs


def test_whoever_wrote_or_submitted_it_may_not_approve_it() -> None:
    writer, other = people.supervisor(), people.director()
    version = brought_to(State.SUBMITTED)
    assert refused(Move.APPROVE, version, writer) == "same_person"
    mixed = versions.submit(a_draft(by=other).pk, by=writer, now=NOW)
    assert refused(Move.APPROVE, mixed, other) == "same_person"
    assert moved(Move.APPROVE, version, other).approved_by == other


def test_the_database_wants_a_second_person_too() -> None:
    version = brought_to(State.SUBMITTED)
    for person in (None, version.submitted_by):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScriptVersion.objects.filter(pk=version.pk).update(state=State.APPROVED, approved_by=person)


def test_with_an_open_mark_only_a_second_person_with_a_reason_goes_on() -> None:
    version = brought_to(State.SUBMITTED, says(a_draft(), CURES))
    assert refused(Move.APPROVE, version, people.assistant()) == "open_marks"
    approved = moved(Move.APPROVE, version, people.assistant(), "引用患者原话，不是承诺")
    assert moved(Move.PUBLISH, approved, people.supervisor()).override_reason == "引用患者原话，不是承诺"


def test_a_reason_covers_the_marks_that_it_was_given_for_and_no_later_ones() -> None:
    version = brought_to(State.SUBMITTED, says(a_draft(), CURES + "请放一百个心。"))
    approved = moved(Move.APPROVE, version, people.assistant(), "引用患者原话")
    assert approved.override_covers == sorted(versions.WAY.marks(version))
    phrases.forbid(Concern.PROMISE, "一百个心", reason="不许打包票", by=people.director(), now=NOW)
    assert refused(Move.PUBLISH, approved, people.supervisor()) == "more_marks"
    assert moved(Move.RETURN, approved, people.assistant()).override_covers == []
    again = moved(Move.SUBMIT, approved, people.supervisor())
    moved(Move.APPROVE, again, people.assistant(), "两处都是患者原话")
    assert moved(Move.PUBLISH, again, people.supervisor()).state == State.PUBLISHED


def test_what_was_approved_is_not_published_in_other_words() -> None:
    read = brought_to(State.APPROVED)
    moved(Move.RETURN, read, people.assistant())
    brought_to(State.APPROVED, says(read, "您好！"))
    assert refused(Move.PUBLISH, read, people.supervisor()) == "changed"


def test_a_mark_in_a_reply_counts_too() -> None:
    draft = a_draft()
    replies = [{**reply, "say": CURES} for reply in draft.replies_zh[:1]]
    version = brought_to(State.SUBMITTED, saved(draft, replies_zh=replies))
    assert refused(Move.APPROVE, version, people.assistant()) == "open_marks"


def test_what_comes_back_says_why_and_forgets_who_approved() -> None:
    version = moved(Move.RETURN, brought_to(State.APPROVED), people.assistant())
    assert (version.state, version.returned_because) == (State.DRAFT, "太长")
    assert (version.submitted_by, version.approved_by) == (None, None)
    with pytest.raises(Refused, match="no_reason"):
        versions.send_back(brought_to(State.SUBMITTED).pk, reason=" ", by=people.assistant(), now=NOW)


@pytest.mark.parametrize("word", ["{name}", "{ doctor }", "｛agent｝", "{doctor"])
def test_a_word_that_nothing_fills_is_refused_at_saving(word: str) -> None:
    draft = a_draft()
    with pytest.raises(Refused, match="unknown_word"):
        says(draft, f"您好，{word}")
    draft.refresh_from_db()
    assert draft.edits == 0


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kinds": ["gossip"]}, "unknown_kind"),
        ({"departments": [987_654_321]}, "unknown_department"),
        ({"purposes": ["<b>"]}, "unknown_purpose"),
        ({"sex": "f"}, "unknown_sex"),
        ({"min_age": 60, "max_age": 18}, "ages"),
    ],
)
def test_only_known_kinds_and_departments_are_saved(more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        saved(a_draft(), **more)


def test_two_who_edit_at_once_do_not_overwrite_each_other() -> None:
    draft = a_draft()
    says(draft, "您好！")
    with pytest.raises(Refused, match="changed"):
        says(draft, "早上好！")


def test_a_script_that_greets_nobody_is_not_submitted() -> None:
    assert refused(Move.SUBMIT, says(a_draft(), ""), people.supervisor()) == "incomplete"


def test_nothing_is_published_for_a_day_that_is_over() -> None:
    version = brought_to(State.APPROVED)
    with pytest.raises(Refused, match="date_past"):
        versions.publish(
            version.pk,
            edits=version.edits,
            effective_from=TODAY - timedelta(days=1),
            by=people.supervisor(),
            now=NOW,
        )


def test_a_script_has_one_open_version_and_the_next_begins_as_the_last_ended() -> None:
    first = brought_to(State.PUBLISHED, says(a_draft(), "您好！"))
    second = next_draft(first.script)
    assert (second.number, second.steps_zh) == (2, first.steps_zh)
    assert next_draft(first.script).pk == second.pk


@pytest.mark.parametrize(
    "values",
    [
        {"steps_zh": []},
        {"kinds": []},
        {"purposes": ["discharge_week"]},
        {"sex": "female"},
        {"effective_from": TODAY + timedelta(days=9)},
        {"state": State.DRAFT},
        {"override_reason": "x"},
        {"number": 9},
    ],
)
def test_what_is_published_stays_as_it_is_by_whatever_road(values: dict[str, Any]) -> None:
    version = brought_to(State.PUBLISHED)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScriptVersion.objects.filter(pk=version.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScriptVersion.objects.filter(pk=version.pk).delete()
    column, value = next(iter(values.items()))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE scripts_library_scriptversion SET {column} = %s WHERE id = %s",  # noqa: S608
            [json.dumps(value) if isinstance(value, list) else value, version.pk],
        )


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED])
def test_what_was_submitted_is_not_rewritten_under_the_approvers_hand(state: State) -> None:
    version = brought_to(state)
    with pytest.raises(Refused, match="not_now"):
        saved(version)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScriptVersion.objects.filter(pk=version.pk).update(steps_zh=[])
    for values in ({"purposes": ["x"]}, {"sex": "male"}, {"min_age": 18}, {"max_age": 60}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScriptVersion.objects.filter(pk=version.pk).update(**values)


def test_no_draft_passes_itself_off_as_shipped() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ScriptVersion.objects.filter(pk=a_draft().pk).update(shipped=True)


def test_every_step_on_the_way_is_in_the_log_without_a_word_of_the_script() -> None:
    version = brought_to(State.PUBLISHED)
    entries = AuditEntry.objects.filter(act=Act.SCRIPT_CHANGED, object_id=version.pk).order_by("pk")
    assert [entry.detail["what"] for entry in entries] == ["written", "submitted", "approved", "published"]
    assert {key for entry in entries for key in entry.detail} == {"script", "version", "what"}


def test_the_shipped_scripts_are_published_versions() -> None:
    assert Script.objects.filter(versions__shipped=True, versions__state=State.PUBLISHED).count() == 10
