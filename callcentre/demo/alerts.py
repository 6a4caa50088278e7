"""Clinical alerts in every state, moved by the actions of the product itself, as people would have (A25)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from complaints.actions import alert_moves
from complaints.actions.alerts import Cause, Said, raise_alert
from complaints.actions.climbing import climb_due
from complaints.actions.posts import set_post
from complaints.models import ClinicalAlert
from patients.models import Doctor, Visit
from policy.alerts import Action, Effect
from policy.flag_defaults import DEFAULT_FLAGS
from staff.models import Department, User

HEAD, DUTY, LIN, AGENT = "8034", "8046", "8031", "8012"
ROOM = "胃肠外科"

# Flag, minutes ago, how far it has come, what was said, since when, medication, answers.
TOLD: tuple[tuple[str, int, str, Said], ...] = (
    ("pain", 3, "new", Said("", "昨晚起越来越疼，翻身都不敢，吃了止痛药也不行。没有量体温。", "女儿", "昨晚 22 点左右，逐渐加重", "布洛芬 0.3 g，每日 2 次，按时", (("疼痛", "8/10"), ("伤口", "说不清")))),
    ("wound", 40, "taken", Said("", "切口边上红了一圈，碰着烫，今早纱布上有点黄水。", "本人", "前天", "没有吃药", (("伤口", "渗液"), ("体温", "37.6 ℃")))),
    ("fever", 95, "acted", Said("", "下午开始发冷，量了两次都是三十九度。", "妻子", "今天下午两点", "对乙酰氨基酚一片", (("体温", "39.1 ℃"), ("疼痛", "4/10")))),
    ("medication_stopped", 26 * 60, "told", Said("", "吃了胃不舒服，三天前自己停了。", "本人", "三天前", "自行停药", (("用药", "自行停了"),))),
    ("distress", 50 * 60, "closed", Said("", "整夜睡不着，总觉得好不了，说着就哭。", "本人", "出院后一周", "", (("心情", "9/10"),))),
    ("more_bleeding", 75 * 60, "closed", Said("", "昨天又见红，比前两天多。", "本人", "昨天", "", (("出血", "增多"),))),
)  # fmt: skip
DONE = {
    "acted": (Action.CALL_BACK, "多喝水，物理降温；今晚七点半前到急诊查血常规，我已和值班医生说好。要是发抖或神志不清，马上叫 120。"),
    "told": (Action.CALL_BACK, "先恢复原量，改在饭后服；胃仍不适就来门诊换药，不要再自己停。"),
    "closed": (Action.OWN_CALL, "电话里谈了二十分钟，已约心理门诊；家属今晚陪住。"),
}  # fmt: skip


def make_alerts(*, now: datetime) -> int:
    _posts(now)
    lin = Doctor.objects.get(user__username=LIN)
    visits = list(
        Visit.objects.filter(department__name=ROOM, patient__deceased=False, anchor_at__lt=now)
        .select_related("patient", "department")
        .order_by("-anchor_at", "pk")[: len(TOLD)]
    )
    for number, (visit, (code, minutes, state, said)) in enumerate(zip(visits, TOLD, strict=False)):
        Visit.objects.filter(pk=visit.pk).update(doctor=lin)
        visit.doctor = lin
        _play(visit, code, now - timedelta(minutes=minutes), state, said, UUID(int=number + 1, version=4))
    climb_due(now=now)
    return ClinicalAlert.objects.count()


def _posts(now: datetime) -> None:
    users = {user.username: user for user in User.objects.filter(username__in=(HEAD, DUTY, LIN, "8090"))}
    by = users["8090"]
    room = Department.objects.get(name=ROOM)
    set_post(by=by, now=now, department=room, person=users[HEAD], deputy=users[LIN])
    set_post(by=by, now=now, department=None, person=users[DUTY])


def _play(visit: Visit, code: str, at: datetime, state: str, said: Said, call: UUID) -> None:
    agent, lin = User.objects.get(username=AGENT), User.objects.get(username=LIN)
    flag = next(one for one in DEFAULT_FLAGS if one.code == code)
    cause = Cause(flag.code, flag.level, flag.name_zh, flag.name_en)
    alert = raise_alert(
        by=agent, now=at, call=call, causes=[cause], patient=visit.patient, visit=visit, said=said
    )
    if state == "new":
        return
    how: dict[str, Any] = {"by": lin}
    alert = alert_moves.take(alert.pk, now=at + timedelta(minutes=4), version=alert.version, **how)
    if state == "taken":
        return
    action, words = DONE[state]
    acted = at + timedelta(minutes=12)
    alert = alert_moves.act(
        alert.pk, now=acted, version=alert.version, action=action, text=words, asks_effect=True, **how
    )
    if state == "acted":
        return
    teller = lin if action is Action.OWN_CALL else agent
    later = acted + timedelta(minutes=6)
    alert = alert_moves.tell_patient(
        alert.pk, by=teller, now=later, version=alert.version, told_to=said.said_by
    )
    if state == "closed":
        alert_moves.record_effect(
            alert.pk, by=teller, now=later + timedelta(hours=20), version=alert.version, effect=Effect.BETTER
        )
