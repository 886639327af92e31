"""Source text as Markdown that shows it unchanged, heading ids, and front matter.

Nothing here knows of outlines. The promise is the second contract's: whatever characters a source holds, the page
shows them as themselves, under any set of Markdown extensions a keeper may switch on. So every ASCII character
that some extension gives a meaning to becomes a numeric entity where it could have that meaning; Chinese prose
hardly holds any, so the Markdown stays readable.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableSet
from functools import lru_cache
from urllib.parse import unquote

# Python-Markdown keeps its own marks between U+0002 and U+0003; XML has no other control characters either.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

# The characters with a meaning anywhere, and the rest only where they have one: runs of dots and hyphens and
# (c) for smart punctuation, :names: for emoji, :// and www. for bare links, > and ! for what starts with them.
_SPECIAL = re.compile(
    r"""[&<>"'\\`*_{}\[\]#|~^=$@]"""
    r"|-(?=-)|(?<=-)-|\.(?=\.)|(?<=\.)\.|\((?=[A-Za-z])|\+(?=[-+/])|(?<=[+/])\+"
    r"|:(?=[A-Za-z+:/]|$)|(?<=www)\.|\bwww(?=\.)|(?<=[0-9c])/(?=[0-9o])|!(?=!)|\?(?=\?)|%(?=%)"
)
# Every alternative of these two needs one of them, and most paragraphs hold none.
_ANY_SPECIAL = re.compile(r"[\x00-\x1f!-/:-@\[-`{-~\x7f]")
# What a paragraph may not begin with: list items 1. 1) - + :, rules, quotes, admonitions !!! and ???, indentation.
_START = re.compile(r"(?P<digits>[0-9]+|[A-Za-z]+)(?P<mark>[.)])|(?P<sign>[-+:!?/%.;])")


def _entity(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in match.group())


def escape(text: str) -> str:
    """Text as the Markdown of one paragraph or heading: no line end in, none out; leading white space is cut."""
    text = text.strip(" \t\n\r")
    if not _ANY_SPECIAL.search(text):
        return text
    text = _SPECIAL.sub(_entity, _CONTROLS.sub("", text).strip(" \t\n\r"))
    start = _START.match(text)
    if start is None:
        return text
    if start["sign"]:
        return f"&#{ord(start['sign'])};{text[1:]}"
    return f"{start['digits']}&#{ord(start['mark'])};{text[start.end() :]}"


_ANY_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f&<>\"']")


def html(text: str) -> str:
    """Text as HTML, for element content and double-quoted attributes."""
    if not _ANY_HTML.search(text):
        return text
    text = _CONTROLS.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;").replace("'", "&#39;")


_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold (XML 1.0, 2.2): control characters, halves of a pair, two that are no characters."""


_ANY_XML = re.compile("[^\t\n\r !#-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(text: str) -> str:
    """Text as XML, for element content and double-quoted attributes."""
    if not _ANY_XML.search(text):
        return text
    text = _NO_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;")


# --- heading ids --------------------------------------------------------------------------------------------------

_NOT_WORD = re.compile(r"[\W_]+")
_ID_LENGTH = 30


def slug(words: str) -> str:
    """Heading words as an id: letters, Han and digits, other runs as ``-``, at most 30 characters, cut at a ``-``."""
    text = _NOT_WORD.sub("-", words).strip("-").lower()
    if len(text) > _ID_LENGTH:
        cut = text.rfind("-", _ID_LENGTH // 3, _ID_LENGTH + 1)
        text = text[: cut if cut > 0 else _ID_LENGTH]
    return text or "节"


def heading_ids(headings: Iterable[tuple[int, str]]) -> list[str]:
    """Ids for headings given as (depth, words without marker), unique, in order.

    An id comes from the heading's own words. Headings with the same words are told apart by the words of the
    headings above them, and only where those agree too by a count, so that editing one section leaves the ids
    of the others as they were.
    """
    paths: list[tuple[str, ...]] = []
    trail: list[str] = []
    for depth, words in headings:
        trail = [*trail[: depth - 1], slug(words)]
        paths.append(tuple(trail))
    ids = [path[-1] for path in paths]
    for length in range(2, max(map(len, paths), default=1) + 1):
        repeated = _repeated(ids)
        ids = ["-".join(path[-length:]) if own in repeated else own for own, path in zip(ids, paths, strict=True)]
    seen: dict[str, int] = {}
    taken = set(ids)
    for index, own in enumerate(ids):
        seen[own] = seen.get(own, 0) + 1
        if seen[own] > 1:
            count = seen[own]
            while (numbered := f"{own}-{count}") in taken:
                count += 1
            taken.add(numbered)
            ids[index] = numbered
    return ids


def _repeated(values: list[str]) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for value in values:
        (twice if value in seen else seen).add(value)
    return twice


# --- front matter -------------------------------------------------------------------------------------------------

# What YAML 1.1 does not take raw in a double-quoted scalar though JSON does.
_NOT_YAML = re.compile("[\x7f-\x84\x86-\x9f\x85\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


_JSON = json.JSONEncoder(ensure_ascii=False)


def front_matter(values: Mapping[str, object]) -> str:
    """A YAML front matter block, a key a line. Values are written as JSON, which YAML reads, several times faster."""
    lines = ["---"]
    for key, value in values.items():
        scalar = _JSON.encode(value)
        lines.append(f"{key}: {_NOT_YAML.sub(lambda m: f'{chr(92)}u{ord(m.group()):04x}', scalar)}")
    lines.append("---\n")
    return "\n".join(lines)


# --- addresses in a page ------------------------------------------------------------------------------------------

_ENCODED = re.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+")


@lru_cache(maxsize=20_000)
def readable(address: str) -> str:
    """An address as a page may hold it: Han characters stand for themselves, which takes a third of the room.

    Every browser makes the same octets of them (https://url.spec.whatwg.org/#path-state) over http and from a folder.
    What has a meaning in an address, or cannot be seen, stays percent-encoded, and so does what is not UTF-8.
    """
    return _ENCODED.sub(_decoded, address) if "%" in address else address


def _decoded(match: re.Match[str]) -> str:
    try:
        text = unquote(match[0], errors="strict")
    except UnicodeDecodeError:
        return match[0]
    return text if text.isprintable() else match[0]


# --- words in a text ----------------------------------------------------------------------------------------------


def places(text: str, words: Collection[str]) -> Iterator[tuple[str, int]]:
    """(words, offset) of every place of some words in a text, in order; of two that begin together the longer."""
    # Few of an archive's phrases stand in a text: those alone make a pattern that another text may have use for, too.
    if said := frozenset(filter(text.__contains__, words)):
        for match in _any_of(said).finditer(text):
            yield match.group(), match.start()


@lru_cache(maxsize=1024)
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda one: (-len(one), one)))))


def linked(
    text: str, links: Mapping[str, str], write: Callable[[str], str], linked_already: MutableSet[str] | None = None
) -> str:
    """``text`` with the words that ``links`` names as links, in Markdown and HTML alike; ``write`` writes all text.

    ``links`` gives the addresses. Of two that begin together the longer becomes the link. Words in ``linked_already``
    stay text, and what becomes a link is added to them.
    """
    if not any(map(text.__contains__, links)):
        return write(text)
    made, end = [], 0
    for words, start in places(text, links):
        if linked_already is not None:
            if words in linked_already:
                continue
            linked_already.add(words)
        made.append(write(text[end:start]) if start > end else "")
        end = start + len(words)
        made.append(f'<a class="phrase" href="{html(readable(links[words]))}">{write(words)}</a>')
    return "".join(made) + (write(text[end:]) if end < len(text) or not text else "")
