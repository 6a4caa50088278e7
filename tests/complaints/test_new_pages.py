"""Taking a case in: ten presses are one case, an error loses no text, a large file gets a sentence."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from complaints import uploads
from complaints.models import Attachment, Complaint
from staff.models import AuditEntry
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import a_complaint

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)


def recording(**more: Any) -> dict[str, Any]:
    return {
        "token": str(uuid4()),
        "kind": "complaint",
        "channel": "walk_in",
        "severity": "ordinary",
        "words": "出院结算等了三个半小时。没有人解释。",
        "departments": people.a_department("收费处").pk,
        "phone": "179 5555 0001",
        **more,
    }


def record(data: dict[str, Any], user: Any = None) -> Any:
    return signed_in_as(user or people.agent()).post(reverse("complaints:new"), data)


def test_ten_presses_make_one_case() -> None:
    data = recording()
    answers = {record(data)["Location"] for _ in range(10)}
    case = Complaint.objects.get()
    assert answers == {reverse("complaints:case", args=[case.pk])}
    assert (case.title, case.phone, case.has_contact) == ("出院结算等了三个半小时", "17955550001", True)
    assert case.recorded_by == people.agent()


def test_an_error_loses_no_text() -> None:
    answer = record(recording(phone="没有", wish="当面解释"))
    assert answer.status_code == 422
    for text in ("出院结算等了三个半小时。没有人解释。", "当面解释", "没有"):
        assert text in answer.content.decode()
    assert not Complaint.objects.exists()


def test_a_post_on_the_web_is_kept_with_its_screenshot_and_plan() -> None:
    shot = SimpleUploadedFile("截图.png", PNG, content_type="image/png")
    data = recording(
        channel="web",
        web_url="https://weibo.example/p/1",
        web_site="微博",
        web_author="网友",
        plan="先核实，再在帖下回复",
        files=shot,
    )
    assert record(data).status_code == 302
    case = Complaint.objects.get()
    assert (case.web_site, case.plan) == ("微博", "先核实，再在帖下回复")
    assert Attachment.objects.get().complaint == case


def test_a_post_on_the_web_needs_its_address_or_site() -> None:
    assert record(recording(channel="web", plan="核实")).status_code == 422


def test_an_anonymous_one_has_nobody_to_tell() -> None:
    record(recording(anonymous="on", phone=""))
    case = Complaint.objects.get()
    assert case.anonymous
    assert not case.has_contact


def test_a_file_over_the_limit_gets_a_sentence_and_the_text_stays(monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads.Limit.__init__, "__kwdefaults__", {"most": 1000})
    answer = record(recording(files=SimpleUploadedFile("录像.png", PNG + b"0" * 5000)))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "录像.png" in text
    assert "出院结算等了三个半小时。没有人解释。" in text
    assert not Complaint.objects.exists()


def test_an_eleventh_file_gets_a_sentence_before_any_is_opened(monkeypatch: Any) -> None:
    monkeypatch.setattr("complaints.views.recording.check_all", None)
    files = [SimpleUploadedFile(f"{n}.txt", f"第{n}".encode()) for n in range(11)]
    answer = record(recording(files=files))
    assert answer.status_code == 422
    assert not Complaint.objects.exists()


def test_a_patient_is_found_and_similar_cases_are_shown_before_saving() -> None:
    known = a_complaint(title="换药护士态度不好", now=timezone.now())  # only lately recorded ones count
    assert known.patient
    client = signed_in_as(people.supervisor())
    answer = client.post(reverse("complaints:patient_find"), {"q": known.patient.mrn or ""})
    assert f'value="{known.patient_id}"' in answer.content.decode()
    assert AuditEntry.objects.filter(act="searched").exists()
    beside = client.post(reverse("complaints:similar"), {"patient": known.patient_id}).content.decode()
    assert known.number in beside
    again = client.post(reverse("complaints:similar"), {"title": "换药护士态度不好"}).content.decode()
    assert known.number in again


def test_a_strangers_patient_cannot_be_named() -> None:
    elsewhere = people.a_visit(department=people.a_department("产科"))
    clinician = people.clinician()
    assert record(recording(patient=elsewhere.patient_id), clinician).status_code == 404
    answer = signed_in_as(clinician).post(reverse("complaints:similar"), {"patient": elsewhere.patient_id})
    assert answer.status_code == 404


def test_praise_names_the_person_praised() -> None:
    record(recording(kind="praise", praised=[people.clinician().pk]))
    assert Complaint.objects.get().praised.get().user == people.clinician()


def test_another_patient_chosen_takes_the_place_of_the_first() -> None:
    first, second = people.a_patient("甲"), people.a_patient("乙")
    body = {"patient": [second.pk, first.pk]}  # the box just ticked stands before the one chosen earlier
    answer = signed_in_as(people.agent()).post(
        reverse("complaints:similar"), body, headers={"HX-Request": "true"}
    )
    text = answer.content.decode()
    assert f'value="{second.pk}"' in text
    assert f'value="{first.pk}"' not in text
    assert 'id="found" hx-swap-oob' in text
