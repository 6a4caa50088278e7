"""What a patient needs from us, as the call and his page show it (E1, E18, A24)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from followups.actions.ordering import CannotOrder
from followups.forms import NeedsForm, OrderCallsForm
from followups.models import Draft, OrderedCall
from followups.models.orders import OrderedCallQuerySet
from hotline.models import Promise
from patients.actions.needs import FIELDS
from patients.models import Patient, Visit
from patients.models.visits import VisitQuerySet
from staff.models import User
from staff.permissions import Permission

NEEDS = {
    "language": "spoken_language",
    "hearing": "hard_of_hearing",
    "speak_with": "speak_with",
    "hours": "best_hours",
    "protect": "do_not_disclose",
}
PREFIXES = ("promise_", "order_", "need_")


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
        "needs": needs_of(draft, values),
        "languages": languages(),
        "ordered": _ordered(draft, now),
        "promised": Promise.objects.open().filter(patient=draft.patient_id).select_related("owner").by_time(),
        "now": now,
    }


def needs_of(draft: Draft, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed; before anything was, what is on record."""
    if values.get("need_seen"):
        return {name: values.get(f"need_{name}", "") for name in NEEDS}
    patient = draft.patient
    return {name: getattr(patient, field) for name, field in NEEDS.items()}


def languages() -> list[str]:
    """Those that somebody here speaks: whoever needs one of them is given to an agent who does."""
    spoken = User.objects.agents().values_list("languages", flat=True)
    return sorted({language for several in spoken for language in several})


def cannot_order(error: CannotOrder) -> str:
    return {
        "days": _("Further calls can be ordered from today on, up to a year ahead."),
        "purpose": _("Write down what the call is for."),
        "reason": _("Write down why the order is taken back."),
        "no_anchor": _("The patient is still in hospital: order when the discharge is on record."),
        "deceased": _("This patient has died: no call can be ordered."),
        "do_not_call": _("This patient wants no more calls: none can be ordered."),
        "withdrawn": _("This order was taken back already."),
    }[error.code]


def orderable(patient: Patient, user: User) -> VisitQuerySet:
    """Visits that calls can be counted from, the newest first."""
    of_patient = Visit.objects.visible_to(user).standing().filter(patient=patient, anchor_on__isnull=False)
    return of_patient.select_related("department").order_by("-anchor_at")


def care_context(patient: Patient, user: User) -> dict[str, Any]:
    """What stands on the patient's page, for whoever may change it."""
    if not user.may(Permission.CARE_FOR_PATIENTS):
        return {}
    return {
        "needs_form": NeedsForm(initial={name: getattr(patient, name) for name in FIELDS}),
        "order_form": OrderCallsForm(visits=orderable(patient, user)),
        "orders": OrderedCall.objects.visible_to(user)
        .filter(visit__patient=patient)
        .select_related("ordered_by"),
    }


def _ordered(draft: Draft, now: datetime) -> OrderedCallQuerySet:
    of_patient = OrderedCall.objects.standing().filter(visit__patient=draft.patient_id)
    return of_patient.filter(day__gte=now.date()).select_related("ordered_by")[:5]
