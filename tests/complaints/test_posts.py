"""A negative post on the web is on the page of the department it is about, at once and only there (D5)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from complaints.actions.attachments import attach
from complaints.queries.department import posts_about
from policy.complaints import Channel
from tests import people
from tests.clients import signed_in_as
from tests.complaints.files import png
from tests.complaints.making import NOW, a_complaint, ordered

pytestmark = pytest.mark.django_db


def a_post(**more: Any) -> Any:
    fields = {"web_url": "https://example.org/p/1", "plan": "先致歉，再核实", "anonymous": True, **more}
    return a_complaint(channel=Channel.WEB, title="网上差评：产科夜班无人应铃", **fields)


def test_the_head_of_the_department_reads_it_before_anybody_was_ordered(client: Any) -> None:
    post, lin = a_post(), people.clinician()
    client.force_login(lin)
    assert post.title in client.get(reverse("complaints:department")).content.decode()
    assert client.get(reverse("complaints:case", args=[post.pk])).status_code == 200


def test_another_department_gets_neither_the_line_nor_the_page(client: Any) -> None:
    post = a_post()
    chen = people.a_user("8033", "陈立", "clinician", department=people.a_department("放射科"))
    client.force_login(chen)
    assert post.title not in client.get(reverse("complaints:department")).content.decode()
    assert client.get(reverse("complaints:case", args=[post.pk])).status_code == 404


def test_once_it_is_ordered_it_stands_with_the_others() -> None:
    post, lin = a_post(), people.clinician()
    assert list(posts_about(lin)) == [post]
    ordered(post, now=NOW)
    assert not posts_about(lin).exists()


def test_whoever_answers_it_reads_where_it_stands_the_plan_and_the_screenshot() -> None:
    lin, li = people.clinician(), people.agent()
    case = ordered(a_post(web_url="https://example.org/post/9", plan="帖下公开回复"))
    [shot] = attach(case.pk, [SimpleUploadedFile("截图.png", png())], by=li, now=NOW)
    text = signed_in_as(lin).get(f"/complaints/department/{case.pk}/").content.decode()
    for words in ("https://example.org/post/9", "帖下公开回复", f"/complaints/{case.pk}/files/{shot.pk}/"):
        assert words in text
