"""Time limits, responsible roles and required fields of complaints, as data of the hospital (C4, A31, D5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Self

from policy.clocks import DEFAULT_CLOCKS, ClockSpec
from policy.complaints import Channel, Kind, Severity
from policy.points import PointsTable
from staff.permissions import Permission, Role, permits

# What somebody may be asked to fill in beyond title and words, which every case has.
FIELDS = (
    "theme",
    "wish",
    "place",
    "happened",
    "persons",
    "departments",
    "complainant",
    "relation",
    "phone",
    "web_url",
    "web_author",
    "web_site",
    "plan",
)
WORKERS = tuple(role for role in Role if permits(role, Permission.WORK_COMPLAINTS))
DEFAULT_ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType({kind: WORKERS for kind in Kind})
DEFAULT_REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {Kind.ADVERSE_EVENT: ("place", "happened"), Channel.WEB: ("web_url", "plan")}
)
_KEYS = frozenset({*Kind, *Severity, *Channel})


@dataclass(frozen=True, slots=True)
class Limits:
    """ValueError with a code as its only argument when it makes no sense."""

    clocks: tuple[ClockSpec, ...] = DEFAULT_CLOCKS
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: DEFAULT_ROLES)  # who may be ordered
    required: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: DEFAULT_REQUIRED)

    def __post_init__(self) -> None:
        codes = [spec.code for spec in self.clocks]
        checks = (
            ("clock_twice", len(set(codes)) == len(codes)),
            ("code_long", all(len(code) <= 20 for code in codes)),
            ("kind_unknown", set(self.roles) <= set(Kind)),
            ("role_unknown", all(roles and set(roles) <= set(WORKERS) for roles in self.roles.values())),
            ("key_unknown", set(self.required) <= _KEYS),
            ("field_unknown", all(set(names) <= set(FIELDS) for names in self.required.values())),
        )
        for code, holds in checks:
            if not holds:
                raise ValueError(code)

    def roles_for(self, kind: str) -> tuple[str, ...]:
        return self.roles.get(kind, WORKERS)

    def required_for(self, *, kind: str, severity: str, channel: str) -> tuple[str, ...]:
        wanted = [name for key in (kind, severity, channel) for name in self.required.get(key, ())]
        return tuple(dict.fromkeys(["title", "words", *wanted]))

    def to_json(self) -> dict[str, Any]:
        return {
            "clocks": [spec.to_json() for spec in self.clocks],
            "roles": {str(kind): [str(role) for role in roles] for kind, roles in self.roles.items()},
            "required": {str(key): list(names) for key, names in self.required.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        try:
            return cls(
                clocks=tuple(ClockSpec.from_json(spec) for spec in data["clocks"]),
                roles=_lists(data["roles"]),
                required=_lists(data["required"]),
            )
        except (AttributeError, KeyError, TypeError):
            raise ValueError("malformed") from None


def points_from(data: Mapping[str, Any]) -> PointsTable:
    """An edition's content is an object: the table stands in its `items`."""
    try:
        return PointsTable.from_json(data["items"])
    except (KeyError, TypeError):
        raise ValueError("malformed") from None


def _lists(data: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    if any(not isinstance(value, (list, tuple)) for value in data.values()):
        raise TypeError(data)
    return {key: tuple(value) for key, value in data.items()}
