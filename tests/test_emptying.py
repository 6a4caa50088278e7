"""Whatever a transactional test did, the next one finds what the migrations left."""

import pytest
from django.db import connection

from scripts_library.models import Script, ScriptVersion
from staff.actions.audit import record
from staff.models import Act
from tests import emptying, people
from tests.access_matrix import digest, every_table

pytestmark = pytest.mark.django_db(transaction=True)


def rows() -> dict[str, int]:
    """The number of rows of each table, those that digests pass over too."""
    with connection.cursor() as cursor:
        counted = (f"SELECT '{table}', count(*) FROM \"{table}\"" for table in every_table())  # noqa: S608
        cursor.execute(" UNION ALL ".join(counted))
        return dict(cursor.fetchall())


def test_what_was_written_changed_and_deleted_is_as_it_was() -> None:
    before, counts = digest(), rows()
    assert counts["scripts_library_scriptversion"] == ScriptVersion.objects.filter(shipped=True).count() > 0
    people.a_task()
    record(Act.SIGNED_IN, actor=people.agent(), now=people.moment("2026-11-20 15:12"))
    Script.objects.update(name_zh="另一个")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE scripts_library_scriptversion CASCADE")
    assert rows()["staff_auditentry"] == 1
    assert digest() != before
    emptying.restore()
    assert digest() == before
    assert rows() == counts


def test_its_guards_are_awake_again() -> None:
    emptying.restore()
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
