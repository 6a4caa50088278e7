"""Lists as they are drawn: no warning and no badge is cut off, and heads stand over their columns."""

from typing import Any

import pytest
from django.urls import reverse

from tests import people
from tests.followups.browsing import Enter, leads_on
from tests.followups.browsing import enter as enter
from tests.followups.calling import a_due_task, open_all_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = ("zh-hans", "en")

CUT = """() => [...document.querySelectorAll('td .tag')].filter(tag => {
    const [a, b] = [tag.getBoundingClientRect(), tag.closest('td').getBoundingClientRect()]
    return a.left < b.left || a.right > b.right || a.top < b.top || a.bottom > b.bottom
}).map(tag => tag.textContent)"""
ASTRAY = """() => [...document.querySelectorAll('table.list')].flatMap(table => {
    const cells = table.querySelector('tbody tr[data-row]').cells
    const side = cell => getComputedStyle(cell).textAlign.replace('start', 'left')
    return [...table.tHead.rows[0].cells].filter((head, n) => side(head) !== side(cells[n]))
}).map(head => head.textContent)"""


def long_rows() -> None:
    """A patient with every warning, and three purposes of many words."""
    patient = people.a_patient(
        do_not_disclose=True, hard_of_hearing=True, speak_with="女儿 陈小敏", spoken_language="闽南话"
    )
    for number in range(3):
        version = people.a_rule(f"long{number}", name=f"体检异常结果通知及复查提醒{number}")
        version.rule.name_en = f"Notice of abnormal check-up results and re-check {number}"
        version.rule.save()
        a_due_task(people.agent(), patient, version=version)


def tags_of(page: Any) -> list[str]:
    page.wait_for_selector("td .tag")
    return [text.strip() for text in page.locator("td .tag").all_inner_texts()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_tags_and_badges_stay_whole(enter: Enter, language: str) -> None:
    open_all_day()
    long_rows()
    pages = {"today": people.agent(), "supervisor": people.supervisor()}
    found = {}
    for name, user in pages.items():
        page = enter(reverse(f"followups:{name}"), user, language)
        page.set_viewport_size({"width": 1366, "height": 768})
        assert {"do not disclose", "勿透露诊断"} & set(tags_of(page))
        assert name != "today" or {"3 purposes", "3 项"} & set(tags_of(page))
        found[name] = page.evaluate(CUT)
    assert found == {name: [] for name in pages}


def test_heads_stand_over_their_columns(enter: Enter) -> None:
    open_all_day()
    long_rows()
    agent = people.agent()
    page = enter(reverse("followups:today"), agent)
    page.wait_for_selector("[data-row]")
    found = {"today": page.evaluate(ASTRAY)}
    page = enter(reverse("followups:patients"), agent)
    page.fill("#search-text", "2056")
    page.focus("#search-text")
    leads_on(page, "Enter")
    page.wait_for_selector("[data-row]")
    found["search"] = page.evaluate(ASTRAY)
    assert found == {"today": [], "search": []}
