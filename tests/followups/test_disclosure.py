"""E8: a protected diagnosis stands in no answer, log or draft before somebody cleared is on the line."""

import json
import logging
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from complaints import pdf
from followups.models import Attempt, Draft
from patients.actions.clearing import ClearedAlready, clear_person, withdraw_clearance
from patients.models import ClearedPerson, Patient, Visit
from policy.disclosure import is_cleared, secrets, withheld
from staff.models import Act, AuditEntry, User
from staff.permissions import Permission, Role
from tests import people
from tests.access_matrix import body_of, permitted, taken_back
from tests.access_table import ROUTES, Route
from tests.clients import StaffClient, signed_in_as
from tests.followups.calling import a_call, a_due_task, at, fields, open_all_day

pytestmark = pytest.mark.django_db

SECRETS = ("绒膜癌Q7", "清宫术Z9", "HCG升高X3", "化疗医嘱W5")
ILLNESS = dict(zip(("diagnosis", "operation", "abnormal", "orders"), SECRETS, strict=True))
# The visits of a clinician's own department are his to treat, and so are the alerts about them.
TREATS = {("followups:patient", Role.CLINICIAN), ("complaints:alert", Role.CLINICIAN)}


def found_in(*answers: bytes | str) -> list[str]:
    raw = b"".join(a if isinstance(a, bytes) else a.encode() for a in answers)
    spelled = [(word, json.dumps(word).strip('"')) for word in SECRETS]
    return [word for word, escaped in spelled if word.encode() in raw or escaped.encode() in raw]


def read(answer: Any) -> bytes:
    content = bytes(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    return content + unpacked(content) + str(answer.headers).encode()


def unpacked(content: bytes) -> bytes:
    """What stands in a workbook, which shows no word before it is opened."""
    if not content.startswith(b"PK"):
        return b""
    with ZipFile(BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist())


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of every PDF that is drawn: in its bytes they are glyphs of a font."""
    drawn: list[str] = []
    run = subprocess.run

    def recorded(*args: Any, **more: Any) -> Any:
        drawn.append(json.loads(more["input"])["words"])
        return run(*args, **more)

    monkeypatch.setattr(pdf.subprocess, "run", recorded)
    return drawn


@pytest.fixture
def everybody_is_protected(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever the tables of the tests make is a patient whose illness is not to be told."""
    patient, visit = people.a_patient, people.a_visit

    def a_patient(*args: Any, **more: Any) -> Patient:
        return patient(*args, **{"do_not_disclose": True, **more})

    def a_visit(*args: Any, **more: Any) -> Visit:
        return visit(*args, **{**ILLNESS, **more})

    monkeypatch.setattr(people, "a_patient", a_patient)
    monkeypatch.setattr(people, "a_visit", a_visit)
    with time_machine.travel(people.moment("2026-11-20 15:12")):
        yield


def shown_by(route: Route, user: User, client: StaffClient) -> list[str]:
    """What the answers to this user hold, to GET and to POST."""
    answers = []
    for method in sorted(route.methods - {"HEAD"}):
        with taken_back():
            people.a_task(agent=user)
            kwargs = route.own(user) if route.own else {}
            url, body = route.url(kwargs), body_of(route, user, kwargs, "own")
            answers.append(read(client.post(url, body) if method == "POST" else client.get(url)))
            answers += [json.dumps(e, default=str).encode() for e in AuditEntry.objects.values()]
    return found_in(*answers)


@pytest.mark.usefixtures("everybody_is_protected")
@pytest.mark.parametrize(
    "who",
    [people.agent, people.supervisor, people.assistant, people.director, people.clinician, people.quality],
    ids=lambda who: who.__name__,
)
def test_no_answer_of_any_route_holds_a_protected_diagnosis(who: Any, papers: list[str], caplog: Any) -> None:
    """Byte by byte through every route of the access table that this role may open."""
    caplog.set_level(logging.DEBUG)
    user, told, asked = who(), {}, 0
    assert user.may(Permission.VIEW_PATIENTS)
    for route in filter(lambda route: permitted(route, user), ROUTES):
        asked += 1
        with taken_back():  # a route may sign him out
            words = shown_by(route, user, signed_in_as(user))
        if words:
            told[route.name] = words
    assert set(told) == {name for name, role in TREATS if role == user.role}
    assert not found_in(caplog.text, *papers)
    assert asked > 20


def protected(**more: Any) -> Patient:
    return people.a_patient(do_not_disclose=True, **more)


def a_protected_call(agent: User, patient: Patient) -> Draft:
    visit = people.a_visit(patient, at=timezone.now() - timedelta(days=4), **ILLNESS)
    return a_call(agent, a_due_task(agent, visit=visit))


def a_daughter(patient: Patient, by: User) -> ClearedPerson:
    return clear_person(patient, name="刘敏", relation="女儿", named_by="patient", by=by, now=timezone.now())


@pytest.fixture
def agent() -> User:
    open_all_day()
    return people.agent()


def test_the_card_opens_in_the_call_for_a_cleared_person_and_shuts_again_for_another(
    client: StaffClient, agent: User
) -> None:
    draft = a_protected_call(agent, protected())
    daughter = a_daughter(draft.patient, agent)
    stranger = a_daughter(protected(), agent)
    client.force_login(agent)

    def shown(**values: Any) -> int:
        return len(found_in(client.post(at("call_disclose", draft), values).content))

    assert shown(answered_by="patient") == 0
    assert shown(answered_by="patient", identity_confirmed="1") == len(SECRETS)
    assert shown(answered_by="relative", identity_confirmed="1") == 0
    assert shown(answered_by="relative", identity_confirmed="1", cleared_person=stranger.pk) == 0
    assert shown(answered_by="other", identity_confirmed="1", cleared_person=daughter.pk) == 0
    assert shown(answered_by="relative", identity_confirmed="1", cleared_person=daughter.pk) == len(SECRETS)
    shows = AuditEntry.objects.filter(act=Act.DIAGNOSIS_SHOWN).order_by("pk")
    assert [e.detail for e in shows] == [
        {"told": "patient", "person": None},
        {"told": "relative", "person": daughter.pk},
    ]
    withdraw_clearance(daughter, by=agent, now=timezone.now())
    assert shown(answered_by="relative", identity_confirmed="1", cleared_person=daughter.pk) == 0


def test_what_is_said_names_no_department_and_no_doctor_until_somebody_cleared_listens(
    client: StaffClient, agent: User
) -> None:
    patient = protected()
    oncology = people.a_department("肿瘤科")
    visit = people.a_visit(patient, at=timezone.now() - timedelta(days=4), department=oncology)
    draft = a_call(agent, a_due_task(agent, visit=visit, department=oncology))
    client.force_login(agent)

    def said(**values: Any) -> str:
        text = client.post(at("call_disclose", draft), values).content.decode()
        return text[text.index("hx-swap-oob") :]

    for word in ("肿瘤科", "林晓东"):
        assert word not in said(answered_by="relative")
        assert word in said(answered_by="patient", identity_confirmed="1")
    page = client.get(at("call", draft)).content.decode()
    assert "主管医生" in page or "我们医院" in page
    assert "<b>肿瘤科</b>" not in page


def test_who_was_chosen_from_the_list_is_recorded_as_who_answered(client: StaffClient, agent: User) -> None:
    draft = a_protected_call(agent, protected())
    daughter = a_daughter(draft.patient, agent)
    client.force_login(agent)
    posted = fields(draft, answered_by="relative", cleared_person=daughter.pk)
    assert client.post(at("call_save", draft), posted).status_code == 302
    attempt = Attempt.objects.get()
    assert (attempt.answered_by, attempt.relation) == ("relative", "女儿 刘敏")


def test_what_agents_wrote_down_is_withheld_like_the_diagnosis_itself(
    client: StaffClient, agent: User
) -> None:
    draft = a_protected_call(agent, protected())
    client.force_login(agent)
    client.post(at("call_save", draft), fields(draft, notes="已知绒膜癌q7，情绪稳定"))
    again = a_protected_call(agent, draft.patient)
    for url in (at("call", again), reverse("followups:patient", args=[draft.patient.pk])):
        text = client.get(url).content.decode()
        assert "情绪稳定" in text
        assert "绒膜癌q7" not in text


def test_a_person_stands_on_the_list_once_and_a_withdrawal_is_logged_once(agent: User) -> None:
    patient = protected()
    daughter = a_daughter(patient, agent)
    with pytest.raises(ClearedAlready):
        a_daughter(patient, agent)
    assert withdraw_clearance(daughter, by=agent, now=timezone.now())
    assert not withdraw_clearance(daughter, by=agent, now=timezone.now())
    assert AuditEntry.objects.filter(act=Act.CLEARANCE_CHANGED).count() == 2
    assert a_daughter(patient, agent).pk != daughter.pk


@pytest.mark.parametrize(
    ("answered_by", "identified", "on_the_list", "cleared"),
    [
        ("patient", True, False, True),
        ("patient", False, True, False),
        ("relative", True, True, True),
        ("relative", True, False, False),
        ("relative", False, True, False),
        ("other", True, True, False),
        ("", True, True, False),
    ],
)
def test_only_the_patient_and_those_on_the_list_are_cleared(
    answered_by: str, identified: bool, on_the_list: bool, cleared: bool
) -> None:
    assert (
        is_cleared(answered_by=answered_by, identity_confirmed=identified, person_cleared=on_the_list)
        is cleared
    )


def test_a_list_of_illnesses_is_withheld_one_by_one_and_no_single_letter_is() -> None:
    words = secrets(["胃癌，高血压", "T", ""])
    assert withheld("高血压多年；胃癌；T细胞", words, "…") == "…多年；…；T细胞"
