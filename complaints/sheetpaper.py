"""A sent weekly sheet as a paper (B13): what goes out of it, and nothing else."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from complaints.actions.sheets import DAY, WEEK
from complaints.models import WeeklySheet
from complaints.pack import at, safe
from complaints.pdf import draw
from complaints.sheetwords import groups, told

LAYOUT = Path(settings.BASE_DIR) / "templates" / "complaints" / "weekly" / "sheet.typ"


def paper_of(sheet: WeeklySheet) -> bytes:
    """The same bytes for the same sheet and language, whoever draws it."""
    data = contents(sheet)
    digest = hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    lang = "en" if (get_language() or "").startswith("en") else "zh"
    page = {"lang": lang, "digest": digest[:16], "page_of": _("Page"), "hospital": settings.HOSPITAL_NAME}
    return draw(LAYOUT, data | page)


def contents(sheet: WeeklySheet) -> dict[str, Any]:
    week = f"{sheet.monday} – {sheet.monday + WEEK - DAY}"
    edition = _("edition %(n)d") % {"n": sheet.edition}
    sent = _("Sent by %(who)s on %(at)s") % {
        "who": sheet.sent_by.full_name if sheet.sent_by else "",
        "at": at(sheet.sent_at),
    }
    return {
        "title": _("Opinions of the week"),
        "subject": week if sheet.edition == 1 else f"{week}・{edition}",
        "text": safe(sheet.text),
        "groups": [
            {
                "name": group.name,
                "entries": [[safe(entry["text"]), entry["department"]] for entry in group.going_out],
            }
            for group in groups(sheet)
            if group.going_out
        ],
        "figures_title": _("The week in figures"),
        "figures": [
            {"name": table.name, "lines": [[name, str(n)] for name, n in table.lines]}
            for table in told(sheet)
        ],
        "sent": sent,
    }
