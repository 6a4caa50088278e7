"""What the demonstration's patients need: promises, further calls, return visits, who may be told, best hours."""

from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_OID, uuid5

from followups.actions.advising import advise
from followups.actions.ordering import order_calls
from hotline.actions import promises
from hotline.models import Channel
from patients.actions.clearing import clear_person
from patients.actions.needs import note_needs
from patients.models import Patient, Visit
from policy.visits import VisitKind
from regulation.reading import hospital_zone
from staff.models import User

RELATIVES = (("女儿", "小敏"), ("儿子", "建国"), ("丈夫", "志强"), ("妻子", "秀兰"))
HOURS = ("晚上", "19:00-20:00", "下午3点以后", "上午")
ORDERS = (
    ("问血糖和用药", "空腹值记在备注里，超过 10 请转告我"),
    ("看伤口愈合", "有渗液请约门诊换药"),
    ("问血压", ""),
)
ADVICE = ("拆线", "复查血常规", "产后42天复查", "换药", "取病理报告", "复查B超")
PROMISES = (
    ("病理报告哪天能取", -130, -10, False),
    ("发票补开要带什么材料", -45, 40, False),
    ("林医生下周三是否出诊", -20, 150, False),
    ("住院清单能不能邮寄", -1700, -1500, True),
)


def make_needs(*, now: datetime) -> int:
    """How many promises, orders and pieces of advice were put down."""
    today = now.astimezone(hospital_zone()).date()
    agent, doctor = User.objects.get(username="8012"), User.objects.get(username="8031")
    _clear(agent, now=now)
    made = _promise(agent, today, now=now)
    for visit, (purpose, note) in zip(_discharged(today, 12), ORDERS, strict=False):
        days = [today, today + timedelta(days=7)]
        made += len(order_calls(visit, days=days, purpose=purpose, note=note, by=doctor, now=now))
    for n, (visit, what) in enumerate(zip(_discharged(today, 25), ADVICE, strict=False)):
        given = datetime.combine(today - timedelta(days=21 - n), time(15), hospital_zone())
        due = today - timedelta(days=15 - 5 * n)
        advise(visit, what=what, due_on=due, told=n % 3 > 0, remind=n > 3, by=agent, now=given)
        made += 1
    return made


def _clear(agent: User, *, now: datetime) -> None:
    """Some relatives who may be told, and some patients who like certain hours."""
    protected = Patient.objects.filter(do_not_disclose=True, deceased=False).order_by("-pk")[:8]
    for n, patient in enumerate(protected):
        relation, name = RELATIVES[n % len(RELATIVES)]
        given = f"{patient.name[0]}{name}"
        clear_person(patient, name=given, relation=relation, named_by="patient", by=agent, now=now)
    for n, patient in enumerate(Patient.objects.filter(deceased=False).order_by("-pk")[20:60:3]):
        note_needs(patient.pk, {"best_hours": HOURS[n % len(HOURS)]}, by=agent, now=now)


def _promise(agent: User, today: date, *, now: datetime) -> int:
    for number, (visit, (what, made, due, kept)) in enumerate(
        zip(_discharged(today, 8), PROMISES, strict=False)
    ):
        promise = promises.make(
            visit.patient,
            what=what,
            due_at=now + timedelta(minutes=due),
            channel=Channel.CALL if number % 2 else Channel.INBOUND,
            by=agent,
            token=uuid5(NAMESPACE_OID, f"demo promise {number}"),
            now=now + timedelta(minutes=made),
        )
        if kept:
            told = "可以邮寄，已告知所需材料"
            promises.keep(promise.pk, told=told, by=agent, now=promise.due_at - timedelta(minutes=20))
    return len(PROMISES)


def _discharged(today: date, days: int) -> list[Visit]:
    """Patients who went home about so many days ago and may be rung."""
    span = (today - timedelta(days=days + 2), today - timedelta(days=days))
    kinds = [VisitKind.INPATIENT, VisitKind.INPATIENT_SURGERY]
    found = Visit.objects.standing().filter(kind__in=kinds, anchor_on__range=span)
    may = found.filter(patient__deceased=False, patient__do_not_call=False, patient__do_not_disclose=False)
    return list(may.select_related("patient").order_by("pk")[:6])
