"""The department's page: whom it is about, what comes next, and two who write at once (A31)."""

from datetime import timedelta

import pytest

from complaints.models import Complaint
from staff.permissions import Role
from tests import people
from tests.clients import signed_in_as
from tests.complaints import making
from tests.complaints.fridays import BEFORE, NOW, an_ordered_case, page
from tests.complaints.fridays import a_friday_afternoon as a_friday_afternoon

pytestmark = pytest.mark.django_db


def test_both_texts_stand_on_the_page_when_two_write_at_once() -> None:
    case = an_ordered_case()
    colleague = people.a_user("8034", "陈默", Role.CLINICIAN, department=people.clinician().department)
    here = f"/complaints/department/{case.pk}/find/"
    first = {"version": case.version, "verdict": "verified", "text": "陈默写的"}
    signed_in_as(colleague).post(here, first)
    late = signed_in_as(people.clinician()).post(here, {**first, "text": "林晓东写的"})
    text = late.content.decode()
    assert late.status_code == 409
    assert "陈默写的" in text
    assert "林晓东写的" in text
    assert late.context["one"].form["text"].value() == "林晓东写的"  # beside the other, not instead of it
    case.refresh_from_db()
    again = {**first, "version": case.version, "text": "林晓东写的"}
    signed_in_as(people.clinician()).post(here, again)
    assert list(case.findings.values_list("text", flat=True)) == ["陈默写的", "林晓东写的"]


def test_two_drafts_of_a_department_stand_joined_and_one_key_keeps_the_own() -> None:
    case = making.found(an_ordered_case(), now=BEFORE)
    lin, here = people.clinician(), f"/complaints/department/{case.pk}/"
    typed = {"version": case.version, "text": "林晓东的答复", "no_measure_reason": "已道歉"}
    making.drafted(case, text="陈默的答复")
    late = signed_in_as(lin).post(f"{here}draft/", typed)
    assert late.status_code == 409
    assert late.context["one"].form["text"].value() == "陈默的答复\n\n林晓东的答复"
    text = late.content.decode()
    assert f'action="{here}draft/"' in text
    assert f'href="{here}"' in text  # keep theirs
    mine = late.context["only_mine"]
    assert 'form="only-mine"' in text
    signed_in_as(lin).post(f"{here}draft/", {name: mine[name].value() for name in mine.fields})
    case.refresh_from_db()
    assert case.draft == "林晓东的答复"


def test_after_the_finding_the_measure_stands_open_for_the_own_department() -> None:
    case = an_ordered_case(parts=[(people.a_department("妇科"), None)])
    lin, here = people.clinician(), f"/complaints/department/{case.pk}/"
    assert not signed_in_as(lin).get(here).context["measure_next"]
    case = making.found(case, now=BEFORE)
    context = signed_in_as(lin).get(here).context
    assert context["measure_next"]
    assert context["set_measure"]["department"].value() == lin.department_id
    making.drafted(case, now=BEFORE)
    drawn = signed_in_as(lin).get(here)
    assert not drawn.context["measure_next"]
    assert "无需整改：已当面道歉。" in drawn.content.decode()


def test_a_department_reads_whom_it_is_about_and_no_time_left_once_it_is_answered() -> None:
    case = an_ordered_case()
    here = f"/complaints/department/{case.pk}/"
    assert case.patient is not None
    shown = page(here, people.clinician())
    assert case.patient.name in shown
    assert "应答复患者" in shown
    making.answered(making.drafted(making.found(case, now=BEFORE), now=BEFORE), now=BEFORE)
    assert "应答复患者" not in page(here, people.clinician())


def test_more_time_hides_no_limit_that_has_passed() -> None:
    case = an_ordered_case()
    Complaint.objects.filter(pk=case.pk).update(breached_at=BEFORE, due_at=NOW + timedelta(days=4))
    shown = page(f"/complaints/department/{case.pk}/", people.clinician())
    assert "起已超时限" in shown
    assert "已超原时限" in shown  # in the list too
