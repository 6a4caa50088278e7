"""The rows of the day as ready strings, so that drawing them costs little (docs/performance.md, M6)."""

from collections.abc import Sequence
from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from followups.listing import Row
from patients.words import remembered

PLACE = "\ue000"  # in Unicode's private area: in no template
PLUS = mark_safe('<span class="plus">＋</span>')


class Line(NamedTuple):
    """One row of the list, in the order in which _rows.html takes it."""

    task: str
    story: str
    css: str
    first: str
    may: bool
    name: str
    person: str
    department: str
    doctor: str
    purposes: str
    many: str
    bold: str
    why: str
    until: str
    until_class: str
    tried: str
    minds: str


def drawn(rows: Sequence[Row], *, calling: bool, waiting: bool = False) -> list[Line]:
    """`calling`: calls may be made now; `waiting`: these wait, with their hour instead of a number."""
    language = get_language()
    story = reverse("followups:patient", args=[0])
    return [
        Line(
            str(row.task),
            story.replace("0", str(row.patient)),
            "is-held" if row.holder else "is-waiting" if waiting else "",
            (row.time if row.dialable else "—") if waiting else str(number),
            calling and row.dialable and not waiting and not row.holder,
            row.name,
            row.person,
            row.department,
            row.doctor,
            _purposes(row.purposes),
            _many(len(row.purposes)),
            row.bold,
            row.why,
            row.until,
            row.until_class,
            _tried.known(language, row.counted, row.most),
            _minds(row) if row.holder or row.tags else "",
        )
        for number, row in enumerate(rows, start=1)
    ]


def _purposes(purposes: Sequence[str]) -> str:
    return purposes[0] if len(purposes) == 1 else format_html_join(PLUS, "{}", [(one,) for one in purposes])


def _many(number: int) -> str:
    return (
        ngettext("%(number)s purpose", "%(number)s purposes", number) % {"number": number}
        if number > 1
        else ""
    )


def _minds(row: Row) -> SafeString:
    held = [tag("", "lock-fill", row.holder)] if row.holder else []
    return mark_safe("".join([*held, *(tag(*one) for one in row.tags)]))  # noqa: S308 (each is escaped)


@remembered
def _tried(counted: int, most: int) -> SafeString:
    return render_to_string("_components/attempts.html", {"counted": counted, "most": most})


def tag(kind: str, icon: str, text: str) -> SafeString:
    """`text` may be a patient's own: it is escaped into its place and not remembered."""
    before, after = _around(kind, icon)
    return mark_safe(f"{before}{conditional_escape(text)}{after}")  # noqa: S308 (escaped into its place)


@remembered
def _around(kind: str, icon: str) -> tuple[str, str]:
    drawn = render_to_string("_components/tag.html", {"kind": kind, "icon": icon, "text": PLACE})
    before, after = drawn.split(PLACE)
    return before, after
