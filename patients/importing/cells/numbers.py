"""Whether some digits are a telephone number, and in which form it is kept (F27)."""

from __future__ import annotations

import re
from enum import StrEnum, auto

import phonenumbers


class PhoneKind(StrEnum):
    MOBILE = auto()
    LANDLINE = auto()
    UNKNOWN = auto()


HOME = "CN"
MOBILE = re.compile(r"0?(1[3-9]\d{9})", re.A)
LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}", re.A)
LOCAL = re.compile(r"[2-8]\d{6,7}", re.A)  # of the hospital's own town
SERVICE = re.compile(r"[48]00\d{7}", re.A)
COUNTRY = re.compile(r"(?:\+|00)86(\d+)", re.A)
ABROAD = re.compile(r"(?:\+|00)([1-9]\d{6,14})", re.A)

Number = tuple[str, PhoneKind]


def national(digits: str) -> Number | None:
    """`digits` may begin with + or 00 and a country; None when it is no number."""
    if country := COUNTRY.fullmatch(digits):
        return _home(country[1]) or _home(f"0{country[1]}")
    if abroad := ABROAD.fullmatch(digits):
        return _abroad(f"+{abroad[1]}")
    if digits.startswith("+"):
        return None
    return _home(digits) or (_home(digits[2:]) if digits.startswith("86") and len(digits) == 13 else None)


def _home(digits: str) -> Number | None:
    if mobile := MOBILE.fullmatch(digits):
        return mobile[1], PhoneKind.MOBILE
    if LANDLINE.fullmatch(digits) or LOCAL.fullmatch(digits):
        return digits, PhoneKind.LANDLINE
    if SERVICE.fullmatch(digits):
        return digits, PhoneKind.UNKNOWN
    return None


def _abroad(number: str) -> Number | None:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), PhoneKind.UNKNOWN
