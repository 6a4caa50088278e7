"""One follow-up rule: who is called, when, how often, by whom. Data that the administrator edits.

Rules: A3 populations; A18 attempts; E1, E12 more calls for special patients; E17 until re-check. No Django.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from policy.calendar import Calendar, Daypart, Hours
from policy.timing import LONGEST_WAIT, Timing
from policy.visits import LeftBy, VisitKind

PRIORITIES = range(1, 10)  # 1 is called first


class Skill(StrEnum):
    AGENT = "agent"
    NURSE = "nurse"


class DepartmentKind(StrEnum):
    ANY = ""
    SPECIALTY = "specialty"
    BASIC = "basic"


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """ValueError with a code as its only argument when it makes no sense."""

    # Who, and when
    kinds: tuple[VisitKind, ...]
    timing: Timing
    first_visit_only: bool = False
    department_kind: DepartmentKind = DepartmentKind.ANY
    departments: tuple[int, ...] = ()  # keys; empty means all
    left_by_excluded: tuple[LeftBy, ...] = (LeftBy.DEATH,)

    # How often
    occurrences: int = 1
    every_days: int = 0  # from one occurrence to the next
    extra_diagnoses: tuple[str, ...] = ()  # patients with one of these get extra_occurrences more
    extra_occurrences: int = 0
    until_recheck: bool = False
    max_attempts: int = 3

    # By whom, how urgent, how well
    skill: Skill = Skill.AGENT
    priority: int = 5
    target_percent: int = 100

    # Where it comes from
    source: str = ""
    assumption: bool = False  # the document names the population without a time

    def __post_init__(self) -> None:
        for code, holds in self._checks():
            if not holds:
                raise ValueError(code)

    def _checks(self) -> tuple[tuple[str, bool], ...]:
        again = self.all_occurrences > 1
        return (
            ("no_kind", bool(self.kinds)),
            ("priority", self.priority in PRIORITIES),
            ("max_attempts", 1 <= self.max_attempts <= 20),
            ("occurrences", self.occurrences >= 1 and self.extra_occurrences >= 0),
            ("every_days", self.every_days > 0 if again else self.every_days >= 0),
            ("too_long", self.timing.latest + self._shift(self.all_occurrences) <= LONGEST_WAIT),
            ("extra_without_diagnosis", bool(self.extra_diagnoses) or not self.extra_occurrences),
            ("target_percent", 0 <= self.target_percent <= 100),
        )

    @property
    def all_occurrences(self) -> int:
        """Those above `occurrences` are for patients with one of the extra diagnoses only."""
        return self.occurrences + self.extra_occurrences

    def timing_of(self, occurrence: int) -> Timing:
        """Of the first, second … call; counted from 1."""
        return self.timing.shifted(self._shift(occurrence))

    def _shift(self, occurrence: int) -> int:
        return (occurrence - 1) * self.every_days

    def to_json(self) -> dict[str, Any]:
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: _plain(value) for name, value in values.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        try:
            return cls(**{name: _READERS[name](value) for name, value in data.items()})
        except (AttributeError, KeyError, TypeError):
            raise ValueError("malformed") from None


def warnings(spec: RuleSpec, calendar: Calendar, day: date) -> tuple[str, ...]:
    """What to think about before the rule is published on `day`: codes, none of which forbids it."""
    hours = [calendar.hours_on(day), *(later for since, later in calendar.hours if since > day)]
    wanted = set(spec.timing.dayparts) or ({Daypart.EVENING} if spec.timing.last_block else set())
    missing = [part for part in Daypart if part in wanted and any(_lacks(part, h) for h in hours)]

    last_day = day + timedelta(days=spec.timing_of(spec.all_occurrences).latest)
    overlap = spec.all_occurrences > 1 and spec.every_days <= spec.timing.latest - spec.timing.earliest
    return (
        *(f"no_{part}" for part in missing),
        *(["year_unknown"] if not calendar.is_known(last_day) else []),
        *(["occurrences_overlap"] if overlap else []),
    )


def _lacks(part: Daypart, hours: Hours) -> bool:
    return any(all(i.daypart is not part for i in season.intervals) for season in hours.seasons)


def _plain(value: Any) -> Any:
    if isinstance(value, Timing):
        return value.to_json()
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return str(value) if isinstance(value, StrEnum) else value


def _many(read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda values: tuple(read(value) for value in values)


def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not kind:  # True is no number here, and "3" neither
            raise TypeError(value)
        return value

    return read


def _member(kind: type[StrEnum]) -> Callable[[Any], StrEnum]:
    def read(value: Any) -> StrEnum:
        if value not in list(kind):
            raise TypeError(value)
        return kind(value)

    return read


_NUMBER, _TRUTH, _TEXT = _exactly(int), _exactly(bool), _exactly(str)
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "kinds": _many(_member(VisitKind)),
    "first_visit_only": _TRUTH,
    "department_kind": _member(DepartmentKind),
    "departments": _many(_NUMBER),
    "left_by_excluded": _many(_member(LeftBy)),
    "timing": Timing.from_json,
    "occurrences": _NUMBER,
    "every_days": _NUMBER,
    "extra_diagnoses": _many(_TEXT),
    "extra_occurrences": _NUMBER,
    "until_recheck": _TRUTH,
    "max_attempts": _NUMBER,
    "skill": _member(Skill),
    "priority": _NUMBER,
    "target_percent": _NUMBER,
    "source": _TEXT,
    "assumption": _TRUTH,
}
