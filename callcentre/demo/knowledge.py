"""What the demonstration's hospital knows: numbers, clinic times, prices, preparations, values, the way here.

All invented: extensions only, no price of a real hospital. Reference ranges are the usual ones for adults.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from callcentre.demo.knowledge_words import PREPARATIONS, SERVICES, VALUES, WAYS
from patients.models import Doctor
from regulation.reading import hospital_zone
from scripts_library.actions.knowledge import Facts, add_entry
from scripts_library.models.knowledge import EntryKind
from staff.models import Department, User

ROOMS = {
    "产科": "孕产 生孩子 建档", "妇科": "", "儿科": "小孩", "急诊科": "急救 夜间", "骨科": "骨折", "心内科": "心脏 胸闷",
    "胃肠外科": "疝气 阑尾", "体检中心": "体检 套餐", "口腔科": "牙", "眼科": "近视", "门诊部": "退号 投诉",
    "财务科": "发票 费用 清单", "护理部": "护士 护工",
}  # fmt: skip
FIELDS = {
    "产科": "高危妊娠、产前检查", "妇科": "宫颈疾病、子宫肌瘤", "新生儿科": "黄疸、早产儿随访", "儿科": "发热、咳喘",
    "胃肠外科": "疝、阑尾、胃肠肿瘤", "普外科": "胆囊、甲状腺", "骨科": "关节、脊柱", "心内科": "高血压、冠心病",
    "呼吸内科": "慢阻肺、哮喘", "消化内科": "胃镜、幽门螺杆菌", "神经内科": "头痛、卒中后随访", "内分泌科": "糖尿病、甲状腺",
}  # fmt: skip
DAYS = ("周一、周三上午", "周二、周四上午", "周一下午、周五上午", "周三全天", "周二下午、周六上午")
FIRST_EXTENSION = 6101


def make_knowledge(dice: random.Random, *, now: datetime) -> int:
    by = User.objects.get(username="8090")
    today = now.astimezone(hospital_zone()).date()
    made = 0
    for facts in (*_rooms(), *_doctors(dice), *_words(today)):
        add_entry(facts, by=by, now=now)
        made += 1
    return made


def _rooms() -> Iterator[Facts]:
    """Each department gets an extension, unless it has one."""
    for number, room in enumerate(Department.objects.order_by("pk"), start=FIRST_EXTENSION):
        if not room.extension:
            room.extension = str(number)
            room.save(update_fields=["extension"])
        if room.name in ROOMS:
            text = f"分机 {room.extension}。工作日 8:00–17:30；其余时间请转急诊科。"
            if room.name == "急诊科":
                text = f"分机 {room.extension}。二十四小时有人；胸痛、大出血、抽搐请立即拨打 120。"
            yield Facts(EntryKind.DEPARTMENT, room.name, text, room, f"电话 分机 {ROOMS[room.name]}")


def _doctors(dice: random.Random) -> Iterator[Facts]:
    seen: set[int] = set()
    for doctor in Doctor.objects.select_related("department").order_by("pk"):
        room = doctor.department
        if room is None or room.name not in FIELDS or room.pk in seen:
            continue
        seen.add(room.pk)
        text = (
            f"{room.name}，擅长{FIELDS[room.name]}。出诊：{dice.choice(DAYS)}，门诊楼。停诊以当日公告为准。"
        )
        yield Facts(EntryKind.DOCTOR, doctor.name, text, room, f"{FIELDS[room.name]} 出诊 专家")


def _words(today: date) -> Iterator[Facts]:
    until = date(today.year, 12, 31)
    for place, (title, price, unit, text, keywords) in enumerate(SERVICES):
        # One price is past its day, as happens: the screen says so.
        last = today - timedelta(days=20) if place == 0 else until
        yield Facts(EntryKind.SERVICE, title, text, None, keywords, Decimal(price), unit, last)
    for kind, rows in (
        (EntryKind.PREPARATION, PREPARATIONS),
        (EntryKind.VALUE, VALUES),
        (EntryKind.WAY, WAYS),
    ):
        for title, text, keywords in rows:
            yield Facts(kind, title, text, None, keywords)
