"""Red flags: answers that a doctor must hear of while the patient is still on the line (A25, E4)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from policy.alerts import Level
from policy.expressions import ExpressionError, Tree, holds, parse

BY_HAND = "by_hand"  # no answer's: somebody heard something
MOST = 60
LONGEST_NAME, LONGEST_SAY = 60, 400
_CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
FILLED = frozenset({"{doctor}", "{by}"})  # what the words to say may leave open


class _Anything(frozenset[str]):
    """Every well-formed name: which questions there are is for whoever edits the flags to compare."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class RedFlag:
    """ValueError with a code when it makes no sense. `when`: see policy.expressions."""

    code: str
    name_zh: str
    name_en: str
    when: str
    level: Level
    say_zh: str
    say_en: str
    active: bool = True

    def __post_init__(self) -> None:
        says = (self.say_zh, self.say_en)
        checks = (
            ("code", bool(_CODE.fullmatch(self.code)) and self.code != BY_HAND),
            ("name", all(0 < len(name.strip()) <= LONGEST_NAME for name in (self.name_zh, self.name_en))),
            ("level", self.level in list(Level)),
            ("say", all(0 < len(say.strip()) <= LONGEST_SAY for say in says)),
            ("words", all(set(_BRACES.findall(say)) <= FILLED for say in says)),
        )
        for code, right in checks:
            if not right:
                raise ValueError(code)
        if not self.when.strip():
            raise ValueError("when")
        try:
            parse(self.when, _Anything())
        except ExpressionError:
            raise ValueError("when") from None

    @property
    def tree(self) -> Tree:
        return parse(self.when, _Anything()).as_json()

    @property
    def names(self) -> frozenset[str]:
        """The questions that it is about."""
        return frozenset(leaf.name for leaf in parse(self.when, _Anything()).leaves())

    def name(self, language: str) -> str:
        return self.name_zh if language.startswith("zh") else self.name_en

    def say(self, language: str) -> str:
        return self.say_zh if language.startswith("zh") else self.say_en

    def to_json(self) -> dict[str, Any]:
        return {slot: getattr(self, slot) for slot in self.__slots__}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        try:
            return cls(**{**data, "level": Level(data["level"])})
        except (KeyError, TypeError, AttributeError):
            raise ValueError("malformed") from None


@dataclass(frozen=True)
class RedFlags:
    flags: tuple[RedFlag, ...]

    def __post_init__(self) -> None:
        codes = [flag.code for flag in self.flags]
        if len(set(codes)) != len(codes):
            raise ValueError("code_twice")
        if len(codes) > MOST:
            raise ValueError("too_many")
        trees = {flag.code: flag.tree for flag in self.flags if flag.active}
        object.__setattr__(self, "_trees", trees)

    @property
    def trees(self) -> Mapping[str, Tree]:
        """Of the active ones, by code: what the page reckons with."""
        found: Mapping[str, Tree] = self._trees  # type: ignore[attr-defined]  # set above: frozen
        return found

    @cached_property
    def trees_written(self) -> str:
        """The same as JSON, for the page."""
        return json.dumps(self.trees, ensure_ascii=False)

    def raised_by(self, answers: Mapping[str, object]) -> tuple[RedFlag, ...]:
        return tuple(flag for flag in self if flag.active and holds(self.trees[flag.code], answers))

    def get(self, code: str) -> RedFlag | None:
        return next((flag for flag in self if flag.code == code), None)

    def __iter__(self) -> Iterator[RedFlag]:
        return iter(self.flags)

    def to_json(self) -> dict[str, Any]:
        return {"flags": [flag.to_json() for flag in self.flags]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        try:
            rows: Sequence[Any] = data["flags"]
            return cls(tuple(RedFlag.from_json(row) for row in rows))
        except (KeyError, TypeError):
            raise ValueError("malformed") from None
