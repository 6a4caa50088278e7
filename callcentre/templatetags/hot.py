"""`{% load hot %}`: parts of a page that cost less than the rest of it (docs/decisions/024)."""

from functools import cache
from html import escape
from typing import Any

from django import template
from django.template import Context, NodeList, engines
from django.template.base import Parser, Token
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from callcentre.folding import Still
from callcentre.hot import NONCE, in_language, words_in

register = template.Library()


class CsrfInput:
    """Drawn by those parts that have a form."""

    def __init__(self, token: object) -> None:
        self.token = token

    def __html__(self) -> str:
        return self.drawn

    @cached_property
    def drawn(self) -> SafeString:
        return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', self.token)


@register.simple_tag(takes_context=True)
def hot(context: Context, name: str, **more: Any) -> SafeString:
    """`{% hot "followups/today/_rows.html" %}`: drawn by Jinja2 with what the page has, and with `more`."""
    language = get_language()
    known: dict[str, Any] = context.flatten()  # type: ignore[assignment]  # of names, as in any template
    known |= more
    known["_"], known["csrf_input"] = words_in(language), CsrfInput(known.get("csrf_token", ""))
    backend: Any = engines["jinja2"]
    env = in_language(backend.env, language) if language else backend.env
    drawn: str = env.get_template(name).render(known)
    return mark_safe(drawn)  # noqa: S308 (escaped by Jinja2)


@cache
def _scripts_for_anybody() -> str:
    drawn: str = engines["jinja2"].get_template("_components/scripts.html").render({"nonce": NONCE})
    return drawn


@register.simple_tag(takes_context=True)
def scripts(context: Context) -> SafeString:
    """`{% scripts %}`: what every page loads, with this page's nonce."""
    nonce = str(getattr(context.get("request"), "csp_nonce", ""))
    return mark_safe(_scripts_for_anybody().replace(NONCE, escape(nonce)))  # noqa: S308 (escaped into its place)


class Alone(Still):
    """Drawn without anything of the page, so that nothing of it can be kept."""

    def draw(self, context: Context) -> str:
        alone = Context()
        with alone.bind_template(context.template):  # type: ignore[arg-type]  # a page's context has one
            return super().draw(alone)


@register.tag
def still(parser: Parser, token: Token) -> Alone:
    """`{% still %} … {% endstill %}`: the same for everybody, drawn once in each language."""
    nodes: NodeList = parser.parse(("endstill",))
    parser.delete_first_token()
    return Alone(list(nodes))
