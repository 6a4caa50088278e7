"""A title for a case that came without one."""

import re

LONGEST = 40
_STOPS = re.compile(r"[。！？!?；;\r\n]")


def title_of(words: str) -> str:
    """The first sentence of the words, at most 40 characters; cut short it ends in "…"."""
    sentences = (sentence.strip() for sentence in _STOPS.split(words))
    line = next(filter(None, sentences), words.strip())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
