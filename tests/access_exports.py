"""The routes of details and exports, for tests/access_table.py."""

from collections.abc import Callable

from django.utils import timezone

from policy.exports import Form, Kind
from reports.actions.exports import ask, run_exports
from reports.details import Chosen
from reports.models import Export
from reports.queries.facts import Asked
from staff.models import User
from staff.permissions import Permission
from tests import people
from tests.access_route import Kwargs, Route

READS = Permission.READ_DETAILS
LISTS = (READS, Permission.EXPORT)


def _asked(user: User, *, made: bool = False) -> Export:
    now = timezone.now()
    today = timezone.localdate(now)
    chosen = Chosen(Asked(today, today)).to_json()
    export = ask(Kind.DETAILS, Form.CSV, chosen, reason="leaders", remark="", by=user, now=now)
    if made:
        run_exports(clock=timezone.now, only=export.pk)
    return export


def his(*, made: bool = False) -> Callable[[User], Kwargs]:
    return lambda user: {"pk": _asked(user, made=made).pk}


def anothers(*, made: bool = False) -> Callable[[User], Kwargs]:
    return lambda user: {
        "pk": _asked(
            people.director() if user.pk != people.director().pk else people.assistant(), made=made
        ).pk
    }


EXPORTS: tuple[Route, ...] = (
    Route("reports:details", READS),
    Route("reports:details_export", READS, get=None, post=200, data={"why": "leaders", "form": "csv"}),
    Route("reports:exports", LISTS),
    Route("reports:export", LISTS, own=his(made=True), other=anothers(made=True)),
    Route("reports:export_progress", LISTS, own=his(), other=anothers()),
    Route(
        "reports:export_file", LISTS, get=None, post=200, own=his(made=True), other=anothers(made=True)
    ),
    Route("reports:export_cancel", LISTS, get=None, post=302, own=his(), other=anothers()),
)  # fmt: skip
