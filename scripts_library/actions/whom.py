"""Whom a script or a questionnaire is for, checked once more where it is saved."""

import re
from dataclasses import dataclass, field

from policy.visits import VisitKind
from scripts_library.actions.moving import Refused
from scripts_library.models.whom import SEXES
from staff.models import Department

_CODE = re.compile(r"[-\w]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Whom:
    """The fields of a ForWhom."""

    kinds: list[str] = field(default_factory=list)
    departments: list[int] = field(default_factory=list)
    purposes: list[str] = field(default_factory=list)
    sex: str = ""
    min_age: int | None = None
    max_age: int | None = None


def check_whom(whom: Whom) -> None:
    """Raises Refused."""
    if not set(whom.kinds) <= {str(kind) for kind in VisitKind}:
        raise Refused("unknown_kind")
    if not all(_CODE.fullmatch(code) for code in whom.purposes):
        raise Refused("unknown_purpose")
    if whom.sex not in ("", *(sex for sex, _label in SEXES)):
        raise Refused("unknown_sex")
    if whom.min_age is not None and whom.max_age is not None and whom.min_age > whom.max_age:
        raise Refused("ages")
    known = Department.objects.filter(pk__in=whom.departments).count()
    if known != len(set(whom.departments)):
        raise Refused("unknown_department")
