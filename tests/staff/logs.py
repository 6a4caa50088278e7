"""A log to look at, and somebody who owns the database it is in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection

from staff.actions.audit import acting_from, record
from staff.actions.sealing import seal_everything
from staff.models import Act, AuditEntry
from tests import people

NOW = people.moment("2026-11-20 15:12")


def entries(many: int = 12) -> list[AuditEntry]:
    """Two people at work; sealed in one go."""
    for number in range(many):
        with acting_from(f"10.0.0.{number}", f"request{number}"):
            actor = people.agent() if number % 2 else people.supervisor()
            act = Act.PATIENT_VIEWED if number % 3 else Act.CALL_RECORDED
            record(
                act,
                actor=actor,
                now=NOW + timedelta(seconds=number),
                patient_id=1000 + number,
                about=people.a_department(),
                detail={"count": number, "why": "call"},
            )
    return list(AuditEntry.objects.order_by("pk"))


def sealed(many: int = 12) -> list[AuditEntry]:
    made = entries(many)
    assert seal_everything(now=NOW) == many
    return made


@contextmanager
def owner_of_the_database() -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = DEFAULT")
