"""Which column of a file is what: recognised, remembered from before, or chosen by a person (B20)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from patients.importing.fields import Field
from patients.importing.headings import find_layout, plain
from patients.importing.layout import Layout
from patients.importing.wire import Row
from patients.models import HeadingChoice, ImportFile, ImportState
from staff.models import User

HEADING_LENGTH = 100


class NotChangeable(Exception):
    """The file is being read, written or is done with."""


def remembered() -> dict[str, Field]:
    fields = set(Field)
    chosen = HeadingChoice.objects.values_list("heading", "field")
    return {heading: Field(field) for heading, field in chosen if field in fields}


def chosen_layout(head: Sequence[Row], columns: Mapping[str, str]) -> Layout:
    """`columns`: index of a column → what a person chose for this file."""
    layout = find_layout(head, remembered=remembered())
    choices = {int(index): Field(field) for index, field in columns.items()}
    known = {column.index for column in layout.columns}
    return layout.choose({index: field for index, field in choices.items() if index in known})


@transaction.atomic
def choose(
    file_id: int,
    *,
    columns: Mapping[int, Field | None],
    sheet: str | None = None,
    encoding: str | None = None,
    by: User,
    now: datetime,
) -> None:
    """The file is read again with these choices; those about headings are remembered for the next file."""
    file = ImportFile.objects.select_for_update().get(pk=file_id)
    if file.state not in (ImportState.READY, ImportState.REFUSED):
        raise NotChangeable
    chosen = dict(file.headings.get("chosen", {}))
    if sheet is not None or encoding is not None:
        chosen = {"sheet": sheet or "", "encoding": encoding or ""}
    else:
        mine = {str(index): str(field) for index, field in columns.items() if field}
        chosen["columns"] = {**chosen.get("columns", {}), **mine}
        _remember(file, columns, by=by, now=now)
    file.headings = {**file.headings, "chosen": chosen}
    file.state, file.refusal, file.claimed_until = ImportState.RECEIVED, None, None
    file.save(update_fields=["headings", "state", "refusal", "claimed_until"])


def _remember(file: ImportFile, columns: Mapping[int, Field | None], *, by: User, now: datetime) -> None:
    titles = file.headings["layout"]["titles"]
    for index, field in columns.items():
        heading = plain(titles[index])[:HEADING_LENGTH]
        if heading and field:
            HeadingChoice.objects.update_or_create(
                heading=heading, defaults={"field": str(field), "chosen_by": by, "chosen_at": now}
            )
