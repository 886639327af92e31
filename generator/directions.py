"""The keeper's word: front matter, sidecars and a folder's defaults to :class:`~generator.model.Directions`."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, Final

import yaml

from generator.model import Directions, Note, Severity

KEYS: Final = frozenset(field.name for field in fields(Directions)) | {"outline"}
"""Keys that mean something for an outline."""

PAGE_KEYS: Final = frozenset(
    {
        *("authors", "boost", "categories", "comments", "description", "draft", "hide", "icon", "image", "links"),
        *("pin", "readtime", "render_macros", "revision_date", "robots", "search", "slug", "social", "status"),
        *("subtitle", "template", "tags", "order", "nav_title", "created"),
    }
)
"""Keys of MkDocs' and Material's pages, which pass unread."""

_DATE: Final = re.compile(r"(\d{4})\s*(?:[-./]|年)?\s*(?:(\d{1,2})\s*(?:[-./]|月)?\s*(?:(\d{1,2})\s*日?)?)?")
_SUFFIX: Final = re.compile(r"\.[A-Za-z]{1,8}$")


def from_yaml(text: str, where: str) -> tuple[dict[str, object], tuple[Note, ...]]:
    """The mapping that a YAML text holds; what is not one is a problem, and the mapping is empty.

    ``where`` names the text in notes: ``守城.yml``.
    """
    try:
        value = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = f"第 {error.problem_mark.line + 1} 行附近" if error.problem_mark else ""
        return {}, (_problem("broken-yaml", f"{where}{line}不是合法的 YAML，没有采用。"),)
    except (yaml.YAMLError, ValueError, RecursionError):
        # ValueError: a date such as 2024-02-30.
        return {}, (_problem("broken-yaml", f"{where}不是合法的 YAML，没有采用。"),)
    if value is None:
        return {}, ()
    if not isinstance(value, dict):
        return {}, (_problem("broken-yaml", f"{where}应写成“键: 值”的形式，没有采用。"),)
    return {str(key): item for key, item in value.items()}, ()


def parse(mapping: Mapping[str, object], where: str) -> tuple[Directions, tuple[Note, ...]]:
    """Directions from what the keeper wrote; keys that are unknown and values of a wrong type are problems.

    ``where`` names the place in notes: ``守城.yml``. A null value means: not said. Where ``publish`` is misspelt or
    neither true nor false, the directions say that the document is not published.
    """
    given = Directions()
    notes: list[Note] = []
    unclear = False
    for key, value in mapping.items():
        if value is None:
            continue
        try:
            given = replace(given, **_field(key, value))
        except _UnknownKeyError:
            notes.append(_problem("unknown-key", f"{where}里的键“{shown(key)}”不认识{nearest(key, KEYS)}。"))
            unclear |= is_near(key, "publish")
        except ValueError as error:
            notes.append(_problem("wrong-value", f"{where}里“{shown(key)}”的值{error}，没有采用。"))
            unclear |= key == "publish"
    if unclear and given.publish is None:
        given = replace(given, publish=False, reason=unreadable(where))
    return given, tuple(notes)


def unreadable(where: str) -> str:
    """Why a document is withheld whose keeper may have said so: nobody can tell."""
    return f"{where} 读不懂，不知道里面说发布还是不发布"


_NOTHING = Directions()


def merge(defaults: Directions, given: Directions) -> Directions:
    """What is given, and the defaults where nothing is said; headings are merged by their words."""
    if defaults == _NOTHING:
        return given
    if given == _NOTHING:
        return defaults
    said = {
        field.name: value for field in fields(Directions) if (value := getattr(given, field.name)) not in ("", None, ())
    }
    words = {word for word, _ in given.headings}
    said["headings"] = given.headings + tuple(pair for pair in defaults.headings if pair[0] not in words)
    if given.publish is not None:  # a default's reason explains the default only
        said["reason"] = given.reason
    return replace(defaults, **said)


class _UnknownKeyError(Exception):
    pass


def _field(key: str, value: object) -> dict[str, Any]:
    """The field of :class:`Directions` that a key sets; a ValueError says, after 的值, what is wrong."""
    match key:
        case "title" | "occasion" | "speaker" | "genre" | "reason":
            return {key: _text(value)}
        case "date":
            return {key: _date(value)}
        case "tags":
            items = value if isinstance(value, list) else [value]
            return {key: tuple(dict.fromkeys(_text(item) for item in items if item is not None))}
        case "headings":
            return {key: _headings(value)}
        case "was":
            items = value if isinstance(value, list) else [value]
            return {key: tuple(dict.fromkeys(_old_address(item) for item in items if item is not None))}
        case "publish":
            if not isinstance(value, bool):
                raise ValueError("应是 true 或 false")
            return {key: value}
        case "outline":
            if not isinstance(value, bool):
                raise ValueError("应是 true 或 false")
            return {}
    if key in PAGE_KEYS:
        return {}
    raise _UnknownKeyError


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | datetime.date):
        raise ValueError("应是文字")
    return " ".join(str(value).split())


def _date(value: object) -> str:
    if isinstance(value, datetime.date):  # a datetime is one too
        return value.isoformat()[:10]
    match = _DATE.fullmatch(_text(value))
    if not match:
        raise ValueError("不是日期，应写成 2024-06-09、2024-06 或 2024")
    year, month, day = match.groups()
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError("不是存在的日期") from None
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def _old_address(value: object) -> str:
    """The page that an old address, or an old path of the source, names: an HTML file's path from the site's root."""
    text = value.strip().replace("\\", "/").strip("/") if isinstance(value, str) else ""
    if "://" in text or not text or any(part in ("", ".", "..") for part in text.split("/")):
        raise ValueError("应是从网站首页算起的旧地址，如 旧栏目/旧名.html")
    return text if text.endswith(".html") else f"{_SUFFIX.sub('', text)}.html"


def _headings(value: object) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, dict):
        raise ValueError("应是“标题开头的文字: 级别”的列表")
    pairs = []
    for words, level in value.items():
        if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= 9:
            raise ValueError("里每个标题的级别应是 0 到 9 的整数")
        pairs.append((_text(words), level))
    return tuple(pairs)


def nearest(key: str, known: Iterable[str]) -> str:
    """A hint, to follow 不认识: the known key that ``key`` was probably meant to be, or nothing."""
    near = difflib.get_close_matches(key.lower(), sorted(known), 1, 0.6)
    return f"，可能是“{near[0]}”" if near else ""


def is_near(key: str, known: str) -> bool:
    """Whether ``key`` is unknown and was probably meant to be ``known``."""
    return key not in KEYS | PAGE_KEYS and bool(difflib.get_close_matches(key.lower(), [known], 1, 0.6))


def shown(value: object) -> str:
    """What the keeper wrote, for a message: on one line and not long."""
    text = " ".join((value if isinstance(value, str) else repr(value)).split())
    text = "".join(character if character.isprintable() else "?" for character in text)
    return text if len(text) <= 40 else text[:40] + "…"


def _problem(code: str, text: str) -> Note:
    return Note(code, text, 0, Severity.PROBLEM)
