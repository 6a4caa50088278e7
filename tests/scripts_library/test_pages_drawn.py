"""Every page of the library in both languages, as axe sees it."""

from typing import Any

import pytest
from django.urls import reverse

from policy.scripts import State
from tests import people
from tests.browser import accessibility_problems
from tests.followups.browsing import Enter
from tests.followups.browsing import enter as enter
from tests.scripts_library.making import CURES, a_draft, brought_to, next_draft, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def problems(page: Any) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [*accessibility_problems(page), *(["wider than the window"] if wide else [])]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_librarys_pages_have_no_fault(enter: Enter, language: str) -> None:
    first = brought_to(State.PUBLISHED)
    second = says(next_draft(first.script), CURES)
    waiting = brought_to(State.SUBMITTED, says(a_draft(), CURES))
    writer, approver = people.supervisor(), people.assistant()
    paths = [
        (reverse("scripts_library:library"), writer),
        (reverse("scripts_library:script_new"), writer),
        (reverse("scripts_library:version", args=[second.pk]), writer),
        (reverse("scripts_library:edit", args=[second.pk]), writer),
        (reverse("scripts_library:compare", args=[first.script_id]), writer),
        (reverse("scripts_library:version", args=[waiting.pk]), approver),
    ]
    found = {path: problems(enter(path, who, language)) for path, who in paths}
    assert {path: faults for path, faults in found.items() if faults} == {}
