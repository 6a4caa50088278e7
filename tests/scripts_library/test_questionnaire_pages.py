"""A questionnaire in the browser's hands: built, published by two, switched on; nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policy.presets import MATERNITY, PRESETS
from policy.questionnaire_checks import MOST_QUESTIONS
from policy.scripts import State
from scripts_library.asking import sheets_for
from scripts_library.models import Occasion, Questionnaire, QuestionnaireVersion
from scripts_library.shipped_questions import EVERY
from tests import people
from tests.clients import signed_in_as
from tests.scripts_library.asking import CURED, PAIN, WHERE, a_questionnaire, brought_to, in_use, written

pytestmark = pytest.mark.django_db


def url(name: str, pk: int) -> str:
    return reverse(f"scripts_library:{name}", args=[pk])


def fields(version: QuestionnaireVersion, *questions: dict[str, str], **more: str) -> dict[str, str]:
    found = {"edits": str(version.edits), "s-0-step": "condition", "s-0-zh": "伤口"}
    for number, question in enumerate(questions):
        given = {"kind": "text", **question}
        found |= {f"q-0-{number}-{name}": value for name, value in given.items()}
    return found | more


def saved(version: QuestionnaireVersion, *questions: dict[str, str], **more: str) -> Any:
    client = signed_in_as(people.supervisor())
    return client.post(url("questionnaire_edit", version.pk), fields(version, *questions, **more))


PAINS = {"zh": "疼不疼？", "code": "pain", "kind": "scale", "required": "on"}


def test_a_questionnaire_is_built_approved_by_another_and_asked_in_the_next_call() -> None:
    writer, approver = signed_in_as(people.supervisor()), signed_in_as(people.assistant())
    begun = writer.post(reverse("scripts_library:questionnaire_new"), {"name_zh": "术后疼痛"})
    version = QuestionnaireVersion.objects.get(questionnaire__name_zh="术后疼痛")
    assert begun.url == url("questionnaire_edit", version.pk)
    where = {"zh": "哪里疼？", "show_if": "pain >= 4", "kind": "one", "options": "腹部|belly\nback: 背部"}
    kept = writer.post(begun.url, fields(version, PAINS, where, kinds="inpatient", do="save"))
    assert kept.status_code == 302
    version.refresh_from_db()
    first, second = version.sheet.questions
    assert (first.code, first.section.zh, second.code) == ("pain", "伤口", "q1")
    assert [(one.code, one.title.zh, one.title.en) for one in second.options] == [
        ("o1", "腹部", "belly"),
        ("back", "背部", ""),
    ]
    writer.post(url("questionnaire_submit", version.pk))
    writer.post(url("questionnaire_approve", version.pk))
    version.refresh_from_db()
    assert version.state == State.SUBMITTED  # a supervisor may not approve at all
    read = {"edits": version.edits}
    approver.post(url("questionnaire_approve", version.pk), {"edits": version.edits - 1})
    version.refresh_from_db()
    assert version.state == State.SUBMITTED  # other words than those that he has read
    approver.post(url("questionnaire_approve", version.pk), read)
    today = timezone.localdate()
    writer.post(url("questionnaire_publish", version.pk), read | {"effective_from": str(today)})
    writer.post(url("questionnaire_in_use", version.questionnaire_id), {"in_use": "1"})
    assert [pk for pk, _sheet in sheets_for(Occasion("inpatient"), day=today)] == [version.pk]
    assert sheets_for(Occasion("consultation"), day=today) == []
    writer.post(url("questionnaire_in_use", version.questionnaire_id), {"in_use": "0"})
    assert sheets_for(Occasion("inpatient"), day=today) == []


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost() -> None:
    draft = a_questionnaire()
    later = {"zh": "什么时候开始的？", "en": "Since when?", "show_if": "pain >= bad", "unit": "天"}
    answer = saved(draft, PAINS, later, sex="female")
    assert answer.status_code == 422
    page = answer.content.decode()
    row = answer.context["sketch"].sections[0].rows[1]
    (said,) = row.wrong["show_if"]
    assert (said.before, said.rest) == ("pain >= ", "bad")
    assert "9" in said.text
    for kept in ("什么时候开始的？", "Since when?", "pain &gt;= bad", "天", "伤口"):
        assert kept in page
    draft.refresh_from_db()
    assert (draft.content, draft.edits) == ({}, 0)


def shapes(sketch: Any) -> list[list[str]]:
    return [[row.fields.get("zh", "") for row in section.rows] for section in sketch.sections]


@pytest.mark.parametrize(
    ("verbs", "expected"),
    [
        (["down:0:0"], [["b", "a"], ["c"]]),
        (["up:0:1"], [["b", "a"], ["c"]]),
        (["up:0:0"], [["a", "b"], ["c"]]),
        (["up:1:0"], [["a", "b", "c"], []]),
        (["down:0:1"], [["a"], ["b", "c"]]),
        (["down:1:0"], [["a", "b"], ["c"]]),
        (["remove:0:0"], [["b"], ["c"]]),
        (["remove:0:0", "restore"], [["a", "b"], ["c"]]),
        (["add:1"], [["a", "b"], ["c", ""]]),
        (["section"], [["a", "b"], ["c"], [""]]),
        (["sectionup:1"], [["c"], ["a", "b"]]),
        (["drop:1"], [["a", "b"], ["c"]]),
        (["up:1:0", "drop:1"], [["a", "b", "c"]]),
        (["remove:9:9", "up:0", "x", "drop:7", "restore", "up:0:99", "down::"], [["a", "b"], ["c"]]),
    ],
)
def test_questions_and_sections_are_added_moved_and_taken_out(verbs: list[str], expected: Any) -> None:
    client, draft = signed_in_as(people.supervisor()), a_questionnaire()
    second = {"s-1-step": "guidance", "q-1-0-kind": "text", "q-1-0-zh": "c"}
    posted = fields(draft, {"zh": "a"}, {"zh": "b"}, **second)
    for verb in verbs:
        answer = client.post(url("questionnaire_edit", draft.pk), {**posted, "do": verb})
        assert answer.status_code == 200
        posted = _fields_of(answer.context["sketch"], answer.context["removed"], draft)
    assert shapes(answer.context["sketch"]) == expected
    draft.refresh_from_db()
    assert draft.edits == 0


@pytest.mark.parametrize(
    "removed",
    [
        '{"fields":{},"section":1e999,"place":0}',
        '{"fields":{},"section":0,"place":1e30}',
        '{"fields":{},"section":-1e30,"place":"9"}',
        "[" * 9_000,
    ],
)
def test_what_a_form_says_was_taken_out_breaks_nothing(removed: str) -> None:
    draft = a_questionnaire()
    answer = saved(draft, PAINS, removed=removed, do="restore")
    assert answer.status_code == 200
    assert len(answer.context["sketch"].sections) == 1


def test_a_form_never_grows_beyond_what_can_be_sent() -> None:
    client, draft = signed_in_as(people.supervisor()), a_questionnaire()
    most = fields(draft, *({"zh": f"问题 {n}？"} for n in range(MOST_QUESTIONS)))
    for verb in ("add:0", "section"):
        answer = client.post(url("questionnaire_edit", draft.pk), {**most, "do": verb})
        assert [len(rows) for rows in shapes(answer.context["sketch"])] == [MOST_QUESTIONS]


def _fields_of(sketch: Any, removed: str, draft: QuestionnaireVersion) -> dict[str, str]:
    found = {"edits": str(draft.edits), "removed": removed}
    for s, section in enumerate(sketch.sections):
        found |= {f"s-{s}-step": section.step, f"s-{s}-zh": section.zh}
        for q, row in enumerate(section.rows):
            found |= {f"q-{s}-{q}-{name}": value for name, value in row.fields.items()}
    return found


def test_a_button_of_the_builder_gets_only_the_builder_back() -> None:
    client, draft = signed_in_as(people.supervisor()), a_questionnaire()
    answer = client.post(
        url("questionnaire_edit", draft.pk), fields(draft, PAINS, do="add:0"), headers={"HX-Request": "true"}
    )
    assert "<html" not in answer.content.decode()
    assert 'id="builder"' in answer.content.decode()


def test_the_form_of_a_saved_version_saves_the_same_again() -> None:
    draft = written(a_questionnaire(), PAIN, WHERE)
    client = signed_in_as(people.supervisor())
    sketch = client.get(url("questionnaire_edit", draft.pk)).context["sketch"]
    client.post(url("questionnaire_edit", draft.pk), _fields_of(sketch, "", draft))
    again = QuestionnaireVersion.objects.get(pk=draft.pk)
    assert (again.content, again.edits) == (draft.content, draft.edits + 1)


def test_two_who_build_at_once_see_it_and_the_next_save_is_meant() -> None:
    draft = a_questionnaire()
    assert saved(draft, PAINS).status_code == 302
    late = saved(draft, {"zh": "睡得好吗？"})
    assert late.status_code == 422
    assert "睡得好吗？" in late.content.decode()
    assert late.context["form"]["edits"].value() == "1"


def test_no_form_changes_a_published_version() -> None:
    version = brought_to(State.PUBLISHED)
    assert signed_in_as(people.supervisor()).get(url("questionnaire_edit", version.pk)).status_code == 302
    assert saved(version, {"zh": "别的问题？"}).status_code == 422
    assert QuestionnaireVersion.objects.get(pk=version.pk).content == version.content


def test_more_than_five_questions_are_marked_and_not_refused() -> None:
    draft = a_questionnaire()
    assert saved(draft, *({"zh": f"问题 {n}？"} for n in range(6))).status_code == 302
    page = signed_in_as(people.supervisor()).get(url("questionnaire", draft.pk))
    assert [mark.words for _language, mark in page.context["marks"]] == ["6", "6"]


def test_the_list_says_what_is_in_use_and_costs_the_same_however_many() -> None:
    version = in_use()
    rows = signed_in_as(people.director()).get(reverse("scripts_library:questionnaires")).context["rows"]
    assert rows[0].questionnaire == version.questionnaire
    assert [row.questionnaire.in_use for row in rows].count(True) == 1
    assert len(rows) == Questionnaire.objects.count()


def test_two_versions_stand_side_by_side() -> None:
    first = brought_to(State.PUBLISHED, PAIN)
    client = signed_in_as(people.supervisor())
    client.post(url("questionnaire_draft", first.questionnaire_id))
    second = written(
        first.questionnaire.versions.get(state=State.DRAFT), PAIN, CURED._replace(zh="好些了吗？")
    )
    page = client.get(url("questionnaire_compare", first.questionnaire_id))
    assert (page.context["left"], page.context["right"]) == (first, second)
    assert [(row.title, row.differs) for row in page.context["rows"]] == [("pain", False), ("cured", True)]
    assert client.get(url("questionnaire_compare", first.questionnaire_id) + "?a=9").status_code == 404


def test_it_is_published_for_a_day_that_is_not_over() -> None:
    version = brought_to(State.APPROVED)
    client: Client = signed_in_as(people.supervisor())
    for day in ("", str(timezone.localdate() - timedelta(days=1))):
        client.post(url("questionnaire_publish", version.pk), {"effective_from": day})
        assert QuestionnaireVersion.objects.get(pk=version.pk).state == State.APPROVED


def test_a_preset_switches_its_questionnaires_on_when_that_is_wanted() -> None:
    client = signed_in_as(people.supervisor())
    load = reverse("followups:preset_load", args=["maternity"])
    client.post(load)
    assert not Questionnaire.objects.filter(in_use=True).exists()
    client.post(load, {"questionnaires": "on"})
    on = set(Questionnaire.objects.filter(in_use=True).values_list("code", flat=True))
    assert on == set(MATERNITY.questionnaires)


def test_the_questionnaires_of_every_preset_are_shipped() -> None:
    named = {code for preset in PRESETS for code in preset.questionnaires}
    assert named <= {one.code for one in EVERY}
    assert named


def test_what_a_patient_would_be_asked_twice_is_said_where_it_is_switched_on() -> None:
    first = in_use(PAIN, WHERE, kinds=["inpatient", "inpatient_surgery"], min_age=14)
    other = brought_to(State.PUBLISHED, PAIN, kinds=["inpatient_surgery"], max_age=60)
    page = signed_in_as(people.supervisor()).get(url("questionnaire", other.pk)).content.decode()
    assert "会被问两遍" in page
    assert url("questionnaire", first.pk) in page
    assert page.count("伤口疼不疼？") == 2  # asked, and asked twice
    # Whoever fits one of them fits not the other: children, another kind of visit, another question.
    for apart in (
        brought_to(State.PUBLISHED, PAIN, kinds=["inpatient"], max_age=13),
        brought_to(State.PUBLISHED, PAIN, kinds=["checkup"]),
        brought_to(State.PUBLISHED, CURED._replace(zh="好些了吗？")),
    ):
        page = signed_in_as(people.supervisor()).get(url("questionnaire", apart.pk)).content.decode()
        assert "会被问两遍" not in page
