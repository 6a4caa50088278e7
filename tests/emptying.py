"""What a transactional test wrote is taken out again, and the database is as its migrations left it.

Django empties every table instead, and makes the content types and permissions anew. Here rows leave only the
tables that hold any, and what migrations put there comes back from a copy. Triggers sleep meanwhile, for some
tables refuse to be emptied; that takes a superuser.
"""

from typing import Any

from django.db import connection, transaction

SCHEMA = "as_migrated"
KEPT = {"django_migrations", "django_content_type", "auth_permission"}  # written by migrations alone


def remember() -> None:
    """Before the first test. A database that is used again may come from a test that was killed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_namespace WHERE nspname = %s", [SCHEMA])
        if not cursor.rowcount:
            cursor.execute(f"CREATE SCHEMA {SCHEMA}")
            for table in filled(cursor, emptied()):
                cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE public."{table}"')
            return
    restore()


def restore() -> None:
    """Waits for whoever is writing, as TRUNCATE would."""
    tables = emptied()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(map(quoted, tables))} IN EXCLUSIVE MODE")
        written = filled(cursor, tables)
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [SCHEMA])
        migrated = [row[0] for row in cursor.fetchall()]
        statements = ["SET LOCAL session_replication_role = replica"]
        statements += [f"DELETE FROM {quoted(table)}" for table in written]  # noqa: S608
        statements += [f'INSERT INTO {quoted(table)} TABLE {SCHEMA}."{table}"' for table in migrated]
        cursor.execute("; ".join(statements))


def emptied() -> list[str]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted({*names} - KEPT)


def filled(cursor: Any, tables: list[str]) -> list[str]:
    """Those of `tables` with a row."""
    cursor.execute(
        " UNION ALL ".join(f"SELECT '{t}' WHERE EXISTS (SELECT FROM {quoted(t)})" for t in tables)  # noqa: S608
    )
    return [row[0] for row in cursor.fetchall()]


def quoted(table: str) -> str:
    return f'public."{table}"'
