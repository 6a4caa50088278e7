"""The parts of a page that only its figures decide, drawn once for each frozen version.

What is frozen never says anything else, so that its parts are kept in the process: by the version's hash, the
reader's language, and whether he may open the records behind a number. Nothing in them is anybody's own.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from reports.bound import drawn as drawn_text
from reports.bound import values
from reports.links import Links
from reports.models import Report, ReportVersion
from reports.showing import shown
from reports.writing import SECTIONS

MOST = 48  # versions times languages times readers; some 300 KB each
PARTS = ("headlines", "charts", "tables", "opinions")
type_of_parts = Mapping[str, Any]


def parts_of(sheet: dict[str, Any], texts: dict[str, str], *, opens: bool) -> type_of_parts:
    page = shown(sheet, opens=opens)
    known = values(sheet, Links(sheet, opens=opens))
    drawn: dict[str, SafeString] = {
        name: render_to_string(f"reports/_sheet/_{name}.html", page) for name in PARTS
    }
    return {
        **drawn,
        "scope": sheet["scope"],
        "texts": [(name, words) for name in SECTIONS if (words := drawn_text(texts.get(name, ""), known))],
    }


def kept_parts(report: Report, *, opens: bool) -> type_of_parts:
    """Of a frozen report; its version may have been read without its figures."""
    version = report.version
    assert version is not None  # noqa: S101 (a constraint of the database says so)
    return _kept(version.pk, version.digest, get_language() or "", opens)


@lru_cache(maxsize=MOST)
def _kept(version_id: int, digest: str, language: str, opens: bool) -> type_of_parts:
    version = ReportVersion.objects.only("figures", "texts").get(pk=version_id, digest=digest)
    return parts_of(version.figures, version.texts, opens=opens)
