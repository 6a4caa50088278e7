"""Who stands on the ladder of alerts for a department, and who keeps the duty office (A25)."""

from datetime import datetime

from django.db import transaction

from complaints.actions.refusals import Refused
from complaints.models import DutyPost
from staff.actions.audit import record
from staff.models import Act, Department, User
from staff.permissions import Permission


@transaction.atomic
def set_post(
    *, by: User, now: datetime, department: Department | None, person: User, deputy: User | None = None
) -> DutyPost:
    """One for each department, one duty office; what was there gives way. Refused: not_yours, same_person,
    not_a_doctor."""
    if not by.may(Permission.EDIT_ALERTS):
        raise Refused("not_yours")
    if person == deputy:
        raise Refused("same_person")
    if not all(user.may(Permission.ANSWER_ALERTS) for user in (person, deputy) if user):
        raise Refused("not_a_doctor")
    post, _new = DutyPost.objects.update_or_create(
        department=department, defaults={"person": person, "deputy": deputy}
    )
    detail = {"post": "set", "person": person.pk, "deputy": deputy.pk if deputy else None}
    record(Act.REGULATION_CHANGED, actor=by, now=now, about=post, detail=detail)
    return post


@transaction.atomic
def drop_post(post_id: int, *, by: User, now: datetime) -> None:
    if not by.may(Permission.EDIT_ALERTS):
        raise Refused("not_yours")
    post = DutyPost.objects.get(pk=post_id)
    record(Act.REGULATION_CHANGED, actor=by, now=now, about=post, detail={"post": "dropped"})
    post.delete()
