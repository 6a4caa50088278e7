"""The demonstration's accounts, departments and doctors."""

import random
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from callcentre.demo.names import full_name
from patients.models import Doctor
from staff.models import Department, User
from staff.models.departments import DepartmentKind
from staff.permissions import Role

PASSWORD = "huifang-demo"  # noqa: S105 (printed by make run; the demonstration never runs in production)

DEPARTMENTS = {
    "产科": DepartmentKind.SPECIALTY, "妇科": DepartmentKind.SPECIALTY, "新生儿科": DepartmentKind.SPECIALTY,
    "儿科": DepartmentKind.BASIC, "胃肠外科": DepartmentKind.SPECIALTY, "普外科": DepartmentKind.BASIC,
    "骨科": DepartmentKind.SPECIALTY, "心内科": DepartmentKind.SPECIALTY, "呼吸内科": DepartmentKind.BASIC,
    "消化内科": DepartmentKind.BASIC, "神经内科": DepartmentKind.SPECIALTY, "内分泌科": DepartmentKind.BASIC,
    "泌尿外科": DepartmentKind.SPECIALTY, "眼科": DepartmentKind.SPECIALTY, "口腔科": DepartmentKind.BASIC,
    "皮肤科": DepartmentKind.BASIC, "乳腺外科": DepartmentKind.SPECIALTY, "急诊科": DepartmentKind.BASIC,
    "中医科": DepartmentKind.BASIC, "体检中心": DepartmentKind.BASIC,
}  # fmt: skip

# Without doctors or visits of their own; they answer what is said of them.
OFFICES = ("护理部", "财务科", "后勤保障部", "门诊部", "总值班室")

ACCOUNTS: tuple[tuple[str, str, Role, list[str]], ...] = (
    ("8012", "王雅婷", Role.AGENT, ["闽南话"]),
    ("8013", "赵倩", Role.AGENT, []),
    ("8014", "陈磊", Role.AGENT, ["粤语"]),
    ("8015", "高洁", Role.AGENT, []),
    ("8001", "刘敏", Role.SUPERVISOR, []),
    ("8002", "许丹", Role.ASSISTANT, []),
    ("8000", "周立群", Role.DIRECTOR, []),
    ("8031", "林晓东", Role.CLINICIAN, []),
    ("8041", "张敏", Role.CLINICIAN, []),
    ("8042", "何静", Role.CLINICIAN, []),
    ("8043", "孙浩", Role.CLINICIAN, []),
    ("8044", "魏建国", Role.CLINICIAN, []),
    ("8045", "沈岚", Role.CLINICIAN, []),
    ("8032", "陈立", Role.CLINICIAN, []),
    ("8033", "黄素梅", Role.CLINICIAN, []),
    ("8034", "高立群", Role.CLINICIAN, []),
    ("8046", "段安", Role.CLINICIAN, []),
    ("8021", "孙悦", Role.QUALITY, []),
    ("8090", "何远", Role.ADMINISTRATOR, []),
    ("8099", "唐鉴", Role.AUDITOR, []),
)
WORKS_IN = {
    "8031": "胃肠外科", "8032": "骨科", "8033": "产科", "8041": "护理部", "8042": "护理部", "8043": "财务科",
    "8044": "后勤保障部", "8045": "门诊部",
    "8034": "胃肠外科", "8046": "总值班室",
}  # fmt: skip


@transaction.atomic
def make_staff(dice: random.Random, *, now: datetime) -> list[Doctor]:
    """Departments, accounts and three doctors a department; returns the doctors."""
    departments = [
        Department.objects.get_or_create(name=name, defaults={"kind": kind})[0]
        for name, kind in DEPARTMENTS.items()
    ]
    for name in OFFICES:
        Department.objects.get_or_create(name=name, defaults={"kind": DepartmentKind.BASIC})
    by_name = {department.name: department for department in Department.objects.all()}
    secret = make_password(PASSWORD)
    for username, name, role, languages in ACCOUNTS:
        User.objects.get_or_create(
            username=username,
            defaults={
                "full_name": name,
                "role": role,
                "languages": languages,
                "extension": username,
                "password": secret,
                "department": by_name.get(WORKS_IN.get(username, "")),
            },
        )
    Doctor.objects.bulk_create(
        [Doctor(name=full_name(dice), department=department) for department in departments for _ in range(3)],
        ignore_conflicts=True,
    )
    clinician = User.objects.get(username="8031")
    Doctor.objects.get_or_create(
        name=clinician.full_name, department=departments[4], defaults={"user": clinician}
    )
    return list(Doctor.objects.select_related("department"))
