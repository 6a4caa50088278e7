"""What never changes in a template is drawn once in each language (docs/decisions/024).

A third of what a page is drawn from is sentences, addresses of pages and of style sheets that say the same to
everybody. Where such stand side by side, they become one ready text per language when the template is loaded.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.template import Context, Node, NodeList, Template
from django.template.base import FilterExpression, TextNode, TokenType
from django.template.defaulttags import CommentNode, IfNode, LoadNode, URLNode
from django.template.loader_tags import IncludeNode
from django.template.loaders import cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.translation import get_language


class Still(Node):
    """Nodes that draw the same whatever the context holds."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        if nodes:
            self.origin, self.token = nodes[0].origin, nodes[0].token
        self.drawn: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if (found := self.drawn.get(language)) is None:
            found = self.drawn[language] = self.draw(context)
        return found

    def draw(self, context: Context) -> str:
        return "".join(str(node.render_annotated(context)) for node in self.nodes)


class Folded(NodeList):
    """The nodes of a template that changes no more: each page looks for the blocks of its frame anew."""

    def __init__(self, nodes: NodeList) -> None:
        super().__init__(nodes)
        self.contains_nontext = nodes.contains_nontext
        self.by_type: dict[type[Node], list[Node]] = {}

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Node]:
        if nodetype not in self.by_type:
            self.by_type[nodetype] = super().get_nodes_by_type(nodetype)
        return list(self.by_type[nodetype])


class Loader(cached.Loader):
    """Django's own, whose templates are folded when they are read first."""

    folding: "set[str]"

    def __init__(self, engine: Any, loaders: list[Any]) -> None:
        self.folding = set()
        super().__init__(engine, loaders)

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template: Template = super().get_template(template_name, skip)
        if not hasattr(template, "is_folded") and template_name not in self.folding:
            self.folding.add(template_name)  # it may include itself
            try:
                self.fold(template.nodelist)
            finally:
                self.folding.discard(template_name)
            template.nodelist = Folded(template.nodelist)
            template.is_folded = True  # type: ignore[attr-defined]
        return template

    def fold(self, nodes: NodeList) -> None:
        for node in nodes:
            for inner in _inside(node):
                self.fold(inner)
        folded: list[Node] = []
        for still, run in groupby(list(nodes), self.is_still):
            found = list(run)
            worth = still and any(not isinstance(node, TextNode) for node in found)
            folded += [Still(found)] if worth else found
        nodes[:] = folded

    def is_still(self, node: Node) -> bool:
        if isinstance(node, IncludeNode):
            return self._includes_what_is_still(node)
        return isinstance(node, (TextNode, Still, LoadNode, CommentNode)) or _says_the_same(node)

    def _includes_what_is_still(self, node: IncludeNode) -> bool:
        if node.extra_context or node.isolated_context or not _is_constant(node.template):
            return False
        name = str(node.template.var)
        return name not in self.folding and all(map(self.is_still, self.get_template(name).nodelist))


def _inside(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (inner for _condition, inner in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        if isinstance(inner := getattr(node, name, None), NodeList):
            yield inner


def _is_constant(value: Any) -> bool:
    return isinstance(value, FilterExpression) and isinstance(value.var, str) and not value.filters


def _says_the_same(node: Node) -> bool:
    if isinstance(node, TranslateNode):
        said = node.filter_expression
        plain = not (node.asvar or node.noop or node.message_context or said.filters)
        return plain and getattr(said.var, "literal", None) is not None
    if isinstance(node, BlockTranslateNode):
        given = node.extra_context or node.countervar or node.message_context or node.asvar
        return not given and _is_text(node.singular)
    if isinstance(node, StaticNode):
        return node.varname is None and _is_constant(node.path)
    return (
        isinstance(node, URLNode)
        and not (node.args or node.kwargs or node.asvar)
        and _is_constant(node.view_name)
    )


def _is_text(tokens: Iterable[Any]) -> bool:
    return all(token.token_type == TokenType.TEXT for token in tokens)
