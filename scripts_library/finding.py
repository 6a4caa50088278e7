"""The best entries of knowledge for what was typed, in one statement that is planned already (B3, D1).

Titles that begin so come first and cost little; only when they are too few is everything looked at that
has it inside, for a letter or two are inside of nearly everything.
"""

from functools import cache
from typing import Any

from scripts_library.models import Entry
from scripts_library.sounds import Question
from staff.actions.prepared import Prepared
from staff.models import Department

ENTRY = ("id", "kind", "title", "text", "department_id", "keywords", "price", "unit", "valid_until", "active")
DEPARTMENT = ("id", "name", "extension")


def best(question: Question | None, limit: int, *, retired: bool = False) -> list[Entry]:
    """Each with its department: the exact title, what begins so, initials and mixtures, what has it inside
    its title, the rest. `retired`: those out of use too."""
    if question is None:
        return []
    patterns = {f"p{place}": pattern for place, pattern in enumerate(question.patterns)}
    rows = _statement(len(patterns), retired).run(
        {
            "opening": question.opening,
            "grams": question.grams,
            "words": question.words,
            "whole": question.whole,
            "begins": f"(?n)^{question.whole}",
            "few": limit,
            **patterns,
        }
    )
    return [_entry(row) for row in rows]


def _entry(row: tuple[Any, ...]) -> Entry:
    entry = Entry.from_db(None, list(ENTRY), row[: len(ENTRY)])
    if entry.department_id is not None:
        entry.department = Department.from_db(None, list(DEPARTMENT), row[len(ENTRY) :])
    return entry


_EXACTLY = """
    CASE WHEN starts_with(pinyin, %(words)s::text || ' ') OR upper(title) = upper(%(words)s::text) THEN 0
         WHEN starts_with(pinyin, %(words)s::text) OR starts_with(upper(title), upper(%(words)s::text)) THEN 1
"""


@cache
def _statement(patterns: int, retired: bool) -> Prepared:
    fits = "".join(
        f" AND (title_sounds ~ %(p{place})s::text OR other_sounds ~ %(p{place})s::text)"
        for place in range(patterns)
    )
    begins = " AND title_sounds ~ %(begins)s::text" if patterns else ""
    used = "true" if retired else "active"
    return Prepared(f"""
WITH opening AS (
    SELECT id, {_EXACTLY} ELSE 2 END AS rank, pinyin FROM scripts_library_entry
    WHERE {used} AND grams @> %(opening)s::text[]{begins}
    ORDER BY rank, pinyin, id LIMIT %(few)s::bigint
), found AS (
    SELECT * FROM opening WHERE (SELECT count(*) FROM opening) = %(few)s::bigint
    UNION ALL (
    SELECT id, {_EXACTLY} WHEN title_sounds ~ %(begins)s::text THEN 2
        WHEN title_sounds ~ %(whole)s::text THEN 3 ELSE 4 END AS rank, pinyin FROM scripts_library_entry
    WHERE {used} AND grams @> %(grams)s::text[]{fits} AND (SELECT count(*) FROM opening) < %(few)s::bigint
    ORDER BY rank, pinyin, id LIMIT %(few)s::bigint)
)
SELECT {", ".join(f"e.{name}" for name in ENTRY)}, {", ".join(f"d.{name}" for name in DEPARTMENT)}
FROM found JOIN scripts_library_entry e USING (id) LEFT JOIN staff_department d ON d.id = e.department_id
ORDER BY found.rank, found.pinyin, e.id
""")  # noqa: S608 (names of columns, and parameters by name)
