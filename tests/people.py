"""Everybody knows these people: Li calls, Zhang calls too, Wang supervises; Liu is the patient.

One function a noun; each gives a saved object and takes what the test is about.
"""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from followups.models import Rule, RuleVersion, Task
from patients.models import Doctor, Patient, PhoneNumber, Setting, Visit
from policy.rules import RuleSpec
from policy.timing import Timing
from policy.visits import VisitKind
from staff.models import Absence, Department, User
from staff.permissions import Role

TZ = ZoneInfo("Asia/Shanghai")
PASSWORD = "correct horse battery staple"
_HASH = make_password(PASSWORD)
_serial = count(1)

SETTING_OF = {
    VisitKind.INPATIENT: Setting.INPATIENT,
    VisitKind.INPATIENT_SURGERY: Setting.INPATIENT,
    VisitKind.CHECKUP: Setting.CHECKUP,
    VisitKind.CHECKUP_ABNORMAL: Setting.CHECKUP,
    VisitKind.NO_SHOW: Setting.APPOINTMENT,
    VisitKind.CONSULTATION: Setting.CONSULTATION,
}


def moment(text: str) -> datetime:
    """ "2026-11-20 15:12" in the hospital's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


def a_user(username: str, name: str, role: Role, **more: Any) -> User:
    fields = {"full_name": name, "role": role, "password": _HASH, **more}
    return User.objects.get_or_create(username=username, defaults=fields)[0]


def agent(**more: Any) -> User:
    return a_user("8012", "李雅婷", Role.AGENT, **more)


def other_agent(**more: Any) -> User:
    return a_user("8013", "张倩", Role.AGENT, **more)


def supervisor() -> User:
    return a_user("8001", "王敏", Role.SUPERVISOR)


def assistant() -> User:
    return a_user("8002", "赵晨", Role.ASSISTANT)


def director() -> User:
    return a_user("8000", "钱立", Role.DIRECTOR)


def clinician(**more: Any) -> User:
    return a_user(
        "8031", "林晓东", Role.CLINICIAN, department=more.pop("department", None) or a_department(), **more
    )


def quality() -> User:
    return a_user("8021", "孙洁", Role.QUALITY)


def administrator() -> User:
    return a_user("8090", "周航", Role.ADMINISTRATOR)


def auditor() -> User:
    return a_user("8099", "吴鉴", Role.AUDITOR)


def everybody() -> list[User]:
    return [
        agent(), other_agent(), supervisor(), assistant(), director(),
        clinician(), quality(), administrator(), auditor()
    ]  # fmt: skip


def an_absence(user: User, first: str = "2026-11-24", last: str = "2026-11-25") -> Absence:
    return Absence.objects.create(user=user, first_day=first, last_day=last, reason="年假")


def a_department(name: str = "胃肠外科", **more: Any) -> Department:
    return Department.objects.get_or_create(name=name, defaults=more)[0]


def a_doctor(name: str = "林晓东", department: Department | None = None) -> Doctor:
    return Doctor.objects.get_or_create(name=name, department=department or a_department())[0]


def a_patient(name: str = "刘国栋", *, phone: str | None = "17955552056", **more: Any) -> Patient:
    """With one number of his own, or none when `phone` is None."""
    more.setdefault("mrn", f"{next(_serial):08d}")
    patient = Patient.objects.create(name=name, **more)
    if phone:
        PhoneNumber.objects.create(patient=patient, number=phone)
    return patient


def a_visit(
    patient: Patient | None = None,
    *,
    kind: VisitKind = VisitKind.INPATIENT,
    at: datetime | None = None,
    **more: Any,
) -> Visit:
    """`at` is the moment the follow-ups count from."""
    number = f"T{next(_serial):08d}"
    at = at or moment("2026-11-13 10:00")
    department = more.pop("department", None) or a_department()
    setting = SETTING_OF.get(kind, Setting.OUTPATIENT)
    times: dict[str, Any] = {"visited_at": at}
    if setting == Setting.INPATIENT:
        times = {"admitted_at": at - timedelta(days=5), "discharged_at": at}
    if setting == Setting.APPOINTMENT:
        times = {"appointment_at": at}
    fields = {
        "his_visit_no": number,
        "source_key": f"no:{number}",
        "setting": setting,
        "diagnosis": "胆囊结石",
        "anchor_at": at,
        "anchor_on": at.astimezone(TZ).date(),
        "doctor": a_doctor(department=department),
        **times,
        **more,
    }
    return Visit.objects.create(patient=patient or a_patient(), kind=kind, department=department, **fields)


def a_rule(
    code: str = "discharge",
    *,
    name: str = "出院随访",
    since: str = "2026-01-01",
    active: bool = True,
    **spec: Any,
) -> RuleVersion:
    """Version 1 of a rule; by default inpatients 3-7 days after discharge."""
    fields: dict[str, Any] = {
        "kinds": (VisitKind.INPATIENT, VisitKind.INPATIENT_SURGERY),
        "timing": Timing(3, 3, 7),
    }
    rule, _new = Rule.objects.get_or_create(code=code, defaults={"name": name, "active": active})
    day = moment(since).date()
    return RuleVersion.objects.create(
        rule=rule,
        number=rule.versions.count() + 1,
        spec=RuleSpec(**(fields | spec)).to_json(),
        effective_from=day,
        anchors_from=day,
        reason="test",
        published_at=moment(since),
        needs_applying=False,
    )


def a_task(
    visit: Visit | None = None,
    *,
    version: RuleVersion | None = None,
    opens: datetime | None = None,
    closes: datetime | None = None,
    **more: Any,
) -> Task:
    """Open from 2026-11-16 14:00 until 2026-11-20 20:00 unless told otherwise."""
    visit = visit or a_visit()
    version = version or RuleVersion.objects.first() or a_rule()
    opens = opens or moment("2026-11-16 14:00")
    fields: dict[str, Any] = {
        "patient": visit.patient,
        "department": visit.department,
        "anchor_on": visit.anchor_on,
        "due_on": opens.date(),
        "target": opens,
        "closes": closes or moment("2026-11-20 20:00"),
        "call_at": opens,
        **more,
    }
    return Task.objects.create(visit=visit, rule=version.rule, version=version, opens=opens, **fields)
