"""The routes of the knowledge beside the call, for tests/access_table.py."""

from typing import Any

from scripts_library.models import Entry
from staff.models import User
from staff.permissions import Permission
from tests.access_route import Kwargs, Route
from tests.scripts_library.knowing import an_entry

READS, EDITS = Permission.READ_KNOWLEDGE, Permission.EDIT_KNOWLEDGE


def some_entry(user: User) -> Kwargs:
    return {"pk": an_entry("产科门诊").pk}


def as_seen(user: User, kwargs: Kwargs) -> dict[str, Any]:
    entry = Entry.objects.get(pk=kwargs["pk"])
    return {"kind": entry.kind, "title": entry.title, "version": entry.version, "active": "0"}


def forged(user: User) -> dict[str, Any]:
    return {"department": 987_654_321}


KNOWLEDGE = (
    Route("scripts_library:knowledge", READS),
    Route("scripts_library:knowledge_search", READS, get=None, post=200, data={"q": "ckmz"}),
    Route("scripts_library:knowledge_beside", READS),
    Route("scripts_library:knowledge_found", READS, get=None, post=200, data={"q": "ckmz"}),
    Route(
        "scripts_library:knowledge_new",
        EDITS,
        post=302,
        data={"kind": "way", "title": "停车"},
        forged=forged,
    ),
    Route("scripts_library:knowledge_edit", EDITS, post=302, own=some_entry, data=as_seen, forged=forged),
    Route("scripts_library:knowledge_in_use", EDITS, get=None, post=302, own=some_entry, data=as_seen),
)
