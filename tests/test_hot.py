"""What is drawn faster than the rest is drawn the same: escaped, in the reader's language, kept by nobody."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Engine, Template, engines
from django.template.loader import render_to_string
from django.template.loader_tags import BlockNode
from django.utils import translation
from django.utils.html import escape as django_escape
from django.utils.safestring import mark_safe
from django_htmx.jinja import htmx_script
from jinja2 import DictLoader
from markupsafe import Markup

from callcentre import hot
from callcentre.folding import Still

ROOT = Path(__file__).resolve().parents[1]
HOT = sorted((ROOT / "templates" / "jinja2").rglob("*.html"))
LANGUAGES = ("zh-hans", "en")
EVIL = "<b onload='x'>\"&amp;"
ESCAPED = "&lt;b onload=&#x27;x&#x27;&gt;&quot;&amp;amp;"


class Named:
    def __str__(self) -> str:
        return EVIL


class Drawn:
    def __html__(self) -> str:
        return "<b>"


# --- Jinja2 ---


def jinja(text: str, **known: Any) -> str:
    """As any template draws it, and as those of a page's language do."""
    backend: Any = engines["jinja2"]
    drawn: str = backend.env.from_string(text).render(known)
    settled = hot.in_language(backend.env, translation.get_language() or "en")
    assert settled.from_string(text).render(known) == drawn
    return drawn


@pytest.mark.parametrize("value", [EVIL, Named(), type("Text", (str,), {})(EVIL)])
def test_whatever_a_person_wrote_is_escaped(value: object) -> None:
    assert jinja('<i title="{{ x }}">{{ x }}</i>', x=value) == f'<i title="{ESCAPED}">{ESCAPED}</i>'
    assert jinja("{% for y in [x] %}{{ y }}{% endfor %}", x=value) == ESCAPED
    assert jinja("{% macro m(y) %}<i>{{ y }}</i>{% endmacro %}{{ m(x) }}", x=value) == f"<i>{ESCAPED}</i>"
    assert jinja("{% set y %}<i>{{ x }}</i>{% endset %}{{ y }}", x=value) == f"<i>{ESCAPED}</i>"
    assert jinja("{{ x or '' }}{{ x if x }}", x=value) == ESCAPED * 2


@pytest.mark.parametrize("value", [mark_safe("<b>"), Markup("<b>"), Drawn()])
def test_what_is_html_already_stays_so(value: object) -> None:
    assert jinja("{{ x }}", x=value) == "<b>"


def test_figures_and_nothing_are_plain() -> None:
    assert jinja("{{ a }}{{ b }}{{ c.d }}{{ missing }}", a=1234, b=None, c={}) == "1234None"


def test_escaping_is_never_switched_off() -> None:
    backend: Any = engines["jinja2"]
    assert backend.env.autoescape is True
    assert len(HOT) > 5
    for path in HOT:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape|Markup", text), path.name


def test_words_follow_the_language() -> None:
    said = {}
    for language in (*LANGUAGES, *LANGUAGES):
        with translation.override(language):
            said[language] = jinja('{{ _("Their reason") }}')
            assert hot.words_in(language)("Their reason") == said[language]
    assert said["en"] == "Their reason"
    assert said["zh-hans"] not in ("", "Their reason")


def test_the_words_of_a_language_stand_in_its_templates() -> None:
    backend: Any = engines["jinja2"]
    text = """<b title="{{ _('Their reason') }}">{{ url("staff:login") }}</b>{{ static("css/base.css") }}"""
    drawn = {}
    for language in LANGUAGES:
        with translation.override(language):
            drawn[language] = jinja(text)
        settled = hot.in_language(backend.env, language).from_string(text)
        with translation.override("en"):  # what is active later is nothing to it
            assert settled.render() == drawn[language]
    assert drawn["en"] != drawn["zh-hans"]


def test_what_is_said_about_something_is_escaped_still() -> None:
    text = '{{ _("Updated <span data-updated-at>%(at)s</span>")|format(at=x) }}'
    with translation.override("en"):
        drawn = jinja(text, x="<i>")
    assert drawn == "Updated <span data-updated-at>&lt;i&gt;</span>"


def test_a_plain_value_comes_before_a_method() -> None:
    assert jinja("{{ row.items }}{{ row['keys'] }}{{ row.pop }}", row={"items": "<", "keys": 1}) == "&lt;1"


def test_a_hot_part_knows_what_its_page_knows() -> None:
    with translation.override("en"):
        text = '{% load hot %}{% hot "followups/disclosing/_facts.html" hides=True %}'
        given = {"visit": {"get_kind_display": lambda: "x", "diagnosis": "secret"}, "patient": {"mrn": EVIL}}
        drawn = Template(text).render(Context(given))
    assert ESCAPED in drawn
    assert "secret" not in drawn


def test_each_sign_that_means_something_in_html_is_written_as_django_writes_it() -> None:
    for text in ("", "plain", "&", "<", ">", '"', "'", "a&b<c>d\"e'f"):
        assert hot.escaped(text) == jinja("{{ x }}", x=text) == django_escape(text)


def test_each_page_names_its_own_nonce() -> None:
    page = Template("{% load hot %}{% scripts %}")
    nonces = ("one", "two", EVIL)
    pages = [page.render(Context({"request": SimpleNamespace(csp_nonce=nonce)})) for nonce in nonces]
    for nonce, drawn in zip(nonces, pages, strict=True):
        assert str(htmx_script(nonce=nonce)) in drawn
        assert drawn.count(f'nonce="{django_escape(nonce)}"') == drawn.count("<script") > 8
    assert len({re.sub('nonce="[^"]*"', "", drawn) for drawn in pages}) == 1


@pytest.mark.parametrize("limit", [None, 40])
def test_a_bar_of_parts_is_the_same_from_either_kind_of_template(limit: int | None) -> None:
    known = {"label": EVIL, "parts": [{"kind": "done", "x": 0.0, "width": 12.345}], "limit": limit}
    drawn = render_to_string("_components/meter.html", known)
    assert drawn == jinja('{% include "_components/meter.html" %}', **known)
    line = '<rect class="limit" x="40%" y="-20%" width="2" height="140%"/>' if limit else ""
    part = '<rect class="done" x="0%" width="12.35%" height="100%"/>'
    head = f'<svg class="meter" role="img" aria-label="{ESCAPED}" preserveAspectRatio="none">'
    assert drawn == f"{head}{part}{line}</svg>\n"


PIECES = {
    "part": "{% set x = x ~ '!' %}<i>{{ x }}{{ loop_of }}</i>",
    "deep": "{% from 'says' import says %}{{ says(x) }}{% include 'part' %}",
    "says": "{% macro says(y) %}[{{ y }}]{% endmacro %}",
    "self": "{{ n }}{% if n %}{% set n = n - 1 %}{% include 'self' %}{% endif %}",
}
WITH_PARTS = [
    "{% include 'part' %}{{ x }}",
    "{% for x in [x, 'b'] %}{% include 'part' %}{{ loop.index }}{% endfor %}{{ x }}",
    "{% set x = 'c' %}{% include 'deep' %}{{ says }}{{ x }}",
    "{% if x %}{% include 'deep' %}{% include 'part' %}{% endif %}",
    "{% set n = 2 %}{% include 'self' %}{{ n }}",
    "{% include 'gone' ignore missing %}{% include 'part' without context %}",
    "{% set name = 'part' %}{% include name %}",
]


@pytest.mark.parametrize("text", WITH_PARTS)
def test_a_part_in_its_place_draws_what_it_draws_apart(text: str) -> None:
    loader = DictLoader(PIECES | {"whole": text})
    apart = hot.environment(autoescape=True, loader=loader, auto_reload=False)
    placed = hot.in_language(apart, "en")
    for known in ({"x": EVIL}, {"x": "", "loop_of": "y"}):
        assert placed.get_template("whole").render(known) == apart.get_template("whole").render(known)


def test_a_part_in_its_place_is_not_looked_up_again() -> None:
    texts = dict(PIECES) | {"whole": "{% include 'part' %}"}
    apart = hot.environment(autoescape=True, loader=DictLoader(texts), auto_reload=False)
    whole = hot.in_language(apart, "en").get_template("whole")
    texts["part"] = "changed"
    assert whole.render(x="a") == "<i>a!</i>"


# --- Folding ---

PARTS = {
    "still.html": "<i>[Close]</i>",
    "name.html": "<i>[Close] {{ name }}</i>",
    "tree.html": "{{ name }}{% if deep %}{% include 'tree.html' with deep=False %}{% endif %}",
    "parent.html": "<p>[Close]</p>{% block main %}[Back]{% endblock %}",
}
TEXTS = [
    "<b>[Close]</b>[Back]{{ name }}<b>[Close]</b>",
    "{% translate 'Close' as word %}{{ word }} {{ name }}",
    "{% translate name %}{% translate 'Close'|upper %}",
    "{% blocktranslate trimmed %}Close{% endblocktranslate %}!",
    "{% blocktranslate %}{{ name }}{% endblocktranslate %}",
    "{% blocktranslate asvar x %}Back{% endblocktranslate %}{{ x }}",
    "<link href='{% static 'css/base.css' %}'>{% static file %}{% static 'a' as x %}{{ x }}",
    "<a href='{% url 'staff:login' %}'></a>{% url view %}{% url 'staff:login' as where %}{{ where }}",
    "{% if name %}<p>[Close]</p>{% else %}[Back]{% endif %}",
    "{% for one in list %}<p>{{ one }} [Close]</p>{% empty %}[Back]{% endfor %}",
    "{% with x=name %}{{ x }}[Close]{% endwith %}",
    "<p>{% include 'still.html' %}</p>{% include 'name.html' with name='x' %}{% include part %}",
    "<p>{% include 'still.html' %}</p>",
    "{% include 'tree.html' %}{% include 'still.html' only %}",
    "{% block main %}{{ block.super }}<p>[Close]</p>{{ name }}{% endblock %}",
    "{# nothing #}{% comment %}{{ name }}{% endcomment %}plain",
]
LIBRARIES = {name: f"django.templatetags.{name}" for name in ("i18n", "static")}


def whole(text: str) -> str:
    text = re.sub(r"\[(\w+)\]", r"{% translate '\1' %}", text)
    parent = '{% extends "parent.html" %}' if "block.super" in text else ""
    return parent + "{% load i18n static %}" + text


def engine(folding: bool) -> Engine:
    texts = PARTS | {str(number): text for number, text in enumerate(TEXTS)}
    texts = {name: whole(text) for name, text in texts.items()}
    loaders: list[Any] = [("django.template.loaders.locmem.Loader", texts)]
    return Engine(
        loaders=[("callcentre.folding.Loader", loaders)] if folding else loaders, libraries=LIBRARIES
    )


def stills(nodes: Any) -> int:
    return sum(isinstance(node, Still) for node in nodes)


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_folded_template_draws_what_it_drew(number: int) -> None:
    folded, plain = engine(True).get_template(str(number)), engine(False).get_template(str(number))
    for language in (*LANGUAGES, *LANGUAGES):
        for name in ("Liu", EVIL, ""):
            known = {
                "name": name, "list": [name, name][: len(name)], "file": "b.css", "view": "staff:login",
                "part": "name.html", "deep": bool(name),
            }  # fmt: skip
            with translation.override(language):
                assert folded.render(Context(known)) == plain.render(Context(known))


def test_what_says_the_same_is_one_text() -> None:
    nodes = engine(True).get_template("0").nodelist
    assert stills(nodes) == 2
    assert len(nodes) == 3
    assert stills(engine(True).get_template("12").nodelist) == 1


def test_nothing_of_a_page_is_in_what_is_still() -> None:
    text = "{% translate 'Close' as word %}{{ word }}[{{ name }}{{ request.user }}]"
    text = f"{{% load hot i18n %}}{{% still %}}{text}{{% endstill %}}"
    template = Template(text)
    for _ in range(2):
        with translation.override("en"):
            assert template.render(Context({"name": "Liu", "request": {"user": "agent"}})) == "Close[]"


def test_the_blocks_of_a_frame_are_found_once() -> None:
    nodes = engine(True).get_template("parent.html").nodelist
    found = nodes.get_nodes_by_type(BlockNode)
    assert [node.name for node in found] == ["main"]
    found.clear()  # a copy: what a page does to it is nothing to the next
    assert [node.name for node in nodes.get_nodes_by_type(BlockNode)] == ["main"]
