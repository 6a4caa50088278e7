"""Changing what must not be said: each change a new edition with its reason, in force at once (A24, E8)."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from policy.phrasebook import Phrasebook
from policy.wording_lists import Concern
from regulation.actions.editions import publish_edition
from regulation.models import Edition
from regulation.models.editions import Subject
from regulation.reading import phrasebook
from staff.models import User

LOCK = 20_052  # two who change the list take turns; any number that no other lock has


def forbid(concern: Concern, phrase: str, *, reason: str, by: User, now: datetime) -> Edition:
    """ValueError with a code when it makes no sense, here and below."""
    return _changed(lambda book: book.with_own(concern, phrase, reason), reason, by=by, now=now)


def take_out(concern: Concern, phrase: str, *, reason: str, by: User, now: datetime) -> Edition:
    """One of the hospital's own."""
    return _changed(lambda book: book.without_own(concern, phrase), reason, by=by, now=now)


def switch_off(concern: Concern, phrase: str, *, reason: str, by: User, now: datetime) -> Edition:
    """One that ships with the product."""
    return _changed(lambda book: book.switched_off(concern, phrase, reason), reason, by=by, now=now)


def switch_on(concern: Concern, phrase: str, *, reason: str, by: User, now: datetime) -> Edition:
    return _changed(lambda book: book.switched_on(concern, phrase), reason, by=by, now=now)


@transaction.atomic
def _changed(change: Callable[[Phrasebook], Phrasebook], reason: str, *, by: User, now: datetime) -> Edition:
    """`now` in the hospital's zone."""
    if not reason.strip():
        raise ValueError("no_reason")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    data = change(phrasebook()).to_json()
    why = reason.strip()
    return publish_edition(Subject.PHRASES, data, effective_from=now.date(), reason=why, by=by, now=now)
