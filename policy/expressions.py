"""The small language of questionnaires and red flags: "pain >= 7 and not (wound in ("dry", "clean"))" (A25).

Names are question codes. A comparison with an answer that is missing, not applicable or of another kind
is false; numbers are compared as decimals, never as floats. static/js/expression.js means the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

Tree = dict[str, Any]
Literal = bool | str | dict[str, str]  # true, "dry", {"number": "38.5"}: as they stand in the tree

LONGEST = 500  # characters
DEEPEST = 8  # brackets and "not" inside one another
ORDERS = ("<", "<=", ">", ">=")
COMPARISONS = ("==", "!=", *ORDERS, "in", "has")
ASKED = ("answered", "na")
RESERVED = frozenset({"and", "or", "not", "in", "has", "true", "false", *ASKED})

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
# What a Chinese keyboard writes counts as what it looks like.
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n\u3000]+)
    | (?P<number>-?[0-9]+(?:\.[0-9]+)?)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<text>"[^"\n]*"|'[^'\n]*'|“[^“”\n]*”|‘[^‘’\n]*’)
    | (?P<sign>==|!=|<=|>=|<|>|≤|≥|≠)
    | (?P<mark>[(),（），])""",
    re.VERBOSE,
)
_SAME = {"≤": "<=", "≥": ">=", "≠": "!=", "（": "(", "）": ")", "，": ","}


class ExpressionError(Exception):
    """`code` says what is wrong, `position` at which character of the text it begins."""

    def __init__(self, code: str, position: int, words: str = "") -> None:
        super().__init__(f"{code} at {position}")
        self.code = code
        self.position = position
        self.words = words


@dataclass(frozen=True, slots=True)
class Node:
    """and, or, not: of others. A comparison: of an answer with values. answered, na: of an answer."""

    op: str
    of: tuple[Node, ...] = ()
    name: str = ""
    values: tuple[Literal, ...] = ()
    position: int = 0  # in the text, of the name

    def as_json(self) -> Tree:
        if self.of:
            return {"op": self.op, "of": [node.as_json() for node in self.of]}
        if self.values:
            return {"op": self.op, "name": self.name, "values": list(self.values)}
        return {"op": self.op, "name": self.name}

    def leaves(self) -> Iterator[Node]:
        """What is said of single answers, in the order of the text."""
        for node in self.of:
            yield from node.leaves()
        if not self.of:
            yield self


def parse(text: str, names: Collection[str]) -> Node:
    """Raises ExpressionError. `names`: the question codes that may be named here."""
    if len(text) > LONGEST:
        raise ExpressionError("too_long", LONGEST)
    return _Parser(text, names).whole()


def holds(tree: Tree, answers: Mapping[str, object]) -> bool:
    """`tree` as parse() made it; `answers`: question code to value."""
    op = tree["op"]
    if op == "and":
        return all(holds(one, answers) for one in tree["of"])
    if op == "or":
        return any(holds(one, answers) for one in tree["of"])
    if op == "not":
        return not holds(tree["of"][0], answers)
    answer = answers.get(tree["name"])
    if op == "na":
        return is_na(answer)
    if op == "answered":
        return is_answered(answer)
    return is_answered(answer) and _compare(op, answer, tree["values"])


def is_na(answer: object) -> bool:
    return isinstance(answer, dict) and answer.get("na") is True


def is_answered(answer: object) -> bool:
    """Given, and not as "not applicable"."""
    return not (answer is None or answer == "" or answer == [] or isinstance(answer, dict))


def millionths(value: object) -> int | None:
    """A number as exactly as the language knows numbers: twelve digits, six decimals. None: it is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        return None
    text = format(Decimal(repr(value)), "f") if isinstance(value, float) else format(value)
    if isinstance(value, Decimal):
        text = format(value, "f")
    if not _NUMBER.fullmatch(text):
        return None
    whole, _, part = text.partition(".")
    return int(whole + part.ljust(6, "0"))


def _compare(op: str, answer: object, values: list[Literal]) -> bool:
    if op == "has":
        return isinstance(answer, list) and values[0] in [one for one in answer if isinstance(one, str)]
    if op == "in":
        return any(_equal(answer, value) for value in values)
    if op in ("==", "!="):
        return _fits(answer, values[0]) and _equal(answer, values[0]) == (op == "==")
    return _ordered(op, millionths(answer), _number(values[0]))


def _ordered(op: str, left: int | None, right: int | None) -> bool:
    if left is None or right is None:
        return False
    if left == right:
        return op in ("<=", ">=")
    return op.startswith("<") == (left < right)


def _number(value: Literal) -> int | None:
    return millionths(value["number"]) if isinstance(value, dict) else None


def _fits(answer: object, value: Literal) -> bool:
    if isinstance(value, dict):
        return millionths(answer) is not None
    return type(answer) is type(value)


def _equal(answer: object, value: Literal) -> bool:
    if isinstance(value, dict):
        number = millionths(answer)
        return number is not None and number == _number(value)
    return type(answer) is type(value) and answer == value


class Token(NamedTuple):
    kind: str
    text: str
    position: int


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            unclosed = text[position] in "\"'“‘"
            raise ExpressionError("unclosed_text" if unclosed else "unknown_sign", position, text[position])
        kind = str(found.lastgroup)
        if kind != "space":
            yield Token(kind, _SAME.get(found[0], found[0]), position)
        position = found.end()
    yield Token("end", "", len(text))


class _Parser:
    """Recursive descent; the methods are the rules of the grammar, from the loosest to the tightest."""

    def __init__(self, text: str, names: Collection[str]) -> None:
        self.tokens = list(_tokens(text))
        self.names = names
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.any_of()
        if self.next.kind != "end":
            raise self.wrong("expected_end")
        return node

    def any_of(self) -> Node:
        return self.joined("or", self.all_of())

    def all_of(self) -> Node:
        return self.joined("and", self.single())

    def joined(self, word: str, first: Node) -> Node:
        nodes = [first]
        while self.skips(word):
            nodes.append(self.all_of() if word == "or" else self.single())
        return Node(word, tuple(nodes)) if len(nodes) > 1 else first

    def single(self) -> Node:
        if self.next.kind == "word" and self.next.text == "not":
            return Node("not", (self.deeper(self.single),))
        if self.next.text == "(" and self.next.kind == "mark":
            node = self.deeper(self.any_of)
            self.expect(")")
            return node
        if self.next.kind == "word" and self.next.text in ASKED:
            op = self.take().text
            self.expect("(")
            name = self.name()
            self.expect(")")
            return Node(op, name=name.text, position=name.position)
        return self.comparison()

    def deeper(self, rule: Any) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong("too_deep")
        self.take()
        node: Node = rule()
        self.depth -= 1
        return node

    def comparison(self) -> Node:
        name, op = self.name(), self.next
        if op.text not in COMPARISONS or op.kind not in ("sign", "word"):
            raise self.wrong("expected_comparison")
        self.take()
        values = self.listed() if op.text == "in" else (self.literal(op.text),)
        return Node(op.text, name=name.text, values=values, position=name.position)

    def listed(self) -> tuple[Literal, ...]:
        self.expect("(")
        values = [self.literal("in")]
        while self.skips(","):
            values.append(self.literal("in"))
        self.expect(")")
        return tuple(values)

    def literal(self, op: str) -> Literal:
        token = self.next
        if op in ORDERS and token.kind != "number":
            raise self.wrong("expected_number")
        if op == "has" and token.kind != "text":
            raise self.wrong("expected_text")
        if token.kind == "number" and not _NUMBER.fullmatch(token.text):
            raise self.wrong("number_too_long")
        if token.kind == "number":
            return {"number": self.take().text}
        if token.kind == "text":
            return self.take().text[1:-1]
        if token.kind == "word" and token.text in ("true", "false"):
            return self.take().text == "true"
        raise self.wrong("expected_value")

    def name(self) -> Token:
        if self.next.kind != "word" or self.next.text in RESERVED:
            raise self.wrong("expected_name")
        if self.next.text not in self.names:
            raise self.wrong("unknown_name")
        return self.take()

    def expect(self, mark: str) -> None:
        if not self.skips(mark):
            raise self.wrong("expected_open" if mark == "(" else "expected_close")

    def skips(self, text: str) -> bool:
        found = self.next.kind in ("mark", "word") and self.next.text == text
        self.at += found
        return found

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def wrong(self, code: str) -> ExpressionError:
        return ExpressionError(code, self.next.position, self.next.text)
