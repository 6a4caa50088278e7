"""Every page of the day, the patient and the room in both languages, as axe sees it."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.models import Task
from patients.actions.imports import run_imports
from patients.models import ImportFile, ImportState
from policy.tasks import State
from staff.models import User
from tests import people
from tests.browser import accessibility_problems
from tests.followups.browsing import Enter, leads_on, press
from tests.followups.browsing import enter as enter
from tests.followups.calling import a_due_task, at, closed_now, open_all_day
from tests.followups.test_page_costs import a_worked_patient
from tests.patients.test_imports_rows import csv, row

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = ("zh-hans", "en")


def problems(page: Any) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [*accessibility_problems(page), *(["wider than the window"] if wide else [])]


def a_day(agent: User) -> list[str]:
    """A list with everything in it; the addresses of an agent's pages."""
    draft = a_worked_patient(agent)
    a_due_task(agent, people.a_patient("陈国栋", do_not_disclose=True, hard_of_hearing=True))
    a_due_task(agent, people.a_patient("无号", phone=None))
    a_due_task(None)
    lost = a_due_task(agent)
    Task.objects.filter(pk=lost.pk).update(
        state=State.UNSUCCESSFUL, end_reason="no_answer", verify=True, closed_at=timezone.now()
    )
    ids = {"patient": draft.patient_id, "visit_why": draft.tasks.get().visit_id}
    plain = [reverse(f"followups:{name}") for name in ("today", "verification", "patients")]
    return [*plain, at("call", draft), *(reverse(f"followups:{n}", args=[pk]) for n, pk in ids.items())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agents_pages_have_no_fault(enter: Enter, language: str) -> None:
    open_all_day()
    found = {}
    for path in a_day(people.agent()):
        page = enter(path, people.agent(), language)
        found[path] = problems(page)
        if "/calls/" in path:
            press(page, "w")
            found[path] += problems(page)
            press(page, "t")
            for _step in range(8):
                found[path] += problems(page)
                press(page, "Enter")
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_supervisors_pages_have_no_fault(enter: Enter, language: str) -> None:
    open_all_day()
    a_day(people.agent())
    found = {}
    for name in ("supervisor", "tasks"):
        page = enter(reverse(f"followups:{name}"), people.supervisor(), language)
        found[name] = problems(page)
        press(page, "e")
        page.wait_for_selector("#export[open]")
        found[name] += problems(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_closed_day_has_no_fault_and_offers_no_call(enter: Enter) -> None:
    closed_now()
    a_due_task(people.agent())
    page = enter("/today/", people.agent())
    assert problems(page) == []
    press(page, "n", "Enter")
    page.wait_for_timeout(300)
    assert "/calls/" not in page.url


def test_the_language_is_switched_on_the_page(enter: Enter) -> None:
    open_all_day()
    page = enter("/today/", people.agent())
    assert page.get_attribute("html", "lang") == "zh-hans"
    page.locator("details.menu summary").last.click()
    page.locator("[name=language][value=en], button[value=en]").first.click()
    page.wait_for_selector("html[lang=en]")
    assert page.text_content("h1") == "Today's follow-ups"


def test_tasks_are_given_to_a_colleague_by_keyboard(enter: Enter) -> None:
    open_all_day()
    people.other_agent()
    task = a_due_task(people.agent())
    page = enter(reverse("followups:supervisor"), people.supervisor())
    page.wait_for_selector("[data-row]")
    press(page, "j", "x", "r")
    page.select_option("#to", label="张倩")
    page.wait_for_selector("#reassign-preview:has-text('张倩')")
    leads_on(page, "Tab", "Enter")
    task.refresh_from_db()
    assert task.agent == people.other_agent()


def test_a_file_is_imported_with_its_progress(enter: Enter, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(csv(row(1), row(2), row(3, 姓名="")))
    page = enter(reverse("patients:import_new"), people.supervisor())
    page.set_input_files("input[type=file]", path)
    leads_on(page, "Control+Enter")
    assert page.is_visible("#import-progress")
    assert problems(page) == []
    with page.expect_navigation():
        run_imports(clock=timezone.now)
    page.wait_for_selector("text=陈国栋")
    assert problems(page) == []
    with page.expect_navigation():
        page.locator("button[form=start]").click()
    assert page.is_visible("#import-progress")
    with page.expect_navigation():
        run_imports(clock=timezone.now)
    assert not page.is_visible("#import-progress")
    assert problems(page) == []
    done = ImportFile.objects.get()
    assert (done.state, done.created, done.rejected) == (ImportState.DONE, 2, 1)
