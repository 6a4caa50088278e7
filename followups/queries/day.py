"""What an agent's day is drawn from, kept: it is read anew every twenty seconds by every agent."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

from complaints.queries.mine import asks_of, to_confirm
from followups.models import Attempt, Draft, Task
from followups.queries.kept import Kept
from hotline.models import Promise
from patients.models import PhoneNumber
from policy.tasks import State
from staff.models import User

COLUMNS = (
    "pk", "patient_id", "visit__kind", "rule__name", "rule__name_en", "department__name",
    "visit__doctor__name",
    "patient__name", "patient__sex", "patient__birth_date", "patient__age_years", "patient__age_recorded_on",
    "patient__do_not_disclose", "patient__hard_of_hearing", "patient__speak_with", "patient__spoken_language",
    "patient__remark", "anchor_on", "due_on", "opens", "closes", "call_at", "agreed", "late", "counted",
    "max_attempts", "dialable", "hold_by_id", "hold_until", "hold_by__full_name", "state", "end_reason",
    "agent__full_name", "order__purpose",
)  # fmt: skip
OWN = tuple(column for column in COLUMNS if column != "agent__full_name")  # a join less
ENDS = (State.COMPLETED, State.UNSUCCESSFUL, State.EXEMPT)
PROMISES = 4  # the next ones; all of them have a page of their own


def due(agent: Any, now: datetime, midnight: datetime) -> "QuerySet[Task, Any]":
    """What `agent` has to call until midnight, in calling order."""
    usable = PhoneNumber.objects.usable().filter(patient=OuterRef("patient"))
    return (
        Task.objects.of_agent(agent)
        .due_by(midnight)
        .filter(closes__gt=now, call_at__lt=midnight, patient__deceased=False, patient__do_not_call=False)
        .annotate(dialable=Exists(usable))
        .in_calling_order(midnight)
        .values_list(*OWN)
    )


def handled(agent: Any, begin: datetime, end: datetime) -> "QuerySet[User, Any]":
    """By this agent between two midnights, in patients as the list counts them: how many of each of ENDS; the
    answered complaints that earn a question about their handling; and his own cases that wait for him.

    Both ends are named for the planner's sake, which takes a span without an end for a third of all tasks.
    """
    closed = Task.objects.filter(closed_at__gte=begin, closed_at__lt=end, purposes__attempt__agent=agent)
    found: QuerySet[User, Any] = User.objects.filter(pk=agent).values_list(
        _one(closed, JSONObject(**{state: _number("patient", state=state) for state in ENDS})),
        _one(to_confirm(agent), _number("pk")),
        _one(asks_of(agent), _number("pk")),
    )
    return found


def _number(what: str, **of: Any) -> Count:
    return Count(what, distinct=True, filter=Q(**of) or None)


def _one(rows: "QuerySet[Any]", figure: Any) -> Subquery:
    return Subquery(rows.order_by().annotate(all=Value(1)).values("all").annotate(n=figure).values("n"))


def last_saved(agent: Any, begin: datetime) -> "QuerySet[Attempt]":
    found = Attempt.objects.filter(agent=agent, saved_at__gte=begin, corrected_by=None)
    return found.select_related("patient")[:1]


def promised(agent: Any) -> "QuerySet[Promise]":
    return Promise.objects.owed_by(agent).by_time().select_related("patient")[:PROMISES]


def written(agent: Any) -> "QuerySet[Draft]":
    """Begun and not saved."""
    return Draft.objects.filter(user=agent).select_related("patient").exclude(data={})


DUE = Kept(due, agent=int, now=datetime, midnight=datetime)
HANDLED = Kept(handled, agent=int, begin=datetime, end=datetime)
LAST_SAVED = Kept(last_saved, agent=int, begin=datetime)
PROMISED = Kept(promised, agent=int)
WRITTEN = Kept(written, agent=int)
