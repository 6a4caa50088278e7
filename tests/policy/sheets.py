"""Random questionnaires with answers, and an oracle that shares no line with the product.

A condition is made here as a tuple; from it come the text that the product parses and the Python expression
that the oracle evaluates. The oracle asks for visibility by recursion, with fractions for numbers.
"""

import json
import random
from fractions import Fraction
from functools import cache
from typing import Any

from policy.expressions import parse
from policy.questionnaires import Condition, Kind, Question, Sheet, Words

TEXTS = ("dry", "clean", "红肿", "7", "true", "")
NUMBERS = ("0", "1", "4", "7", "38.5", "38.50", "38.4", "-3", "37.999999", "100000000000", "0.1")
ANSWERS: tuple[Any, ...] = (
    *(0, 1, 4, 7, 38.5, 38.4, 0.1 + 0.2, 0.1, 5.0, -3, 1e-5, 1e-7, 1e16, 123456789012345678),
    *("38.5", "38.50", "38.500001", "037.999999", "100000000000", "1000000000000", "1.2345678", "-0", "1e3"),
    *("dry", "clean", "红肿", "7", "true", "", " ", "７", True, False, None, "2026-11-20"),
    *([], ["dry"], ["clean", "红肿"], ["7"], [7], {"na": True}, {"na": False}, {"na": "yes"}, {}),
)


def a_condition(chance: random.Random, names: list[str], depth: int = 0) -> Any:
    if depth < 3 and chance.random() < 0.45:
        word = chance.choice(("and", "or", "not"))
        count = 1 if word == "not" else chance.choice((2, 2, 3))
        return (word, *(a_condition(chance, names, depth + 1) for _ in range(count)))
    name = chance.choice(names)
    if chance.random() < 0.2:
        return (chance.choice(("answered", "na")), name)
    op = chance.choice(("==", "!=", "<", "<=", ">", ">=", "in", "has"))
    if op == "in":
        return (op, name, [a_literal(chance) for _ in range(chance.randint(1, 3))])
    if op == "has":
        return (op, name, [("text", chance.choice(TEXTS))])
    return (op, name, [a_literal(chance) if op in ("==", "!=") else ("number", chance.choice(NUMBERS))])


def a_literal(chance: random.Random) -> Any:
    kind = chance.choice(("number", "number", "text", "truth"))
    pool = {"number": NUMBERS, "text": TEXTS, "truth": (True, False)}[kind]
    return (kind, chance.choice(pool))


def as_text(condition: Any, chance: random.Random) -> str:
    """With no more brackets than the grammar needs, and now and then one pair more."""
    word, *of = condition
    if word == "not":
        inner = as_text(of[0], chance)
        return f"not ({inner})" if of[0][0] in ("and", "or") else f"not {inner}"
    if word in ("and", "or"):
        parts = []
        for one in of:
            needed = word == "and" and one[0] == "or"
            inner = as_text(one, chance)
            parts.append(f"({inner})" if needed or chance.random() < 0.2 else inner)
        return f" {word} ".join(parts)
    if word in ("answered", "na"):
        return f"{word}({of[0]})"
    name, values = of
    said = [
        {"number": str, "text": lambda v: f'"{v}"', "truth": lambda v: str(v).lower()}[k](v)
        for k, v in values
    ]
    return f"{name} {word} ({', '.join(said)})" if word == "in" else f"{name} {word} {said[0]}"


def as_python(condition: Any) -> str:
    word, *of = condition
    if word in ("and", "or"):
        return "(" + f" {word} ".join(as_python(one) for one in of) + ")"
    if word == "not":
        return f"(not {as_python(of[0])})"
    if word in ("answered", "na"):
        return f"{word}(known({of[0]!r}))"
    name, values = of
    if word == "in":
        return "(" + " or ".join(as_python(("==", name, [one])) for one in values) + ")"
    if word == "has":
        return f"(type(known({name!r})) is list and {values[0][1]!r} in known({name!r}))"
    (kind, value) = values[0]
    answer = f"{kind}(known({name!r}))"
    wanted = f"Fraction({value!r})" if kind == "number" else repr(value)
    return f"({answer} is not None and {answer} {word} {wanted})"


def number(answer: Any) -> Fraction | None:
    if type(answer) is float:
        exact = Fraction(str(answer))
        return exact if abs(exact) < 10**12 and (exact * 10**6).denominator == 1 else None
    if type(answer) is int:
        answer = str(answer)
    if type(answer) is not str or set(answer) - set("0123456789.-") or "-" in answer[1:]:
        return None
    whole, _, part = answer.lstrip("-").partition(".")
    return Fraction(answer) if 1 <= len(whole) <= 12 and len(part) <= 6 else None


def na(answer: Any) -> bool:
    return type(answer) is dict and answer.get("na") is True


def answered(answer: Any) -> bool:
    return type(answer) is not dict and answer not in (None, "", [])


def text(answer: Any) -> str | None:
    return answer if type(answer) is str and answer else None


def truth(answer: Any) -> bool | None:
    return answer if type(answer) is bool else None


@cache
def stories(first: int, last: int) -> list["Story"]:
    return [Story(seed) for seed in range(first, last)]


class Story:
    """One questionnaire with one set of answers; `sheet` is the product's, the rest is plain."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self._shown: dict[str, bool] = {}
        self.names = [f"q{place}" for place in range(chance.randint(3, 9))]
        self.show: dict[str, Any] = {}
        self.want: dict[str, Any] = {}
        for place, name in enumerate(self.names[1:], start=1):
            if chance.random() < 0.6:
                self.show[name] = a_condition(chance, self.names[:place])
            if chance.random() < 0.4:
                self.want[name] = a_condition(chance, self.names[:place])
        self.always = {name for name in self.names if chance.random() < 0.3}
        given = {name: chance.choice(ANSWERS) for name in self.names if chance.random() < 0.85}
        self.answers: dict[str, Any] = json.loads(json.dumps(given))
        self.sheet = Sheet(tuple(self._question(name, chance) for name in self.names))

    def _question(self, name: str, chance: random.Random) -> Question:
        earlier = self.names[: self.names.index(name)]

        def condition(made: Any) -> Condition | None:
            if made is None:
                return None
            said = as_text(made, chance)
            return Condition(said, parse(said, earlier).as_json())

        return Question(
            code=name,
            kind=Kind.TEXT,
            title=Words("？"),
            required=name in self.always,
            required_if=condition(self.want.get(name)),
            show_if=condition(self.show.get(name)),
        )

    def holds(self, condition: Any) -> bool:
        def known(name: str) -> Any:
            return self.answers.get(name) if self.shown(name) else None

        scope = {f.__name__: f for f in (number, na, answered, text, truth, Fraction)}
        return bool(eval(as_python(condition), {**scope, "known": known}))  # noqa: S307

    def shown(self, name: str) -> bool:
        if name not in self._shown:
            self._shown[name] = name not in self.show or self.holds(self.show[name])
        return self._shown[name]

    def visible(self) -> list[str]:
        return [name for name in self.names if self.shown(name)]

    def required(self) -> list[str]:
        wanted = (name for name in self.visible() if name in self.always or name in self.want)
        return [name for name in wanted if name in self.always or self.holds(self.want[name])]

    def as_json(self) -> dict[str, Any]:
        return {"sheet": self.sheet.as_json(), "answers": self.answers}
