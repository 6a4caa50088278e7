"""One line of the access table: a route, who may open it, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from staff.models import User
from staff.permissions import Permission

Kwargs = dict[str, Any]
Person = User | None  # None: nobody is signed in
Status = int | Callable[[Person], int]


@dataclass(frozen=True)
class Route:
    name: str
    needs: Permission | str | tuple[Permission, ...]
    # The status of a permitted GET, of a permitted POST; None: the method is not answered (405).
    get: Status | None = 200
    post: Status | None = None
    # The kwargs of an object that this user may open; made anew for each request, and taken back after it.
    own: Callable[[User], Kwargs] | None = None
    # The kwargs of one that exists and is not his; None: there is none for him (he may open all).
    other: Callable[[User], Kwargs | None] | None = None
    # A body that the view accepts.
    data: Callable[[User, Kwargs], dict[str, Any]] | dict[str, Any] | None = None
    # Field → an id that exists and that this user may not name there: 400, 404 or 422, and nothing changes.
    forged: Callable[[User], dict[str, Any]] | None = None
    # HEAD is answered like GET (require_safe) or refused with 405 (require_GET).
    head: bool = False

    @property
    def permissions(self) -> tuple[str, ...]:
        return self.needs if isinstance(self.needs, tuple) else (self.needs,)

    @property
    def methods(self) -> set[str]:
        heads = {"HEAD"} if self.head else set()
        return {m for m, status in (("GET", self.get), ("POST", self.post)) if status is not None} | heads

    def url(self, kwargs: Kwargs | None = None) -> str:
        return reverse(self.name, kwargs=kwargs or {})
