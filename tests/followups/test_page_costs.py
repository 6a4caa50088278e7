"""What holds for all pages of the day: no number is whole, and none asks more when the hospital grows."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from followups.models import Answer, Attempt, Draft, Purpose
from patients.models import PhoneNumber
from policy.tasks import State
from staff.models import User
from tests import people
from tests.access_matrix import permitted
from tests.access_table import ROUTES
from tests.clients import signed_in_as
from tests.followups.calling import a_call, a_due_task, at, open_all_day

pytestmark = pytest.mark.django_db

WHOLE = re.compile(r"(?<!\d)1\d{10}(?!\d)|(?<!\d)0\d{9,11}(?!\d)")
NUMBERS = ("17955552056", "17955551234", "057155550199")


def a_worked_patient(agent: User) -> Draft:
    """Three numbers, a call made, and one that is open with a number of his in its notes."""
    patient = people.a_patient(phone=None)
    for place, number in enumerate(NUMBERS, start=1):
        PhoneNumber.objects.create(patient=patient, number=number, position=place, relation="女儿")
    task = a_due_task(agent, patient)
    an_attempt(agent, task)
    return a_call(agent, task)


def an_attempt(agent: User, task: Any) -> None:
    """Of today, also a minute after midnight."""
    now = timezone.now()
    attempt = Attempt.objects.create(
        patient=task.patient,
        agent=agent,
        number=task.patient.numbers.first(),
        department=task.department,
        dialled_at=now,
        saved_at=now,
        outcome="inconvenient",
        notes="晚上再打",
    )
    Purpose.objects.create(attempt=attempt, task=task, counted=False, attempt_no=1, state_after=State.OPEN)
    Answer.objects.create(attempt=attempt, subject="overall", level=4, reason="护士细心")


def pages(draft: Draft, user: User) -> dict[str, str]:
    """Every page of a patient's that may be got or asked for, by its route."""
    client = signed_in_as(user)
    objects = {
        "followups:call": draft.pk,
        "followups:patient": draft.patient_id,
        "followups:visit_why": draft.tasks.get().visit_id,
    }
    found = {}
    for route in ROUTES:
        if not permitted(route, user) or (route.own and route.name not in objects):
            continue
        url = reverse(route.name, args=[objects[route.name]] if route.own else [])
        if route.get is not None:
            found[route.name] = client.get(url).content.decode()
    for text in ("刘国栋", "2056"):
        answer = client.post(reverse("followups:patient_search"), {"q": text})
        found[f"search {text}"] = answer.content.decode()
    return found


def test_no_page_of_anybody_holds_a_whole_number() -> None:
    open_all_day()
    draft = a_worked_patient(people.agent())
    seen = set()
    for user in people.everybody():
        for name, text in pages(draft, user).items():
            digits = WHOLE.findall(re.sub(r'(nonce|value|data-csrf)="[^"]{16,}"', "", text))
            assert not digits, f"{user.role}: {name}: {digits}"
            assert not [n for n in NUMBERS if n in text], f"{user.role}: {name}"
            seen |= {name} if "179****2056" in text else set()
    assert {"followups:call", "followups:patient", "search 2056"} <= seen


# --- How many questions the database is asked ---


def asked(user: User, url: str) -> int:
    client = signed_in_as(user)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    ours = [q["sql"] for q in queries if not re.match(r"SAVEPOINT|RELEASE", q["sql"])]
    return len(ours)


def constant(user: User, url: str, grow: Callable[[], None], *, most: int) -> None:
    """As many questions as the first time when there is more of everything, and at most `most`."""
    first = asked(user, url)
    for _ in range(5):
        grow()
    assert asked(user, url) == first <= most


def test_the_day_asks_little() -> None:
    open_all_day()
    agent = people.agent()

    def more() -> None:
        a_worked_patient(agent)
        a_due_task(agent, call_at=timezone.now() + timedelta(hours=1))
        a_due_task(agent, people.a_patient(phone=None))

    more()
    constant(agent, reverse("followups:today"), more, most=8)
    constant(agent, reverse("followups:verification"), more, most=8)


def test_the_call_asks_little() -> None:
    open_all_day()
    agent = people.agent()
    draft = a_worked_patient(agent)

    def more() -> None:
        task = a_due_task(people.other_agent(), draft.patient)
        an_attempt(people.other_agent(), task)
        draft.tasks.add(task)
        PhoneNumber.objects.create(patient=draft.patient, number=f"1795555{task.pk % 10_000:04d}")

    constant(agent, at("call", draft), more, most=12)
    constant(agent, reverse("followups:patient", args=[draft.patient_id]), more, most=18)


def test_the_supervisors_room_asks_little() -> None:
    open_all_day()
    agent = people.agent()

    def more() -> None:
        a_worked_patient(agent)
        a_due_task(people.other_agent())
        a_due_task(None)

    more()
    supervisor = people.supervisor()
    constant(supervisor, reverse("followups:supervisor"), more, most=17)
    constant(supervisor, reverse("followups:tasks"), more, most=10)
