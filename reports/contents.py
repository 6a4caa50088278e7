"""What stands in a report's files, as plain words and numbers: for PDF, workbook and CSV alike."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from policy.reporting import ANSWERABLE
from reports.bound import filled, values
from reports.changewords import lines as changed_lines
from reports.drawing import SHOWN
from reports.followwords import feedback_head, feedback_rows, measure_head, measure_rows
from reports.links import Cell, Links
from reports.models import Report
from reports.movewords import HAPPENED, ITSELF
from reports.showing import shown
from reports.spanwords import called
from reports.words import MEASURES
from reports.writing import SECTIONS

type_of_table = dict[str, Any]


def contents(report: Report, sheet: dict[str, Any]) -> dict[str, Any]:
    links = Links(sheet, opens=False)
    page = shown(sheet, opens=False)
    version = report.version if report.frozen else None
    known = values(sheet, links)
    texts = version.texts if version else report.texts
    return {
        "title": _("Follow-up report, %(title)s") % {"title": called(report.kind, report.label)},
        "hospital": settings.HOSPITAL_NAME,
        "about": _about(report, sheet),
        "number": f"R{report.pk:05d}",
        "standing": _standing(report),
        "digest": f"SHA-256 {version.digest[:32]}" if version else "",
        "ledger": _ledger(page["ledger"]),
        "headlines": [_headline(one, page["before_label"]) for one in page["headlines"]],
        "texts": [
            {"title": str(label), "lines": words.splitlines()}
            for name, label in SECTIONS.items()
            if (words := filled(texts.get(name, ""), known))
        ],
        "signatures_title": _("Approval"),
        "signatures": _signatures(report),
        "tables": [
            *map(_group, page["tables"]),
            *(table(one["title"], one["head"], one["rows"], note=one["note"]) for one in page["beside"]),
            *_followed(sheet),
            *_differences(report),
        ],
        "opinions": [
            {"title": f"{one['name']} ({one['n'].n})", "words": [_tagged(words) for words in one["words"]]}
            for one in [*page["opinions"], *page["said"]]
        ],
        "charts": page["charts"],
    }


def _tagged(one: dict[str, Any]) -> str:
    """ "[dissatisfied] Nobody explained the bill ×3": how often it was said, if more than once."""
    words = f"[{one['tag']}] {one['text']}" if one["tag"] else str(one["text"])
    return f"{words} ×{one['n']}" if one["n"] > 1 else words


def _about(report: Report, sheet: dict[str, Any]) -> str:
    scope = sheet["scope"]
    named = [name for name in (scope["department_name"], scope["agent_name"]) if name]
    who = "・".join(named) or _("the whole hospital")
    return f"{who}，{report.first:%Y-%m-%d} – {report.last:%Y-%m-%d}"


def _standing(report: Report) -> str:
    if report.version is None or not report.frozen:
        return _("draft, not approved")
    words = _("version %(n)s") % {"n": report.version.number}
    if report.state in ANSWERABLE:
        return f"{words}, {report.get_state_display()}"
    return f"{words}, {_('not approved yet')}"


def _ledger(ledger: dict[str, Any]) -> str:
    parts = "".join(f" {sign} {name} {cell.n:,}" for sign, name, cell in ledger["parts"])
    return f"{MEASURES['due']} {ledger['due'].n:,}{parts}"


def _headline(one: Any, before: str) -> dict[str, str]:
    compared = [f"{before}: {one.before:+}"] if one.before is not None else []
    few = (
        [_("few: %(low)s–%(high)s %%") % dict(zip(("low", "high"), one.range, strict=True))]
        if one.range
        else []
    )
    return {
        "name": one.name,
        "percent": f"{one.percent}%" if one.percent is not None else "–",
        "fraction": f"{one.above} {one.part.n:,} ÷ {one.below} {one.whole.n:,}",
        "change": "\n".join([*compared, *few]),
    }


def _signatures(report: Report) -> list[str]:
    """Of what is in the file: a later step makes another file."""
    events = report.events.select_related("by", "version")
    return [
        "　".join(
            [
                f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}",
                event.by.full_name if event.by else "",
                str(HAPPENED[event.what] if event.by else ITSELF),
                _("version %(n)s") % {"n": event.version.number} if event.version else "",
                event.version.digest[:16] if event.version else "",
            ]
        )
        for event in events
    ]


def table(
    title: str, head: list[Any], rows: list[list[Any]], *, note: str = "", words: int = 1
) -> type_of_table:
    """`words`: so many columns from the left hold words, the others figures."""
    return {
        "title": title,
        "head": [str(word) for word in head],
        "rows": [[plain(cell) for cell in row] for row in rows],
        "note": note,
        "words": words,
    }


def plain(cell: Any) -> Any:
    """A number stays one; a cell of a page is its number; nothing is a dash."""
    if isinstance(cell, Cell):
        return cell.n
    return "–" if cell is None else cell if isinstance(cell, int | float | Decimal) else str(cell)


def _group(one: dict[str, Any]) -> type_of_table:
    head = [one["name"], _("Follow-up rate"), _("target"), *(MEASURES[measure] for measure in SHOWN)]
    rows = [[line["name"], line["rate"], line["target"], *line["cells"]] for line in one["lines"]]
    return table(one["name"], head, rows)


def _followed(sheet: dict[str, Any]) -> list[type_of_table]:
    found = [
        (_("Measures after earlier reports"), measure_head(), measure_rows(sheet)),
        (_("What the departments say"), feedback_head(), feedback_rows(sheet)),
    ]
    return [table(title, head, list(rows), words=len(head)) for title, head, rows in found if rows]


def _differences(report: Report) -> list[type_of_table]:
    """Of the final version: what differs from the one that was approved."""
    if report.version is None or not report.version.differences:
        return []
    rows = [[one.where, one.what, one.old, one.new] for one in changed_lines(report.version.differences)]
    head = [_("Where"), _("What"), pgettext("value", "approved"), pgettext("value", "final")]
    return [table(_("What differs from the approved version"), head, rows, words=2)]
