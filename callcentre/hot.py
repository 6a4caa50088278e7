"""How the hot parts of pages are drawn by Jinja2 (docs/decisions/024): what their templates may call."""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, override
from django_htmx.jinja import htmx_script
from jinja2 import Environment, nodes, pass_context
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from followups.drawing import tag
from staff.templatetags import look

SOME_NUMBER = 987654321  # stands in an address for the number that it will have
NONCE = "nonce-of-this-page"  # … and in a tag for the nonce


class Words(dict[str, Markup]):
    """The house's own sentences in one language, trusted as in any other template; called like gettext."""

    def __missing__(self, message: str) -> Markup:
        found = self[message] = Markup(gettext(message))  # noqa: S704 (a catalogue's, never a person's)
        return found

    __call__ = dict.__getitem__


@lru_cache(maxsize=8)
def words_in(language: str | None) -> Words:
    """Those of the language that is active: each is looked up once in a process."""
    return Words()


def say(message: str) -> Markup:
    return words_in(get_language())[message]


def drawn(value: object) -> str:
    """What stands on the page for a value: escaped, unless it says of itself that it is HTML.

    As markupsafe.escape, without making a Markup of each of a page's thousand texts only to join them.
    """
    kind = type(value)
    if kind is str:
        return escaped(value)  # type: ignore[arg-type]
    if kind is SafeString or kind is Markup:
        return value  # type: ignore[return-value]  # both are str
    return str(value.__html__()) if hasattr(value, "__html__") else escaped(str(value))


def escaped(text: str) -> str:
    """html.escape goes through a text five times, and copies it when there is something: seldom."""
    plain = not ("&" in text or "<" in text or ">" in text or '"' in text or "'" in text)
    return text if plain else escape(text)


@lru_cache(maxsize=256)
def _address_of(name: str, numbered: bool) -> str:
    return reverse(name, args=[SOME_NUMBER] if numbered else [])


def address(name: str, number: int | None = None) -> str:
    """A page's address, with the number of what it is about when it has one."""
    found = _address_of(name, number is not None)
    return found if number is None else found.replace(str(SOME_NUMBER), str(int(number)))


@pass_context
def part(context: Any, name: str) -> SafeString:
    """A part that is seldom drawn and stays a Django template, with what the page has."""
    known = context.get_all()
    return mark_safe(render_to_string(name, known, known.get("request")))  # noqa: S308 (escaped by Django)


class Generator(CodeGenerator):
    """Jinja2's own, but for what it puts around each value that a template draws."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.drawn(")


class Settled(NodeTransformer):
    """What a template calls with nothing but a literal, called once: sentences, addresses, names of files.

    And its parts in their places, each in a scope of its own: one apart begins by copying all that is known.
    """

    def __init__(self, base: Environment, *within: str | None) -> None:
        self.base = base
        self.within = within

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        apart = node.ignore_missing or not node.with_context or self.base.auto_reload
        if name is None or name in self.within or apart or self.base.loader is None:
            return node
        text, path, _fresh = self.base.loader.get_source(self.base, name)
        part = Settled(self.base, *self.within, name).visit(self.base.parse(text, name, path))
        return nodes.Scope(part.body, lineno=node.lineno)

    calls: Mapping[str, Callable[[str], str]] = {
        "_": say,
        "url": lambda name: escape(address(name)),
        "static": lambda path: escape(static(path)),
    }

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        more = node.kwargs or node.dyn_args or node.dyn_kwargs
        if more or len(node.args) != 1 or not isinstance(node.node, nodes.Name):
            return node
        call, told = self.calls.get(node.node.name), node.args[0]
        if call is None or not isinstance(told, nodes.Const):
            return node
        return nodes.TemplateData(call(told.value), lineno=node.lineno)


class HotEnvironment(Environment):
    """Jinja2's own; with a language, its templates hold the words of that language."""

    code_generator_class = Generator
    drawn = staticmethod(drawn)
    language: str | None = None

    def _generate(self, source: nodes.Template, name: str | None, *args: Any, **more: Any) -> str:
        if self.language:
            with override(self.language):
                Settled(self, name).visit(source)
        made: str = super()._generate(source, name, *args, **more)
        return made

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Of plain values the item, as in Django's templates, which no method can hide."""
        if type(obj) is dict:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if type(obj) is dict:
            return obj[argument] if argument in obj else self.undefined(obj=obj, name=argument)
        return super().getitem(obj, argument)


def environment(**options: Any) -> HotEnvironment:
    """Escaping is on, as Django's backend asks for it."""
    made = HotEnvironment(**options)
    made.globals |= {
        "_": say,
        "url": address,
        "part": part,
        "tag": tag,
        "static": static,
        "htmx_script": htmx_script,
    }
    made.filters |= {
        name: getattr(look, name)
        for name in ("when", "recent", "short_day", "hour", "second", "duration", "svg")
    }
    return made


@cache
def in_language(base: HotEnvironment, language: str) -> HotEnvironment:
    """The same, for the templates of a page in this language."""
    made: HotEnvironment = base.overlay()  # of its base's class
    made.language = language
    return made
