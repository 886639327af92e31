"""What a keeper may write under ``outlines:`` in mkdocs.yml, and what to say where it is something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from .directions import nearest, shown
from .export.downloads import KINDS
from .markers import DEFAULT


def errors(given: object, known: Iterable[str]) -> list[tuple[str, str]]:
    """(key, error) of what cannot be: the error names the value, what is allowed, and the key that was meant.

    ``known`` are all keys that there are; those without a rule here are checked elsewhere.
    """
    known = sorted(known)
    if given is None:
        return []
    if not isinstance(given, Mapping):
        return [("outlines", f"应写成“键: 值”，而不是 {shown(given)}；可用的键有 {'、'.join(known)}")]
    found = []
    for key, value in given.items():
        if key not in known:
            hint = nearest(str(key), known) or f"，可用的有 {'、'.join(known)}"
            found.append((shown(key) or "（空）", f"没有这个键{hint}"))
        elif key in _RULES and (error := _RULES[key](value)):
            found.append((str(key), error))
    return found


def _texts(value: object) -> str:
    if not isinstance(value, list):
        return f'值 {shown(value)} 应是列表，写成 ["…", "…"] 或每行一个“- …”'
    wrong = [shown(item) for item in value if not isinstance(item, str)]
    return f"列表里的 {wrong[0]} 应是文字，加上引号" if wrong else ""


def _patterns(value: object) -> str:
    if wrong := _texts(value):
        return wrong
    assert isinstance(value, list)
    for pattern in value:
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError) as error:
            return f"{shown(pattern)} 不是正则表达式：{error}；要按原文隐去人名或词语，请写在 names 里"
    return ""


def _markers(value: object) -> str:
    if wrong := _texts(value):
        return wrong
    assert isinstance(value, list)
    for template in value:
        try:
            DEFAULT.extended([template])
        except ValueError:
            return f"{shown(template)} 里应有一个放在花括号里的编号，如 措施{{一}}：、问题{{1}}："
    return ""


def _restricted(value: object) -> str:
    return (
        "" if value in ("banner", "withhold") else f"值 {shown(value)} 应是 banner（加提示发布）或 withhold（不发布）"
    )


def _downloads(value: object) -> str:
    if wrong := _texts(value):
        return wrong
    assert isinstance(value, list)
    return next((f"列表里的 {shown(kind)} 不认识{_meant(kind)}" for kind in value if kind not in KINDS), "")


def _meant(kind: str) -> str:
    return nearest(kind, KINDS) or f"，可用的有 {'、'.join(KINDS)}"


def _original(value: object) -> str:
    return "" if isinstance(value, bool) else f"值 {shown(value)} 应是 true 或 false"


def _workers(value: object) -> str:
    right = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 256
    return "" if right else f"值 {shown(value)} 应是 0 到 256 的整数，0 为每个处理器一个"


_RULES: Final[Mapping[str, Callable[[object], str]]] = {
    "ignore": _texts,
    "pages": _texts,
    "names": _texts,
    "phrases": _texts,
    "mask": _patterns,
    "markers": _markers,
    "restricted": _restricted,
    "downloads": _downloads,
    "original": _original,
    "workers": _workers,
}
