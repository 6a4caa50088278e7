"""A protected diagnosis was shown because somebody cleared is on the line: who, to whom, when (E8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from followups.models import Draft
from staff.actions.audit import record
from staff.models import Act, User
from staff.numbers import whole_number


def note_shown(draft: Draft, values: Mapping[str, Any], *, by: User, now: datetime) -> None:
    named = whole_number(str(values.get("cleared_person") or ""))
    detail = {
        "told": str(values.get("answered_by") or ""),
        "person": named if values.get("answered_by") == "relative" else None,
    }
    record(Act.DIAGNOSIS_SHOWN, actor=by, now=now, patient_id=draft.patient_id, about=draft, detail=detail)
