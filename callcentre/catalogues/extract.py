"""Find every sentence that the sources give to translation."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

#: function → its arguments, as gettext names them
SHAPES: dict[str, tuple[str, ...]] = {
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "gettext_noop": ("id",),
    "ngettext": ("id", "plural"),
    "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
    "npgettext_lazy": ("context", "id", "plural"),
}
TEMPLATE_CALL = re.compile(r"(?<!\w)(_|n?p?gettext)\s*\(\s*(?:u)?(?=['\"])")
LITERAL = re.compile(r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?\s*u?", re.DOTALL)


@dataclass(frozen=True, order=True)
class Message:
    """One entry of a catalogue."""

    id: str
    context: str = ""
    plural: str = ""


class NotConstant(Exception):
    """A sentence put together while running cannot be translated."""


def messages(root: Path, packages: list[str]) -> dict[Message, set[str]]:
    """All messages of the packages and of the templates, each with the files it stands in."""
    found: dict[Message, set[str]] = {}
    for file in _sources(root, packages):
        read = from_template if file.suffix == ".html" else from_python
        for message in read(file.read_text(encoding="utf-8"), str(file.relative_to(root))):
            found.setdefault(message, set()).add(file.relative_to(root).as_posix())
    return found


def from_python(source: str, name: str) -> Iterator[Message]:
    """The messages of one module, under whatever names it imports Django's functions."""
    tree = ast.parse(source, name)
    names = dict(_imported(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = _function(node.func, names)
        if function is None:
            continue
        shape = SHAPES[function]
        words = node.args[: len(shape)]
        if any(isinstance(word, ast.JoinedStr | ast.BinOp) for word in words):
            raise NotConstant(
                f"{name}:{node.lineno} translates a sentence that is put together while running."
            )
        # A bare name stands for a message that is marked where it is written.
        if all(isinstance(word, ast.Constant) for word in words):
            yield _message(shape, [str(word.value) for word in words if isinstance(word, ast.Constant)])


def from_template(source: str, name: str) -> Iterator[Message]:
    """The messages of one template, as Django's own makemessages sees them."""
    code = templatize(source, origin=name)
    for call in TEMPLATE_CALL.finditer(code):
        shape = SHAPES["gettext" if call[1] == "_" else call[1]]
        words: list[str] = []
        position = call.end()
        while len(words) < len(shape) and (literal := LITERAL.match(code, position)):
            words.append(str(ast.literal_eval(_closed(literal[1]))))
            position = literal.end()
        if len(words) == len(shape):
            yield _message(shape, words)


def _sources(root: Path, packages: list[str]) -> Iterator[Path]:
    for package in packages:
        yield from sorted((root / package).rglob("*.py"))
    yield from sorted((root / "templates").rglob("*.html"))


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from (
                (alias.asname or alias.name, alias.name) for alias in node.names if alias.name in SHAPES
            )


def _function(called: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(called, ast.Name):
        # N_ marks a message in plain Python, which knows no Django.
        return "gettext_noop" if called.id == "N_" else names.get(called.id)
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        return called.attr if called.value.id == "translation" and called.attr in SHAPES else None
    return None


def _closed(literal: str) -> str:
    """A blocktranslate may span lines; a literal between single quotes may not."""
    return literal.replace("\n", "\\n")


def _message(shape: tuple[str, ...], words: list[str]) -> Message:
    return Message(**dict(zip(shape, words, strict=True)))
