"""Whoever sees to a measure proves it, with the papers that are taken (A17)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints.actions import measures
from complaints.actions.refusals import Refused
from complaints.models import Complaint, CorrectiveMeasure
from staff.models import User
from staff.permissions import Role
from tests import people
from tests.clients import signed_in_as
from tests.complaints import making
from tests.complaints.fridays import BEFORE, NOW, an_ordered_case, page
from tests.complaints.fridays import a_friday_afternoon as a_friday_afternoon

pytestmark = pytest.mark.django_db


def a_measure(case: Complaint, responsible: User) -> CorrectiveMeasure:
    lin = people.clinician()
    return measures.set_measure(
        case.pk,
        by=lin,
        now=BEFORE,
        department=people.a_department(),
        text="换药前告知家属",
        responsible=responsible,
        due_on=NOW.date(),
    )


@pytest.mark.parametrize("size", [(12, 1), (1, (20 << 20) + 1)], ids=["too many", "too large"])
def test_a_proof_with_more_files_than_are_taken_comes_back_with_its_words(size: tuple[int, int]) -> None:
    many, large = size
    lin = people.clinician()
    measure = a_measure(an_ordered_case(), lin)
    papers = [SimpleUploadedFile(f"签到表{n}.txt", b"1" * large) for n in range(many)]
    typed = {"proof": "签到表见附件", "files": papers}
    answer = signed_in_as(lin).post(f"/complaints/measures/{measure.pk}/proof/", typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "签到表见附件" in text
    assert ("每件最多保存" if many > 1 else "超过 20 MB") in text
    measure.refresh_from_db()
    assert measure.carried_out_at is None


def test_whoever_changed_department_still_proves_his_measure() -> None:
    meng = people.a_user("8055", "孟凡", Role.CLINICIAN, department=people.a_department())
    case = an_ordered_case()
    measure = a_measure(case, meng)
    User.objects.filter(pk=meng.pk).update(department=people.a_department("骨科"))
    meng.refresh_from_db()
    client = signed_in_as(meng)
    assert f"/complaints/department/{case.pk}/#measure-{measure.pk}" in page("/complaints/mine/", meng)
    shown = page(f"/complaints/department/{case.pk}/", meng)
    assert "换药前告知家属" in shown
    assert f"/complaints/measures/{measure.pk}/proof/" in shown
    assert "换药前告知家属" in page(f"/complaints/{case.pk}/", meng)
    answer = client.post(f"/complaints/measures/{measure.pk}/proof/", {"proof": "已培训"})
    assert answer.status_code == 302
    measure.refresh_from_db()
    assert measure.carried_out_by == meng


def test_a_department_whose_order_was_given_to_another_still_opens_its_measure() -> None:
    case, lin = an_ordered_case(), people.clinician()
    measure = a_measure(case, lin)
    case.refresh_from_db()
    other = people.a_user("8056", "徐州", Role.CLINICIAN, department=people.a_department("骨科"))
    making.ordered(case, responsible=other, lead=other.department)
    assert f"/complaints/measures/{measure.pk}/proof/" in page(f"/complaints/department/{case.pk}/", lin)
    answer = signed_in_as(lin).post(f"/complaints/measures/{measure.pk}/proof/", {"proof": " "})
    assert answer.status_code == 422
    assert "请写明做了什么" in answer.content.decode()


def test_only_who_can_prove_a_measure_is_chosen_for_it() -> None:
    room = people.a_department("客服中心")
    li, wang = people.agent(department=room), people.supervisor()
    User.objects.filter(pk=wang.pk).update(department=room)
    wang.refresh_from_db()
    case = an_ordered_case(responsible=wang, lead=room)
    client, here = signed_in_as(wang), f"/complaints/department/{case.pk}/"
    form = client.get(here).context["set_measure"]
    assert list(form.fields["responsible"].queryset) == [wang]
    typed = {"text": "重学礼貌用语", "department": room.pk, "responsible": li.pk, "due_on": "2026-11-27"}
    assert client.post(here + "measure/", typed).status_code == 422
    with pytest.raises(Refused, match="cannot_prove"):
        measures.set_measure(
            case.pk,
            by=wang,
            now=BEFORE,
            department=room,
            text="重学礼貌用语",
            responsible=li,
            due_on=NOW.date(),
        )
