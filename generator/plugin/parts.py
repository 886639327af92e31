"""Parts of pages that are alike on all pages of a folder: rendered once, and put into each page as they are.

Which parts those are is read from the templates themselves, whoever wrote them. An included template is such a part
where all that it reads, and all that it includes reads, is the same for the whole site, the addresses from here, and at
most the way here (``page.meta.crumbs``). A page that the navigation shows is rendered whole: there the navigation's
entries know of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import meta, nodes
from jinja2.runtime import Context
from mkdocs.structure.nav import Navigation

BEFORE = 8
"""So many times a template is rendered before it is looked at: a build of one page has nothing to gain."""
_KEPT = 2_000
"""So many renderings of a template are kept."""
_SITE = frozenset("base_url build_date_utc config extra_css extra_javascript features lang mkdocs_version nav".split())
"""Variables that tell a page nothing but where it stands: MkDocs' own, and two that Material's base.html sets."""
_ALIKE = frozenset({(), ("meta",), ("meta", "crumbs")})
"""What may be read of ``page``; of itself only whether there is one and whether it is another."""
_ICONS = ".icons/"


class PartsTemplate(jinja2.Template):
    """A template that keeps what it rendered where that may be used again."""

    @classmethod
    def from_code(cls, environment: Any, code: Any, globals: Any, uptodate: Any = None) -> jinja2.Template:
        """A template of the environment's; see :meth:`jinja2.Template.from_code`."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func = _Part(template)
        return template

    def make_module(self, *given: Any, **named: Any) -> Any:
        """For an import, which wants what the template sets and not what it renders."""
        if isinstance(self.root_render_func, _Part):
            self.root_render_func = self.root_render_func.render
        return super().make_module(*given, **named)


class _Part:
    """Renders a template, and notes what came out."""

    def __init__(self, template: jinja2.Template) -> None:
        self.render = template.root_render_func
        self._template = template
        self._times = 0
        self._given: frozenset[str] | None = None
        self._made: dict[tuple[object, ...], str] = {}
        self._site: dict[int, object] = {}
        """What keys tell apart by its identity, so that no other object takes that over."""

    def __call__(self, context: Context) -> Iterator[str]:
        if self._times <= BEFORE:
            self._times += 1
            if self._times == BEFORE:
                self._given = _given(self._template)
        if self._given is None or (key := self._key(context, self._given)) is None:
            return self.render(context)
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
                self._site.clear()
            made = self._made[key] = "".join(self.render(context))
        return (piece for piece in (made,))  # a generator, which its caller closes

    def _key(self, context: Context, given: frozenset[str]) -> tuple[object, ...] | None:
        page, nav = context.get("page"), context.get("nav")
        if page is None or not isinstance(nav, Navigation) or page.url in _shown(nav):
            return None
        values = [context.get(name) for name in given]
        if not all(value is None or isinstance(value, str | int) for value in values):
            return None
        site = {id(one): one for one in (nav, context.get("config"))}
        self._site |= site
        return (*site, folder_of(page.url), repr((page.meta or {}).get("crumbs")), *values)


def folder_of(url: str) -> str:
    """The folder from which the addresses in the page at ``url`` lead on."""
    folder, _, name = url.rpartition("/")
    return folder if "." in name else url


@lru_cache(maxsize=1)
def _shown(nav: Navigation) -> frozenset[str]:
    return frozenset(page.url for page in nav.pages)


# --- what a template reads ----------------------------------------------------------------------------------------


def _given(template: jinja2.Template) -> frozenset[str] | None:
    """The variables that a template reads besides the site's and the page's; None where it reads more of the page."""
    env = template.environment
    trees = _trees(env, template.name)
    if trees is None or not all(_are_alike(tree) for tree in trees.values()):
        return None
    read = frozenset().union(*map(meta.find_undeclared_variables, trees.values()))
    return read - _SITE - env.globals.keys() - {"page"}


def _trees(env: jinja2.Environment, name: str | None) -> Mapping[str, nodes.Template] | None:
    """A template and all that it puts in, by name; None where that is not known before it is rendered."""
    found: dict[str, nodes.Template] = {}
    waiting = [name]
    while waiting:
        name = waiting.pop()
        if name is None or env.loader is None:
            return None
        if name not in found:
            try:
                source, file, _ = env.loader.get_source(env, name)
            except jinja2.TemplateNotFound:
                return None
            found[name] = tree = env.parse(source, name, file)
            if any(tree.find(kind) for kind in (nodes.Extends, nodes.Import, nodes.FromImport)):
                return None
            waiting += [other for node in tree.find_all(nodes.Include) for other in _named(node.template)]
    return found


def _named(node: nodes.Expr) -> list[str | None]:
    """The template that an include names; none for an icon, whichever it is."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return [] if node.value.startswith(_ICONS) else [node.value]
    first = node.nodes[0] if isinstance(node, nodes.Concat) else None
    return [] if isinstance(first, nodes.Const) and str(first.value).startswith(_ICONS) else [None]


def _are_alike(node: nodes.Node, of: nodes.Node | None = None) -> bool:
    """Whether nothing in a part of a template reads of the page what differs within a folder."""
    chain = _read_of_page(node)
    if chain is not None:
        # Of the page itself, only a question: whether it is there, whether it is another one.
        asked = isinstance(
            of, nodes.If | nodes.CondExpr | nodes.And | nodes.Or | nodes.Not | nodes.Compare | nodes.Operand
        )
        return chain in _ALIKE and (chain == ("meta", "crumbs") or asked)
    return all(_are_alike(child, node) for child in node.iter_child_nodes())


def _read_of_page(node: nodes.Node) -> tuple[str, ...] | None:
    """The names that lead from ``page`` to what an expression reads; None for any other."""
    names: list[str] = []
    while isinstance(node, nodes.Getattr):
        names.append(node.attr)
        node = node.node
    return tuple(reversed(names)) if isinstance(node, nodes.Name) and node.name == "page" else None
