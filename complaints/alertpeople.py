"""Who stands on which rung of an alert's ladder today, and why nobody does (A25)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from complaints.models import AlertNotice, ClinicalAlert, DutyPost, StandingOrder
from policy.alerts import Actor, Rung
from staff.models import Absence, User
from staff.permissions import Permission
from staff.templatetags.look import listed

TOLD = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """`why`: no_account, left, away, nobody; empty when there is somebody to call."""

    user: User | None
    why: str = TOLD


def on_the_ladder(
    alert: ClinicalAlert, rungs: Iterable[Rung], *, named: User | None = None, now: datetime
) -> Mapping[Rung, Standing]:
    away = set(Absence.objects.on(timezone.localdate(now)).values_list("user", flat=True))
    return {rung: _first(_people(alert, rung, named), away) for rung in rungs}


def called_people(alerts: Iterable[int]) -> Mapping[int, str]:
    """The names of who was called about each, the newest call last; not those told of a broken promise."""
    notices = AlertNotice.objects.filter(step__alert__in=alerts).exclude(step__rung=Rung.PROMISE)
    found: dict[int, dict[str, None]] = {}
    for alert, name in notices.order_by("pk").values_list("step__alert", "user__full_name"):
        found.setdefault(alert, {})[name] = None
    return {alert: listed(names) for alert, names in found.items()}


def _people(alert: ClinicalAlert, rung: Rung, named: User | None) -> Iterator[User | None]:
    if rung is Rung.NAMED:
        yield named
    elif rung is Rung.DOCTOR:
        yield alert.doctor.user if alert.doctor else None
    else:
        department = alert.department_id if rung is Rung.HEAD else None
        post = DutyPost.objects.filter(department=department).select_related("person", "deputy").first()
        if post is None and department:  # who usually answers for the department
            of_it = StandingOrder.objects.filter(department=department).order_by("kind")
            post = of_it.select_related("person", "deputy").first()  # type: ignore[assignment]  # the same two
        yield from (post.person, post.deputy) if post else ()


def _first(people: Iterable[User | None], away: set[int]) -> Standing:
    """The first who is here; else why the one who should be called is not."""
    why = ""
    for user in people:
        reason = _why_not(user, away)
        if not reason:
            return Standing(user)
        why = why or reason
    return Standing(None, why or "nobody")


def _why_not(user: User | None, away: set[int]) -> str:
    if user is None:
        return "no_account"
    if not user.is_active:
        return "left"
    if not user.may(Permission.ANSWER_ALERTS):
        return "no_account"
    return "away" if user.pk in away else ""


def actor_of(alert: ClinicalAlert, user: User, *, now: datetime) -> Actor:
    """`user` as policy.alerts knows him; nobody at all when his account is closed."""
    if not user.is_active:
        return Actor()
    return Actor(
        called=user.may(Permission.ANSWER_ALERTS) and _called(alert, user),
        holder=alert.taken_by_id == user.pk,
        teller=ClinicalAlert.objects.told_by(user, timezone.localdate(now)).filter(pk=alert.pk).exists(),
        asked=alert.asks_effect,
        alone=alert.patient.deceased or (alert.taken_by is not None and not alert.taken_by.is_active),
        stands_in=alert.taken_by is not None and not can_be_called(alert.taken_by, now=now),
    )


def can_be_called(user: User, *, now: datetime) -> bool:
    """Works here, answers alerts, and is not on leave today."""
    away = Absence.objects.on(timezone.localdate(now)).filter(user=user)
    return not _why_not(user, set(away.values_list("user", flat=True)))


def _called(alert: ClinicalAlert, user: User) -> bool:
    if AlertNotice.objects.filter(step__alert=alert, user=user).exists():
        return True
    post = DutyPost.objects.filter(department=alert.department_id).first()
    return post is not None and user.pk in (post.person_id, post.deputy_id)
