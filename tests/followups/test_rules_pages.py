"""The pages of rules, hours, presets: what a change does is told first, nothing is published unasked."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from followups.actions.queue import keep, make_day
from followups.models import Rule, RuleVersion, Task
from followups.ruleforms import RuleForm, spec_initial
from followups.rulewords import differences, timing_words
from policy.calendar import DayKind, Daypart
from policy.outcomes import DEFAULT_TABLE, table_from_json
from policy.presets import MATERNITY, PRESETS
from policy.rules import RuleSpec
from policy.timing import Timing
from policy.visits import VisitKind
from regulation.actions.editions import set_day
from regulation.models import CalendarDay, Edition
from staff.models import AuditEntry
from tests import people
from tests.access_table import a_table, some_options
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
    form = RuleForm(blanks(spec(), **more))
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


def test_hours_of_a_preset_come_only_when_asked_for() -> None:
    client = signed_in_as(people.administrator())
    client.post("/presets/customer_service/load/")
    assert not Edition.objects.exists()
    client.post("/presets/customer_service/load/", {"hours": "on"})
    assert Edition.objects.count() == 1


# --- Hours and days change what is planned ---


def hours_fields(spans: str, **more: Any) -> dict[str, Any]:
    return {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-name": "全年",
        "form-0-spans": spans,
        "weekends": "on",
        "effective_from": str(TODAY),
        "reason": "冬令",
        **more,
    }


def test_hours_are_looked_at_before_they_are_published() -> None:
    client = signed_in_as(people.administrator())
    url = "/regulation/hours/change/"
    checked = client.post(url, hours_fields("14：00至16：30"))
    assert checked.status_code == 200
    assert not Edition.objects.exists()
    mark = checked.context["mark"]
    changed = client.post(url, hours_fields("9-10", checked=mark))
    assert changed.status_code == 200, "other hours than those that were looked at"
    assert not Edition.objects.exists()
    assert client.post(url, hours_fields("14:00-16:30", checked=mark)).status_code == 302
    assert Edition.objects.get().data["seasons"][0]["intervals"] == [["14:00", "16:30"]]


@pytest.mark.parametrize("spans", ["", "16:00-14:00", "14:00-16:00, 15:00-17:00", "夜里"])
def test_hours_that_make_no_sense_are_refused_with_a_sentence(spans: str) -> None:
    client = signed_in_as(people.administrator())
    answer = client.post("/regulation/hours/change/", hours_fields(spans))
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode() or "invalid-feedback" in answer.content.decode()


def test_hours_without_an_evening_name_the_rules_that_lose_it() -> None:
    people.a_rule(timing=Timing(0, 0, 0, last_block=True))
    told = signed_in_as(people.administrator()).post("/rules/hours-effect/", hours_fields("9:00-11:00"))
    assert [len(one["warnings"]) for one in told.context["losing"]] == [1]


def test_a_closure_is_entered_and_removed_on_the_page() -> None:
    client = signed_in_as(people.administrator())
    span = {"first": "2026-12-01", "last": "2026-12-03", "kind": "closure", "name": "搬迁"}
    assert client.post("/regulation/days/add/", span).status_code == 302
    days = CalendarDay.objects.order_by("day")
    assert [d.day.day for d in days] == [1, 2, 3]
    client.post(f"/regulation/days/{days[0].pk}/remove/")
    assert CalendarDay.objects.count() == 2
    late = client.post("/regulation/days/add/", span | {"first": "2026-11-19"})
    assert late.status_code == 422
    assert CalendarDay.objects.count() == 2


def test_a_holiday_entered_for_tomorrow_moves_the_untouched_tasks_of_tomorrow_and_only_delays() -> None:
    tomorrow = TODAY + timedelta(days=1)
    people.a_rule(kinds=(VisitKind.CONSULTATION,), timing=Timing(1, 1, 1))
    people.a_rule("later", kinds=(VisitKind.INPATIENT,), timing=Timing(7, 7, 9))
    people.a_visit(kind=VisitKind.CONSULTATION, at=moment("2026-11-20 09:00"))
    dialled = people.a_visit(kind=VisitKind.CONSULTATION, at=moment("2026-11-20 09:30"))
    people.a_visit(at=moment("2026-11-13 09:00"))
    keep_until_still()
    make_day(day=tomorrow, now=NOW)
    Task.objects.filter(visit=dialled).update(tries=1)
    before = {t.pk: t for t in Task.objects.all()}
    assert len(before) == 3

    set_day(tomorrow, kind=DayKind.HOLIDAY, name="临时放假", by=people.administrator(), now=NOW)
    keep_until_still()

    for task in Task.objects.select_related("rule"):
        old = before[task.pk]
        assert (task.opens >= old.opens, task.closes >= old.closes) == (True, True)
        assert task.due_on == old.due_on
        if old.opens.astimezone(people.TZ).date() == tomorrow and not old.tries:
            assert task.opens.astimezone(people.TZ).date() == tomorrow + timedelta(days=1)
            assert not task.late
        else:
            assert (task.opens, task.closes) == (old.opens, old.closes)
    assert Task.objects.filter(opens__gte=moment("2026-11-22 00:00")).count() == 1


def keep_until_still() -> None:
    for _time in range(2):
        keep(now=NOW)


# --- The retry table and the options ---


def test_the_retry_table_goes_out_and_comes_back_unchanged() -> None:
    client = signed_in_as(people.administrator())
    assert client.post("/regulation/outcomes/change/", a_table(people.administrator(), {})).status_code == 302
    assert table_from_json(Edition.objects.get().data) == DEFAULT_TABLE


@pytest.mark.parametrize(
    "wrong",
    [
        {"deceased-ends": "completed"},
        {"busy-ends": "completed"},
        {"busy-minutes1": ""},
        {"busy-minutes1": "99999"},
        {"busy-next1": "next_number"},
    ],
)
def test_a_table_that_makes_no_sense_is_refused_with_a_sentence(wrong: dict[str, str]) -> None:
    fields = a_table(people.administrator(), {}) | wrong
    answer = signed_in_as(people.administrator()).post("/regulation/outcomes/change/", fields)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode() or "notice-danger" in answer.content.decode()
    assert not Edition.objects.exists()


def test_options_that_contradict_each_other_are_refused_at_their_field() -> None:
    fields = some_options(people.administrator(), {}) | {"verification_first": 28}
    answer = signed_in_as(people.administrator()).post("/regulation/options/change/", fields)
    assert answer.status_code == 422
    assert "verification_first" in answer.context["form"].errors
