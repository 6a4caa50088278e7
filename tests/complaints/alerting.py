"""Alerts made by the real actions: Li calls Liu, Dr. Lin attends, Gao heads his department, Duan keeps the
duty office."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from complaints.actions import alert_moves, alerts
from complaints.actions.alerts import Cause, Said
from complaints.models import ClinicalAlert, DutyPost
from policy.alerts import Action, Effect, Level, State
from policy.flags import BY_HAND
from staff.models import User
from staff.permissions import Role
from tests import people
from tests.people import moment

FRIDAY = moment("2026-11-20 15:15")  # in the middle of a working day
PAIN = Cause("pain", Level.URGENT, "疼痛明显", "severe pain")
FEVER = Cause("fever", Level.SOON, "发热", "fever")
HAND = Cause(BY_HAND, Level.SOON)
WORDS = "昨晚起越来越疼，翻身都不敢，吃了止痛药也不行。"


def head() -> User:
    return people.a_user("8032", "高立群", Role.CLINICIAN, department=people.a_department())


def duty() -> User:
    return people.a_user("8034", "段安", Role.CLINICIAN, department=people.a_department("总值班室"))


def a_colleague() -> User:
    return people.a_user("8033", "陈立", Role.CLINICIAN, department=people.a_department("放射科"))


def a_visit(**more: Any) -> Any:
    """With Dr. Lin, who has an account."""
    doctor = people.a_doctor()
    doctor.user = people.clinician()
    doctor.save(update_fields=["user"])
    return people.a_visit(doctor=doctor, **more)


def posts() -> None:
    DutyPost.objects.get_or_create(department=people.a_department(), defaults={"person": head()})
    DutyPost.objects.get_or_create(department=None, defaults={"person": duty()})


def an_alert(
    *causes: Cause, now: datetime = FRIDAY, visit: Any = None, by: User | None = None, **more: Any
) -> ClinicalAlert:
    posts()
    visit = visit or a_visit()
    fields = {"call": uuid4(), "said": Said(words=WORDS, said_by="女儿 陈静"), **more}
    return alerts.raise_alert(
        by=by or people.agent(),
        now=now,
        causes=causes or (PAIN,),
        patient=visit.patient,
        visit=visit,
        **fields,
    )


def in_state(
    state: State,
    *,
    now: datetime = FRIDAY,
    action: Action = Action.CALL_BACK,
    causes: Sequence[Cause] = (),
    **more: Any,
) -> ClinicalAlert:
    """As far as the moves lead it: Lin takes and acts, Li tells."""
    alert = an_alert(*causes, now=now, **more)
    lin, li = people.clinician(), alert.raised_by
    if state == State.NEW:
        return alert
    alert = alert_moves.take(alert.pk, by=lin, now=now, version=alert.version)
    if state == State.TAKEN:
        return alert
    alert = alert_moves.act(
        alert.pk, by=lin, now=now, version=alert.version, action=action, text="停用布洛芬，今晚来急诊。"
    )
    if state == State.ACTED:
        return alert
    teller = lin if action is Action.OWN_CALL else li
    alert = alert_moves.tell_patient(alert.pk, by=teller, now=now, version=alert.version, told_to="女儿")
    if state == State.TOLD:
        return alert
    return alert_moves.record_effect(
        alert.pk, by=teller, now=now, version=alert.version, effect=Effect.BETTER
    )
