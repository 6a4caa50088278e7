"""How the words of an entry sound, so that signs, pinyin, initials and any mixture of them find it (B3, D1).

A line of tokens, " 产chan 科ke 门men 诊zhen" or " ·ct 检jian 查cha", is what a pattern is held against;
its grams, short pieces that such a pattern must begin with, are what the index holds.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from pypinyin import Style, lazy_pinyin, pinyin

LATIN = "·"  # stands for the sign where a word is Latin letters or digits
MOST_READINGS = 12
LONGEST_QUESTION = 40
MOST_WORDS = 8
INDEXED_TEXT = 2000
RUNS = re.compile(r"[a-z0-9]+|[^\x00-\x7f]+")
SPLIT: Any = list  # what has no pinyin comes back sign by sign
REST = "[a-z0-9]*"  # of a syllable of which only the beginning is typed


@dataclass(frozen=True, slots=True)
class Token:
    sign: str
    readings: tuple[str, ...]

    def said(self, which: int = 0) -> str:
        return f" {self.sign}{self.readings[which]}"


@dataclass(frozen=True, slots=True)
class Sounds:
    """What is stored beside an entry."""

    pinyin: str  # of its title, "chankemenzhen ckmz": to sort by, and to tell what is whole
    title: str
    others: str
    grams: list[str]


def sounds_of(title: str, keywords: str = "", text: str = "") -> Sounds:
    head, keys, body = tokens(title), tokens(keywords), tokens(text[:INDEXED_TEXT], silent=True)
    grams = _signs(body)
    for line in (head, keys):
        grams |= _signs(line) | _letters(line) | _inner(line)
    opening = _letters(head[:3], only_first=True) | {"".join(t.sign for t in head[:n]) for n in (1, 2)}
    grams |= {f"^{gram}" for gram in opening}
    full = "".join(_plain(t) for t in head)
    initials = "".join(_plain(t)[0] for t in head)
    return Sounds(f"{full} {initials}", lines(head), f"{lines(keys)}\n{lines(body)}", sorted(grams))


def tokens(text: str, *, silent: bool = False) -> list[Token]:
    """`silent`: signs without their readings, for a long text."""
    found: list[Token] = []
    for run in RUNS.findall(plain(text)):
        if run.isascii():
            found.append(Token(LATIN, (run,)))
        elif silent:
            found += [Token(sign, ("",)) for sign in run if sign.isalnum()]
        else:
            found += [Token(*pair) for pair in _read(run) if pair[0].isalnum()]
    return found


def _read(run: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each sign and its readings, the one that fits its neighbours first."""
    usual = lazy_pinyin(run, errors=SPLIT)
    others = pinyin(run, style=Style.NORMAL, heteronym=True, errors=SPLIT)
    if not len(usual) == len(others) == len(run):  # a sign outside the basic plane may count twice
        usual, others = [lazy_pinyin(sign, errors=SPLIT)[0] for sign in run], [[] for _sign in run]
    for sign, first, more in zip(run, usual, others, strict=True):
        readings = dict.fromkeys(r for r in (first, *more) if r.isascii() and r.isalpha())
        yield sign, tuple(readings) or ("",)


def lines(line: list[Token]) -> str:
    """The line, and again with each other reading of one of its signs."""
    usual = [token.said() for token in line]
    found = ["".join(usual)]
    for place, token in enumerate(line):
        for which in range(1, len(token.readings)):
            if len(found) < MOST_READINGS:
                found.append("".join([*usual[:place], token.said(which), *usual[place + 1 :]]))
    return "\n".join(found)


def _signs(line: list[Token]) -> set[str]:
    """Signs and pairs of signs; of a Latin word its beginning."""
    found = set()
    for here, then in zip_longest(line, line[1:]):
        if here.sign == LATIN:
            found |= {here.readings[0][:n] for n in (1, 2, 3)}
        else:
            found.add(here.sign)
            if then and then.sign != LATIN:
                found.add(here.sign + then.sign)
    return found


def _letters(line: list[Token], *, only_first: bool = False) -> set[str]:
    """What one, two or three typed letters can be: some of this syllable, then some of the next."""
    found: set[str] = set()
    for place in range(min(len(line), 1) if only_first else len(line)):
        heads = {r[:n] for r in line[place].readings for n in (1, 2, 3)}
        found |= heads | _going_on(heads, line[place + 1 : place + 3])
    return found - {""}


def _inner(line: list[Token]) -> set[str]:
    """Three letters that stand anywhere in what is typed: they say more than its beginning alone."""
    found: set[str] = set()
    for place, token in enumerate(line):
        heads = {r[i : i + n] for r in token.readings for i in range(len(r)) for n in (1, 2, 3)}
        found |= heads | _going_on(heads, line[place + 1 : place + 3])
    return {f"~{gram}" for gram in found if len(gram) == 3}


def _going_on(heads: set[str], following: list[Token]) -> set[str]:
    found: set[str] = set()
    for token in following:
        heads = {h + r[:n] for h in heads - {""} for r in token.readings for n in (1, 2) if len(h) + n <= 3}
        found |= heads
    return found


def _plain(token: Token) -> str:
    return token.readings[0] or token.sign


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


# --- What somebody typed ---


@dataclass(frozen=True, slots=True)
class Question:
    words: str  # as typed, without what is no letter
    patterns: tuple[str, ...]  # one for each word: all must fit; none where the grams say it all
    whole: str  # the words together, as if typed without spaces
    grams: list[str]
    opening: list[str]  # grams of a title that begins with them


def asked(text: str) -> Question | None:
    """None: nothing that could be looked for."""
    words = ["".join(c for c in word if c.isalnum()) for word in re.split(r"[\W_]+", plain(text))]
    words = [word[:LONGEST_QUESTION] for word in words if word][:MOST_WORDS]
    joined = "".join(words)[:LONGEST_QUESTION]
    if not joined:
        return None
    first = RUNS.findall(joined)[0]
    opening = {f"^{first[:3] if first.isascii() else first[:2]}", *_needed(joined)}
    grams = {gram for word in words for gram in _needed(word)}
    patterns = () if len(words) == 1 and _said_by_grams(joined) else tuple(_pattern(w) for w in words)
    return Question(joined, patterns, _pattern(joined), sorted(grams), sorted(opening))


def _said_by_grams(word: str) -> bool:
    return len(RUNS.findall(word)) == 1 and len(word) <= (3 if word.isascii() else 2)


def _needed(word: str) -> Iterator[str]:
    for run in RUNS.findall(word):
        if run.isascii():
            yield run[:3]
            yield from (f"~{run[n : n + 3]}" for n in range(1, len(run) - 2))
        elif len(run) == 1:
            yield run
        else:
            yield from (run[n : n + 2] for n in range(len(run) - 1))


def _pattern(word: str) -> str:
    """Every letter goes on with its syllable or begins the next; every sign is itself."""
    made = ""
    for run in RUNS.findall(word):
        for place, sign in enumerate(run):
            rest = REST if made else ""
            if not sign.isascii():
                made += f"{rest} {sign}"
            elif place == 0:
                made += f"{rest} .{sign}"
            else:
                made += f"(?:{REST} .)?{sign}"
    return made
