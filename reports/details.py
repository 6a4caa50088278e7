"""Every call with its details and notes, as page, workbook and CSV show it (A10).

Numbers are masked, also those that somebody wrote into a note. Of a patient whose diagnosis is protected no
free words are told (E8).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.utils import timezone

from complaints.models import ClinicalAlert
from followups.exporting import batches
from followups.freewords import free
from followups.models import Answer, Attempt, Purpose, Rule
from patients.models import PhoneNumber
from policy.alerts import Level
from reports.queries.facts import Asked

_CALL = (
    "pk", "token", "dialled_at", "seconds", "outcome", "reason", "notes", "complaint__number",
    "agent__full_name", "department__name", "number__number",
    "patient_id", "patient__name", "patient__mrn", "patient__do_not_disclose",
)  # fmt: skip
_OVERALL = "overall"


class Chosen(NamedTuple):
    """Which calls: a span of days, and what they are narrowed down to."""

    asked: Asked
    outcome: str = ""
    only: str = ""  # a name of reports.queries.details.ONLY

    def to_json(self) -> dict[str, Any]:
        first, last, department, agent = (
            self.asked.first, self.asked.last, self.asked.department, self.asked.agent,
        )  # fmt: skip
        days = {"first": str(first), "last": str(last), "department": department, "agent": agent}
        return {**days, "outcome": self.outcome, "only": self.only}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        first, last = (date.fromisoformat(data[name]) for name in ("first", "last"))
        return cls(Asked(first, last, data["department"], data["agent"]), data["outcome"], data["only"])


class Said(NamedTuple):
    subject: str
    level: int
    reason: str
    person: str


class Detail(NamedTuple):
    """One call. Codes where there are words in two languages; what is empty was not said."""

    pk: int
    dialled_at: datetime  # the hospital's time
    patient_id: int
    patient: str
    mrn: str
    kinds: tuple[str, ...]
    department: str
    wards: tuple[str, ...]
    doctors: tuple[str, ...]
    rules: tuple[int, ...]
    agent: str
    number: str
    outcome: str
    reason: str
    seconds: int
    said: tuple[Said, ...]
    notes: str
    complaint: str
    level: str  # of the clinical alert

    @property
    def overall(self) -> int | None:
        return next((one.level for one in self.said if one.subject == _OVERALL), None)


def details_of(pks: Sequence[int]) -> Iterator[list[Detail]]:
    """These calls in this order, a thousand at a time: no transaction is held from one to the next."""
    for chosen in batches(pks):
        yield _batch(chosen)


def rule_names() -> dict[int, str]:
    return {rule.pk: str(rule) for rule in Rule.objects.all()}


def _batch(pks: Sequence[int]) -> list[Detail]:
    calls = {call["pk"]: call for call in Attempt.objects.filter(pk__in=pks).order_by().values(*_CALL)}
    purposes, said = _purposes(pks), _said(pks)
    levels = _levels([call["token"] for call in calls.values()])
    return [
        _detail(calls[pk], purposes[pk], said[pk], levels.get(calls[pk]["token"], ""))
        for pk in pks
        if pk in calls
    ]


def _detail(call: dict[str, Any], purposes: list[Any], said: list[Said], level: str) -> Detail:
    protected = call["patient__do_not_disclose"]
    return Detail(
        pk=call["pk"],
        dialled_at=timezone.localtime(call["dialled_at"]),
        patient_id=call["patient_id"],
        patient=call["patient__name"],
        mrn=call["patient__mrn"] or "",
        kinds=_each(purposes, 1),
        department=call["department__name"],
        wards=_each(purposes, 2),
        doctors=_each(purposes, 3),
        rules=_each(purposes, 0),
        agent=call["agent__full_name"],
        number=PhoneNumber(number=call["number__number"]).masked if call["number__number"] else "",
        outcome=call["outcome"],
        reason=call["reason"],
        seconds=call["seconds"],
        said=tuple(_told(one, protected) for one in said),
        notes=free(call["notes"], protected),
        complaint=call["complaint__number"] or "",
        level=level,
    )


def _told(one: Said, protected: bool) -> Said:
    return one._replace(reason=free(one.reason, protected), person=free(one.person, protected))


def _each(purposes: list[Any], place: int) -> tuple[Any, ...]:
    """What the purposes of the call name, each once, in their order."""
    return tuple(dict.fromkeys(one[place] for one in purposes if one[place]))


def _purposes(pks: Sequence[int]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    fields = ("task__rule_id", "task__visit__kind", "task__visit__ward", "task__visit__doctor__name")
    rows = (
        Purpose.objects.filter(attempt__in=pks).order_by("attempt", "task").values_list("attempt_id", *fields)
    )
    for pk, *rest in rows:
        found[pk].append(rest)
    return found


def _said(pks: Sequence[int]) -> Mapping[int, list[Said]]:
    """The whole first, then domains and people as they were asked."""
    found: dict[int, list[Said]] = defaultdict(list)
    answers = Answer.objects.filter(attempt__in=pks, level__isnull=False).exclude(subject="").order_by("pk")
    for answer in answers:
        said = Said(answer.subject, answer.level or 0, answer.reason, answer.person)
        found[answer.attempt_id].append(said)
    for every in found.values():
        every.sort(key=lambda one: one.subject != _OVERALL)
    return found


def _levels(tokens: list[UUID]) -> dict[UUID | None, str]:
    """The most urgent alert that was raised in each call."""
    urgency = list(Level)
    found: dict[UUID | None, str] = {}
    for call, level in ClinicalAlert.objects.filter(call__in=tokens).order_by().values_list("call", "level"):
        if call not in found or urgency.index(Level(level)) < urgency.index(Level(found[call])):
            found[call] = level
    return found
