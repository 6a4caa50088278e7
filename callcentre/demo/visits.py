"""Patients and some 3,000 visits over the last sixty days."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from callcentre.demo.names import full_name, phone_number
from patients.models import Doctor, Patient, PhoneNumber, Setting, Visit
from policy.visits import LeftBy, VisitKind
from regulation.reading import hospital_zone

DAYS = 60
SERIOUS = ("胃恶性肿瘤", "乳腺恶性肿瘤", "结肠恶性肿瘤")
DIAGNOSES = {
    "产科": ("足月顺产", "剖宫产术后"), "妇科": ("子宫肌瘤", "卵巢囊肿"), "新生儿科": ("新生儿黄疸",),
    "儿科": ("急性支气管炎", "手足口病"), "胃肠外科": ("胆囊结石", "胃恶性肿瘤", "急性阑尾炎"),
    "普外科": ("甲状腺结节", "腹股沟疝"), "骨科": ("股骨颈骨折", "腰椎间盘突出"), "心内科": ("冠心病", "高血压病"),
    "呼吸内科": ("肺炎", "慢性阻塞性肺疾病"), "消化内科": ("慢性胃炎", "结肠恶性肿瘤"),
    "神经内科": ("脑梗死", "偏头痛"), "内分泌科": ("2型糖尿病", "甲状腺功能亢进"), "泌尿外科": ("肾结石",),
    "眼科": ("白内障",), "口腔科": ("阻生齿", "牙周炎"), "皮肤科": ("湿疹", "带状疱疹"),
    "乳腺外科": ("乳腺纤维腺瘤", "乳腺恶性肿瘤"), "急诊科": ("急性肠胃炎", "软组织挫伤"), "中医科": ("失眠",),
    "体检中心": ("健康体检",),
}  # fmt: skip
KINDS = (
    (VisitKind.ARRIVED_PAID, 22), (VisitKind.ARRIVED_UNPAID, 10), (VisitKind.NO_SHOW, 7), (VisitKind.INTERRUPTED, 4),
    (VisitKind.OUTPATIENT_SURGERY, 5), (VisitKind.INPATIENT, 30), (VisitKind.INPATIENT_SURGERY, 14),
    (VisitKind.CHECKUP_ABNORMAL, 4), (VisitKind.CHECKUP, 4),
)  # fmt: skip
SETTINGS = {
    VisitKind.NO_SHOW: Setting.APPOINTMENT,
    VisitKind.INPATIENT: Setting.INPATIENT,
    VisitKind.INPATIENT_SURGERY: Setting.INPATIENT,
    VisitKind.CHECKUP: Setting.CHECKUP,
    VisitKind.CHECKUP_ABNORMAL: Setting.CHECKUP,
}
ADULT = 18
OF_AGE = (("女儿", "陈静"), ("儿子", "林涛"))
WIFE, HUSBAND, PARENTS = ("妻子", "王芳"), ("丈夫", "黄强"), (("母亲", "李梅"), ("父亲", "周强"))
# Youngest, oldest, and whether women only; every other department sees grown-ups.
SEEN = {
    "新生儿科": (0, 0, False), "儿科": (0, 14, False), "产科": (20, 42, True), "妇科": (15, 90, True),
    "乳腺外科": (18, 90, True), "急诊科": (1, 90, False), "眼科": (3, 90, False), "口腔科": (3, 90, False),
    "皮肤科": (1, 90, False), "骨科": (3, 90, False), "普外科": (3, 90, False),
}  # fmt: skip


class Made(NamedTuple):
    patients: int
    visits: int


def make_visits(dice: random.Random, doctors: list[Doctor], *, today: date, now: datetime) -> Made:
    """Busier in the last ten days, so that today's list is full."""
    patients = [_patient(dice, number, today) for number in range(2400)]
    Patient.objects.bulk_create(patients, batch_size=1000)
    numbers = [number for patient in patients for number in _numbers(dice, patient, today)]
    PhoneNumber.objects.bulk_create(numbers, batch_size=2000)

    seen = {name: [p for p in patients if _fits(p, name, today)] for name in DIAGNOSES}
    visits: list[Visit] = []
    for back in range(DAYS, -1, -1):
        for _ in range(76 if back <= 10 else 43):
            doctor = dice.choice(doctors)
            fitting = seen[doctor.department.name]
            patient = fitting[int(dice.random() ** 1.3 * len(fitting))]
            visits.append(_visit(dice, len(visits), patient, doctor, today - timedelta(days=back), now))
    by_patient = {v.patient_id for v in visits if v.diagnosis in SERIOUS}
    Visit.objects.bulk_create(visits, batch_size=1000)
    Patient.objects.filter(pk__in=by_patient).update(do_not_disclose=True)
    return Made(len(patients), len(visits))


def _years(patient: Patient, today: date) -> int:
    return (today - (patient.birth_date or today)).days // 365


def _fits(patient: Patient, department: str, today: date) -> bool:
    youngest, oldest, women = SEEN.get(department, (ADULT, 90, False))
    return youngest <= _years(patient, today) <= oldest and (patient.sex == "female" or not women)


def _relatives(patient: Patient, years: int) -> tuple[tuple[str, str], ...]:
    """Who may answer for a patient of this age: a child has no daughter."""
    if years < ADULT:
        return PARENTS
    partner = HUSBAND if patient.sex == "female" else WIFE
    return (partner, *OF_AGE) if years >= 45 else (partner, PARENTS[0])


def _patient(dice: random.Random, number: int, today: date) -> Patient:
    chance = dice.random
    # Some were born just before the sixty days that the demonstration tells of.
    ages = [(61, 100)] * 3 + [(400, 5000)] * 9 + [(6700, 31000)] * 88
    born = today - timedelta(days=dice.randrange(*dice.choice(ages)))
    sex = dice.choice(("male", "female"))
    relative = dice.choice(_relatives(Patient(sex=sex), (today - born).days // 365))[0]
    return Patient(
        mrn=f"{610000 + number:08d}",
        name=full_name(dice),
        sex=sex,
        birth_date=born,
        address=f"青屿市示范路{dice.randrange(1, 200)}号",
        spoken_language=dice.choice(("闽南话", "粤语")) if chance() < 0.04 else "",
        hard_of_hearing=chance() < 0.04,
        speak_with=relative if chance() < 0.05 else "",
        remark="午睡后再打" if chance() < 0.03 else "",
        do_not_call=chance() < 0.005,
    )


def _numbers(dice: random.Random, patient: Patient, today: date) -> list[PhoneNumber]:
    chance = dice.random()
    if chance < 0.03:
        return []
    own = PhoneNumber(patient=patient, number=phone_number(dice), position=1)
    if chance > 0.35:
        return [own]
    relatives = _relatives(patient, _years(patient, today))
    wanted = [one for one in relatives if one[0] == patient.speak_with]
    relation, name = dice.choice(wanted or relatives)
    other = PhoneNumber(
        patient=patient,
        number=phone_number(dice),
        position=2,
        relation=relation,
        owner_name=name,
        preferred=bool(patient.speak_with) or chance < 0.08,
    )
    return [own, other]


def _visit(
    dice: random.Random, number: int, patient: Patient, doctor: Doctor, day: date, now: datetime
) -> Visit:
    kind = dice.choices([k for k, _ in KINDS], [w for _, w in KINDS])[0]
    if doctor.department.name == "体检中心":
        kind = dice.choice((VisitKind.CHECKUP, VisitKind.CHECKUP_ABNORMAL))
    at = datetime.combine(day, time(8), hospital_zone()) + timedelta(minutes=dice.randrange(0, 560))
    at = min(at, now - timedelta(minutes=1 + number % 50))
    setting = SETTINGS.get(kind, Setting.OUTPATIENT)
    surgery = kind in (VisitKind.INPATIENT_SURGERY, VisitKind.OUTPATIENT_SURGERY)
    inpatient = setting == Setting.INPATIENT
    times: dict[str, Any] = {"appointment_at": at} if kind == VisitKind.NO_SHOW else {"visited_at": at}
    if inpatient:
        times = {"admitted_at": at - timedelta(days=dice.randrange(3, 12)), "discharged_at": at}
    no = f"D{day:%y%m%d}{number:06d}"
    return Visit(
        patient=patient,
        his_visit_no=no,
        source_key=f"no:{no}",
        inpatient_no=f"61{number:06d}" if inpatient else "",
        setting=setting,
        kind=kind,
        first_visit=dice.random() < 0.6 if setting == Setting.OUTPATIENT else None,
        department=doctor.department,
        ward=f"{doctor.department.name}{dice.choice('一二')}病区" if inpatient else "",
        doctor=doctor,
        diagnosis=dice.choice(DIAGNOSES[doctor.department.name]),
        operation="腹腔镜手术" if surgery else "",
        abnormal="血糖偏高" if kind == VisitKind.CHECKUP_ABNORMAL else "",
        orders="按时服药，清淡饮食，一周后门诊复查" if inpatient else "",
        paid=kind != VisitKind.ARRIVED_UNPAID,
        left_by=LeftBy.ADVICE if inpatient else LeftBy.UNKNOWN,
        anchor_at=at,
        anchor_on=at.astimezone(hospital_zone()).date(),
        needs_review=False,
        **times,
    )
