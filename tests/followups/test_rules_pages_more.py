"""The pages of rules, hours, presets: what a change does is told first, nothing is published unasked."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from followups.actions.queue import keep, make_day
from followups.models import Task
from followups.ruleforms import spec_initial
from policy.calendar import DayKind
from policy.outcomes import DEFAULT_TABLE, table_from_json
from policy.rules import RuleSpec
from policy.timing import Timing
from policy.visits import VisitKind
from regulation.actions.editions import set_day
from regulation.models import CalendarDay, Edition
from scripts_library.models import Occasion, Questionnaire, QuestionnaireVersion
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


def test_a_rule_shows_what_its_calls_say_and_ask() -> None:
    Questionnaire.objects.update(in_use=True)
    rule = people.a_rule(kinds=(VisitKind.NO_SHOW,)).rule
    (said,) = signed_in_as(people.director()).get(f"/rules/{rule.pk}/").context["said"]
    call = Occasion("no_show", None, [rule.code])
    asked = QuestionnaireVersion.objects.asked_on(timezone.localdate()).all_fitting(call)
    assert (said.script.script.code, said.questionnaires) == ("no-show", list(asked))
    assert str(said.script.script) in page(f"/rules/{rule.pk}/")
