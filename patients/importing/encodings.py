"""Bytes to text, certain or not at all (F26).

UTF-8 is recognised by itself, UTF-16 by its mark or its zero bytes; what is neither is GB18030, which holds
the rare characters of names that GBK lacks. Statistical guessers are not asked: they take GBK for Korean.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from patients.importing.errors import ImportRefused, Refusal

OFFERED = ("utf-8", "gb18030", "utf-16", "big5")  # what a person may choose when the answer is not sure

MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 1 << 16
ZEROS_OF_UTF16 = 0.05  # commas and digits alone give more than this
DAMAGE = 0.1  # fewer broken places than this among the non-ASCII characters: UTF-8 with damage
COMMON = 0.75  # share of everyday characters below which GB18030 is doubted
BINARY = 0.02  # share of control characters above which it is no text

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class Text(NamedTuple):
    text: str
    encoding: str
    sure: bool


def decode(data: bytes, encoding: str = "") -> Text:
    """`encoding` is a person's choice among OFFERED; empty: find out."""
    if encoding:
        return _chosen(data, encoding)
    found = _by_mark(data) or _by_zeros(data) or _utf8(data) or _gb18030(data)
    if not found:
        raise ImportRefused(Refusal.ENCODING)
    sample = found.text[:SAMPLE]
    if len(CONTROL.findall(sample)) > BINARY * len(sample):
        raise ImportRefused(Refusal.BINARY)
    return found


def _strict(data: bytes, encoding: str, *, sure: bool = True) -> Text | None:
    try:
        text = data.decode(encoding)
    except UnicodeError:
        return None
    return Text(text.removeprefix("\ufeff"), encoding.removesuffix("-le").removesuffix("-be"), sure)


def _chosen(data: bytes, encoding: str) -> Text:
    found = _strict(data, encoding) if encoding in OFFERED else None
    if not found:
        raise ImportRefused(Refusal.ENCODING)
    return found


def _by_mark(data: bytes) -> Text | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            found = _strict(data, encoding)
            if not found:
                raise _damaged(data, encoding)
            return found
    return None


def _by_zeros(data: bytes) -> Text | None:
    """UTF-16 without a mark: the zero bytes of its commas and digits stand all on one side."""
    sample = data[:SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even + odd < ZEROS_OF_UTF16 * len(sample) or min(even, odd) * 10 > max(even, odd):
        return None
    return _strict(data, "utf-16-le" if odd > even else "utf-16-be")


def _utf8(data: bytes) -> Text | None:
    found = _strict(data, "utf-8")
    if found:
        return found
    patched = data.decode("utf-8", "replace")
    broken = patched.count("\ufffd")
    foreign = len(patched) - len(patched.encode("ascii", "ignore"))
    if broken < DAMAGE * foreign:
        raise _damaged(data, "utf-8")
    return None


def _gb18030(data: bytes) -> Text | None:
    found = _strict(data, "gb18030")
    if not found:
        return None
    foreign = "".join(re.findall(r"[^\x00-\x7f]+", found.text[:SAMPLE]))
    common = len(foreign.encode("gb2312", "ignore")) / 2
    return found._replace(sure=common >= COMMON * len(foreign))


def _damaged(data: bytes, encoding: str) -> ImportRefused:
    """With the line where the first broken character stands."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        whole = data[: error.start].decode(encoding, "replace")
        return ImportRefused(Refusal.DAMAGED_TEXT, {"row": whole.count("\n") + 1})
    return ImportRefused(Refusal.ENCODING)
