"""Questions that are put together once answer what their QuerySets answer, whoever asks."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DataError, connection, models, transaction
from django.db.models.query import ModelIterable
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from followups.models import Draft, Task
from followups.queries import callscreen, day
from followups.queries.kept import Kept, NotKept
from hotline.models import Promise
from staff.actions.prepared import Asked, together
from staff.models import User
from tests import people
from tests.followups.calling import a_call, a_due_task, open_all_day
from tests.followups.test_page_costs import a_worked_patient, an_attempt

pytestmark = pytest.mark.django_db

KEPT = {
    f"{module.__name__}.{name}": kept
    for module in (day, callscreen)
    for name, kept in vars(module).items()
    if isinstance(kept, Kept)
}


def told(found: Any) -> Any:
    """A row as it is; of an object everything it holds, objects that came with it included."""
    if not isinstance(found, models.Model):
        return found
    held = {**vars(found), **found._state.fields_cache}
    held.pop("_state")
    return type(found), {name: told(value) for name, value in held.items()}


def values_for(kept: Kept[Any], draft: Draft) -> dict[str, Any]:
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    known = {
        "agent": draft.user_id, "user": draft.user_id, "draft": draft.pk, "patient": draft.patient_id,
        "now": now, "begin": midnight, "end": midnight + timedelta(days=1),
        "midnight": midnight + timedelta(days=1),
    }  # fmt: skip
    return {name: known[name] for name in kept.kinds}


@pytest.fixture
def worked() -> Draft:
    """A draft of an agent who has everything that his pages can show."""
    open_all_day()
    agent, other = people.agent(), people.other_agent()
    draft = a_worked_patient(agent)
    draft.data = {"notes": "it's 100% “well”"}
    draft.save()
    for whose in (agent, other):
        a_due_task(whose, people.a_patient("陈国栋", do_not_disclose=True))
        done = a_due_task(whose)
        an_attempt(whose, done)
        Task.objects.filter(pk=done.pk).update(
            state="completed", end_reason="completed", closed_at=timezone.now()
        )
        now = timezone.now()
        Promise.objects.create(
            patient=draft.patient,
            what="parking",
            channel="call",
            owner=whose,
            made_by=whose,
            made_at=now,
            due_at=now,
        )
    return draft


@pytest.mark.parametrize("name", sorted(KEPT))
def test_a_kept_question_answers_as_its_queryset(name: str, worked: Draft) -> None:
    kept, stranger = KEPT[name], a_call(people.other_agent())
    for draft in (worked, stranger, worked):
        values = values_for(kept, draft)
        asked = kept.ask(**values)
        got = (
            kept.objects(**values)
            if issubclass(asked._iterable_class, ModelIterable)
            else kept.rows(**values)
        )
        assert [told(one) for one in got] == [told(one) for one in asked]
    assert kept.ask(**values_for(kept, worked)).exists()


def test_what_is_asked_together_is_told_as_alone(worked: Draft) -> None:
    for draft in (worked, a_call(people.other_agent())):
        given = [(kept, values_for(kept, draft)) for kept in KEPT.values()]
        with CaptureQueriesContext(connection) as asked:
            found = together(*(kept.asked(**values) for kept, values in given))
        assert len(asked) == len(given) == len(found)
        for (kept, values), got in zip(given, found, strict=True):
            assert [told(one) for one in got] == [told(one) for one in kept.ask(**values)]


def test_all_fail_when_one_of_them_does(worked: Draft) -> None:
    numbers = callscreen.NUMBERS.asked(patient=worked.patient_id)
    with pytest.raises(DataError), transaction.atomic():
        together(numbers, Asked("SELECT 1 / $1::bigint", [0]), numbers)
    (found,) = together(numbers)
    assert found == list(worked.patient.numbers.all())


def test_nobody_opens_a_colleagues_draft(worked: Draft) -> None:
    assert callscreen.OWN.first(draft=worked.pk, user=worked.user_id) == worked
    assert callscreen.OWN.first(draft=worked.pk, user=people.other_agent().pk) is None


def test_a_kept_question_is_counted_like_any_other(worked: Draft) -> None:
    with CaptureQueriesContext(connection) as asked:
        callscreen.NUMBERS.objects(patient=worked.patient_id)
    assert len(asked) == 1


def test_a_constant_keeps_its_signs(worked: Draft) -> None:
    Draft.objects.update(data={"notes": "100% 'well' $1"})
    found: Kept[Draft] = Kept(
        lambda user: Draft.objects.filter(user=user, data__notes="100% 'well' $1"), user=int
    )
    assert found.first(user=worked.user_id) == worked


def test_what_is_reckoned_while_it_is_put_together_is_refused() -> None:
    later: Kept[Task] = Kept(lambda now: Task.objects.due_by(now + timedelta(hours=1)), now=datetime)
    with pytest.raises(NotKept):
        later.rows(now=timezone.now())
    next_one: Kept[Task] = Kept(lambda task: Task.objects.filter(pk=task + 1), task=int)
    with pytest.raises(NotKept):
        next_one.rows(task=1)


def test_a_value_that_is_not_asked_for_is_refused() -> None:
    everybody: Kept[User] = Kept(lambda user: User.objects.filter(is_active=True), user=int)
    with pytest.raises(NotKept):
        everybody.rows(user=1)
