"""The panel beside a call for what a patient needs from us: asked for when it is first opened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from followups.models import Draft
from hotline.models import Promise

PREFIXES = ("promise_",)


def is_opened(values: Mapping[str, Any]) -> bool:
    """Something was typed in it."""
    return any(value and name.startswith(PREFIXES) for name, value in values.items())


def needs_context(draft: Draft, values: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    return {
        "draft": draft,
        "patient": draft.patient,
        "values": values,
        "needs_open": True,
        "corrects": draft.corrects_id,
        "promised": Promise.objects.open().filter(patient=draft.patient_id).select_related("owner").by_time(),
        "now": now,
    }
