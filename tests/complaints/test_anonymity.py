"""An anonymous case names nobody to the department that it complains of (B13)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints.actions.attachments import attach
from complaints.actions.recording import edit
from complaints.models import Complaint
from complaints.queries.earlier import earlier_of, similar_to
from followups.story import story_of
from patients.models import Patient
from policy.complaints import Channel, Kind, State
from staff.models import User
from staff.permissions import Role
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import (
    HOUR,
    NOW,
    a_complaint,
    answered,
    confirmed,
    drafted,
    found,
    ordered,
)

pytestmark = pytest.mark.django_db
NAME, MRN, MOTHER = "欧阳静雯", "AB778812", "欧阳建华"
WHO = (NAME, MRN, MOTHER, "17955550001")


@pytest.fixture(autouse=True)
def an_hour_later() -> Iterator[None]:
    with time_machine.travel(NOW + HOUR):
        yield


@pytest.fixture
def patient() -> Patient:
    return people.a_patient(NAME, phone="17955550001", mrn=MRN)


@pytest.fixture
def case(patient: Patient) -> Complaint:
    """Everything in which a name can stand holds it."""
    made = a_complaint(
        anonymous=True,
        patient=patient,
        complainant=MOTHER,
        relation="母亲",
        title=f"{NAME}换药时被护士骂",
        words=f"我女儿{NAME}换药时护士骂人，电话 17955550001。我叫{MOTHER}。",
        phone="17955550001",
        place="胃肠外科 3 床",
        happened="11月18日上午",
        wish=f"请别让科里知道是{MOTHER}说的",
    )
    return edit(made.pk, by=people.agent(), now=NOW, version=made.version, relation="妈妈")


def page(user: User, path: str, **typed: Any) -> str:
    client = signed_in_as(user)
    answer = client.post(path, typed) if typed else client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def pages(user: User, case: Complaint) -> list[str]:
    here = (f"department/{case.pk}/", "department/", f"{case.pk}/", "", "mine/")
    return [page(user, f"/complaints/{path}") for path in here]


def named(text: str) -> list[str]:
    return [name for name in (*WHO, "母亲", "妈妈") if name in text]


def test_the_department_reads_what_is_complained_of_and_not_by_whom(case: Complaint) -> None:
    case = ordered(case, task=f"核实{NAME}所述")
    lin = people.clinician()
    assert [named(text) for text in pages(lin, case)] == [[], [], [], [], []]
    for path in (f"department/{case.pk}/", f"{case.pk}/"):
        text = page(lin, f"/complaints/{path}")
        assert "某某换药时被护士骂" in text
        assert "护士骂人" in text
        assert "核实某某所述" in text
        assert "11月18日上午" in text
        assert "胃肠外科 3 床" in text


def test_nor_when_it_came_back_with_files(case: Complaint) -> None:
    file = SimpleUploadedFile(f"{NAME}的病历.txt", "说明".encode())
    attach(case.pk, [file], by=people.agent(), now=NOW)
    case.refresh_from_db()
    for step in (ordered, found, drafted):
        case = step(case)
    case = confirmed(answered(case, text=f"已告知{MOTHER}"), 1, words=f"{NAME}还是不满意")
    case = ordered(case)
    lin = people.clinician()
    assert [named(text) for text in pages(lin, case)] == [[], [], [], [], []]
    assert "某某还是不满意" in page(lin, f"/complaints/department/{case.pk}/")
    sent = signed_in_as(lin).get(f"/complaints/{case.pk}/files/{case.attachments.get().pk}/")
    assert sent.status_code == 200
    assert NAME not in str(sent.headers)
    assert "%E6%AC%A7%E9%98%B3" not in str(sent.headers)


@pytest.mark.parametrize("role", [Role.AGENT, Role.ASSISTANT, Role.DIRECTOR, Role.SUPERVISOR, Role.QUALITY])
def test_who_takes_it_in_and_who_leads_read_it_whole(case: Complaint, role: Role) -> None:
    user = next(user for user in people.everybody() if user.role == role)
    text = page(user, f"/complaints/{ordered(case).pk}/")
    assert {NAME, MOTHER} <= set(named(text))


def test_a_doctor_who_recorded_it_reads_it_whole(patient: Patient) -> None:
    lin = people.clinician()
    case = ordered(a_complaint(by=lin, anonymous=True, patient=patient, complainant=MOTHER))
    assert {NAME, MOTHER} <= set(named(page(lin, f"/complaints/department/{case.pk}/")))
    assert case.number in page(lin, "/complaints/search/", q=MRN)


@pytest.mark.parametrize("text", [NAME, MRN, MOTHER])
def test_the_department_does_not_find_it_by_the_name(case: Complaint, text: str) -> None:
    ordered(case)
    assert case.number not in page(people.clinician(), "/complaints/search/", q=text)
    if text != MOTHER:
        assert case.number in page(people.assistant(), "/complaints/search/", q=text)
    for known in ("换药时被护士骂", case.number.lower()):
        assert case.number in page(people.clinician(), "/complaints/search/", q=known)


def test_it_stands_nowhere_among_the_patients_own(case: Complaint, patient: Patient) -> None:
    ordered(case)
    later = ordered(a_complaint(patient=patient, now=NOW + HOUR, title="探视时间太短"))
    lin, zhao = people.clinician(), people.assistant()
    for user, seen in ((lin, [later]), (zhao, [later, case])):
        assert list(earlier_of(patient, user=user)) == seen
        assert similar_to(user=user, now=NOW, patient=patient) == seen
        story = story_of(patient, user=user, hides=False)
        assert [event.complaint for event in story.events if event.complaint] == seen
    assert "某某换药时被护士骂" not in page(lin, f"/complaints/{later.pk}/")
    assert "换药时被护士骂" in page(zhao, f"/complaints/{later.pk}/")


def test_a_colleague_who_says_it_is_not_named_to_his_own_head() -> None:
    lin = people.clinician()
    nurse = people.a_user("8077", "何小燕", Role.CLINICIAN, department=lin.department)
    case = a_complaint(by=nurse, channel=Channel.COLLEAGUE, anonymous=True, words="科主任强迫加班、骂人")
    attach(case.pk, [SimpleUploadedFile("排班.txt", "周日".encode())], by=nurse, now=NOW)
    case.refresh_from_db()
    case = ordered(case)
    read = [re.sub(r"<option.*?</option>", "", text) for text in pages(lin, case)]  # a colleague to choose
    assert [text for text in read if nurse.full_name in text] == []
    assert "科主任强迫加班" in page(lin, f"/complaints/department/{case.pk}/")
    stale = {"version": 1, "verdict": "verified", "text": "已核实"}
    late = signed_in_as(lin).post(f"/complaints/department/{case.pk}/find/", stale)
    assert late.status_code == 409
    assert nurse.full_name not in late.content.decode()
    assert nurse.full_name in page(people.assistant(), f"/complaints/{case.pk}/")
    assert nurse.full_name in page(nurse, f"/complaints/{case.pk}/")


def test_an_agent_who_took_it_in_is_named(case: Complaint) -> None:
    assert people.agent().full_name in page(people.clinician(), f"/complaints/{ordered(case).pk}/")


def test_a_praise_without_a_name_reaches_its_doctor_without_one(patient: Patient) -> None:
    lin = people.clinician()
    case = a_complaint(
        kind=Kind.PRAISE, anonymous=True, patient=patient, praised=[lin], words=f"林医生很耐心。{NAME}"
    )
    answer = signed_in_as(people.assistant()).post(
        f"/complaints/{case.pk}/move/pass_on/", {"version": case.version, "lead": lin.department_id}
    )
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == State.CLOSED
    mine = page(lin, "/complaints/mine/")
    assert "林医生很耐心" in mine
    assert NAME not in mine
