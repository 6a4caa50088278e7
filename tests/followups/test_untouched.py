"""Questions to which nothing was said are drawn once for everybody, and no otherwise than the others."""

from typing import Any

import pytest

from followups import questions, skeletons
from followups.answer_fields import name_of
from tests import people
from tests.clients import signed_in_as
from tests.followups.asking import ALL, asked
from tests.followups.calling import a_call, at, fields, open_all_day

pytestmark = pytest.mark.django_db


class Everything:
    def __contains__(self, name: object) -> bool:
        return True


@pytest.fixture(autouse=True)
def hours() -> None:
    open_all_day()
    skeletons._READY.clear()


def rows(page: str) -> str:
    """The conversation, in which nothing differs from one opening to the next."""
    return page[page.index("data-when-reached") : page.index("data-when-missed")]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_drawn_once_is_what_is_drawn_each_time(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(*ALL)
    agent = people.agent()
    agent.language = language
    agent.save()
    draft = a_call(agent)
    client = signed_in_as(agent)
    ready = rows(client.get(at("call", draft)).text)
    assert rows(client.get(at("call", draft)).text) == ready
    monkeypatch.setattr(questions, "touched", lambda *_given: Everything())
    assert rows(client.get(at("call", draft)).text) == ready
    assert ready.count('<fieldset class="question ask') == len(ALL)


@pytest.mark.parametrize(("part", "said"), [("who", "王护士"), ("reason", "换药很轻"), ("na", "1")])
def test_whatever_was_said_beside_a_question_stands_there_again(part: str, said: str) -> None:
    version = asked(*ALL)
    draft = a_call(people.agent())
    name = name_of(version.pk, "nurse_level", part)
    typed: dict[str, Any] = {name: said}
    answer = signed_in_as(people.agent()).post(
        at("call_save", draft), fields(draft) | {"reached": "1"} | typed
    )
    assert answer.status_code == 422
    row = answer.text[answer.text.index(f'data-ask="{name_of(version.pk, "nurse_level")}"') :].split(
        "</fieldset>"
    )[0]
    assert (
        f'name="{name}" id="{name}" value="1" data-key="0" data-ask-na checked' if part == "na" else said
    ) in row
