"""Names inside packs: the encoding they are in, and the path below a folder that every system can hold.

Zips made on Chinese Windows hold names in GBK or Big5 and do not say so. Each name is weighed as text; what most
names of the pack are in is favoured, since a name of two characters proves little by itself.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Final

from generator.naming import DEVICE, REFUSED
from generator.readers.encodings import likelihood

NAME_LIMIT: Final = 240
"""Longest name in bytes: common systems take 255, and ``-1234`` must still fit."""

# Encoding and what it is worth before a byte is read, as for the text of files.
_ENCODINGS: Final = (("utf-8", 12.0), ("gb18030", 0.0), ("big5hkscs", -2.0), ("cp437", 0.0))

# What the encoding of the other names is worth: less than two characters that fit, more than one by chance.
_FAVOUR: Final = 8.0

# What it costs that a name is not whole in an encoding: few are cut in mid-character.
_HARM: Final = 20.0

# How Python holds bytes that are no UTF-8, and surrogates that stand for nothing.
_ESCAPED: Final = re.compile("[\udc80-\udcff]")
_LONE: Final = re.compile("[\ud800-\udc7f\udd00-\udfff]")

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_LONGEST_SUFFIX: Final = 16
_DEPTH: Final = 64


def decode_names(names: Sequence[bytes]) -> list[str]:
    """The names of one pack, in an encoding that they do not state."""
    scores = {raw: _scores(raw) for raw in names if not raw.isascii()}
    votes = Counter(_best(score) for score in scores.values())
    usual = votes.most_common(1)[0][0] if votes else ""
    texts = {raw: raw.decode(_best(score, usual), "replace") for raw, score in scores.items()}
    return [texts.get(raw) or raw.decode("ascii") for raw in names]


def readable(names: Sequence[str]) -> list[str]:
    """Names of a file system or a tar that should be UTF-8: bytes of those that are not (surrogates) are decoded."""
    broken = {name: _LONE.sub("", name).encode("utf-8", "surrogateescape") for name in names if _ESCAPED.search(name)}
    decoded = dict(zip(broken, decode_names(list(broken.values())), strict=True))
    return [decoded.get(name, name) for name in names]


def place(name: str) -> str | None:
    """The path below a folder for a name as a pack has it; None for one that means to leave it, or goes too deep.

    The path is relative and no part of it is ``..``, whatever the name is. A backslash separates folders as a slash
    does: packs made on Windows have either.
    """
    parts = name.replace("\\", "/").split("/")
    if not parts[0] or _DRIVE.match(name) or ".." in (part.strip() for part in parts):
        return None
    clean = [_clean(part) for part in parts if part not in ("", ".")]
    if not 0 < len(clean) <= _DEPTH:
        return None
    return "/".join([*map(_shorten, clean[:-1]), _shorten(clean[-1], PurePosixPath(clean[-1]).suffix)])


def folder_name(name: str) -> str:
    """A name as the name of one folder: what a pack called so is unpacked into."""
    return _shorten(_clean(name.replace("/", "").replace("\\", "")))


def drop_top(paths: Iterable[str], name: str) -> str:
    """The folder to take off all paths, with its slash: the only one at the top, if it is called as the pack is."""
    tops = {path.partition("/")[::2] for path in paths}
    first = {top for top, _ in tops}
    if len(first) == 1 and all(rest for _, rest in tops) and same(top := first.pop()) == same(name):
        return top + "/"
    return ""


def same(path: str) -> str:
    """What two paths have in common where a file system holds them for one: case, and how accents are composed."""
    return unicodedata.normalize("NFC", path).casefold()


def printable(name: str) -> str:
    """A name for the screen: nothing in it moves the cursor or turns the direction of writing."""
    return "".join("\ufffd" if unicodedata.category(character) in _UNSEEN else character for character in name)


def _scores(raw: bytes) -> dict[str, float]:
    texts = {name: raw.decode(name, "replace") for name, _ in _ENCODINGS}
    return {name: prior + likelihood(texts[name]) - _HARM * ("\ufffd" in texts[name]) for name, prior in _ENCODINGS}


def _best(scores: dict[str, float], usual: str = "") -> str:
    return max(scores, key=lambda name: scores[name] + (_FAVOUR if name == usual else 0))


def _clean(part: str) -> str:
    """A part of a path without what Windows refuses; never empty, ``.`` or ``..``."""
    part = unicodedata.normalize("NFC", part)
    part = "".join(character for character in part if unicodedata.category(character) not in _UNSEEN)
    part = REFUSED.sub("", part).lstrip().rstrip(" .\u3000")
    return "_" + part if not part or DEVICE.match(part) else part


def _shorten(part: str, suffix: str = "") -> str:
    if len(part.encode()) <= NAME_LIMIT:
        return part
    suffix = suffix if len(suffix.encode()) <= _LONGEST_SUFFIX else ""
    ending = "-" + hashlib.blake2b(part.encode(), digest_size=4).hexdigest() + suffix
    stem = part.removesuffix(suffix).encode()[: NAME_LIMIT - len(ending.encode())]
    return stem.decode("utf-8", "ignore").rstrip(" .") + ending
