"""Accounts: made by an administrator with a one-time password, changed, put away.

Nobody changes his own role or deactivates himself, and somebody is always left who may administrate.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from staff.actions.audit import record
from staff.models import Act, Department, User
from staff.permissions import Role
from staff.throttle import unlock

ONE_TIME_VALID = timedelta(hours=72)
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # read out on the telephone without being misheard
# A change of these ends the live sessions: what is open on the screen may no longer be his.
ENDS_SESSIONS = {"role", "department"}


class Why(StrEnum):
    NAME_TAKEN = "name taken"
    OWN_ROLE = "own role"
    OWN_ACCOUNT = "own account"
    LAST_ADMINISTRATOR = "last administrator"
    CHANGED_MEANWHILE = "changed meanwhile"


class Refused(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Account:
    """What an administrator says about somebody."""

    full_name: str
    role: Role
    department: Department | None = None
    extension: str = ""
    takes_calls: bool = True
    languages: tuple[str, ...] = ()
    skill_departments: Sequence[Department] = ()


@dataclass(frozen=True, slots=True)
class OneTime:
    """A password that is shown once, works until `expires_at` and must be changed at the first sign-in."""

    user: User
    password: str
    expires_at: datetime


def new_password() -> str:
    """Four groups of four: 80 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


@transaction.atomic
def create_user(username: str, account: Account, *, by: User | None, now: datetime) -> OneTime:
    """`by` is None for the command that makes the first administrator."""
    password, expires_at = new_password(), now + ONE_TIME_VALID
    user = User(
        username=username,
        full_name=account.full_name,
        role=account.role,
        department=account.department,
        extension=account.extension,
        takes_calls=account.takes_calls,
        languages=list(account.languages),
        password=make_password(password),
        must_change_password=True,
        password_expires_at=expires_at,
    )
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(Why.NAME_TAKEN) from error
    user.skill_departments.set(account.skill_departments)
    record(Act.USER_CREATED, actor=by, now=now, about=user, detail={"role": account.role})
    return OneTime(user, password, expires_at)


@transaction.atomic
def change_user(user_id: int, account: Account, *, seen: str, by: User, now: datetime) -> User:
    """`seen` is the `version_of` the account when its form was drawn."""
    user, others = _locked(user_id)
    if version_of(user) != seen:
        raise Refused(Why.CHANGED_MEANWHILE)
    if account.role != user.role and user == by:
        raise Refused(Why.OWN_ROLE)
    before = _plain(user)
    if before["role"] == Role.ADMINISTRATOR and account.role != Role.ADMINISTRATOR and not others:
        raise Refused(Why.LAST_ADMINISTRATOR)
    for field in ("full_name", "role", "department", "extension", "takes_calls"):
        setattr(user, field, getattr(account, field))
    user.languages = list(account.languages)
    user.save()
    user.skill_departments.set(account.skill_departments)
    changed = sorted(field for field, value in _plain(user).items() if before[field] != value)
    if ENDS_SESSIONS & set(changed):
        _end_sessions(user)
    if changed:
        detail: dict[str, object] = {"changed": changed}
        if "role" in changed:
            detail |= {"role": [before["role"], user.role]}
        record(Act.USER_CHANGED, actor=by, now=now, about=user, detail=detail)
    return user


@transaction.atomic
def set_active(user_id: int, active: bool, *, by: User, now: datetime) -> User:
    """A deactivated account is out at its next request; whoever comes back needs a one-time password."""
    user, others = _locked(user_id)
    if user == by:
        raise Refused(Why.OWN_ACCOUNT)
    if user.is_active == active:
        return user
    if not active and user.role == Role.ADMINISTRATOR and not others:
        raise Refused(Why.LAST_ADMINISTRATOR)
    user.is_active = active
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    _end_sessions(user)
    record(Act.USER_CHANGED, actor=by, now=now, about=user, detail={"active": active})
    return user


@transaction.atomic
def reset_password(user_id: int, *, by: User | None, now: datetime) -> OneTime:
    """A one-time password; ends the live sessions and opens the door if it was locked."""
    user = User.objects.select_for_update().get(pk=user_id)
    password, user.password_expires_at = new_password(), now + ONE_TIME_VALID
    user.password = make_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "password_expires_at", "must_change_password"])
    _end_sessions(user)
    unlock(user.username)
    record(Act.PASSWORD_CHANGED, actor=by, now=now, about=user, detail={"one_time": True})
    return OneTime(user, password, user.password_expires_at)


@transaction.atomic
def change_password(user: User, password: str, *, now: datetime) -> None:
    """His own; the caller has asked for the old one, and keeps its own session."""
    user.password = make_password(password)
    user.must_change_password = False
    user.password_expires_at = None
    user.save(update_fields=["password", "must_change_password", "password_expires_at"])
    _end_sessions(user)
    record(Act.PASSWORD_CHANGED, actor=user, now=now, about=user)


@transaction.atomic
def end_sessions(user: User, *, by: User, now: datetime) -> None:
    """All of them, at their next request."""
    _end_sessions(user)
    record(Act.USER_CHANGED, actor=by, now=now, about=user, detail={"sessions": "ended"})


@transaction.atomic
def choose_language(user: User, language: str) -> None:
    user.language = language
    user.save(update_fields=["language"])


@transaction.atomic
def choose_keys(user: User, single_keys: bool) -> None:
    user.single_keys = single_keys
    user.save(update_fields=["single_keys"])


def version_of(user: User) -> str:
    """Changes with anything that an administrator says about the account."""
    return hashlib.sha256(repr(sorted(_plain(user).items())).encode()).hexdigest()[:16]


def _plain(user: User) -> dict[str, object]:
    return {
        "full_name": user.full_name,
        "role": str(user.role),
        "department": user.department_id,
        "extension": user.extension,
        "takes_calls": user.takes_calls,
        "languages": sorted(user.languages),
        "skill_departments": sorted(user.skill_departments.values_list("pk", flat=True)),
    }


def _locked(user_id: int) -> tuple[User, list[User]]:
    """The user, and the other active administrators, locked in one order: no deadlock between two of them."""
    wanted = Q(pk=user_id) | Q(is_active=True, role=Role.ADMINISTRATOR)
    rows = {user.pk: user for user in User.objects.filter(wanted).order_by("pk").select_for_update()}
    return rows.pop(user_id), list(rows.values())


def _end_sessions(user: User) -> None:
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
