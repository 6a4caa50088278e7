"""What a file's rows become: found again, corrected, refused, counted; every row is somewhere."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from patients.actions import writing
from patients.actions.claiming import ClaimLost, claim_next
from patients.actions.imports import discard, receive, run_imports, start
from patients.actions.staging import stage
from patients.actions.writing import write
from patients.importing.errors import ImportRefused
from patients.models import Doctor, ImportFile, ImportState, Patient, PhoneNumber, RowResult, Visit
from staff.models import Department
from tests import people

pytestmark = pytest.mark.django_db

HEADINGS = (
    "就诊流水号", "病案号", "姓名", "性别", "出生日期", "联系电话", "联系人", "与患者关系", "联系人电话",
    "科室", "主治医生", "就诊类型", "诊断", "手术名称", "就诊时间", "入院日期", "出院日期", "离院方式",
    "家庭住址", "备注",
)  # fmt: skip


def row(number: int = 1, **more: str) -> dict[str, str]:
    return {
        "就诊流水号": f"MZ{number:06d}",
        "病案号": f"{number:08d}",
        "姓名": "陈国栋",
        "性别": "男",
        "联系电话": f"1795555{number:04d}",
        "科室": "普外科",
        "主治医生": "唐兴",
        "就诊类型": "门诊",
        "就诊时间": "2026-10-15 10:00:00",
        **more,
    }


def csv(*rows: dict[str, str], headings: Sequence[str] = HEADINGS) -> bytes:
    lines = [",".join(headings)] + [",".join(r.get(h, "") for h in headings) for r in rows]
    return "\n".join(lines).encode()


def read(content: bytes, name: str = "list.csv") -> ImportFile:
    file = receive(name, content, by=None, now=timezone.now())
    run_imports(clock=timezone.now)
    file.refresh_from_db()
    return file


def imported(content: bytes, name: str = "list.csv") -> ImportFile:
    file = read(content, name)
    assert file.state == ImportState.READY, file.refusal
    forecast = (file.created, file.updated, file.unchanged, file.rejected)
    start(file.pk, by=None, now=timezone.now())
    run_imports(clock=timezone.now)
    file.refresh_from_db()
    assert file.state == ImportState.DONE
    assert (file.created, file.updated, file.unchanged, file.rejected) == forecast
    return file


def test_nothing_is_written_before_the_import_is_started() -> None:
    file = read(csv(row(1), row(2)))
    assert file.created == 2
    assert not Patient.objects.exists()
    assert not Visit.objects.exists()
    assert not Department.objects.exists()


def test_a_new_row_makes_patient_number_visit_department_and_doctor() -> None:
    imported(csv(row(1, 联系人="陈静", 与患者关系="女儿", 联系人电话="17955550009", 备注="电话转女儿")))
    visit = Visit.objects.get()
    assert visit.anchor_at == people.moment("2026-10-15 10:00")
    assert (visit.department.confirmed, visit.doctor and visit.doctor.confirmed) == (False, False)
    assert visit.needs_review
    patient = visit.patient
    assert (patient.name_key.split()[0], patient.speak_with) == ("chenguodong", "女儿")
    first = patient.numbers.first()
    assert first
    assert (first.owner_name, first.relation, first.preferred) == ("陈静", "女儿", True)


def test_a_corrected_row_changes_the_visit_and_asks_for_its_tasks_to_be_reviewed() -> None:
    imported(csv(row(1)))
    Visit.objects.update(needs_review=False)
    again = imported(csv(row(1, 诊断="胆囊结石")))
    assert (again.updated, again.created) == (1, 0)
    visit = Visit.objects.get()
    assert visit.needs_review
    assert visit.diagnosis == "胆囊结石"


def test_an_empty_cell_leaves_what_was() -> None:
    imported(csv(row(1, 诊断="胆囊结石", 手术名称="胆囊切除术", 家庭住址="示范路1号")))
    again = imported(csv(row(1)))
    assert again.unchanged == 1
    visit = Visit.objects.get()
    assert (visit.diagnosis, visit.kind, visit.patient.address) == (
        "胆囊结石",
        "outpatient_surgery",
        "示范路1号",
    )


def test_two_record_numbers_are_two_patients_whatever_they_share() -> None:
    imported(csv(row(1, 联系电话="17955550001"), row(2, 联系电话="17955550001")))
    assert Patient.objects.count() == 2


def test_without_a_record_number_name_birth_date_and_number_make_one_patient() -> None:
    rows = [row(n, 病案号="", 出生日期="1970-02-03", 联系电话="17955550001") for n in (1, 2)]
    imported(csv(*rows))
    assert Patient.objects.count() == 1
    imported(csv(row(3, 病案号="", 出生日期="1970-02-03", 联系电话="17955550002")))
    assert Patient.objects.count() == 2


def test_a_number_is_added_and_the_state_of_a_known_one_stays() -> None:
    imported(csv(row(1)))
    PhoneNumber.objects.update(state="vacant")
    imported(csv(row(1, 联系电话="17955550001/17955550002")))
    assert list(PhoneNumber.objects.order_by("position").values_list("number", "state")) == [
        ("17955550001", "vacant"),
        ("17955550002", "unknown"),
    ]
    assert Patient.objects.get().needs_review


def test_the_latest_visit_knows_the_address_in_whatever_order_the_files_come() -> None:
    old = csv(row(1, 病案号="77", 就诊时间="2026-09-01 09:00", 家庭住址="旧街1号"))
    new = csv(row(2, 病案号="77", 就诊时间="2026-10-01 09:00", 家庭住址="新街2号"))
    imported(new)
    imported(old)
    assert Patient.objects.get().address == "新街2号"
    assert [imported(content).unchanged for content in (new, old, new)] == [1, 1, 1]


def test_a_death_on_the_ward_stops_the_patient_and_is_never_taken_back() -> None:
    stay = row(1, 就诊类型="住院", 入院日期="2026-10-01 09:00", 出院日期="2026-10-05 09:00")
    imported(csv(stay | {"离院方式": "死亡"}))
    imported(csv(stay | {"离院方式": "医嘱离院"}))
    patient = Patient.objects.get()
    assert (patient.deceased, str(patient.deceased_on), patient.do_not_call) == (True, "2026-10-05", False)


def test_a_cancelled_visit_is_kept_as_cancelled_and_a_correction_brings_it_back() -> None:
    imported(csv(row(1)))
    assert imported(csv(row(1, 就诊类型="退号"))).updated == 1
    assert Visit.objects.get().cancelled_at
    assert imported(csv(row(1, 就诊类型="退号"))).unchanged == 1
    imported(csv(row(1)))
    assert Visit.objects.get().cancelled_at is None


def test_a_discharge_that_comes_before_the_admission_on_record_is_rejected() -> None:
    stay = row(1, 就诊类型="住院", 入院日期="2026-10-05 09:00")
    imported(csv(stay))
    file = imported(csv(row(1, 就诊类型="住院", 出院日期="2026-10-01 09:00"), row(2)))
    assert (file.rejected, file.created) == (1, 1)


def test_every_defect_of_a_dirty_file_is_accounted_for_row_by_row() -> None:
    stay = {"就诊类型": "住院", "就诊时间": ""}
    rows: list[tuple[dict[str, str], str]] = [
        (row(2), RowResult.CREATED),
        (row(3, 联系电话="1.7955550003E10"), RowResult.CREATED),
        (row(4, 联系电话="１７９５５５５０００４"), RowResult.CREATED),
        (row(5, 联系电话="17955550005/17955550105"), RowResult.CREATED),
        (row(6, 联系电话="0571-88881234转801"), RowResult.CREATED),
        (row(7, 就诊时间="2026年10月3日"), RowResult.CREATED),
        (row(8, 就诊时间="20261103"), RowResult.CREATED),
        (row(9, 就诊时间="11/3/26"), RowResult.REJECTED),
        (row(10, **stay, 入院日期="2026-10-05", 出院日期="2026-10-01"), RowResult.REJECTED),
        (row(11, 科室=""), RowResult.CREATED),
        (row(12, 联系电话=""), RowResult.CREATED),
        (row(13, 姓名="䶮𠮷"), RowResult.CREATED),
        (row(14, 姓名=""), RowResult.REJECTED),
        (row(15, 病案号="", 就诊流水号=""), RowResult.REJECTED),
        (row(16, 性别="3"), RowResult.CREATED),
        (row(17, 就诊时间="2999-01-01"), RowResult.REJECTED),
        (row(2), RowResult.UNCHANGED),
        (row(3, 科室="另一个"), RowResult.REJECTED),
        ({h: h for h in HEADINGS}, RowResult.SKIPPED),
        ({"就诊流水号": "合计", "姓名": "17"}, RowResult.SKIPPED),
        (row(22, 就诊类型="会诊?"), RowResult.REJECTED),
    ]
    file = imported(csv(*(r for r, _ in rows)))
    found = dict(file.rows.values_list("number", "result"))
    assert [found[number] for number in range(2, len(rows) + 2)] == [result for _, result in rows]
    assert file.rows_total == file.created + file.updated + file.unchanged + file.rejected == len(rows) - 2
    assert all(r.errors for r in file.rows.filter(result=RowResult.REJECTED))
    assert Patient.objects.filter(name="䶮𠮷").exists()
    number = PhoneNumber.objects.get(patient__mrn="00000006")
    assert (number.number, number.extension) == ("057188881234", "801")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_names_survive_every_encoding(encoding: str) -> None:
    imported(csv(row(1, 姓名="张䶮𠮷"), *(row(n) for n in range(2, 9))).decode().encode(encoding))
    assert Patient.objects.get(mrn="00000001").name == "张䶮𠮷"


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 x", b"PK\x03\x04 no zip", b"<html><table></table></html>"]
)
def test_a_hostile_file_is_refused_before_it_is_kept(content: bytes) -> None:
    with pytest.raises(ImportRefused):
        receive("visits.xlsx", content, by=None, now=timezone.now())
    assert not ImportFile.objects.exists()


def test_a_table_without_headings_is_refused_by_the_worker_with_a_code() -> None:
    file = read(b"1,2,3\n4,5,6\n")
    assert file.state == ImportState.REFUSED
    assert file.refusal is not None
    assert file.refusal["code"] == "no_heading"


def test_a_discarded_file_leaves_nothing() -> None:
    file = read(csv(row(1)))
    discard(file.pk, by=people.supervisor(), now=timezone.now())
    file.refresh_from_db()
    assert (file.state, file.rows.count(), bytes(file.content)) == (ImportState.DISCARDED, 0, b"")


class Killed(BaseException):
    pass


@pytest.mark.parametrize("seed", range(4))
def test_a_worker_killed_anywhere_is_followed_by_one_that_finishes(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHUNK", 7)
    file = read(csv(*(row(n) for n in range(1, 60))))
    start(file.pk, by=None, now=timezone.now())
    dice = random.Random(seed)
    now = timezone.now()
    for _ in range(4):
        _die_somewhere(dice, monkeypatch, now)
        now += timedelta(minutes=2)
    run_imports(clock=lambda: now)
    file.refresh_from_db()
    assert (file.state, file.created, file.rows_total, file.rows_done) == (ImportState.DONE, 59, 59, 59)
    assert Visit.objects.count() == Patient.objects.count() == 59


def _die_somewhere(dice: random.Random, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """In the middle of a chunk's transaction, after some of its tables have been written."""
    left = dice.randrange(12)
    insert: Callable[..., Any] = writing._insert

    def mortal(*args: Any) -> None:
        nonlocal left
        left -= 1
        insert(*args)
        if left < 0:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(writing, "_insert", mortal)
        with pytest.raises(Killed):
            run_imports(clock=lambda: now)


def test_a_worker_that_lost_its_claim_writes_nothing_more() -> None:
    file = read(csv(row(1)))
    start(file.pk, by=None, now=timezone.now())
    now = timezone.now()
    slow = claim_next(now=now)
    later = now + timedelta(minutes=5)
    assert slow
    assert claim_next(now=now) is None
    quick = claim_next(now=later)
    assert quick
    write(quick, clock=lambda: later)
    with pytest.raises(ClaimLost):
        write(slow, clock=lambda: later)
    assert Visit.objects.count() == 1


def test_a_second_reader_that_comes_too_late_changes_nothing() -> None:
    receive("list.csv", csv(row(1)), by=None, now=timezone.now())
    now = timezone.now()
    slow, quick = claim_next(now=now), claim_next(now=now + timedelta(minutes=9))
    assert slow
    assert quick
    stage(quick, now=now)
    with pytest.raises(ClaimLost):
        stage(slow, now=now)
    assert ImportFile.objects.get().rows.count() == 1
    assert not Doctor.objects.exists()
