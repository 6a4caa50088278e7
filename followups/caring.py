"""What a patient needs from us, as the call and his page show it (E1, E18, A24)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from followups.actions.ordering import CannotOrder
from followups.forms import AdviceFormOnPage, NeedsForm, OrderCallsForm
from followups.models import Draft, OrderedCall, ReturnAdvice
from followups.models.advice import ReturnAdviceQuerySet
from followups.models.orders import OrderedCallQuerySet
from followups.queries.chains import chains
from hotline.models import Promise
from patients.actions.needs import FIELDS
from patients.models import Patient, Visit
from patients.models.visits import VisitQuerySet
from policy.reviews import Standing, standing
from staff.models import User
from staff.permissions import Permission

NEEDS = {
    "language": "spoken_language",
    "hearing": "hard_of_hearing",
    "speak_with": "speak_with",
    "hours": "best_hours",
    "protect": "do_not_disclose",
}
QUARTER = timedelta(days=92)
MOST = 500
PREFIXES = ("promise_", "order_", "advice_", "need_")


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
        "advised": _advised(ReturnAdvice.objects.filter(visit__patient=draft.patient_id), now),
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


def care_context(patient: Patient, user: User, *, now: datetime) -> dict[str, Any]:
    """What stands on the patient's page, for whoever may change it."""
    if not user.may(Permission.CARE_FOR_PATIENTS):
        return {}
    visits = orderable(patient, user)
    shown = list(visits)
    no_call = "deceased" if patient.deceased else "do_not_call" if patient.do_not_call else ""
    return {
        "needs_form": NeedsForm(initial={name: getattr(patient, name) for name in FIELDS}),
        "no_call": cannot_order(CannotOrder(no_call)) if no_call else "",
        "order_form": OrderCallsForm(visits=visits, shown=shown),
        "advice_form": AdviceFormOnPage(visits=visits, shown=shown, initial={"remind": True}),
        "advised": _advised(ReturnAdvice.objects.visible_to(user).filter(visit__patient=patient), now),
        "orders": OrderedCall.objects.visible_to(user)
        .filter(visit__patient=patient)
        .select_related("ordered_by"),
    }


@dataclass(frozen=True, slots=True)
class Advised:
    advice: ReturnAdvice
    standing: str
    label: str
    came_on: date | None


STANDINGS = {
    Standing.WAITING: pgettext_lazy("return visit", "not yet come"),
    Standing.MISSED: _lazy("did not come"),
    Standing.CAME: _lazy("came"),
    Standing.CAME_LATE: _lazy("came late"),
}


def _advised(found: ReturnAdviceQuerySet, now: datetime) -> list[Advised]:
    """As it stands by the visits that are on record by now; `now` in the hospital's zone."""
    rows = []
    for advice in found.with_arrival().select_related("visit__patient", "visit__department", "advised_by"):
        came = timezone.localdate(advice.came_at) if advice.came_at else None  # type: ignore[attr-defined]
        how = standing(due=advice.due_on, came=came, today=now.date())
        rows.append(Advised(advice, str(how), str(STANDINGS[how]), came))
    return rows


def return_visits(user: User, *, now: datetime) -> list[Advised]:
    """Those of the last quarter and to come, the nearest day first."""
    since = now.date() - QUARTER
    return _advised(ReturnAdvice.objects.visible_to(user).filter(due_on__gte=since).by_day()[:MOST], now)


def _ordered(draft: Draft, now: datetime) -> OrderedCallQuerySet:
    of_patient = OrderedCall.objects.standing().filter(visit__patient=draft.patient_id)
    return of_patient.filter(day__gte=now.date()).select_related("ordered_by")[:5]


def chains_context(today: date) -> dict[str, Any]:
    """Of half a year: a re-check takes its time."""
    since = today - 2 * QUARTER
    found = chains(since, today)
    rows = ((_("targeted, until the re-check"), found.targeted), (_("ordinary"), found.ordinary))
    shown = [(label, (one.rechecked, one.lifestyle, one.specialist)) for label, one in rows]
    return {"chains": shown, "chains_since": since}
