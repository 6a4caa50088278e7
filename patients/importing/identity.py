"""By what the next file finds a visit again (F29)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from policy.visits import VisitKind

# What stays when the bill is paid or an operation is added; the kind does not.
SETTING: Mapping[VisitKind, str] = {
    VisitKind.INPATIENT: "inpatient",
    VisitKind.INPATIENT_SURGERY: "inpatient",
    VisitKind.CHECKUP: "checkup",
    VisitKind.CHECKUP_ABNORMAL: "checkup",
    VisitKind.NO_SHOW: "appointment",
    VisitKind.CONSULTATION: "consultation",
}
OUTPATIENT = "outpatient"
DEPARTMENT_LENGTH = 40


def setting_of(kind: VisitKind) -> str:
    return SETTING.get(kind, OUTPATIENT)


def key_of(values: Mapping[str, Any], kind: VisitKind) -> str:
    """The HIS's number, else the patient's number, setting and time; '' when there is no time either."""
    if number := values.get("his_visit_no"):
        return f"visit:{number}"
    patient = f"mrn:{values['mrn']}" if values.get("mrn") else f"inpatient:{values['inpatient_no']}"
    setting = setting_of(kind)
    moment = _stable_time(values, setting)
    if not moment:
        return ""
    key = f"{patient}|{setting}|{moment.isoformat(timespec='minutes')}"
    if moment.time() == time.min and setting != "inpatient":  # the day alone: two departments are two visits
        key += f"|{values.get('department', '')[:DEPARTMENT_LENGTH]}"
    return key


def _stable_time(values: Mapping[str, Any], setting: str) -> datetime | None:
    """The time that a later export repeats: a stay's beginning rather than its end."""
    return next((values[name] for name in stable_order(setting) if values.get(name)), None)


def stable_order(setting: str) -> tuple[str, ...]:
    return {
        "inpatient": ("admitted_at", "visited_at", "discharged_at"),
        "appointment": ("appointment_at", "visited_at"),
    }.get(setting, ("visited_at", "admitted_at", "discharged_at", "appointment_at"))
