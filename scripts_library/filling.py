"""Filling a script's words for one patient and one agent: plain substitution, nothing is executed."""

import re
from collections.abc import Mapping

from policy.address import Address, address

WORDS = frozenset({"hospital", "agent", "address", "department", "doctor", "days", "patient"})
_WORD = re.compile(r"\{(\w+)\}")
_BRACE = re.compile(r"[{}｛｝]")

FORMS = {
    "zh": {
        Address.CHILD: "{name}小朋友的家长",
        Address.MAN: "{name}先生",
        Address.WOMAN: "{name}女士",
        Address.NEUTRAL: "{name}",
    },
    "en": {
        Address.CHILD: "a parent of {name}",
        Address.MAN: "Mr {name}",
        Address.WOMAN: "Ms {name}",
        Address.NEUTRAL: "{name}",
    },
}


def form_of_address(name: str, sex: str, age: int | None, language: str) -> str:
    return FORMS[language][address(sex, age)].replace("{name}", name)


def unknown_words(text: str) -> set[str]:
    """Words in braces that nothing fills, and braces that hold no word: neither may be saved in a script."""
    stray = set(_BRACE.findall(_WORD.sub("", text)))
    return (set(_WORD.findall(text)) - WORDS) | stray


def pieces(text: str, words: Mapping[str, str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was filled in: the page sets those bold."""
    found: list[tuple[str, bool]] = []
    position = 0
    for match in _WORD.finditer(text):
        if match.start() > position:
            found.append((text[position : match.start()], False))
        found.append((words.get(match[1], ""), True))
        position = match.end()
    if position < len(text):
        found.append((text[position:], False))
    return [(piece, filled) for piece, filled in found if piece]
