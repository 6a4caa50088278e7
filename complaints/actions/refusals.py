"""Why a complaint was not changed. Nothing was written; pages turn the codes into sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from complaints.models import Complaint


class Refused(Exception):
    """`code`: a policy.complaints.Refusal, or one of those named where it is raised."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = str(code)


@dataclass(frozen=True, slots=True)
class Written:
    """One thing that somebody else did since the form was drawn."""

    by: str  # empty: the product itself
    at: datetime
    what: str  # an Event's `what`
    text: str


class Conflict(Refused):
    """The case has changed since. `others` says what, `complaint` is the case as it stands now: draw the form
    with its version, both texts in it."""

    def __init__(self, complaint: Complaint, others: Sequence[Written]) -> None:
        super().__init__("conflict")
        self.complaint, self.others = complaint, tuple(others)


class Missing(Refused):
    """`fields` must not be left empty."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__("missing")
        self.fields = tuple(fields)


class BadFile(Refused):
    """Codes: kind, too_large, empty, too_many, name, zip_bomb, zip_broken, zip_path, macros, encrypted,
    picture_size."""

    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(code)
        self.name = name
