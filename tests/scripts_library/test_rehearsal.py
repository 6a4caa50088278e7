"""Practice calls in the browser: played, mended, seen by nobody else, counted nowhere (C3)."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.models import Attempt, Draft
from policy.scripts import State
from scripts_library.models import Rehearsal, ScriptVersion
from scripts_library.practice import CASES
from tests import people
from tests.clients import StaffClient, signed_in_as
from tests.followups.browsing import Enter
from tests.followups.browsing import enter as enter
from tests.scripts_library.making import a_draft, brought_to, saved, says

pytestmark = pytest.mark.django_db


def at(name: str, *args: int) -> str:
    return reverse(f"scripts_library:{name}", args=args)


def begun(client: StaffClient, case: str = "busy", **more: Any) -> Rehearsal:
    assert client.post(at("rehearsal_begin"), {"case": case, **more}).status_code == 302
    return Rehearsal.objects.latest("pk")


def say(client: StaffClient, rehearsal: Rehearsal, answer: str, seen: int | None = None) -> Any:
    rehearsal.refresh_from_db()
    place = len(rehearsal.path) if seen is None else seen
    return client.post(at("rehearsal_answer", rehearsal.pk), {"at": place, "answer": answer}, follow=True)


def test_a_wrong_answer_says_why_and_the_right_one_leads_on_to_the_end() -> None:
    client = signed_in_as(people.agent())
    rehearsal = begun(client)
    page = client.get(at("rehearsal", rehearsal.pk)).content.decode()
    assert "我开车呢" in page
    assert "<b>李雅婷</b>" in page  # the step to say, filled in for who practises
    say(client, rehearsal, "step:greet")
    wrong = say(client, rehearsal, "line:0")
    assert wrong.context["wrong"].why
    assert "我在高架上" in wrong.content.decode()
    say(client, rehearsal, "reply:busy")
    last = say(client, rehearsal, "line:0")
    assert last.context["patient"] == ""
    assert len(last.context["faults"]) == 1
    rehearsal.refresh_from_db()
    assert rehearsal.finished_at is not None
    left = {branch.title for branch in last.context["branches"]}
    assert "正忙" not in left
    assert "问价格" in left


def test_a_second_press_and_what_is_no_answer_change_nothing() -> None:
    client = signed_in_as(people.agent())
    rehearsal = begun(client)
    say(client, rehearsal, "step:greet")
    say(client, rehearsal, "line:0", seen=1)
    say(client, rehearsal, "line:0", seen=1)  # would be an answer again: he waits for a better one
    assert say(client, rehearsal, "step:greet").status_code == 404
    rehearsal.refresh_from_db()
    assert rehearsal.path == ["step:greet", "line:0"]


def test_practice_stands_in_no_figure_and_with_nobody_else() -> None:
    client = signed_in_as(people.agent())
    rehearsal = begun(client)
    for answer in ("step:greet", "line:0", "reply:busy", "line:0"):
        say(client, rehearsal, answer)
    assert not Attempt.objects.exists()
    assert not Draft.objects.exists()
    assert signed_in_as(people.other_agent()).get(at("rehearsal", rehearsal.pk)).status_code == 404
    supervisor = signed_in_as(people.supervisor())
    assert supervisor.get(at("rehearsal", rehearsal.pk)).status_code == 404
    page = supervisor.get(at("rehearsals_all")).content.decode()
    assert "李雅婷" in page
    assert "两分钟" not in page


def test_a_draft_is_rehearsed_by_who_writes_it_and_hidden_from_agents() -> None:
    draft = says(a_draft(kinds=["no_show"]), "喂，我是新草稿。")
    writer, agent = signed_in_as(people.supervisor()), signed_in_as(people.agent())
    assert "我是新草稿" in writer.get(at("rehearsal", begun(writer, script=draft.pk).pk)).content.decode()
    assert agent.post(at("rehearsal_begin"), {"case": "busy", "script": draft.pk}).status_code == 404
    assert agent.get(at("rehearsals"), {"script": draft.pk}).status_code == 404
    brought_to(State.PUBLISHED, draft, since=timezone.localdate(), now=timezone.localtime())
    assert begun(agent).version == draft  # what a real call like this would get


def test_a_branch_shows_what_the_script_lacks() -> None:
    draft = a_draft()
    replies = [{**one, "say": "" if one["code"] == "price" else one["say"]} for one in draft.replies_zh]
    saved(draft, replies_zh=replies)
    page = signed_in_as(people.supervisor()).get(at("rehearsals"), {"script": draft.pk})
    branches = {branch.title: branch for branch in page.context["branches"]}
    assert not branches["问价格"].written
    assert branches["正忙"].written
    assert all(branch.cases for branch in branches.values())


def test_the_list_costs_the_same_however_much_was_practised(django_assert_max_num_queries: Any) -> None:
    client, version = signed_in_as(people.agent()), ScriptVersion.objects.earliest("pk")
    for case in CASES:
        Rehearsal.objects.create(
            agent=people.agent(), version=version, case=case, path=["step:greet"], started_at=timezone.now()
        )
    with django_assert_max_num_queries(20):
        page = client.get(at("rehearsals"))
    assert {offer.found for offer in page.context["offers"]} >= {1}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_call_is_practised_with_the_keyboard_alone(enter: Enter) -> None:
    agent = people.agent()
    page = enter(at("rehearsals"), agent)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rehearsal/*/")
    case = CASES[Rehearsal.objects.get().case]
    for turn in case.turns:
        answer = next(one for one in turn.answers if turn.judged(one)[0] is None)
        key = page.get_attribute(f"button[value='{answer}']", "data-key")
        with page.expect_navigation():
            page.keyboard.press(key)
    assert Rehearsal.objects.get().finished_at is not None
    assert page.locator(".branches li").count() > 0


def test_a_step_nobody_has_been_to_is_not_called_a_patient_who_was_not_reached() -> None:
    client = signed_in_as(people.agent())
    rehearsal = begun(client)
    for answer in ("step:greet", "reply:busy", "line:0"):
        page = say(client, rehearsal, answer).content.decode()
    assert "未练到" in page
    assert "未联系上" not in page
