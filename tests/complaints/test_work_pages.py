"""The department's page, mine, points, rules and figures as their users meet them."""

from typing import Any

import pytest

from complaints.forms_limits import LimitsForms
from complaints.limits import limits_at, points_at
from complaints.models import CorrectiveMeasure, PointEntry
from policy.clocks import Unit
from policy.complaints import State
from regulation.limits import Limits
from staff.models import User
from staff.permissions import Role
from tests import people
from tests.access_complaints_made import posted, some_items, some_limits
from tests.clients import signed_in_as
from tests.complaints import making
from tests.complaints.fridays import BEFORE, NOW, an_ordered_case, page
from tests.complaints.fridays import a_friday_afternoon as a_friday_afternoon
from tests.complaints.many import random_cases

pytestmark = pytest.mark.django_db


def test_a_department_answers_in_place() -> None:
    case, client = an_ordered_case(), signed_in_as(people.clinician())
    here = f"/complaints/department/{case.pk}/"
    client.post(here + "find/", {"version": case.version, "verdict": "verified", "text": "情况属实"})
    client.post(
        here + "measure/",
        {
            "text": "换药前告知家属",
            "department": people.a_department().pk,
            "responsible": people.clinician().pk,
            "due_on": "2026-11-27",
        },
    )
    case.refresh_from_db()
    client.post(here + "draft/", {"version": case.version, "text": "向您道歉"})
    case.refresh_from_db()
    assert (case.state, case.draft, case.measures.count()) == (State.DRAFTED, "向您道歉", 1)


def test_whoever_the_order_names_can_see_to_the_measure_of_a_department_without_staff() -> None:
    case = an_ordered_case(lead=people.a_department("体检中心"))
    posted = {
        "text": "改为提前告知",
        "department": people.a_department("体检中心").pk,
        "responsible": people.clinician().pk,
        "due_on": "2026-11-27",
    }
    here = f"/complaints/department/{case.pk}/measure/"
    answer = signed_in_as(people.clinician()).post(here, posted)
    assert answer.status_code == 302, answer.content.decode()
    assert case.measures.get().responsible == people.clinician()
    stranger = people.a_user("8777", "外人", Role.CLINICIAN)
    assert (
        signed_in_as(people.clinician()).post(here, posted | {"responsible": stranger.pk}).status_code == 422
    )


def test_no_answer_without_a_measure_or_a_reason() -> None:
    case = making.found(an_ordered_case(), now=BEFORE)
    client = signed_in_as(people.clinician())
    answer = client.post(
        f"/complaints/department/{case.pk}/draft/", {"version": case.version, "text": "向您道歉"}
    )
    case.refresh_from_db()
    assert (answer.status_code, case.state) == (409, State.INVESTIGATED)
    assert "向您道歉" in answer.content.decode()  # what was typed is still there


def test_a_department_sees_no_telephone_number() -> None:
    case = an_ordered_case()
    text = page(f"/complaints/department/{case.pk}/", people.clinician())
    assert "17955550001" not in text
    assert "****" not in text


def test_a_department_that_takes_part_sees_its_part() -> None:
    room = people.a_department("收费处")
    clerk = people.a_user("8033", "郑华", Role.CLINICIAN, department=room)
    case = making.found(an_ordered_case(parts=[(room, clerk)]), now=BEFORE, text="护士未作回应")
    here = f"/complaints/department/{case.pk}/"
    assert "护士未作回应" in page(here, people.clinician())
    assert "护士未作回应" not in page(here, clerk)
    assert case.title in page("/complaints/department/", clerk)


def test_a_proof_with_a_bad_file_comes_back_with_its_words() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = an_ordered_case()
    signed_in_as(people.clinician()).post(
        f"/complaints/department/{case.pk}/measure/",
        {
            "text": "换药前告知家属",
            "department": people.a_department().pk,
            "responsible": people.clinician().pk,
            "due_on": "2026-11-27",
        },
    )
    measure = CorrectiveMeasure.objects.get()
    bad = SimpleUploadedFile("a.exe", b"MZ\x90\x00" * 50)
    answer = signed_in_as(people.clinician()).post(
        f"/complaints/measures/{measure.pk}/proof/", {"proof": "见签到表", "files": bad}
    )
    assert answer.status_code == 422
    assert "见签到表" in answer.content.decode()


def test_mine_shows_what_i_owe_and_not_what_others_owe() -> None:
    case = making.drafted(making.found(an_ordered_case(), now=BEFORE), now=BEFORE)
    assert case.number in page("/complaints/mine/", people.agent())
    assert case.number not in page("/complaints/mine/", people.other_agent())


def test_praise_reaches_the_person_praised_and_is_read_once() -> None:
    from complaints.actions import moves

    praise = making.a_complaint(kind="praise", now=BEFORE, words="护士很耐心", by=people.supervisor())
    moves.pass_on(
        praise.pk, by=people.assistant(), now=BEFORE, version=praise.version, users=[people.agent()]
    )
    assert "护士很耐心" in page("/complaints/mine/", people.agent())
    notice = praise.praised.get()
    client = signed_in_as(people.agent())
    assert client.post(f"/complaints/mine/praise/{notice.pk}/read/").status_code == 302
    assert client.post(f"/complaints/mine/praise/{notice.pk}/read/").status_code == 404


def test_points_of_other_departments_stay_their_own() -> None:
    from complaints.actions.points import take_points

    for name in ("胃肠外科", "产科"):
        take_points(
            people.a_department(name),
            by=people.quality(),
            now=BEFORE,
            item="answer_late",
            reason=f"{name}逾期",
        )
    ours = page("/complaints/points/", people.clinician())
    assert "胃肠外科逾期" in ours
    assert "产科逾期" not in ours
    assert "产科逾期" in page("/complaints/points/", people.assistant())


def test_taking_points_for_an_unknown_case_is_refused_with_what_was_typed() -> None:
    data = {"department": people.a_department().pk, "item": "answer_late", "reason": "逾期", "number": "T1"}
    answer = signed_in_as(people.quality()).post("/complaints/points/take/", data)
    assert (answer.status_code, PointEntry.objects.count()) == (422, 0)
    assert "逾期" in answer.content.decode()


# --- Rules ---


def publish(data: dict[str, Any], path: str = "limits") -> Any:
    return signed_in_as(people.assistant()).post(f"/complaints/{path}/change/", data)


def test_publishing_the_form_as_it_is_drawn_changes_nothing() -> None:
    assert publish(some_limits(people.assistant(), {})).status_code == 302
    assert limits_at(NOW.date()).to_json() == Limits().to_json() | {
        "roles": {str(k): [str(r) for r in v] for k, v in Limits().roles.items()}
    }


def test_a_new_clock_runs_from_its_day_on() -> None:
    data = some_limits(people.assistant(), {}) | {
        "clocks-3-code": "two_hours",
        "clocks-3-amount": "2",
        "clocks-3-unit": "hours",
        "clocks-3-kinds": ["complaint"],
        "effective_from": "2026-11-25",
    }
    assert publish(data).status_code == 302
    assert len(limits_at(people.moment("2026-11-24 10:00").date()).clocks) == 3
    spec = limits_at(people.moment("2026-11-25 10:00").date()).clocks[3]
    assert (spec.code, spec.unit, spec.amount) == ("two_hours", Unit.HOURS, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"clocks-1-code": "hospital"},
        {"clocks-1-amount_several": "3"},
        {"clocks-0-kinds": []},
        {"roles-praise": []},
        {"effective_from": "2026-11-19"},
    ],
)
def test_limits_that_make_no_sense_are_not_published(wrong: dict[str, Any]) -> None:
    assert publish(some_limits(people.assistant(), {}) | wrong).status_code == 422
    assert limits_at(NOW.date()).to_json() == Limits().to_json()


def test_a_clock_without_a_name_is_taken_off() -> None:
    publish(some_limits(people.assistant(), {}) | {"clocks-2-code": ""})
    assert [spec.code for spec in limits_at(NOW.date()).clocks] == ["hospital", "national"]


def test_points_of_the_table_are_edited_and_the_names_stay_as_shipped() -> None:
    client = signed_in_as(people.assistant())
    User.objects.filter(pk=people.assistant().pk).update(language="zh-hans")
    data = some_items(people.assistant(), {}) | {
        "items-0-points": "2.5",
        "items-6-name": "拒接电话",
        "items-6-points": "1",
    }
    assert client.post("/complaints/points/table/change/", data).status_code == 302
    table = points_at(NOW.date())
    assert [str(item.points) for item in table.items[:2]] == ["2.5", "2"]
    assert table.items[0].name == "Answer late"
    assert table.items[6].name == "拒接电话"


def test_the_forms_show_what_is_in_force() -> None:
    rows = LimitsForms(limits_at(NOW.date()))
    assert posted(*rows.clocks.forms)["clocks-1-amount_several"] == 10


# --- Figures ---


@pytest.mark.parametrize(
    "address", ["from=2026-13&to=x", "from=2030-01&to=2020-01", "by=quarter", "kind=gossip", "department=x"]
)
def test_nonsense_in_the_address_still_gives_a_page(address: str) -> None:
    assert signed_in_as(people.assistant()).get(f"/complaints/figures/?{address}").status_code == 200


@pytest.mark.parametrize(
    "address", ["first=x", "only=gossip", "kind=gossip", "first=2026-11-02&last=2026-11-01"]
)
def test_an_address_that_names_no_figure_is_no_page(address: str) -> None:
    assert signed_in_as(people.assistant()).get(f"/complaints/figures/cases/?{address}").status_code == 404


def test_every_link_of_the_page_opens_as_many_rows_as_its_number_says() -> None:
    import re
    from html import unescape
    from random import Random

    rooms = [people.a_department(name) for name in ("骨科", "产科")]
    patients = [people.a_patient(f"患者{n}") for n in range(6)]
    random_cases(Random(3), 60, recorder=people.agent(), patients=patients, rooms=rooms, now=NOW)
    client = signed_in_as(people.assistant())
    text = client.get("/complaints/figures/?from=2026-06&to=2026-11").content.decode()
    links = re.findall(r'href="(/complaints/figures/cases/\?[^"]+)">(\d+)<', text)
    assert len(links) > 20
    for url, number in links:
        shown = client.get(unescape(url)).context["page"].paginator.count
        assert shown == int(number), url


@pytest.mark.parametrize(("written", "warned"), [("1", True), ("0", False), ("x", False)])
def test_a_number_that_was_written_down_and_has_changed_since_says_so(written: str, warned: bool) -> None:
    address = f"/complaints/figures/cases/?first=2026-11-01&last=2026-11-20&n={written}"
    text = signed_in_as(people.assistant()).get(address).content.decode()
    assert ("notice-warn" in text) is warned
