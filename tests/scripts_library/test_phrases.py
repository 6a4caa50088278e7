"""The list of what must not be said, changed in the browser and felt at once."""

from typing import Any

import pytest
from django.urls import reverse

from policy.scripts import State
from policy.wording_lists import Concern
from regulation.models import Edition
from regulation.reading import phrasebook
from scripts_library.actions import phrases
from scripts_library.marks import marks_of
from staff.models import Act, AuditEntry
from tests import people
from tests.clients import signed_in_as
from tests.scripts_library.making import CURES, NOW, a_draft, brought_to, says

pytestmark = pytest.mark.django_db
OURS = {"concern": "promise", "phrase": "包您满意", "reason": "医务处：不得承诺"}


def post(by: Any, name: str, **typed: str) -> Any:
    return signed_in_as(by).post(reverse(f"scripts_library:{name}"), typed, follow=True)


def words_of(version: Any) -> list[str]:
    return [found.mark.words for found in marks_of(version)]


def test_a_phrase_of_our_own_marks_the_draft_that_stands_and_says_why() -> None:
    draft = says(a_draft(), "您好，包您满意。")
    assert words_of(draft) == []
    assert "包您满意" in post(people.supervisor(), "phrase_add", **OURS).content.decode()
    assert words_of(draft) == ["包您满意"]
    page = signed_in_as(people.supervisor()).get(reverse("scripts_library:version", args=[draft.pk]))
    assert "医务处：不得承诺" in page.content.decode()


def test_who_writes_scripts_may_not_switch_off_what_checks_them() -> None:
    draft = says(a_draft(), CURES)
    typed = {"concern": "promise", "phrase": "包治", "reason": "院歌里有"}
    assert post(people.supervisor(), "phrase_off", **typed).status_code == 403
    assert words_of(draft) == ["包治"]
    post(people.assistant(), "phrase_off", **typed)
    assert words_of(draft) == []
    assert brought_to(State.PUBLISHED, draft).override_reason == ""
    post(people.assistant(), "phrase_on", **typed | {"reason": "还是要标"})
    assert words_of(draft) == ["包治"]


def test_each_change_is_an_edition_with_its_reason_and_in_the_log() -> None:
    post(people.supervisor(), "phrase_add", **OURS)
    post(people.director(), "phrase_remove", **OURS | {"reason": "改由培训解决"})
    page = signed_in_as(people.director()).get(reverse("scripts_library:phrases"))
    assert [e.reason for e in page.context["history"]] == ["改由培训解决", "医务处：不得承诺"]
    assert page.context["history"][0].changes == ["－ “包您满意” (医务处：不得承诺)"]
    entries = AuditEntry.objects.filter(act=Act.REGULATION_CHANGED)
    assert [e.detail["subject"] for e in entries] == ["phrases", "phrases"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("phrase_add", OURS | {"phrase": "包治"}),
        ("phrase_add", OURS | {"reason": " "}),
        ("phrase_add", OURS | {"concern": "length"}),
        ("phrase_off", OURS),
        ("phrase_remove", OURS),
        ("phrase_on", OURS | {"reason": ""}),
    ],
)
def test_what_makes_no_sense_changes_nothing(name: str, typed: dict[str, str]) -> None:
    assert post(people.assistant(), name, **typed).status_code in (200, 422)
    assert not Edition.objects.filter(subject="phrases").exists()


def test_two_who_change_the_list_do_not_undo_each_other() -> None:
    by = people.assistant()
    phrases.forbid(Concern.FEAR, "吓人", reason="一", by=by, now=NOW)
    phrases.forbid(Concern.FEAR, "可怕", reason="二", by=by, now=NOW)
    assert [entry.phrase for entry in phrasebook().own] == ["吓人", "可怕"]


def test_a_chosen_phrase_shows_what_may_be_done_with_it_to_who_may_do_it() -> None:
    query = {"phrase": "promise:包治"}
    url, off = reverse("scripts_library:phrases"), reverse("scripts_library:phrase_off")
    assert off in signed_in_as(people.assistant()).get(url, query).content.decode()
    assert off not in signed_in_as(people.supervisor()).get(url, query).content.decode()
