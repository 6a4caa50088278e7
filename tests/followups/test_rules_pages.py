"""The pages of rules, hours, presets: what a change does is told first, nothing is published unasked."""

from datetime import date
from typing import Any

import pytest
import time_machine

from followups.models import Rule, RuleVersion
from followups.ruleforms import RuleForm, spec_initial
from followups.rulewords import differences, timing_words
from policy.calendar import Daypart
from policy.presets import MATERNITY, PRESETS
from policy.rules import RuleSpec
from policy.timing import Timing
from policy.visits import VisitKind
from regulation.models import Edition
from staff.models import AuditEntry
from tests import people
from tests.clients import signed_in_as
from tests.people import moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-20 10:00")
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _friday_morning() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def blanks(spec: RuleSpec, **more: Any) -> dict[str, Any]:
    """The fields as a browser sends them."""
    fields = spec_initial(spec) | {"effective_from": str(TODAY), "reason": "早两天打"} | more
    return {name: value for name, value in fields.items() if value is not False and value is not None}


def spec(**more: Any) -> RuleSpec:
    return RuleSpec(**({"kinds": (VisitKind.INPATIENT,), "timing": Timing(3, 5, 7)} | more))


def page(path: str, *, by: Any = None) -> str:
    answer = signed_in_as(by or people.administrator()).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


# --- The sentence ---


@pytest.mark.parametrize(
    "rule", [rule for preset in PRESETS for rule in preset.rules], ids=lambda rule: rule.code
)
def test_every_preset_comes_back_from_the_form_as_it_went_in(rule: Any) -> None:
    form = RuleForm(blanks(rule.spec))
    assert form.spec == rule.spec, form.errors


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"target": 9}, "target"),
        ({"occurrences": 2, "every_days": 0}, "every_days"),
        ({"extra_occurrences": 1, "every_days": 7}, "extra_diagnoses"),
        ({"occurrences": 60, "every_days": 30}, "occurrences"),
        ({"kinds": []}, "kinds"),
        ({"departments": [987_654]}, "departments"),
        ({"reason": " "}, "reason"),
        ({"effective_from": "2026-11-19"}, "effective_from"),
    ],
)
def test_nonsense_is_refused_at_its_blank(more: dict[str, Any], field: str) -> None:
    form = RuleForm(blanks(spec(), **more), today=NOW.date())
    assert not form.is_valid()
    assert field in form.errors


def test_the_differences_of_two_versions_are_named_with_old_and_new() -> None:
    found = differences(spec(), spec(timing=Timing(3, 3, 7), priority=1), {})
    assert [(d.field, d.old, d.new) for d in found] == [("target", "5", "3"), ("priority", "5", "1")]


def test_all_parts_of_the_day_and_none_named_are_the_same() -> None:
    assert differences(spec(), spec(timing=Timing(3, 5, 7, dayparts=tuple(Daypart))), {}) == []


def test_each_preset_rule_has_a_timing_in_words() -> None:
    assert all(timing_words(rule.spec) for preset in PRESETS for rule in preset.rules)


# --- Publishing ---


def test_publishing_asks_once_more_and_only_then_makes_a_version() -> None:
    version = people.a_rule()
    client = signed_in_as(people.administrator())
    url = f"/rules/{version.rule_id}/publish/"
    asked = client.post(url, blanks(spec(), seen=1))
    assert asked.status_code == 200
    assert 'id="publish"' in asked.content.decode()
    assert RuleVersion.objects.count() == 1
    done = client.post(url, blanks(spec(), seen=1, confirmed="1"))
    assert done.status_code == 302
    newest = RuleVersion.objects.order_by("-number").first()
    assert newest is not None
    assert (newest.number, newest.parsed(), newest.reason) == (2, spec(), "早两天打")
    assert AuditEntry.objects.filter(act="rule_changed").count() == 1


def test_a_version_that_somebody_else_published_meanwhile_is_not_covered_in_silence() -> None:
    version = people.a_rule()
    people.a_rule()
    answer = signed_in_as(people.administrator()).post(
        f"/rules/{version.rule_id}/publish/", blanks(spec(), seen=1, confirmed="1")
    )
    assert answer.status_code == 409
    assert RuleVersion.objects.count() == 2
    assert "早两天打" in answer.content.decode()


def test_a_preview_marks_what_changed_and_saves_nothing() -> None:
    version = people.a_rule()
    answer = signed_in_as(people.administrator()).post(
        "/rules/preview/", blanks(spec(), rule=version.rule_id), headers={"HX-Request": "true"}
    )
    told = answer.content.decode()
    assert 'id="was-target" hx-swap-oob="true">原' in told or 'id="was-target" hx-swap-oob="true">was' in told
    assert "forecast" in answer.context
    assert RuleVersion.objects.count() == 1
    assert not AuditEntry.objects.filter(act="rule_changed").exists()


def test_the_administrator_sees_counts_and_no_patient() -> None:
    version = people.a_rule()
    people.a_task(people.a_visit(people.a_patient("欧阳静")))
    client = signed_in_as(people.administrator())
    told = client.post("/rules/preview/", blanks(spec(), rule=version.rule_id)).content.decode()
    assert "欧阳静" not in told + page(f"/rules/{version.rule_id}/")


def test_a_new_rule_begins_with_its_first_version() -> None:
    client = signed_in_as(people.administrator())
    fields = blanks(spec(), name="满月随访", name_en="After a month", confirmed="1")
    assert client.post("/rules/new/", fields).status_code == 302
    rule = Rule.objects.get(name="满月随访")
    assert rule.versions.get().parsed() == spec()


def test_ending_a_rule_wants_a_reason_and_can_be_taken_back() -> None:
    rule = people.a_rule().rule
    client = signed_in_as(people.administrator())
    url = f"/rules/{rule.pk}/active/"
    client.post(url, {"active": "0", "reason": " "})
    assert Rule.objects.get().active
    client.post(url, {"active": "0", "reason": "并入满意度回访"})
    assert not Rule.objects.get().active
    assert "并入满意度回访" in page(f"/rules/{rule.pk}/")
    client.post(url, {"active": "1", "reason": "恢复"})
    assert Rule.objects.get().active


def test_a_director_may_look_and_not_publish() -> None:
    rule = people.a_rule().rule
    assert 'form="rule"' not in page(f"/rules/{rule.pk}/", by=people.director())


def test_a_version_that_cannot_be_read_can_still_be_mended() -> None:
    version = people.a_rule()
    RuleVersion.objects.update(spec={"kinds": ["unheard of"]})
    page(f"/rules/{version.rule_id}/")


# --- Presets ---


def test_loading_a_preset_adds_what_is_missing_and_twice_adds_nothing() -> None:
    client = signed_in_as(people.administrator())
    for _time in range(2):
        client.post("/presets/maternity/load/", {"hours": "on"})
    assert Rule.objects.count() == len(MATERNITY.rules)
    assert RuleVersion.objects.count() == len(MATERNITY.rules)
    assert Edition.objects.count() == 0  # its hours are those in force already
