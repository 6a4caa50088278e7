"""The rows of the day as ready strings, so that drawing them costs little (docs/performance.md, M6)."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from followups.listing import Row
from patients.words import remembered

PLUS = mark_safe('<span class="plus">＋</span>')


def drawn(rows: Sequence[Row], *, calling: bool, waiting: bool = False) -> list[dict[str, str]]:
    """`calling`: calls may be made now; `waiting`: these wait, with their hour instead of a number."""
    story = reverse("followups:patient", args=[0])
    return [
        {
            "task": str(row.task),
            "story": story.replace("0", str(row.patient)),
            "css": "is-held" if row.holder else "is-waiting" if waiting else "",
            "first": (row.time if row.dialable else "—") if waiting else str(number),
            "may": "yes" if calling and row.dialable and not waiting and not row.holder else "",
            "name": row.name,
            "person": row.person,
            "department": row.department,
            "doctor": row.doctor,
            "purposes": _purposes(row.purposes),
            "many": _many(len(row.purposes)),
            "bold": row.bold,
            "why": row.why,
            "until": row.until,
            "until_class": row.until_class,
            "tried": _tried(row.counted, row.most),
            "minds": _minds(row),
        }
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
    held = [_tag("", "lock-fill", row.holder)] if row.holder else []
    return mark_safe("".join([*held, *(_tag(*tag) for tag in row.tags)]))  # noqa: S308 (each is a template's)


@remembered
def _tried(counted: int, most: int) -> SafeString:
    return render_to_string("_components/attempts.html", {"counted": counted, "most": most})


@remembered
def _tag(kind: str, icon: str, text: str) -> SafeString:
    return render_to_string("_components/tag.html", {"kind": kind, "icon": icon, "text": text})
