"""Parts of pages that are alike on all pages of a folder: rendered once, and put into each page as they are.

Which parts those are is read from the templates themselves, whoever wrote them. An included template is such a part
where all that it reads, and all that it includes reads, is the same for the whole site, the addresses from here, and at
most the way here (``page.meta.crumbs``). A page that the navigation shows is rendered whole: there the navigation's
entries know of it.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import meta, nodes
from jinja2.filters import FILTERS
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import escape
from mkdocs.structure.nav import Navigation

BEFORE = 32
"""So many times a template is rendered before it is looked at: after one change there is nothing to gain."""
_KEPT = 2_000
"""So many renderings of a template are kept."""
_SITE = frozenset("base_url build_date_utc config extra_css extra_javascript lang mkdocs_version nav".split())
"""Variables that tell a page nothing but where it stands: MkDocs' own, and Material's words for things."""
_SHARED = ("config", "nav")
"""Variables that are the same objects for a whole build."""
_IMPORTS: tuple[type[nodes.Import], type[nodes.FromImport]] = (nodes.Import, nodes.FromImport)
_ALIKE = frozenset({(), ("meta",), ("meta", "crumbs")})
"""What may be read of ``page``; of itself only whether there is one and whether it is another."""
_ICONS = ".icons/"


class PartsTemplate(jinja2.Template):
    """A template that keeps what it rendered where that may be used again."""

    _part: _Part | None
    _modules = 0
    """So many times it was imported."""
    _is_alike = False
    """Whether what is imported of it is the same for all pages."""
    _module_of: tuple[list[object], Any] | None = None
    """What it was made with, and the module."""

    @classmethod
    def from_code(cls, environment: Any, code: Any, globals: Any, uptodate: Any = None) -> PartsTemplate:
        """A template of the environment's; see :meth:`jinja2.Template.from_code`."""
        template = super().from_code(environment, code, globals, uptodate)
        assert isinstance(template, cls)
        template._part = _Part(template)
        template.root_render_func.__globals__["escape"] = _escaped  # what its code calls so
        template.root_render_func = template._part
        return template

    def new_context(self, vars: Any = None, shared: bool = False, locals: Any = None) -> Any:
        """What the template is rendered with: where all that it makes may be known, no more than is needed to ask."""
        if self._part and self._part.given is not None:
            return _Including(self, vars or {}, shared, locals or {})
        return super().new_context(vars, shared, locals)

    def look(self) -> None:
        """Find out of what is alike, whether it is rendered or imported."""
        if self._part:
            self._part.look()
        elif self._modules < BEFORE:
            self._modules = BEFORE
            self._is_alike = _is_alike(self)

    def make_module(self, vars: Any = None, shared: bool = False, locals: Any = None) -> Any:
        """For an import, which wants what the template sets and not what it renders."""
        if self._part:
            self.root_render_func, self._part = self._part.render, None
        if self._modules == BEFORE - 1:
            self.look()
        self._modules += 1
        if not self._is_alike or not set(_SHARED).isdisjoint(locals or ()):
            return super().make_module(vars, shared, locals)
        site = [(vars or {}).get(name) for name in _SHARED]
        if not self._module_of or not all(map(operator.is_, site, self._module_of[0])):
            self._module_of = site, super().make_module(vars, shared, locals)
        return self._module_of[1]


_SIGN = re.compile("[&<>\"']")


def _escaped(value: object) -> str:
    """Jinja's ``escape`` for what is written: most texts stay as they are, and are not marked as safe first."""
    return value if type(value) is str and not _SIGN.search(value) else escape(value)


def look(env: jinja2.Environment) -> None:
    """Look at all templates that were rendered, before a process divides that has many pages to render."""
    for template in list((env.cache or {}).values()):
        if isinstance(template, PartsTemplate):
            template.look()


@dataclass(frozen=True, slots=True)
class _Including:
    """A template about to be rendered: the variables of the one that includes it."""

    template: jinja2.Template
    variables: Mapping[str, Any]
    shared: bool
    local: Mapping[str, Any]

    def get(self, name: str) -> Any:
        found = self.local.get(name, missing)
        return self.variables.get(name) if found is missing else found

    def whole(self) -> Context:
        return jinja2.Template.new_context(self.template, dict(self.variables), self.shared, self.local)


class _Part:
    """Renders a template, and notes what came out."""

    def __init__(self, template: jinja2.Template) -> None:
        self.render = template.root_render_func
        self.given: frozenset[str] | None = None
        """The variables on which it depends; None where it is rendered for each page."""
        self._template = template
        self._times = 0
        self._site: tuple[object, object] | None = None
        self._made: dict[tuple[object, ...], str] = {}

    def __call__(self, context: Context | _Including) -> Iterator[str]:
        if isinstance(context, Context):
            if self._times < BEFORE:
                self._times += 1
                if self._times == BEFORE:
                    self.look()
            return self.render(context)
        key = self._key(context)
        if key is None:
            return self.render(context.whole())
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            made = self._made[key] = "".join(self.render(context.whole()))
        return (piece for piece in (made,))  # a generator, which its caller closes

    def look(self) -> None:
        """Find out on what the template depends."""
        self._times = BEFORE
        self.given = _given(self._template)

    def _key(self, context: _Including) -> tuple[object, ...] | None:
        """What pages have in common to which the part is alike; None where it is to be rendered."""
        page, nav, config = context.get("page"), context.get("nav"), context.get("config")
        self._site = self._site or (nav, config)
        if self._site[0] is not nav or self._site[1] is not config:
            return None  # a template calls something else so
        values = [_plain(context.get(name)) for name in self.given or ()]
        if missing in values:
            return None
        place = _place(page, nav) if page and isinstance(nav, Navigation) else None
        return (*place, *values) if place else None


def _plain(value: object) -> object:
    """A variable's value as it can be compared; ``missing`` for one that cannot."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    return value if value is None or isinstance(value, str | int) else missing


def _place(page: Any, nav: Navigation) -> tuple[str, str] | None:
    """Where a page stands, and the way there; None where the navigation shows it."""
    global _last
    asked = (page, page.meta, nav)
    if not all(map(operator.is_, asked, _last[0])):
        shown = page.url in _shown(nav)
        _last = asked, None if shown else (folder_of(page.url), repr((page.meta or {}).get("crumbs")))
    return _last[1]


_last: tuple[tuple[object, object, object], tuple[str, str] | None] = (None, None, None), None
"""The page that was asked for last: it has a dozen parts."""


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


def _is_alike(template: jinja2.Template) -> bool:
    """Whether a template that is imported reads nothing but configuration and navigation; nor does what it imports."""
    env, name = template.environment, template.name
    if env.loader is None or name is None:
        return False
    source, file, _ = env.loader.get_source(env, name)
    tree = env.parse(source, name, file)
    alone = not any(tree.find(kind) for kind in (nodes.Extends, nodes.Include))
    imports = (node for kind in _IMPORTS for node in tree.find_all(kind))
    alone = alone and not any(node.with_context for node in imports)  # type: ignore[attr-defined]
    # A filter of MkDocs' or of a plugin's may be told the page.
    alone = alone and all(node.name in FILTERS for node in tree.find_all(nodes.Filter))
    return alone and meta.find_undeclared_variables(tree) <= set(_SHARED)


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
            if any(tree.find(kind) for kind in (nodes.Extends, *_IMPORTS)):
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
