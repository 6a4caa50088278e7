"""One key from the call to what is known, and the call's draft stays as it was (D1)."""

import pytest

from followups.models import Draft
from staff.models import Department
from tests import people
from tests.browser import accessibility_problems
from tests.followups.browsing import Enter, has_focus, kept, press
from tests.followups.browsing import enter as enter
from tests.followups.calling import a_call, open_all_day
from tests.scripts_library.knowing import an_entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_k_opens_knowledge_in_a_call_and_initials_show_the_entry(enter: Enter, language: str) -> None:
    open_all_day()
    room = people.a_department("产科")
    Department.objects.filter(pk=room.pk).update(extension="6101")
    first = an_entry("产科门诊", kind="department", department=room, text="门诊楼三层，周一至周日")
    second = an_entry("高危产科门诊", kind="department", text="需先预约")
    call = a_call(people.agent())
    page = enter(f"/calls/{call.pk}/", people.agent(), language)
    press(page, "m")
    page.keyboard.type("问产科电话")
    kept(page)
    before = Draft.objects.get(pk=call.pk)

    press(page, "Escape", "k")
    page.wait_for_selector("#known-q:focus")
    # What is found for the first letters alone gives way to what is found for all of them.
    with page.expect_response(lambda answer: "q=ckmz" in (answer.request.post_data or "")):
        page.keyboard.type("ckmz")
    page.wait_for_selector(".known-ask:not(.htmx-request)")
    page.wait_for_selector(f"#known-{first.pk}")
    assert page.locator("#known details[open]").inner_text().split("\n")[-1] == "门诊楼三层，周一至周日"
    assert "6101" in page.locator("#known details[open]").inner_text()
    assert accessibility_problems(page) == []

    press(page, "ArrowDown", "ArrowDown", "Enter")
    assert has_focus(page, f"known-{second.pk}")
    assert "需先预约" in page.locator("#known details[open]").inner_text()
    press(page, "1")
    assert "门诊楼三层" in page.locator("#known details[open]").inner_text()
    press(page, "ArrowUp", "ArrowUp")
    assert has_focus(page, "known-q")

    page.wait_for_timeout(3500)  # longer than a draft waits
    after = Draft.objects.get(pk=call.pk)
    assert (after.seq, after.data) == (before.seq, before.data)
    assert page.input_value("#notes") == "问产科电话"
    assert page.url.endswith(f"/calls/{call.pk}/")
    assert accessibility_problems(page) == []

    press(page, "ArrowDown", "Escape")  # back to the call, and not out of it
    page.wait_for_selector("#known", state="hidden")
    assert page.is_visible("#panel")
    assert page.url.endswith(f"/calls/{call.pk}/")
