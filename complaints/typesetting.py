"""The process that draws one paper: `python -m complaints.typesetting`, what is to be drawn on stdin.

Typst keeps what it has laid out for the next paper, some 60 MB of a long one each time; here that ends with
the paper. In goes one JSON object: layout, fonts, family, words. Out come the bytes of the PDF, or, with
status 1, what is wrong with it.
"""

import json
import re
import sys
from pathlib import Path

import typst

ROUNDS = 10  # one names every sign without a form; what is drawn anew without them may name more
UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class NotDrawn(Exception):
    """Why there is no paper."""


def paper(layout: bytes, words: str, fonts: typst.Fonts) -> bytes:
    """A sign that the font lacks, such as a smiling face in a post, stands there by its number."""
    for _round in range(ROUNDS):
        try:
            return compiled(layout, words, fonts)
        except typst.TypstError as error:
            signs = undrawn(error.diagnostic, words)
            if not signs:
                raise NotDrawn(str(error)) from None
            for sign in signs:
                words = without(words, sign)
    raise NotDrawn("too many signs without a form")


def compiled(layout: bytes, words: str, fonts: typst.Fonts) -> bytes:
    drawn, warnings = typst.compile_with_warnings(
        layout, font_paths=fonts, sys_inputs={"data": words}, pdf_standards=["a-2b"], timestamp=0
    )
    if warnings:
        raise NotDrawn("; ".join(warning.message for warning in warnings))
    if not isinstance(drawn, bytes):
        raise NotDrawn("no bytes")
    return drawn


def undrawn(errors: str, words: str) -> set[str]:
    """The signs that the font has no form for, as the errors name them."""
    found = "".join(UNDRAWN.findall(errors))
    named = ESCAPED.sub(lambda code: chr(int(code[1], 16)), found)
    return {sign for sign in named if sign in words or json.dumps(sign)[1:-1] in words}


def without(words: str, sign: str) -> str:
    number = f"〔U+{ord(sign):04X}〕"
    return words.replace(sign, number).replace(json.dumps(sign)[1:-1], number)


def fonts_of(folders: list[str], family: str) -> typst.Fonts:
    found = typst.Fonts(include_system_fonts=False, font_paths=list(folders))
    if family not in {font.family for font in found.fonts()}:
        raise NotDrawn(f"the font {family} is not in {folders[0]}")
    return found


def main() -> int:
    asked = json.load(sys.stdin)
    try:
        fonts = fonts_of(asked["fonts"], asked["family"])
        drawn = paper(Path(asked["layout"]).read_bytes(), asked["words"], fonts)
    except NotDrawn as error:
        print(error, file=sys.stderr)
        return 1
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    sys.exit(main())
