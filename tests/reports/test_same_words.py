"""What several said in the same words stands once, with how often, and opens each of them (A16, A19)."""

import re
from collections import Counter
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine

from followups.models import Answer
from policy.complaints import Kind
from policy.folding import folded
from reports.contents import contents
from reports.queries import opinions
from reports.queries.facts import Asked
from reports.scope import shown_sheet
from reports.showing import shown
from tests import people
from tests.complaints import making
from tests.reports.hospitals import QUARTER, Hospital
from tests.reports.recounting import plain_answers, plain_calls
from tests.reports.writing import FINAL, a_report

pytestmark = pytest.mark.django_db
ALIKE = ("收费没有说清楚", "收费没有说清楚。", " 收费 没有说清楚！", "收费没有说清楚，")
OTHERS = ("停车太难", "WiFi too slow", "wifi　TOO slow…", "ＷｉＦｉ too slow", "?", "收费没有说清楚了")
TIMES = re.compile(r'×<a href="([^"]+)">(\d+)<')


@pytest.fixture
def hospital() -> Hospital:
    found = Hospital(31, 120)
    answers = list(Answer.objects.order_by("pk"))
    for n, answer in enumerate(answers):
        answer.reason = [*ALIKE, *OTHERS, ""][n % 11]
    Answer.objects.bulk_update(answers, ["reason"])
    return found


def test_equal_words_of_a_level_are_counted_together_as_the_folding_of_the_policy_has_it(
    hospital: Hospital,
) -> None:
    asked = Asked(*QUARTER)
    told = {
        (about["key"], one["level"], folded(one["text"])[0]): one["n"]
        for about in opinions.said(asked)
        for one in about["words"]
    }
    worded = [answer for answer in plain_answers(plain_calls(*QUARTER)) if answer.reason]
    assert told == Counter((one.subject, one.level, folded(one.reason)[0]) for one in worded)
    spelt = {(one.subject, one.level, one.reason) for one in worded}
    assert len(spelt) > len(told)
    for about in opinions.said(asked):
        levels = [(one["level"], -one["n"]) for one in about["words"]]
        assert levels == sorted(levels)
        assert about["n"] == sum(one["n"] for one in about["words"])


def test_each_line_opens_as_many_answers_as_it_says(hospital: Hospital, client: Any) -> None:
    client.force_login(people.director())
    with time_machine.travel(people.moment("2026-11-25 21:00"), tick=False):
        page = client.get("/reports/figures/").content.decode()
        links = {unescape(url): int(n) for url, n in TIMES.findall(page)}
        assert max(links.values()) > 1
        for url, n in links.items():
            there = client.get(url).context["page"]
            assert there.paginator.count == n, url
            assert len({folded(answer.reason)[0] for _call, answer, _reason in there}) == 1


def test_on_paper_a_line_says_how_often(hospital: Hospital) -> None:
    report = a_report()
    themes = contents(report, shown_sheet(report, now=FINAL))["opinions"]
    assert any(re.search(r"收费.*×\d+$", words) for one in themes for words in one["words"])
    for one in themes:
        assert len(one["words"]) == len(set(one["words"]))


def test_cases_in_the_same_words_stand_together_with_all_their_numbers() -> None:
    day = people.moment("2026-11-20 10:00")
    said = [("CT 收了两次钱。", Kind.COMPLAINT), ("等了很久", Kind.COMPLAINT)]
    said += [("CT收了两次钱", kind) for kind in (Kind.COMPLAINT, Kind.SUGGESTION)]
    cases = [
        making.a_complaint(now=day + timedelta(minutes=n), words=words, theme="costs", kind=kind)
        for n, (words, kind) in enumerate(said)
    ]
    report = a_report()
    (theme,) = shown(shown_sheet(report, now=FINAL))["opinions"]
    first, alone, suggested = (cases[0], cases[2]), (cases[1],), (cases[3],)
    found = [[number for number, _url in one["cases"]] for one in theme["words"]]
    assert found == [[case.number for case in some] for some in (first, alone, suggested)]
    assert [one["n"] for one in theme["words"]] == [2, 1, 1]
    assert theme["more"] == 0
    urls = {url for one in theme["words"] for _number, url in one["cases"]}
    assert urls == {f"/complaints/{case.pk}/" for case in cases}
