"""A practice call (C3): what the patient says, what may be answered, and why the rest must not be.

The tree of a case is data; here is what a tree is and how it is walked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

END = ""


class Why(StrEnum):
    """What is wrong with an answer (A24, E8, E18)."""

    PROMISE = auto()
    FEAR = auto()
    PRICE = auto()
    DISCLOSURE = auto()
    SECRETS = auto()  # asks for what swindlers ask for
    UNHEARD = auto()  # goes on as if nothing had been said
    EARLY = auto()  # something else comes first
    COLD = auto()
    DELAY = auto()  # what cannot wait


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that stands in no script. `why`: what is wrong with it; None: it is right and leads `to`."""

    zh: str
    en: str
    why: Why | None = None
    to: str = END


@dataclass(frozen=True, slots=True)
class Turn:
    """The patient has spoken. Answers are "step:greet", "reply:busy" or "line:0"."""

    code: str
    zh: str
    en: str
    right: Mapping[str, str]  # answer → the next turn
    wrong: Mapping[str, Why]
    lines: tuple[Line, ...] = ()

    @property
    def answers(self) -> list[str]:
        return [*self.right, *self.wrong, *(f"line:{number}" for number in range(len(self.lines)))]

    def line(self, answer: str) -> Line | None:
        part, _colon, number = answer.partition(":")
        return self.lines[int(number)] if part == "line" else None

    def judged(self, answer: str) -> tuple[Why | None, str]:
        """What is wrong with it (None: nothing), and the turn it leads to. ValueError: it is no answer."""
        if answer not in self.answers:
            raise ValueError("answer_unknown")
        if line := self.line(answer):
            return line.why, line.to
        return self.wrong.get(answer), self.right.get(answer, END)


@dataclass(frozen=True, slots=True)
class Person:
    """Chinese and English."""

    name: tuple[str, str]
    sex: str
    age: int
    department: tuple[str, str]
    doctor: tuple[str, str]
    days: int


@dataclass(frozen=True, slots=True)
class Case:
    code: str
    title: tuple[str, str]
    brief: tuple[str, str]  # what the agent knows before dialling
    kind: str  # of visit
    person: Person
    turns: tuple[Turn, ...]  # the first one answers the telephone

    def turn(self, code: str) -> Turn:
        return next(turn for turn in self.turns if turn.code == code)

    @property
    def right(self) -> set[str]:
        """Answers of the script that some turn waits for."""
        return {answer for turn in self.turns for answer in turn.right}


@dataclass(frozen=True, slots=True)
class Said:
    turn: Turn
    answer: str
    why: Why | None


@dataclass(frozen=True, slots=True)
class Play:
    turn: Turn | None  # that waits for an answer; None: the call is over
    told: tuple[Said, ...]

    @property
    def tried(self) -> dict[str, Why]:
        """The wrong answers given since the patient spoke last."""
        tried: dict[str, Why] = {}
        for said in reversed(self.told):
            if said.why is None:
                break
            tried[said.answer] = said.why
        return tried


def play(case: Case, path: Sequence[str]) -> Play:
    """ValueError when an answer of `path` does not belong where it stands. After a wrong one he waits on."""
    turn: Turn | None = case.turns[0]
    told: list[Said] = []
    for answer in path:
        if turn is None:
            raise ValueError("over")
        why, following = turn.judged(answer)
        told.append(Said(turn, answer, why))
        if why is None:
            turn = case.turn(following) if following else None
    return Play(turn, tuple(told))
