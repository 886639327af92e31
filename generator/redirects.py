"""Addresses that pages had before: redirects from them, and proposals where a file was moved.

A keeper writes ``was: 旧栏目/旧名.html`` into the front matter or the sidecar of an outline that was moved or renamed.
Where a source of the last build is gone and one with the same bytes has come elsewhere, the report proposes the line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from posixpath import relpath
from urllib.parse import quote

from msgspec.structs import replace

from .archive import url_of
from .catalogue import Card, Entry
from .markup import html
from .model import Note, Severity


def resolve(cards: Iterable[Card], taken: Iterable[str]) -> tuple[dict[str, Card], list[tuple[str, Note]]]:
    """The outline to which each old page leads, by the page's path; and (path, problem) where none can.

    ``taken`` are the files of the site: a redirect never stands in the place of one. Of two outlines that claim one
    address, the first by path has it.
    """
    claiming = sorted((card for card in cards if card.was), key=lambda card: card.path)
    files = {_key(path) for path in taken} if claiming else set()
    folders = {parent.as_posix() for path in files for parent in PurePosixPath(path).parents}
    found: dict[str, Card] = {}
    claimed: dict[str, str] = {}
    problems: list[tuple[str, Note]] = []
    for card in claiming:
        for old in card.was:
            own = _key(old)
            if quote(old) == url_of(card.address):
                problem = f"was 里的“{old}”就是它现在的地址，不用写"
            elif own in claimed:
                problem = f"was 里的“{old}”已经转到“{claimed[own]}”，没有转到这里"
            elif own in files | folders or not files.isdisjoint(map(str, PurePosixPath(own).parents)):
                problem = f"was 里的“{old}”现在是另一个网页或文件，没有转到这里"
            else:
                found[old], claimed[own] = card, card.path
                continue
            problems.append((card.path, Note("was-taken", problem, severity=Severity.PROBLEM)))
    return found, problems


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def page(old: str, card: Card, site: str = "") -> str:
    """The page that stands at ``old`` and leads to an outline, without a script.

    ``site`` is the site's address, where it has one.
    """
    url, title = url_of(card.address), card.title
    target = html(relpath(url, PurePosixPath(quote(old)).parent.as_posix()))
    canonical = html(f"{site.rstrip('/')}/{url}") if site else target
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="robots" content="noindex">'
        f'<meta http-equiv="refresh" content="0; url={target}"><link rel="canonical" href="{canonical}">'
        f'<title>{html(title)}</title><p>这一页搬到了 <a href="{target}">{html(title)}</a>。</p></html>\n'
    )


def with_moves(entries: Iterable[Entry], known: Mapping[str, Entry]) -> list[Entry]:
    """The entries with the addresses that their pages had and that nothing leads on from.

    ``known`` are the entries of the last build.
    A file with the same bytes under another path was moved. What was found stays until the keeper says ``was:``,
    or another page takes the address.
    """
    entries = list(entries)
    paths = {entry.path for entry in entries}
    live = {entry.address for entry in entries if entry.card}
    gone: dict[str, Entry] = {}
    for entry in known.values():
        if entry.card and entry.path not in paths:
            gone.setdefault(entry.digest, entry)
    made = []
    for entry in entries:
        before = known.get(entry.path)
        if before is None and entry.card:
            before = gone.pop(entry.digest, None)
        old = dict.fromkeys((*before.moved, before.address) if before and before.card else ())
        said = set(entry.card.was) if entry.card else set()
        moved = tuple(name for name in old if entry.card and name not in live and f"{name[:-3]}.html" not in said)
        made.append(replace(entry, moved=moved) if moved != entry.moved else entry)
    return made
