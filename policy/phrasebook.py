"""The list of what must not be said, as one hospital keeps it: what ships, less what is switched off, plus
its own (A24, E8, E18). Every difference has its reason. ValueError with a code when a change makes no sense.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, Self

from policy.folding import GAP, parts
from policy.wording_lists import PHRASES, Concern

LONGEST = 60
# Counted, not listed.
LISTED = tuple(PHRASES)


class Entry(NamedTuple):
    concern: Concern
    phrase: str
    reason: str


@dataclass(frozen=True)
class Phrasebook:
    own: tuple[Entry, ...] = ()
    off: tuple[Entry, ...] = ()  # shipped ones that do not count here

    @cached_property
    def phrases(self) -> Mapping[Concern, Sequence[str]]:
        """What counts."""
        off = {(entry.concern, entry.phrase) for entry in self.off}
        own = {concern: [e.phrase for e in self.own if e.concern == concern] for concern in LISTED}
        return {
            concern: [*(one for one in shipped if (concern, one) not in off), *own[concern]]
            for concern, shipped in PHRASES.items()
        }

    def reason(self, concern: Concern, phrase: str) -> str:
        """Why the hospital added it; empty for what is shipped."""
        return _reason(self.own, concern, phrase)

    def off_because(self, concern: Concern, phrase: str) -> str:
        return _reason(self.off, concern, phrase)

    def with_own(self, concern: Concern, phrase: str, reason: str) -> Self:
        phrase = phrase.strip()
        if concern not in LISTED:
            raise ValueError("concern_unknown")
        if not parts(phrase) or len(phrase) > LONGEST:
            raise ValueError("no_phrase")
        known = [*PHRASES[concern], *(entry.phrase for entry in self.own if entry.concern == concern)]
        if _letters(phrase) in {_letters(one) for one in known}:
            raise ValueError("phrase_known")
        return replace(self, own=(*self.own, Entry(concern, phrase, _given(reason))))

    def without_own(self, concern: Concern, phrase: str) -> Self:
        return replace(self, own=_less(self.own, concern, phrase))

    def switched_off(self, concern: Concern, phrase: str, reason: str) -> Self:
        if phrase not in PHRASES.get(concern, ()) or self.off_because(concern, phrase):
            raise ValueError("phrase_unknown")
        return replace(self, off=(*self.off, Entry(concern, phrase, _given(reason))))

    def switched_on(self, concern: Concern, phrase: str) -> Self:
        return replace(self, off=_less(self.off, concern, phrase))

    def to_json(self) -> dict[str, Any]:
        return {"own": [list(entry) for entry in self.own], "off": [list(entry) for entry in self.off]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        try:
            own, off = (
                tuple(
                    Entry(Concern(concern), str(phrase), str(reason))
                    for concern, phrase, reason in data[part]
                )
                for part in ("own", "off")
            )
        except (KeyError, TypeError, ValueError):
            raise ValueError("malformed") from None
        return cls(own, off)


def language_of(phrase: str) -> str:
    """ "zh" or "en": what it is written in says where it can occur."""
    return "en" if phrase.isascii() else "zh"


def _letters(phrase: str) -> str:
    return GAP.join(parts(phrase))


def _reason(entries: Sequence[Entry], concern: Concern, phrase: str) -> str:
    return next((e.reason for e in entries if (e.concern, e.phrase) == (concern, phrase)), "")


def _given(reason: str) -> str:
    if not reason.strip():
        raise ValueError("no_reason")
    return reason.strip()


def _less(entries: Sequence[Entry], concern: Concern, phrase: str) -> tuple[Entry, ...]:
    left = tuple(e for e in entries if (e.concern, e.phrase) != (concern, phrase))
    if len(left) == len(entries):
        raise ValueError("phrase_unknown")
    return left


SHIPPED = Phrasebook()
