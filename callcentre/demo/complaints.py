"""Seven weeks of complaints, each moved by the actions of the product itself, as people would have."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from callcentre.demo.cases import (
    ANONYMOUS,
    CHANNELS,
    COLLEAGUE,
    PRAISED,
    SEVERITIES,
    TOLD,
    WEB,
    Told,
)
from complaints.actions import clocks, measures, moves, points, recording, sheets, standing
from complaints.models import Complaint
from patients.models import Patient
from policy.complaints import Channel, Kind, Severity, State, Verdict
from regulation.reading import hospital_zone
from staff.models import Department, User
from staff.permissions import Role

WEEKS = 7
MATRON = "护理部"
# How far a case has come when the demonstration begins, by its age in days.
LAST = ("order", "find", "measure", "draft", "answer", "confirm")


class Desk:
    """Who does what, and the dice."""

    def __init__(self, dice: random.Random, now: datetime) -> None:
        self.dice, self.now = dice, now
        self.agents = list(User.objects.agents().order_by("pk"))
        self.assistant = User.objects.filter(role=Role.ASSISTANT).order_by("pk")[0]
        self.director = User.objects.filter(role=Role.DIRECTOR).order_by("pk")[0]
        self.quality = User.objects.filter(role=Role.QUALITY).order_by("pk")[0]
        heads = User.objects.filter(role=Role.CLINICIAN).select_related("department").order_by("username")
        self.clinicians: list[User] = sorted(heads, key=lambda user: str(user.department) != MATRON)
        self.patients = list(
            Patient.objects.filter(numbers__isnull=False, deceased=False).order_by("pk")[:400]
        )
        self.departments = {department.name: department for department in Department.objects.all()}

    def head_of(self, department: Department) -> User:
        """The department's own, else the matron, who takes what nobody else does."""
        own = [user for user in self.clinicians if user.department_id == department.pk]
        return own[0] if own else self.clinicians[0]

    def token(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)


def make_complaints(dice: random.Random, *, now: datetime) -> int:
    desk = Desk(dice, now)
    _standing_orders(desk)
    today = now.astimezone(hospital_zone()).date()
    for back in range(WEEKS * 7, 0, -1):
        for _case in range(1 if back > 4 else 3):
            _play(desk, dice.choice(TOLD), at=_hour(desk, today - timedelta(days=back)), age=back)
    _special(desk, today)
    clocks.ring(now=now)
    monday = sheets.monday_of(today)
    for weeks in range(4, 0, -1):
        week = sheets.draft_week(monday - timedelta(weeks=weeks), now=now)
        if weeks > 1:
            leaders = [desk.director, desk.quality]
            sheets.send(
                week.pk, by=desk.assistant, now=now, version=week.version, users=leaders, paper="市场部"
            )
            if weeks > 2:
                sheets.read(week.pk, by=desk.director, now=now)
    return Complaint.objects.count()


def _standing_orders(desk: Desk) -> None:
    heads = desk.clinicians
    deputy = next((user for user in heads[1:] if user.department_id == heads[0].department_id), None)
    task = "核实经过，听当班人员和家属两边；向家属说明，写出整改措施。"
    standing.set_standing(
        by=desk.assistant, now=desk.now, kind="", department=None, person=heads[0], deputy=deputy, task=task
    )
    for user in heads[1:]:
        if user != deputy and user.department and user == desk.head_of(user.department):
            standing.set_standing(
                by=desk.assistant,
                now=desk.now,
                kind="",
                department=user.department,
                person=user,
                deputy=heads[0],
                task=task,
            )


def _hour(desk: Desk, day: date) -> datetime:
    at = datetime.combine(day, time(9), hospital_zone()) + timedelta(minutes=desk.dice.randrange(0, 640))
    return min(at, desk.now - timedelta(minutes=desk.dice.randrange(20, 90)))


def _relations(patient: Patient, at: datetime) -> tuple[str, ...]:
    """Who may speak for somebody of this age."""
    age = patient.age_on(at.date())
    return ("", "", "父亲", "母亲") if age is not None and age < 45 else ("", "", "儿子", "女儿")


def _record(desk: Desk, told: Told, *, at: datetime, **more: Any) -> Complaint:
    dice = desk.dice
    patient = dice.choice(desk.patients)
    fields: dict[str, Any] = {
        "channel": dice.choice(CHANNELS),
        "severity": Severity.SERIOUS if told.kind == Kind.ADVERSE_EVENT else dice.choice(SEVERITIES),
        "patient": patient,
        "relation": dice.choice(_relations(patient, at)),
        "by": dice.choice(desk.agents),
    }
    return recording.record(
        now=at,
        token=desk.token(),
        kind=told.kind,
        title=told.title,
        words=told.words,
        wish=told.wish,
        theme=told.theme,
        happened="住院期间",
        place=told.department,
        departments=[desk.departments[told.department]],
        **(fields | more),
    )


def _play(desk: Desk, told: Told, *, at: datetime, age: int) -> None:
    case = _record(desk, told, at=at)
    steps = len(LAST) if age > 12 else desk.dice.randrange(0, 2) if age < 5 else desk.dice.randrange(2, 7)
    slow = desk.dice.random() < 0.12
    moment = at
    for step in LAST[:steps]:
        moment += timedelta(hours=desk.dice.choice((3, 5, 20, 26)) + (90 if slow and step == "answer" else 0))
        if moment >= desk.now:
            return
        _step(desk, told, step, case.pk, moment)


def _step(desk: Desk, told: Told, step: str, pk: int, now: datetime) -> None:
    case = Complaint.objects.select_related("order", "recorded_by").get(pk=pk)
    how: dict[str, Any] = {"now": now, "version": case.version}
    lead = desk.departments[told.department]
    head = desk.head_of(lead)
    if step == "order":
        task = "核实经过，听两边；向家属说明，写出整改措施。"
        until = now + timedelta(days=4)
        moves.order(pk, by=desk.assistant, responsible=head, lead=lead, task=task, until=until, **how)
    elif step == "find":
        verdict = desk.dice.choice((Verdict.VERIFIED, Verdict.VERIFIED, Verdict.PARTLY, Verdict.UNFOUNDED))
        moves.find(pk, by=head, verdict=verdict, text=told.finding or "已核实，情况如所述。", **how)
    elif step == "measure" and told.measure:
        _measure(desk, told, pk, lead, head, now)
    elif step == "draft":
        moves.draft(
            pk, by=head, text=told.answer, no_measure_reason="" if told.measure else "无需整改", **how
        )
    elif step == "answer":
        level = desk.dice.choice((5, 4, 4, 3))
        moves.answer(pk, by=case.recorded_by, how="phone", text=told.answer, level=level, **how)
    elif step == "confirm":
        _confirm(desk, case, how)


def _measure(desk: Desk, told: Told, pk: int, lead: Department, head: User, now: datetime) -> None:
    due = (now + timedelta(days=10)).date()
    set_one = measures.set_measure(
        pk, by=head, now=now, department=lead, text=told.measure, responsible=head, due_on=due
    )
    carried = now + timedelta(days=desk.dice.choice((4, 8, 15)))
    if carried < desk.now:
        measures.carry_out(set_one.pk, by=head, now=carried, proof="科室会议纪要已发，现场照片存科室。")
        checked = carried + timedelta(days=2)
        if checked < desk.now:
            enough = desk.dice.random() < 0.85
            remark = "" if enough else "只有纪要，没有抽看记录，请补。"
            measures.check(set_one.pk, by=desk.quality, now=checked, sufficient=enough, remark=remark)
            if not enough:
                points.take_points(
                    lead,
                    by=desk.quality,
                    now=checked,
                    item="measure_insufficient",
                    reason=remark,
                    complaint=Complaint.objects.get(pk=pk),
                    measure=set_one,
                )


def _confirm(desk: Desk, case: Complaint, how: dict[str, Any]) -> None:
    others = [agent for agent in desk.agents if agent != case.recorded_by]
    level = desk.dice.choices((5, 4, 3, 2), (5, 5, 1, 1))[0]
    words = {5: "很满意，说到做到。", 4: "处理了就好。"}.get(level, "还是觉得没有说清楚。")
    asked = moves.confirm(case.pk, by=desk.dice.choice(others), level=level, words=words, **how)
    if asked.state == State.REOPENED:
        _again(desk, case.pk, how["now"])


def _again(desk: Desk, pk: int, moment: datetime) -> None:
    """A fresh order, and this time it is put right."""
    case = Complaint.objects.get(pk=pk)
    told = next(one for one in TOLD if one.title == case.title)
    for step in ("order", "find", "draft", "answer"):
        moment += timedelta(hours=desk.dice.choice((4, 20)))
        if moment >= desk.now:
            return
        _step(desk, told, step, pk, moment)


def _special(desk: Desk, today: date) -> None:
    """One of each unusual kind, in the inbox or a step further."""
    yesterday = _hour(desk, today - timedelta(days=1))
    place, title, words, site = WEB
    web = Told(Kind.COMPLAINT, place, "attitude", title, words, "", "", "", "")
    plan = "先私信致歉并请对方留电话，科室核实夜班情况，三天内公开答复。"
    post = {
        "web_url": f"https://{site}/p/20261121",
        "web_author": "匿名用户",
        "web_site": "点评网",
        "plan": plan,
    }
    supervisor = User.objects.filter(role=Role.SUPERVISOR).order_by("pk")[0]
    nobody: dict[str, Any] = {"patient": None, "relation": "", "severity": Severity.SERIOUS}
    _record(desk, web, at=yesterday, by=supervisor, channel=Channel.WEB, anonymous=True, **nobody, **post)
    place, title, words = ANONYMOUS
    letter = Told(Kind.COMPLAINT, place, "meals", title, words, "", "", "", "")
    _record(desk, letter, at=yesterday, channel=Channel.LETTER, anonymous=True, **nobody)
    place, title, words = COLLEAGUE
    board = Told(Kind.SUGGESTION, place, "process", title, words, "", "", "", "")
    _record(desk, board, at=yesterday, channel=Channel.COLLEAGUE, **(nobody | {"severity": Severity.LIGHT}))
    for n, (place, title, words) in enumerate(PRAISED):
        praise = Told(Kind.PRAISE, place, "nursing", title, words, "", "", "", "")
        case = _record(
            desk, praise, at=_hour(desk, today - timedelta(days=n * 3 + 1)), severity=Severity.LIGHT
        )
        if n:
            _pass_on(desk, case, place)


def _pass_on(desk: Desk, case: Complaint, place: str) -> None:
    lead = desk.departments[place]
    people: Sequence[User] = [user for user in desk.clinicians if user.department_id == lead.pk]
    later = case.recorded_at + timedelta(hours=2)
    if later < desk.now:
        moves.pass_on(
            case.pk,
            by=desk.assistant,
            now=later,
            version=case.version,
            users=people,
            lead=lead,
            text="请转达谢意。",
        )
