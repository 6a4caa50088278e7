"""What counts as a telephone or identity number, wherever somebody wrote it: paper, lists, the log."""

import re
from collections.abc import Callable

_GAP = r"[ \-‐–]?"
#: Digits as numbers are written: with blanks or dashes between them, seven or more; or seventeen and an X.
NUMBER = re.compile(rf"(?<!\d)(?:\d(?:{_GAP}\d){{16}}[Xx]|\+?\d(?:{_GAP}\d){{6,}})(?!\d)")
#: A date as the screens write it; after one, a number begins anew.
DATE = r"(?<!\d)(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"
#: 1.23456789, unless what follows the point is a mobile number: "1.13800138000" is the first of a list.
DECIMAL = r"(?<![\d.])\d{1,6}\.(?!1[3-9]\d{9}(?!\d))\d+(?!\d)"
_BUT_DATES = re.compile(f"(?P<kept>{DATE})|{NUMBER.pattern}")
_BUT_DATES_AND_DECIMALS = re.compile(f"(?P<kept>{DATE}|{DECIMAL})|{NUMBER.pattern}")


def with_numbers(shown: Callable[[str], str], text: str, *, decimals: bool = False) -> str:
    """`text` with each number as `shown` gives it. Dates stay, and decimals where such are written."""
    kept_or_number = _BUT_DATES_AND_DECIMALS if decimals else _BUT_DATES
    return kept_or_number.sub(lambda found: found["kept"] or shown(found[0]), text)
