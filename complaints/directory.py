"""Who may be ordered, and the departments, read by one question: what the forms of a case choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db.models import F, Value

from staff.models import Department, User
from staff.permissions import Permission, Role, permits

WORKERS = frozenset(role for role in Role if permits(role, Permission.WORK_COMPLAINTS))
Choices = list[tuple[str, str]]


class Person(NamedTuple):
    pk: int
    name: str
    role: str
    department: int | None

    @property
    def works(self) -> bool:
        return self.role in WORKERS


@dataclass(frozen=True, slots=True)
class Directory:
    names: dict[int, str]  # department → name
    staff: dict[int, Person]

    @classmethod
    def read(cls) -> Self:
        """Active people and all departments in one statement; a row without a role is a department."""
        people = User.objects.active().values_list("pk", "full_name", "role", "department_id")
        rooms = Department.objects.order_by().values_list("pk", "name", Value(""), F("pk"))
        rows: Iterable[tuple[int, str, str, int | None]] = people.order_by().union(rooms, all=True)
        names, staff = {}, {}
        for pk, name, role, department in rows:
            if role:
                staff[pk] = Person(pk, name, role, department)
            else:
                names[pk] = name
        return cls(dict(sorted(names.items(), key=lambda one: one[1])), staff)

    def called(self, person: Person) -> str:
        """何静 护理部: the name, and where he works or what he is."""
        place = self.names.get(person.department or 0) or str(Role(person.role).label)
        return f"{person.name} {place}"

    def people(self) -> Choices:
        return self._listed(p for p in self.staff.values() if p.works)

    def everybody(self) -> Choices:
        return self._listed(self.staff.values())

    def _listed(self, people: Iterable[Person]) -> Choices:
        return sorted(((str(p.pk), self.called(p)) for p in people), key=lambda one: one[1])

    def departments(self) -> Choices:
        return [(str(pk), name) for pk, name in self.names.items()]
