"""What the routes of tests/access_complaints_more.py are tried with: somebody's own, and another's."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from complaints.actions import moves, sheets
from complaints.actions.clocks import ring
from complaints.actions.measures import carry_out, set_measure
from complaints.actions.points import object_to, take_points
from complaints.actions.standing import set_standing
from complaints.forms_limits import LimitsForms, PointsForms
from complaints.limits import limits_at, points_at
from complaints.models import AlarmNotice, Complaint, CorrectiveMeasure, PointEntry, PraiseNotice, WeeklySheet
from staff.models import User
from staff.permissions import Permission, Role
from tests import people
from tests.access_complaints import version
from tests.access_route import Kwargs
from tests.complaints import making

# --- The department ---


def ordered_to(user: User) -> Complaint:
    """Ordered to him, in the clinician's department."""
    lead = people.clinician().department
    return making.ordered(
        making.a_complaint(now=timezone.now()), now=timezone.now(), responsible=user, lead=lead
    )


def an_order(user: User) -> Kwargs:
    return {"pk": ordered_to(user).pk}


def anothers_order(user: User) -> Kwargs:
    """Ordered to somebody of another department."""
    room = people.a_department("产科")
    other = people.a_user("8032", "何静", Role.CLINICIAN, department=room)
    case = making.a_complaint(now=timezone.now(), departments=[room])
    return {"pk": making.ordered(case, now=timezone.now(), responsible=other, lead=room).pk}


def a_finding(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {**version(user, kwargs), "verdict": "verified", "text": "情况属实"}


def an_answer(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {**version(user, kwargs), "text": "向您道歉", "no_measure_reason": "已当面道歉"}


def investigated(user: User) -> Kwargs:
    case = ordered_to(user)
    moves.find(
        case.pk, by=user, now=timezone.now(), version=case.version, verdict="verified", text="情况属实"
    )
    return {"pk": case.pk}


def a_measure(user: User, kwargs: Kwargs) -> dict[str, Any]:
    lin = people.clinician()
    return {
        "text": "换药前告知家属",
        "department": lin.department_id,
        "responsible": lin.pk,
        "due_on": str(timezone.localdate() + timedelta(days=7)),
    }


def no_such_person(user: User) -> dict[str, Any]:
    return {"responsible": people.auditor().pk, "department": people.a_department("产科").pk}


def measure_of(user: User, case: Complaint) -> CorrectiveMeasure:
    lead = case.order.lead  # type: ignore[union-attr]
    return set_measure(
        case.pk,
        by=user,
        now=timezone.now(),
        department=lead,
        text="换药前告知家属",
        responsible=user if user.may(Permission.WORK_COMPLAINTS) else people.clinician(),
        due_on=timezone.localdate() + timedelta(days=7),
    )


def his_measure(user: User) -> Kwargs:
    return {"pk": measure_of(user, ordered_to(user)).pk}


def anothers_measure(user: User) -> Kwargs:
    case = Complaint.objects.get(**anothers_order(user))
    return {"pk": measure_of(case.order.responsible, case).pk}  # type: ignore[union-attr]


def a_proof_to_check(user: User) -> Kwargs:
    lin = people.clinician()
    measure = measure_of(lin, ordered_to(lin))
    return {"pk": carry_out(measure.pk, by=lin, now=timezone.now(), proof="已培训，见签到表").pk}


# --- Points ---


def points_of(room: Any, *, objection: User | None = None) -> PointEntry:
    now = timezone.now()
    entry = take_points(room, by=people.quality(), now=now, item="answer_late", reason="超过七天")
    return object_to(entry.pk, by=objection, now=now, text="已按时答复") if objection else entry


def our_points(user: User) -> Kwargs:
    return {"pk": points_of(people.clinician().department).pk}


def anothers_points(user: User) -> Kwargs | None:
    if user.role != Role.CLINICIAN:
        return None
    return {"pk": points_of(people.a_department("产科")).pk}


def objected(user: User) -> Kwargs:
    lin = people.clinician()
    return {"pk": points_of(lin.department, objection=lin).pk}


def some_points(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {"department": people.a_department().pk, "item": "answer_late", "reason": "超过七天"}


# --- Mine, and asking ---


def a_reminder(user: User) -> Kwargs:
    case = making.ordered(
        making.a_complaint(now=timezone.now() - timedelta(days=6)),
        now=timezone.now(),
        responsible=people.clinician(),
    )
    ring(now=timezone.now())
    alarm = AlarmNotice.objects.filter(alarm__clock__complaint=case).earliest("pk").alarm
    return {"pk": AlarmNotice.objects.get_or_create(alarm=alarm, user=user)[0].pk}


def anothers_reminder(user: User) -> Kwargs:
    return a_reminder(people.director() if user.role != Role.DIRECTOR else people.assistant())


def some_praise(user: User) -> Kwargs:
    case = making.a_complaint(kind="praise", now=timezone.now())
    return {"pk": PraiseNotice.objects.create(complaint=case, user=user, told_at=timezone.now()).pk}


def anothers_praise(user: User) -> Kwargs:
    return some_praise(people.director() if user.role != Role.DIRECTOR else people.assistant())


def answered(user: User) -> Kwargs:
    """By Lin and somebody who is not this user."""
    by = people.a_user("8050", "周青", Role.AGENT)
    case = making.a_complaint(by=by, now=timezone.now(), phone="17955550001")
    for step in (making.ordered, making.found, making.drafted):
        case = step(case, now=timezone.now())
    return {"pk": making.answered(case, by=by, now=timezone.now()).pk}


def handled_myself(user: User) -> Kwargs:
    """Answered by himself: not his to ask about."""
    case = Complaint.objects.get(**answered(user))
    case.handlers.add(user)
    return {"pk": case.pk}


def content(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {**version(user, kwargs), "level": "5", "text": "处理得好"}


# --- Rules ---


def posted(*forms: Any) -> dict[str, Any]:
    """What a browser would send of forms as they are drawn."""
    found: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value not in (None, "", []) and value is not False:
                found[field.html_name] = value
    return found


def today_and_why() -> dict[str, Any]:
    return {"effective_from": str(timezone.localdate()), "reason": "试行"}


def some_limits(user: User, kwargs: Kwargs) -> dict[str, Any]:
    rows = LimitsForms(limits_at(timezone.localdate()))
    return {
        **posted(rows.clocks.management_form, *rows.clocks.forms, rows.roles, rows.required),
        **today_and_why(),
    }


def some_items(user: User, kwargs: Kwargs) -> dict[str, Any]:
    rows = PointsForms(points_at(timezone.localdate()))
    return {**posted(rows.rows.management_form, *rows.rows.forms), **today_and_why()}


def a_standing_order(user: User) -> Kwargs:
    order = set_standing(
        by=people.assistant(), now=timezone.now(), kind="", department=None, person=people.clinician()
    )
    return {"pk": order.pk}


def a_person(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {"kind": "complaint", "department": people.a_department().pk, "person": people.clinician().pk}


def a_sheet(user: User, monday: date = date(2026, 11, 9)) -> Kwargs:
    making.a_complaint(now=people.moment("2026-11-10 10:00"))
    return {"pk": sheets.draft_week(monday, now=timezone.now()).pk}


def a_sent_sheet(user: User | None, monday: date | None = None) -> Kwargs:
    """Received by `user`, if there is one; of a week of which none has been sent."""
    readers = [user or people.director()]
    sent = WeeklySheet.objects.exclude(sent_at=None).count()
    kwargs = a_sheet(readers[0], monday or date(2026, 11, 9) - timedelta(weeks=sent))
    sheets.send(kwargs["pk"], by=people.assistant(), now=timezone.now(), version=1, users=readers)
    return kwargs


def anothers_sheet(user: User) -> Kwargs:
    """Of another week, sent to somebody else."""
    other = people.quality() if user != people.quality() else people.supervisor()
    return a_sent_sheet(other, date(2026, 3, 2))


def anothers_paper(user: User) -> Kwargs | None:
    """Whoever writes sheets may open all."""
    return None if user.may(Permission.WEEKLY_SHEET) else anothers_sheet(user)


def its_words(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {"version": WeeklySheet.objects.get(**kwargs).version, "text": "本周以换药为主"}


def to_leaders(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {
        "version": WeeklySheet.objects.get(**kwargs).version,
        "users": [people.director().pk],
        "paper": "市场部",
    }
