"""The routes of the imports, for tests/access_table.py."""

from django.utils import timezone

from staff.permissions import Permission
from tests.access_route import Kwargs, Person, Route


def an_import(user: Person) -> Kwargs:
    """A file that waits for somebody to look at it; whoever may import may see them all."""
    from patients.models import ImportFile

    layout = {"first_row": 2, "titles": ["姓名"], "columns": []}
    return {
        "pk": ImportFile.objects.create(
            name="list.csv",
            content=b"",
            size=0,
            digest="",
            sent_at=timezone.now(),
            state="ready",
            headings={"layout": layout},
        ).pk
    }


def an_import_done(user: Person) -> Kwargs:
    from patients.models import ImportFile

    kwargs = an_import(user)
    ImportFile.objects.filter(**kwargs).update(state="done", finished_at=timezone.now())
    return kwargs


IMPORTS: tuple[Route, ...] = (
    Route("patients:imports", Permission.IMPORT),
    Route("patients:import_new", Permission.IMPORT, post=422),
    Route("patients:import_show", Permission.IMPORT, own=an_import),
    Route("patients:import_progress", Permission.IMPORT, get=204, own=an_import),
    Route("patients:import_rows", Permission.IMPORT, own=an_import),
    Route("followups:import_brought", Permission.IMPORT, own=an_import_done),
    Route("patients:import_mapping", Permission.IMPORT, get=None, post=302, own=an_import),
    Route("patients:import_start", Permission.IMPORT, get=None, post=302, own=an_import),
    Route("patients:import_discard", Permission.IMPORT, get=None, post=302, own=an_import),
    Route("patients:import_rejects", Permission.IMPORT, own=an_import),
)
