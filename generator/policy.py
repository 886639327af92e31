"""A strict Content-Security-Policy in every page, and links that tell other sites nothing.

A page may run the site's own script files and those inline scripts that the theme's templates hold, each named by its
hash; a script that came in with a text is not among them. Nothing is loaded from elsewhere. The policy holds over http
and for a site that is opened from a folder.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

SCRIPTS = "partials/javascripts"
"""Where a theme keeps its inline scripts, a folder below its templates."""

_DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
}
_SCRIPT = re.compile(r"<script(?P<attributes>\s[^>]*)?>(?P<text>.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_VALUE = r'[^"<>\\]{0,500}'
"""What an expression of a template may stand for within a script: an address."""
_CHARSET = re.compile(r"<meta\s+charset=[^>]*>", re.IGNORECASE)
_META = '\n<meta http-equiv="Content-Security-Policy" content='
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_QUIET = re.compile(
    r"<(?:script|style|textarea|template)\b.*?</(?:script|style|textarea|template)\s*>|<!--.*?-->", re.I | re.S
)
_LINK = re.compile(r"<(?:a|area|form)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_ADDRESS = r"=\s*(?:\"\s*|'\s*|)(?:https?:)?[/\\]{2}"
_AWAY = re.compile(rf"\shref\s*{_ADDRESS}", re.IGNORECASE)
_FOREIGN = re.compile(_ADDRESS, re.IGNORECASE)
"""What :data:`_AWAY` ends with: found ten times as fast, for it begins with a sign."""
_REL = re.compile(r"(\srel\s*=\s*)(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)


class Policy:
    """What the pages of one theme may do; the same for every page, whatever its text."""

    def __init__(self, templates: Iterable[Path]) -> None:
        """``templates`` are the folders of a theme's templates."""
        files = [file for folder in templates for file in sorted((folder / SCRIPTS).glob("*.html"))]
        texts = {script["text"] for file in files for script in _SCRIPT.finditer(file.read_text("utf-8"))}
        self._hashed: dict[str, str] = {}
        self._known = tuple(re.compile(_VALUE.join(map(re.escape, _EXPRESSION.split(text)))) for text in sorted(texts))

    def apply(self, html: str) -> str:
        """The page with its policy in the head and with ``rel`` on its links to other sites.

        A page that has the policy gets no second one; a text that is no page (without a head) stays as it is.
        """
        head = _CHARSET.search(html) or _HEAD.search(html)
        if not head or html.startswith(_META, head.end()):
            return html
        meta = _meta_of(self._hashes(html))
        return _without_referrer(f"{html[: head.end()]}{meta}{html[head.end() :]}")

    def _hashes(self, html: str) -> tuple[str, ...]:
        texts = [script["text"] for script in _SCRIPT.finditer(html) if not _SOURCE.search(script["attributes"] or "")]
        return tuple(dict.fromkeys(filter(None, map(self._hash, texts))))

    def _hash(self, text: str) -> str:
        """What names an inline script of the theme; empty for another. Most pages have the same few."""
        if text not in self._hashed:
            known = any(one.fullmatch(text) for one in self._known)
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            self._hashed[text] = f"'sha256-{digest}'" if known else ""
        return self._hashed[text]


@cache
def _meta_of(hashes: tuple[str, ...]) -> str:
    said = _DIRECTIVES | {"script-src": " ".join(["'self'", *hashes])}
    content = escape("; ".join(f"{name} {value}" for name, value in said.items()), quote=True).replace("&#x27;", "'")
    return f'{_META}"{content}">\n<meta name="referrer" content="no-referrer">'


def _without_referrer(html: str) -> str:
    """Links to other sites with ``rel="noopener noreferrer"`` beside what is said there."""
    if not any(html[: foreign.start()].rstrip()[-4:].lower() == "href" for foreign in _FOREIGN.finditer(html)):
        return html
    parts: list[str] = []
    at = 0
    for quiet in [*_QUIET.finditer(html), None]:
        end = quiet.start() if quiet else len(html)
        parts.append(_LINK.sub(_closed, html[at:end]))
        if quiet:
            parts.append(quiet[0])
            at = quiet.end()
    return "".join(parts)


def _closed(link: re.Match[str]) -> str:
    tag = link[0]
    if not _AWAY.search(tag):
        return tag
    given = _REL.search(tag)
    words = next(filter(None, given.groups()[1:]), "").split() if given else []
    rel = " ".join(dict.fromkeys([*words, "noopener", "noreferrer"]))
    if given:
        return f'{tag[: given.start()]} rel="{escape(rel)}"{tag[given.end() :]}'
    close = -2 if tag.endswith("/>") else -1
    return f'{tag[:close].rstrip()} rel="{rel}"{tag[close:]}'
