"""An id or a count that came from outside: in an address, a form, a page that is old."""

from collections.abc import Iterable


def whole_number(text: str | None, *, digits: int = 18) -> int | None:
    """Plain digits (0-9) as a number; None for anything else and for more than `digits` of them."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= digits else None


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """Those that are one, in their order; what is none names nothing."""
    return [number for text in texts if (number := whole_number(text)) is not None]
