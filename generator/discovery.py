"""Find an archive's sources among the files of its content folder."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath

from . import settings, sources
from .archive import folders_above, list_address
from .catalogue import Settings
from .model import Note, Severity, Source
from .pages import CARDS_PER_PAGE
from .refusals import reason
from .screening import hide_path
from .sources import Kind


@dataclass
class Found:
    """What a content folder holds for the generator."""

    sources: list[Source] = field(default_factory=list)
    settings: dict[str, Settings] = field(default_factory=dict)
    """By folder; the content folder itself under the empty name."""
    problems: list[tuple[str, Note]] = field(default_factory=list)
    """(path, note) of files that will not become a page, and of faulty collection files."""
    taken: set[str] = field(default_factory=set)
    """Every path that must not reach the site by itself: sources, sidecars, what is ignored or not understood."""


def gather(
    content: Mapping[str, Path],
    *,
    ignore: Iterable[str] = (),
    pages: Iterable[str] = (),
    reserved: Collection[str] = (),
    hide: Callable[[str], str] = str,
) -> Found:
    """Sort the files of a content folder, given by POSIX path.

    ``ignore`` and ``pages`` are the keeper's patterns; ``reserved`` are further paths of the site, which no page takes.
    ``hide`` takes the contacts out of a name: sources and folders go by the names that it leaves.
    """
    found = Found()
    ignore, pages = tuple(ignore), tuple(pages)
    names = _Names(content, hide)
    outlines: dict[str, str] = {}
    sidecars: set[str] = set()
    links = _Links()
    for path, file in content.items():
        if not _is_text(path):
            found.taken.add(path)
            found.problems.append((_shown(path), _problem("文件名不是 UTF-8 文字，请改名")))
            continue
        kind = sources.classify(path, ignore)
        if kind is not Kind.IGNORED and links.lead_out(path, file):
            found.taken.add(path)
            found.problems.append((path, _problem("链接指向 content 以外，没有读取；请把文件本身放进来")))
            continue
        if kind is Kind.ASSET or (kind is Kind.OUTLINE and _is_page(path, file, pages)):
            continue
        found.taken.add(path)
        if kind is Kind.OUTLINE:
            outlines[names.of(path)] = path
        elif kind is Kind.SIDECAR:
            sidecars.add(path)
        elif kind is Kind.COLLECTION:
            _load_settings(found, names.of(path), file)
        elif kind is Kind.UNSUPPORTED:
            found.problems.append((names.of(path), sources.unsupported(path)))
    left = [path for path in content if path not in found.taken]
    # A folder that is named like a page (``甲.md``, ``甲.html``) leaves no room for the page.
    folders = {folder for path in content for folder in folders_above(path)}
    taken = [*reserved, *left, *folders, *_list_addresses(outlines)]
    addresses = sources.assign_addresses(outlines, taken)
    for name, path in outlines.items():
        beside = next((one for one in sources.sidecars(path) if one in sidecars), None) if sidecars else None
        sidecar = content[beside] if beside else None
        found.sources.append(Source(name, content[path], addresses[name], sidecar))
    return found


class _Names:
    """What sources are called: their paths without contacts, each once."""

    def __init__(self, paths: Iterable[str], hide: Callable[[str], str]) -> None:
        self._hide = cache(hide)
        self._taken = set(paths)

    def of(self, path: str) -> str:
        name = base = hide_path(path, self._hide)
        if name == path:
            return path
        suffix = PurePosixPath(path).suffix
        count = 2
        while name in self._taken:
            name = f"{base.removesuffix(suffix)}-{count}{suffix}"
            count += 1
        self._taken.add(name)
        return name


def _is_text(path: str) -> bool:
    # Names in another encoding, as old archives leave them, come as lone surrogates.
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


class _Links:
    """Tells links that lead out of a content folder; a folder is asked once for its real place and for its links."""

    def __init__(self) -> None:
        self._real = cache(os.path.realpath)
        self._inside = cache(self._is_inside)
        self._links = cache(_links)

    def lead_out(self, path: str, file: Path) -> bool:
        """Whether a file, or a folder above it, is a link to a place outside: MkDocs follows links."""
        name = str(file)
        root, (folder, own) = name[: -len(path) - 1], os.path.split(name)
        if own in self._links(folder):
            return not self._is_inside(os.path.realpath(name), root)
        return not self._inside(folder, root)

    def _is_inside(self, place: str, root: str) -> bool:
        return Path(self._real(place)).is_relative_to(self._real(root))


def _links(folder: str) -> set[str]:
    """The names of the links in a folder."""
    try:
        with os.scandir(folder) as entries:
            return {entry.name for entry in entries if entry.is_symlink()}
    except OSError:
        return set()  # the reader will say why


def _shown(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _problem(text: str) -> Note:
    return Note("unreadable", text, severity=Severity.PROBLEM)


def _is_page(path: str, file: Path, patterns: tuple[str, ...]) -> bool:
    if not path.endswith((".md", ".markdown")):
        return False
    try:
        return sources.is_page(path, file.read_bytes(), patterns)
    except OSError:
        return False  # the reader will say why


def _load_settings(found: Found, path: str, file: Path) -> None:
    folder = PurePosixPath(path).parent.as_posix()
    try:
        said, notes = settings.load(file)
    except OSError as error:
        notes = (_problem(f"读不出来：{reason(error)}"),)
    else:
        found.settings["" if folder == "." else folder] = said
    found.problems += [(path, note) for note in notes]


def _list_addresses(paths: Iterable[str]) -> list[str]:
    """The addresses that lists may take: no outline gets one of them."""
    counts = Counter(folder for path in paths for folder in ("", *folders_above(path)))
    return [
        list_address(folder, number)
        for folder, count in counts.items()
        for number in range(1, count // CARDS_PER_PAGE + 2)
    ]
