"""What the files of an archive are, and which page each outline becomes. Paths are POSIX, below the content folder."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable
from enum import StrEnum
from fnmatch import fnmatchcase, translate
from pathlib import PurePosixPath
from posixpath import basename, join, split, splitext
from typing import Final

from generator.model import Note, Severity
from generator.readers import READERS
from generator.readers.encodings import decode, split_lines
from generator.readers.markdown import front_mapping


class Kind(StrEnum):
    """What a file below the content folder is."""

    OUTLINE = "outline"
    """A source that a reader takes; a .md may yet be a page, see :func:`is_page`."""
    SIDECAR = "sidecar"
    """``NAME.yml``: the keeper's word on the outline of that name beside it."""
    COLLECTION = "collection"
    """``collection.yml``: what the keeper says of a folder."""
    ASSET = "asset"
    """A picture, a style sheet: a file that pages use and the site copies."""
    IGNORED = "ignored"
    UNSUPPORTED = "unsupported"
    """A file that was probably meant as an outline and that no reader takes; see :func:`unsupported`."""


COLLECTION: Final = "collection.yml"

_IGNORED: Final = (".*", "~$*", "~*.tmp", "Thumbs.db", "desktop.ini", "__MACOSX", "*.tmp", "*.bak", "*~")

_is_ignored: Final = re.compile("|".join(map(translate, _IGNORED))).match
"""Whether the name of a file or a folder is one that nobody means."""

_ASSETS: Final = frozenset(
    {
        *(".avif", ".bmp", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp"),
        *(".eot", ".otf", ".ttf", ".woff", ".woff2"),
        *(".mp3", ".mp4", ".ogg", ".webm"),
        *(".css", ".csv", ".js", ".json", ".map", ".mjs", ".wasm", ".xml", ".xsl"),
    }
)

_ADVICE: Final = {
    **dict.fromkeys((".wpt", ".pages", ".dot", ".dotx", ".dotm", ".ott"), "请另存为 .docx"),
    **dict.fromkeys((".caj", ".ceb", ".sep"), "请转换为 .pdf 或 .txt"),
    **{
        suffix: f"请移出 content，再运行 tigang import 文件{suffix}"
        for suffix in (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz")
    },
    **dict.fromkeys((".ppt", ".pptx", ".xls", ".xlsx", ".et", ".dps", ".mmap", ".emmx"), "请把文字另存为 .txt"),
}

# Of files with one name, the first of these takes the bare address.
_ORDER: Final = (".md", ".markdown", ".txt", ".text", ".docx", ".docm", ".doc", ".pdf")

# The longest file name of common systems is 255 bytes; `-docx-99.html` must still fit.
_NAME_LIMIT: Final = 240


def classify(path: str, ignore: Collection[str] = ()) -> Kind:
    """What the file at a path is; ``ignore`` are patterns as in :func:`matches`."""
    if any(map(_is_ignored, path.split("/"))) or matches(path, ignore):
        return Kind.IGNORED
    suffix = _suffix(path)
    if suffix in READERS:
        return Kind.OUTLINE
    if suffix in (".yml", ".yaml"):
        return Kind.COLLECTION if PurePosixPath(path).stem.lower() == "collection" else Kind.SIDECAR
    return Kind.ASSET if suffix in _ASSETS else Kind.UNSUPPORTED


def matches(path: str, patterns: Collection[str]) -> bool:
    """Whether a path matches a pattern: a name or a folder anywhere (``草稿``, ``*.bak``), or a path from the top.

    A pattern with a slash within it is a path (``会议/草稿/*``); ``*`` also spans folders.
    """
    if not patterns:
        return False
    parents = [str(parent) for parent in PurePosixPath(path).parents][:-1]
    names = PurePosixPath(path).parts
    for pattern in patterns:
        bare = pattern.rstrip("/")
        if "/" in bare:
            if any(fnmatchcase(whole, bare.lstrip("/")) for whole in (path, *parents)):
                return True
        elif any(fnmatchcase(name, bare) for name in (names[:-1] if pattern.endswith("/") else names)):
            return True
    return False


def unsupported(path: str) -> Note:
    """The note for a file of kind :attr:`Kind.UNSUPPORTED`."""
    suffix = _suffix(path)
    advice = _ADVICE.get(suffix, "请另存为其中一种，或在 ignore 里写明不收")
    what = f"{suffix} 文件" if suffix else "没有后缀的文件"
    return Note("unsupported-format", f"不能读取{what}，能读的是 {'、'.join(READERS)}；{advice}。", 0, Severity.PROBLEM)


def sidecars(path: str) -> tuple[str, ...]:
    """Where the sidecar of a source may stand, the more particular first: ``守城.docx.yml``, ``守城.yml``."""
    pure = PurePosixPath(path)
    names = (pure.name, pure.stem)
    return tuple(str(pure.with_name(f"{name}.{suffix}")) for name in names for suffix in ("yml", "yaml"))


def is_page(path: str, data: bytes, patterns: Collection[str] = ()) -> bool:
    """Whether a .md file is a hand-written page and no outline.

    ``index.md`` and ``README.md`` are, and what matches ``patterns`` or says ``outline: false`` in its front matter.
    """
    pure = PurePosixPath(path)
    if pure.suffix.lower() not in (".md", ".markdown"):
        return False
    if _is_index(pure.stem) or matches(path, patterns):
        return True
    if b"outline" not in data:
        return False
    _, mapping, _ = front_mapping(split_lines(decode(data).text))
    return mapping.get("outline") is False


def assign_addresses(paths: Iterable[str], reserved: Collection[str] = ()) -> dict[str, str]:
    """The page address of every source, as a Markdown path; the same for the same paths in any order.

    ``reserved`` are paths of other files of the site (``a.html``, ``a.md``). Two addresses never differ in case only,
    nor in the way their accents are composed: file systems hold such names for one.
    """
    taken = dict.fromkeys((_key(_page(path)) for path in reserved), "")  # with the suffix of the source
    addresses: dict[str, str] = {}

    def give(path: str, address: str) -> None:
        taken[_key(address)] = _suffix(path)
        addresses[path] = address

    rest: list[str] = []
    # Bare names first, so that another file's ending never pushes a file from its own name.
    for path in sorted(set(paths), key=_rank):
        address = _address(path)
        if _key(address) in taken or (_suffix(path) != ".md" and _is_index(splitext(basename(path))[0])):
            rest.append(path)
        else:
            give(path, address)
    for path in rest:
        suffix = _suffix(path)
        # Where two names differ in case only, the format does not tell them apart.
        same = taken.get(_key(_address(path))) == suffix
        address = base = _address(path, "" if same or not suffix else "-" + suffix[1:])
        count = 2
        while _key(address) in taken:
            address = f"{base.removesuffix('.md')}-{count}.md"
            count += 1
        give(path, address)
    return addresses


def _rank(path: str) -> tuple[str, int, str, str]:
    bare, suffix = splitext(path)
    suffix = suffix.lower()
    return _key(bare), _ORDER.index(suffix) if suffix in _ORDER else len(_ORDER), suffix, path


def _address(path: str, ending: str = "") -> str:
    folder, name = split(path)
    stem = splitext(name)[0]
    if len(stem.encode()) > _NAME_LIMIT - len(ending):
        digest = hashlib.blake2b(stem.encode(), digest_size=4).hexdigest()
        stem = stem.encode()[: _NAME_LIMIT - 20].decode("utf-8", "ignore") + "-" + digest
    return join(folder, f"{stem}{ending}.md")


def _page(path: str) -> str:
    """The page file that a path becomes, where it becomes one; MkDocs publishes README as the folder's index."""
    pure = PurePosixPath(path)
    return str(pure.with_suffix(".md")) if pure.suffix.lower() in (".html", ".md") else path


def _suffix(path: str) -> str:
    return splitext(path)[1].lower()


def _is_index(stem: str) -> bool:
    return bool(re.fullmatch(r"index|readme", stem, re.IGNORECASE))


def _key(address: str) -> str:
    return unicodedata.normalize("NFC", address).casefold()
