"""What a reader may take along from an outline's page: which files, under which names, with which bytes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from generator.directions import nearest
from generator.export.original import may_offer_original
from generator.export.plain import as_json, as_text
from generator.export.word import as_word
from generator.model import Record
from generator.readers import ReadError


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is made from an outline."""

    title: str
    write: Callable[[Record], bytes]


KINDS: Final[Mapping[str, Kind]] = {
    "docx": Kind("Word", as_word),
    "txt": Kind("纯文本", as_text),
    "json": Kind("JSON", as_json),
}
"""By the suffix, as ``downloads:`` lists them."""

ORIGINAL: Final = "original"
_ORIGINAL_TITLE: Final = "原件"
_LONGEST_NAME: Final = 255
"""Bytes of a file name on common systems."""


@dataclass(frozen=True, slots=True)
class Downloads:
    """The keeper's choice, from mkdocs.yml. Raises :class:`ValueError` for a kind that is none."""

    kinds: tuple[str, ...] = tuple(KINDS)
    original: bool = False
    """Whether sources are offered as they are, where :func:`may_offer_original` allows."""

    def __post_init__(self) -> None:
        for kind in self.kinds:
            if kind not in KINDS:
                hint = nearest(kind, KINDS) or f"，可用的有 {'、'.join(KINDS)}"
                raise ValueError(f"downloads 里的“{kind}”不认识{hint}")


ALL: Final = Downloads()


class Offer(Struct, frozen=True):
    """A file beside a page."""

    kind: str
    """Of :data:`KINDS`, or ``original``."""
    path: str
    """POSIX path below the site's root."""


def offers(
    pages: Iterable[tuple[str, str]], chosen: Downloads, taken: Collection[str] = ()
) -> dict[str, tuple[Offer, ...]]:
    """The files beside each page, given as (address, path of the source), by address.

    They are called as the page is. ``taken`` are other paths of the site; no file gets one of these, nor that of
    another, whatever the case of its letters. The same for the same pages in any order.
    """
    used = {_key(path) for path in taken}
    found: dict[str, tuple[Offer, ...]] = {}
    for address, source in sorted(pages):
        made = []
        for kind, ending in _endings(chosen, source):
            path = _free(address, ending, used)
            used.add(_key(path))
            made.append(Offer(kind, path))
        found[address] = tuple(made)
    return found


def _endings(chosen: Downloads, source: str) -> Iterator[tuple[str, str]]:
    for kind in dict.fromkeys(chosen.kinds):
        yield kind, f".{kind}"
    if chosen.original:
        yield ORIGINAL, f"-{_ORIGINAL_TITLE}{PurePosixPath(source).suffix}"


def _free(address: str, ending: str, used: Collection[str]) -> str:
    folder, slash, name = address.removesuffix(".md").rpartition("/")
    number = 1
    while True:
        tail = ending if number == 1 else f"-{number}{ending}"
        stem = name.encode()[: _LONGEST_NAME - len(tail.encode())].decode("utf-8", "ignore")
        path = f"{folder}{slash}{stem}{tail}"
        if _key(path) not in used:
            return path
        number += 1


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def contents(offer: Offer, record: Record, source: Callable[[], bytes]) -> bytes | None:
    """The bytes of a file for a published record; None where it may not be offered. ``source`` reads the original."""
    if offer.kind != ORIGINAL:
        return KINDS[offer.kind].write(record)
    try:
        data = source()
    except ReadError:  # it has gone since
        return None
    return data if may_offer_original(record, data) else None


def link(offer: Offer, size: int) -> dict[str, str]:
    """What the page shows of a file of ``size`` bytes."""
    suffix = PurePosixPath(offer.path).suffix
    name = f"{_ORIGINAL_TITLE}（{suffix}）" if offer.kind == ORIGINAL else KINDS[offer.kind].title
    return {"name": name, "url": quote(offer.path), "size": f"{max(1, round(size / 1024))} KB"}
