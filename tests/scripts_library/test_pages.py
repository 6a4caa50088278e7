"""The library's pages: from the first word of a script to the call that uses it."""

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.models import Attempt, Draft
from policy.scripts import State
from policy.wording_lists import Concern
from scripts_library.actions import phrases, versions
from scripts_library.filling import WORDS
from scripts_library.models import ScriptVersion
from scripts_library.words import FILLED
from tests import people
from tests.clients import StaffClient, signed_in_as
from tests.followups.calling import a_call, a_due_task, at, fields, open_all_day
from tests.scripts_library.making import CURES, NOW, a_draft, brought_to, next_draft, posted, saved, says

pytestmark = pytest.mark.django_db


def url(name: str, pk: int) -> str:
    return reverse(f"scripts_library:{name}", args=[pk])


def text(client: StaffClient, path: str, **query: Any) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def hidden(client: StaffClient, version: ScriptVersion) -> dict[str, Any]:
    """What the buttons of the version's page send along."""
    page = client.get(url("version", version.pk))
    fields = re.findall(r'type="hidden" name="(edits|seen)" value="([^"]*)"', page.content.decode())
    return {name: [unescape(value) for of, value in fields if of == name] for name, _value in fields}


def test_a_script_is_written_approved_by_another_and_said_in_the_next_call() -> None:
    open_all_day()
    writer, approver = signed_in_as(people.supervisor()), signed_in_as(people.assistant())
    writer.post(reverse("scripts_library:script_new"), {"name_zh": "胃肠外科随访", "kinds": "inpatient"})
    version = ScriptVersion.objects.latest("pk")
    words = posted(version, departments=[people.a_department().pk])
    words["steps-zh-greet"] = "您好，我是{agent}，替胃肠外科问候您。"
    assert writer.post(url("edit", version.pk), words).status_code == 302
    writer.post(url("submit", version.pk))
    approver.post(url("approve", version.pk), hidden(approver, version))
    today = {"effective_from": str(timezone.localdate())}
    writer.post(url("publish", version.pk), hidden(writer, version) | today)
    agent = people.agent()
    page = text(signed_in_as(agent), at("call", a_call(agent, a_due_task(agent))))
    assert "替胃肠外科问候您" in page
    assert "胃肠外科随访・" in page
    assert version.script.code not in page


def test_a_script_for_one_rule_and_women_is_said_in_their_calls_alone() -> None:
    open_all_day()
    agent, writer = people.agent(), signed_in_as(people.supervisor())
    woman = a_due_task(agent, people.a_patient(sex="female"))
    man = a_due_task(agent, people.a_patient(sex="male"), version=woman.version)
    version = a_draft()
    words = posted(version, purposes=[woman.rule.code], sex="female")
    words["steps-zh-greet"] = "您好，替产科问候您。"
    rules = {"purposes": "no-such-rule"}
    assert writer.post(url("edit", version.pk), words | rules).status_code == 422
    assert writer.post(url("edit", version.pk), words).status_code == 302
    brought_to(State.PUBLISHED, version)
    caller = signed_in_as(agent)
    assert "替产科问候您" in text(caller, at("call", a_call(agent, woman)))
    assert "替产科问候您" not in text(caller, at("call", a_call(agent, man)))
    (served,) = writer.get(url("version", version.pk)).context["served"]
    assert (served.rule.code, served.instead) == (woman.rule.code, None)


def test_a_call_keeps_the_version_it_was_opened_with_whatever_its_page_posts() -> None:
    open_all_day()
    now, agent = timezone.localtime(), people.agent()
    first = brought_to(State.PUBLISHED, says(a_draft(), "第一版。"), since=now.date(), now=now)
    draft, caller = a_call(agent, a_due_task(agent)), signed_in_as(agent)
    second = brought_to(
        State.PUBLISHED, says(next_draft(first.script), "第二版。"), since=now.date(), now=now
    )
    assert "第一版。" in text(caller, at("call", draft))
    forged = fields(draft, outcome="completed", script_version=str(second))
    assert caller.post(at("call_save", draft), forged).status_code == 302
    attempt = Attempt.objects.get(token=draft.token)
    assert attempt.script_version == str(first)
    caller.post(reverse("followups:call_correct", args=[attempt.pk]))
    correction = Draft.objects.get(corrects=attempt)
    assert "第一版。" in text(caller, at("call", correction))
    caller.post(at("call_save", correction), fields(correction, outcome="no_answer", script_version="x/9"))
    assert Attempt.objects.get(corrects=attempt).script_version == str(first)
    assert "第二版。" in text(caller, at("call", a_call(agent, a_due_task(agent))))


def test_a_script_names_the_rules_it_fits_and_who_is_said_in_its_place() -> None:
    rule = a_due_task(people.agent()).rule
    reader, shipped = signed_in_as(people.supervisor()), ScriptVersion.objects.get(script__code="inpatient")
    (served,) = reader.get(url("version", shipped.pk)).context["served"]
    assert (served.rule.code, served.instead) == (rule.code, None)
    own = brought_to(State.PUBLISHED, saved(a_draft(), purposes=[rule.code]))
    (served,) = reader.get(url("version", shipped.pk)).context["served"]
    assert served.instead == own
    stranger = ScriptVersion.objects.get(script__code="no-show")
    others = brought_to(State.PUBLISHED, saved(a_draft(), purposes=["no-such-rule"]))
    assert reader.get(url("version", stranger.pk)).context["served"] == []
    assert reader.get(url("version", others.pk)).context["served"] == []


def test_what_is_refused_comes_back_with_every_word_that_was_typed() -> None:
    version, writer = a_draft(), signed_in_as(people.supervisor())
    typed = posted(version) | {"steps-zh-greet": "您好，{nickname}", "replies-en-busy": "Please go on."}
    answer = writer.post(url("edit", version.pk), typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "{nickname}" in page
    assert "Please go on." in page
    assert page.count('aria-invalid="true"') == 1
    assert 'aria-describedby="id_steps-zh-greet_error"' in page
    assert 'id="id_steps-zh-greet_error">' in page
    version.refresh_from_db()
    assert version.edits == 0


def test_every_word_that_is_filled_in_is_explained_to_whoever_writes() -> None:
    assert set(FILLED) == WORDS
    page = text(signed_in_as(people.supervisor()), url("edit", a_draft().pk))
    assert all(f"<dt><code>{{{word}}}</code></dt><dd>" in page for word in WORDS)


def test_whoever_saves_second_is_told_and_keeps_the_words() -> None:
    version, writer = a_draft(), signed_in_as(people.supervisor())
    mine = posted(version) | {"steps-zh-greet": "晚上好！"}
    says(version, "早上好！")
    answer = writer.post(url("edit", version.pk), mine)
    assert answer.status_code == 422
    assert "晚上好！" in answer.content.decode()
    again = mine | {"edits": answer.context["form"]["edits"].value()}
    assert writer.post(url("edit", version.pk), again).status_code == 302
    version.refresh_from_db()
    assert version.steps_zh[0]["say"] == "晚上好！"


def test_a_version_that_was_submitted_meanwhile_takes_no_more_words() -> None:
    version, writer = brought_to(State.SUBMITTED), signed_in_as(people.supervisor())
    assert writer.get(url("edit", version.pk)).status_code == 302
    assert writer.post(url("edit", version.pk), posted(version)).status_code == 422


def test_the_marks_stand_beside_their_step_and_stop_the_approval() -> None:
    version = brought_to(State.SUBMITTED, says(a_draft(), CURES))
    approver = signed_in_as(people.assistant())
    page = text(approver, url("version", version.pk))
    assert "“包治”" in page
    assert 'name="override"' in page
    typed = hidden(approver, version)
    approver.post(url("approve", version.pk), typed | {"override": " "})
    version.refresh_from_db()
    assert version.state == State.SUBMITTED
    approver.post(url("approve", version.pk), typed | {"override": "是患者的原话"})
    version.refresh_from_db()
    assert version.state == State.APPROVED


def test_words_that_the_approver_never_saw_are_not_approved() -> None:
    version = brought_to(State.SUBMITTED)
    approver, writer = signed_in_as(people.assistant()), people.supervisor()
    read = hidden(approver, version)
    versions.send_back(version.pk, reason="错字", by=writer, now=NOW)
    version = says(version, "您好，这里是另一番话。")
    versions.submit(version.pk, by=writer, now=NOW)
    answer = approver.post(url("approve", version.pk), read, follow=True)
    version.refresh_from_db()
    assert version.state == State.SUBMITTED
    assert "您打开页面之后，内容改动过" in answer.content.decode()
    assert "这里是另一番话" in answer.content.decode()
    approver.post(url("approve", version.pk), hidden(approver, version))
    version.refresh_from_db()
    assert version.state == State.APPROVED


def test_a_mark_that_came_after_the_page_was_drawn_is_not_covered_by_its_reason() -> None:
    version = brought_to(State.SUBMITTED, says(a_draft(), CURES + "请放一百个心。"))
    approver = signed_in_as(people.assistant())
    read = hidden(approver, version)
    phrases.forbid(Concern.PROMISE, "一百个心", reason="不许打包票", by=people.director(), now=NOW)
    answer = approver.post(url("approve", version.pk), read | {"override": "原话"}, follow=True)
    version.refresh_from_db()
    assert version.state == State.SUBMITTED
    assert "说明理由之后，又有了新的标记" in answer.content.decode()


def test_whoever_wrote_it_is_not_offered_the_approval() -> None:
    director = people.director()
    version = brought_to(State.SUBMITTED, a_draft(by=director))
    assert url("approve", version.pk) not in text(signed_in_as(director), url("version", version.pk))
    assert url("approve", version.pk) in text(signed_in_as(people.assistant()), url("version", version.pk))


def test_the_preview_is_filled_in_and_nothing_in_it_is_executed() -> None:
    page = text(signed_in_as(people.supervisor()), url("version", says(a_draft(), "<i>{address}</i>").pk))
    assert "&lt;i&gt;<b>陈国栋先生</b>&lt;/i&gt;" in page.replace("</b>\n", "</b>")
    assert "{address}" not in page


def test_two_versions_stand_side_by_side_with_what_differs() -> None:
    first = brought_to(State.PUBLISHED, says(a_draft(), "您好，早上好。"))
    says(next_draft(first.script), "您好，晚上好。")
    reader = signed_in_as(people.director())
    page = text(reader, url("compare", first.script_id), a=1, b=2, language="zh")
    assert "您好，<del>早</del>上好。" in page
    assert "您好，<ins>晚</ins>上好。" in page
    assert "中文 1 处，英文 0 处" in page
    page = text(reader, url("compare", first.script_id), a=1, b=2, language="en")
    assert "<del>" not in page
    assert "中文 1 处，英文 0 处" in page  # where to look, though nothing differs here
    assert "<del>" not in text(reader, url("compare", first.script_id), a=2, b=2)
    # Whoever may not write is told so instead of an empty box.
    assert "已发布的版本不会再变" in text(reader, url("version", first.pk))
    assert "仍在起草" in text(reader, url("version", first.script.versions.latest("number").pk))
    assert reader.get(url("compare", first.script_id), {"a": 9}).status_code == 404


def test_the_library_says_what_is_in_force_and_what_is_in_hand() -> None:
    first = brought_to(State.PUBLISHED)
    says(next_draft(first.script), CURES)
    rows = signed_in_as(people.director()).get(reverse("scripts_library:library")).context["rows"]
    row = next(row for row in rows if row.script == first.script)
    assert (row.in_force.number, row.open.number, bool(row.marks)) == (1, 2, True)


def test_the_library_costs_the_same_however_many_scripts_there_are(
    django_assert_max_num_queries: Any,
) -> None:
    for _number in range(5):
        brought_to(State.PUBLISHED)
    client = signed_in_as(people.supervisor())
    with django_assert_max_num_queries(9):
        client.get(reverse("scripts_library:library"))
