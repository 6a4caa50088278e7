"""A paper drawn by typst: the data goes in as JSON beside the layout, never into it.

Typst draws a PDF with boxes when a font is missing and only warns: every warning is an error here.
"""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

FAMILY = "Noto Sans SC"
WEIGHTS = ("400Regular", "700Bold")


MOST_SIGNS = 60  # in one paper
UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
#: What only changes the sign before it: skin, gender, joining.
SHADES = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class NoPaper(RuntimeError):
    """The paper would not show what it should; nothing is handed out."""


def fonts_folder() -> Path:
    return Path(settings.BASE_DIR) / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"


@lru_cache(maxsize=2)
def _fonts(folder: Path) -> typst.Fonts:
    found = typst.Fonts(include_system_fonts=False, font_paths=[folder / weight for weight in WEIGHTS])
    if FAMILY not in {font.family for font in found.fonts()}:
        raise NoPaper(f"the font {FAMILY} is not in {folder}")
    return found


def draw(layout: Path, data: dict[str, Any]) -> bytes:
    """PDF/A, the same bytes for the same data. A sign that the font lacks, such as a smiling face in a post,
    stands there by its number."""
    words = SHADES.sub("", json.dumps(data, ensure_ascii=False))
    for _attempt in range(MOST_SIGNS):
        try:
            return _compiled(layout, words)
        except typst.TypstError as error:
            signs = _undrawn(str(error), words)
            if not signs:
                raise NoPaper(str(error)) from None
            for sign in signs:
                words = _without(words, sign)
    raise NoPaper("too many signs without a form")


def _compiled(layout: Path, words: str) -> bytes:
    paper, warnings = typst.compile_with_warnings(
        layout.read_bytes(),
        font_paths=_fonts(fonts_folder()),
        sys_inputs={"data": words},
        pdf_standards=["a-2b"],
        timestamp=0,
    )
    if warnings:
        raise NoPaper("; ".join(warning.message for warning in warnings))
    if not isinstance(paper, bytes):
        raise NoPaper("no bytes")
    return paper


def _undrawn(error: str, words: str) -> set[str]:
    """The signs that the font has no form for, as the error names them."""
    found = UNDRAWN.search(error)
    named = ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1]) if found else ""
    return {sign for sign in named if sign in words or json.dumps(sign)[1:-1] in words}


def _without(words: str, sign: str) -> str:
    number = f"〔U+{ord(sign):04X}〕"
    return words.replace(sign, number).replace(json.dumps(sign)[1:-1], number)
