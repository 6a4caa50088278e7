"""How a patient left the ward, read from a hospital's words or the national list's codes (E2, E9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from policy.visit_words import plain
from policy.visits import LeftBy

LEFT_BY_WORDS: tuple[tuple[LeftBy, re.Pattern[str]], ...] = (
    (
        LeftBy.DEATH,
        re.compile(
            r"(?<![非未无没])(死亡|去世|病故|已故|身亡|亡故|殁)(?!:?[否无0])|^亡$|\(亡\)|death|died|deceased|expired"
        ),
    ),
    (LeftBy.TRANSFER, re.compile(r"转院|转社区|转往|转其他|医嘱转|transfer")),
    (LeftBy.OWN_WISH, re.compile(r"非医嘱|自动(出院|离院)|自行|要求出院|签字|against|own[ _]?wish")),
    (
        LeftBy.ADVICE,
        re.compile(
            r"医嘱|治愈|好转|正常出院|回家|advice|^(discharged)?(to)?home$|routine|recovered|improved"
        ),
    ),
)


LEFT_BY_CODES: Mapping[str, LeftBy] = MappingProxyType(
    {
        "1": LeftBy.ADVICE,
        "2": LeftBy.TRANSFER,
        "3": LeftBy.TRANSFER,
        "4": LeftBy.OWN_WISH,
        "5": LeftBy.DEATH,
    }
)


def left_by(word: str, *, codes: bool = True) -> LeftBy:
    """How a patient left the ward: the national list's words or its codes (1-5, 9).

    `codes`: whether bare digits are that list's; under 转归, other lists have other digits.
    """
    said = plain(word)
    if codes and said.lstrip("0") in LEFT_BY_CODES:
        return LEFT_BY_CODES[said.lstrip("0")]
    for way, pattern in LEFT_BY_WORDS:
        if pattern.search(said):
            return way
    return LeftBy.OTHER if said else LeftBy.UNKNOWN
