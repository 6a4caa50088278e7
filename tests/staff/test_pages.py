"""The pages of this package in a browser: by keyboard, in both languages, without a fault that axe knows."""

from typing import Any

import pytest

from staff.actions.audit import record
from staff.actions.sealing import seal_everything
from staff.models import Act
from tests import people
from tests.browser import accessibility_problems
from tests.followups.browsing import Enter, has_focus
from tests.followups.browsing import enter as enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "quiet river under pines"


def test_signing_in_by_keyboard_leads_to_where_one_was(live_server: Any, page: Any) -> None:
    people.administrator()
    page.goto(live_server.url + "/staff/users/new/")
    assert has_focus(page, "id_username")
    page.keyboard.type("8090")
    page.keyboard.press("Tab")
    page.keyboard.type(people.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(
        live_server.url + "/staff/users/new/"
    )  # whole: the sign-in page's own address ends so too


@pytest.mark.answers(422)
def test_a_wrong_password_is_told_in_place_and_the_number_stays(live_server: Any, page: Any) -> None:
    page.goto(live_server.url + "/staff/sign-in/")
    page.fill("#id_username", "8012")
    page.fill("#id_password", "wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("#id_username") == "8012"
    assert page.input_value("#id_password") == ""
    assert has_focus(page, "id_password")


def test_the_password_can_be_looked_at(live_server: Any, page: Any) -> None:
    page.goto(live_server.url + "/staff/sign-in/")
    page.fill("#id_password", "abc")
    page.click("[data-reveal]")
    assert page.get_attribute("#id_password", "type") == "text"


def test_the_language_is_switched_on_the_sign_in_page_and_stays(live_server: Any, page: Any) -> None:
    page.goto(live_server.url + "/staff/sign-in/?expired=1")
    assert page.get_attribute("html", "lang") == "zh-hans"
    with page.expect_navigation():
        page.click("button[name=language]")
    assert page.get_attribute("html", "lang") == "en"
    assert "signed out" in page.inner_text(".notice")
    page.reload()
    assert page.get_attribute("html", "lang") == "en"


def test_a_one_time_password_from_the_first_page_to_the_last(
    live_server: Any, page: Any, enter: Enter
) -> None:
    enter("/staff/users/new/", people.administrator(), "en")
    page.fill("#id_username", "8500")
    page.fill("#id_full_name", "何静")
    page.select_option("#id_role", "auditor")
    page.click("button.btn-primary")
    password = page.inner_text(".one-time")
    page.context.clear_cookies()
    page.goto(live_server.url)
    page.fill("#id_username", "8500")
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/profile/password/")
    for field, words in (("old", password), ("new", NEW), ("again", NEW)):
        page.fill(f"#id_{field}", words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/log/")


PAGES = (
    ("/staff/profile/", people.agent),
    ("/staff/profile/password/", people.agent),
    ("/staff/users/", people.administrator),
    ("/staff/users/new/", people.administrator),
    ("/staff/users/{pk}/", people.administrator),
    ("/staff/log/", people.auditor),
    ("/imports/departments/", people.supervisor),
    ("/imports/departments/{department}/", people.supervisor),
    ("/imports/doctors/", people.supervisor),
    ("/imports/doctors/{doctor}/", people.supervisor),
)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_has_a_fault_that_axe_knows(live_server: Any, page: Any, enter: Enter, language: str) -> None:
    away = people.other_agent()
    people.an_absence(away, "2030-12-20", "2030-12-24")
    department, doctor = people.a_department("骨科", confirmed=False), people.a_doctor()
    record(Act.PATIENT_VIEWED, actor=away, now=people.moment("2026-11-20 15:12"), patient_id=7)
    seal_everything(now=people.moment("2026-11-20 15:13"))
    ids = {"pk": away.pk, "department": department.pk, "doctor": doctor.pk}
    page.goto(live_server.url + "/staff/sign-in/?expired=1")
    assert accessibility_problems(page) == []
    for path, who in PAGES:
        enter(path.format(**ids), who(), language)
        assert page.get_attribute("html", "lang") == language
        assert accessibility_problems(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
