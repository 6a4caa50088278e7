"""What is typed is kept for its agent alone, and a number is shown only to who holds the patient."""

from datetime import timedelta
from functools import partial

import pytest

from followups.actions.drafts import save_draft
from followups.actions.numbers import reveal
from followups.actions.refusals import (
    DraftGone,
    NotCallable,
    OutsideHours,
)
from followups.models import Task
from staff.models import Act, AuditEntry
from tests.followups.callsteps import NOW, opened
from tests.people import a_patient, a_task, agent, moment, other_agent

pytestmark = pytest.mark.django_db


def test_a_number_is_shown_only_to_who_holds_the_patient_and_every_look_is_logged() -> None:
    task = a_task()
    draft = opened(task)
    number = task.patient.numbers.get()
    assert reveal(draft.pk, number.pk, agent(), now=NOW).number == "17955552056"
    entry = AuditEntry.objects.get(act=Act.NUMBER_REVEALED)
    assert (entry.object_id, entry.patient_id) == (number.pk, task.patient_id)
    assert "17955552056" not in str(entry.detail)
    with pytest.raises(DraftGone):
        reveal(draft.pk, number.pk, other_agent(), now=NOW)
    with pytest.raises(OutsideHours):
        reveal(draft.pk, number.pk, agent(), now=moment("2026-11-17 17:00"))
    Task.objects.update(hold_by=other_agent(), hold_until=NOW + timedelta(minutes=5))
    with pytest.raises(NotCallable) as found:
        reveal(draft.pk, number.pk, agent(), now=NOW)
    assert found.value.code == "not_held"


def test_another_patients_number_is_as_unknown_as_none() -> None:
    draft = opened(a_task())
    stranger = a_patient("王五", phone="17900001111").numbers.get()
    with pytest.raises(DraftGone):
        reveal(draft.pk, stranger.pk, agent(), now=NOW)


def test_an_older_autosave_that_comes_late_changes_nothing() -> None:
    draft = opened(a_task())
    assert save_draft(draft.pk, agent(), data={"notes": "b"}, seq=2, page="p", now=NOW).state == "ok"
    assert save_draft(draft.pk, agent(), data={"notes": "a"}, seq=1, page="p", now=NOW).state == "stale"
    draft.refresh_from_db()
    assert draft.data["notes"] == "b"


def test_what_another_tab_wrote_is_not_overwritten() -> None:
    draft = opened(a_task())
    save_draft(draft.pk, agent(), data={"notes": "first tab"}, seq=5, page="one", now=NOW)
    answer = save_draft(draft.pk, agent(), data={"notes": "second"}, seq=3, page="two", now=NOW)
    assert (answer.state, answer.theirs["notes"]) == ("other_page", "first tab")  # type: ignore[index]


def test_two_saves_of_one_page_that_change_places_are_no_conflict() -> None:
    draft = opened(a_task())
    keep = partial(save_draft, draft.pk, agent(), now=NOW)
    keep(data={"notes": "before"}, seq=3, base=0, page="one")
    assert keep(data={"notes": "newest"}, seq=5, base=3, page="two").state == "ok"
    assert keep(data={"notes": "older"}, seq=4, base=3, page="two").state == "stale"
    draft.refresh_from_db()
    assert draft.data["notes"] == "newest"


def test_a_page_drawn_before_the_last_words_overwrites_nothing() -> None:
    draft = opened(a_task())
    keep = partial(save_draft, draft.pk, agent(), now=NOW)
    keep(data={"notes": "first tab"}, seq=5, base=0, page="one")
    assert keep(data={"notes": "second"}, seq=6, base=4, page="two").state == "other_page"


def test_what_a_page_that_is_gone_sent_last_waits_until_both_were_looked_at() -> None:
    draft = opened(a_task())
    keep = partial(save_draft, draft.pk, agent(), now=NOW)
    keep(data={"notes": "first tab"}, seq=5, base=0, page="one")
    keep(data={"notes": "second"}, seq=6, base=4, page="two")
    keep(data={"notes": "first tab, more"}, seq=6, base=0, page="one")  # has seen nothing of it
    draft.refresh_from_db()
    assert draft.unseen == "second"
    keep(data={"notes": "first tab, more", "level": "4"}, seq=7, base=6, page="three")
    draft.refresh_from_db()
    assert (draft.unseen, draft.data["level"]) == ("second", "4")
    keep(data={"notes": "first tab, more; second", "merge": "1"}, seq=8, base=6, page="three")
    draft.refresh_from_db()
    assert (draft.unseen, draft.data["notes"]) == ("", "first tab, more; second")


def test_a_sign_of_life_keeps_the_hold() -> None:
    task = a_task()
    draft = opened(task)
    later = NOW + timedelta(minutes=9)
    save_draft(draft.pk, agent(), data={"notes": "x"}, seq=1, now=later)
    task.refresh_from_db()
    assert task.hold_until > later + timedelta(minutes=9)
