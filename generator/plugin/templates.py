"""Let the theme's templates make smaller pages in less time: what they say stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import jinja2
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from jinja2.utils import missing
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import TemplateContext

from ..markup import readable
from .parts import PartsTemplate, folder_of

_BLANK = re.compile(r"\s*\n\s*")
_KEPT = re.compile(r"<(?:pre|textarea)\b", re.IGNORECASE)
_KNOWN = 20_000
"""So many addresses are remembered."""


def prepare(env: jinja2.Environment) -> None:
    """Set up an environment of MkDocs, before its first template is loaded."""
    env.template_class = PartsTemplate
    env.trim_blocks = True
    env.add_extension(_Unindented)
    env.filters["url"] = _url
    env.getattr = _getattr(env)  # type: ignore[method-assign, assignment]
    env.bytecode_cache = _COMPILED


def _getattr(env: jinja2.Environment) -> Callable[[object, str], object]:
    """Jinja's way to ``object.name``, with what it finds; front matter, which is most of it, is asked at once."""
    usual, undefined = env.getattr, env.undefined

    def find(of: object, name: str) -> object:
        if type(of) is dict and name not in _METHODS:
            found = of.get(name, missing)
            return undefined(obj=of, name=name) if found is missing else found
        try:
            return getattr(of, name)
        except AttributeError:
            return usual(of, name)

    return find


_METHODS = frozenset(dir(dict))
"""What Jinja finds of a dictionary before it looks for a key."""


class _Unindented(Extension):
    """Compiles templates without their indentation, which is a tenth of a page.

    Where a template has blanks around a line break, one line break is left: to a browser it is the same.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if not (name or "").endswith(".html") or _KEPT.search(source):
            return source
        return _BLANK.sub("\n", source)


class _Compiled(jinja2.BytecodeCache):
    """Templates that this process compiled already: ``mkdocs serve`` makes a new environment after each change.

    They stay in memory. Code that a build would find in a file might be anybody's.
    """

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


@jinja2.pass_context
def _url(context: TemplateContext, value: str) -> str:
    """MkDocs' filter, readable and remembered: from all pages of a folder an address is reached in the same way."""
    page = context["page"]
    if page is None:
        return readable(normalize_url(str(value), base=context["base_url"]))
    key = (str(value), folder_of(page.url))
    found = _RELATIVE.get(key)
    if found is None:
        if len(_RELATIVE) > _KNOWN:
            _RELATIVE.clear()
        there, here = map(_parts, key)
        plain = there and (here or not key[1])
        found = _RELATIVE[key] = _way(there, here or []) if plain else readable(normalize_url(key[0], page=page))
    return found


_RELATIVE: dict[tuple[str, str], str] = {}
"""By address, from the site's root, and folder of the page that leads there."""
_PLAIN = re.compile(r"(?!\.)[^/\\?#:]+(?:/(?!\.)[^/\\?#:]+)*")
"""An address in which every part is the name of a folder or of a file, as nearly all are."""


@lru_cache(_KNOWN)
def _parts(address: str) -> list[str]:
    """The parts of a plain address, readable; none of another."""
    return readable(address).split("/") if _PLAIN.fullmatch(address) else []


def _way(there: Sequence[str], here: Sequence[str]) -> str:
    """What :func:`mkdocs.utils.normalize_url` gives for an address and a page's folder, readable."""
    common = 0
    for one, other in zip(there, here, strict=False):
        if one != other:
            break
        common += 1
    return "/".join([*[".."] * (len(here) - common), *there[common:]]) or "."
