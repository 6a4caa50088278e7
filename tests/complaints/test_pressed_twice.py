"""Points and measures whose button was pressed more than once: kept once (A17, E4)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from complaints.actions.measures import set_measure
from complaints.actions.points import take_points
from complaints.actions.refusals import Refused
from complaints.models import CorrectiveMeasure, PointEntry
from staff.models import AuditEntry, User
from staff.permissions import Role
from tests import people
from tests.clients import StaffClient, signed_in_as
from tests.complaints import making
from tests.complaints.fridays import NOW, an_ordered_case
from tests.complaints.fridays import a_friday_afternoon as a_friday_afternoon

pytestmark = pytest.mark.django_db
POINTS = "/complaints/points/"


def token_of(client: StaffClient, path: str, form: str) -> str:
    """As the page draws it."""
    answer = client.get(path)
    token = str(answer.context[form]["token"].value())
    assert f'name="token" value="{token}"' in answer.content.decode()
    return token


def test_points_are_taken_once_however_often_the_button_is_pressed() -> None:
    quality = signed_in_as(people.quality())
    typed = {"department": people.a_department().pk, "item": "answer_late", "reason": "迟答", "number": ""}
    typed["token"] = token_of(quality, POINTS, "take")
    answers = [quality.post(POINTS + "take/", typed) for _ in range(3)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, POINTS)] * 3
    assert PointEntry.objects.count() == 1
    assert AuditEntry.objects.filter(detail__points="taken").count() == 1
    quality.post(POINTS + "take/", typed | {"token": token_of(quality, POINTS, "take")})
    assert PointEntry.objects.count() == 2


def test_a_measure_is_set_once_however_often_the_button_is_pressed() -> None:
    case, lin = an_ordered_case(), people.clinician()
    client, here = signed_in_as(lin), f"/complaints/department/{case.pk}/"
    typed = {"text": "培训", "department": lin.department_id, "responsible": lin.pk, "due_on": "2026-11-25"}
    typed["token"] = token_of(client, here, "set_measure")
    answers = [client.post(here + "measure/", typed) for _ in range(3)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, here)] * 3
    assert case.measures.count() == case.events.filter(what="measure_set").count() == 1
    client.post(here + "measure/", typed | {"token": token_of(client, here, "set_measure")})
    assert case.measures.count() == 2


def test_the_second_press_answers_like_the_first_though_the_case_moved_on() -> None:
    case, lin, token = an_ordered_case(), people.clinician(), uuid4()

    def pressed() -> CorrectiveMeasure:
        return set_measure(
            case.pk,
            by=lin,
            now=NOW,
            department=people.a_department(),
            text="培训",
            responsible=lin,
            due_on=NOW.date() + timedelta(days=3),
            token=token,
        )

    first = pressed()
    case.refresh_from_db()
    other = people.a_user("8056", "徐州", Role.CLINICIAN, department=people.a_department("骨科"))
    making.ordered(case, responsible=other, lead=other.department)
    assert pressed() == first


def test_nobody_takes_anothers_token_for_his_own() -> None:
    token, room = uuid4(), people.a_department()

    def taken(by: User) -> PointEntry:
        return take_points(room, by=by, now=NOW, item="answer_late", reason="迟答", token=token)

    taken(people.quality())
    with pytest.raises(Refused, match="not_yours"):
        taken(people.a_user("8066", "秦岚", Role.QUALITY))


def test_the_database_keeps_a_token_once() -> None:
    case, lin, token = an_ordered_case(), people.clinician(), uuid4()
    fields = {"department": lin.department, "text": "培训", "responsible": lin, "due_on": NOW.date()}
    for model, more in (
        (CorrectiveMeasure, {"complaint": case, "set_by": lin, "set_at": NOW, **fields}),
        (
            PointEntry,
            {"department": lin.department, "month": NOW.date(), "points": 1, "by": lin, "at": NOW},
        ),
    ):
        model.objects.create(token=token, **more)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(token=token, **more)
        model.objects.create(**more)
        model.objects.create(**more)
