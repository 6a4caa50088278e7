"""Writing the append-only log (B20).

Entries hold ids, counts and codes. `record` is called inside the transaction of the act it tells of.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from staff.actions.prepared import insert
from staff.models import Act, AuditEntry, User

WITHHELD = "withheld"
#: What no code or date has and a name, a telephone or identity number may have.
PERSONAL = re.compile(r"[^\x20-\x7e]|\d[\d ]{6,}")
DIGEST = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}")


@dataclass(frozen=True, slots=True)
class Origin:
    address: str | None = None
    request_id: str = ""


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("audit_origin", default=NOWHERE)


def origin() -> Origin:
    """Of what is being done now, for those who write their entries by SQL."""
    return _origin.get()


@contextmanager
def acting_from(address: str | None, request_id: str) -> Iterator[None]:
    """Entries written inside carry this address and request."""
    token = _origin.set(Origin(address, request_id))
    try:
        yield
    finally:
        _origin.reset(token)


def entry(
    act: Act,
    *,
    actor: User | None,
    now: datetime,
    patient_id: int | None = None,
    about: Model | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """An entry not yet written, for those who write many at once."""
    where = origin()
    return AuditEntry(
        at=now,
        actor=actor,
        act=act,
        patient_id=patient_id,
        object_type=(about._meta.model_name or "") if about is not None else "",
        object_id=about.pk if about is not None else None,
        detail=harmless(detail or {}),
        address=where.address,
        request_id=where.request_id,
    )


def record(
    act: Act,
    *,
    actor: User | None,
    now: datetime,
    patient_id: int | None = None,
    about: Model | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    insert(entry(act, actor=actor, now=now, patient_id=patient_id, about=about, detail=detail))


def harmless(value: Any) -> Any:
    """`value` without any text that might be personal: no act fails because its entry says too much."""
    if isinstance(value, dict):
        return {harmless(str(key)): harmless(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [harmless(item) for item in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    text = str(value)
    return text if DIGEST.fullmatch(text) or not PERSONAL.search(text) else WITHHELD
