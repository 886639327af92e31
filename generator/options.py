"""What a keeper may write under ``outlines:`` in mkdocs.yml, and what to say where it is something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .directions import nearest, shown
from .export.downloads import KINDS
from .markers import DEFAULT

RESTRICTED: Final = ("banner", "withhold")
REPORT: Final = ("local", "publish")
MOST_WORKERS: Final = 256
CLUSTER: Final = "dask://"
"""How the address of a cluster begins, among the values of ``workers``."""
_ADDRESS: Final = rf"^{CLUSTER}([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):[1-9][0-9]{{0,4}}$"


@dataclass(frozen=True, slots=True)
class Option:
    """A key, as keepers, editors and the plugin know it."""

    default: Any
    schema: Mapping[str, Any]
    """The type of its values, as JSON schema has it."""
    kind: str
    """The same in words."""
    says: str
    """What it does, in a sentence."""
    wrong: Callable[[object], str]
    """What is wrong with a value; nothing where it may be."""
    example: str
    """A value as it may stand in mkdocs.yml."""


def errors(given: object) -> list[tuple[str, str]]:
    """(key, error) of what cannot be: the error names the value, what is allowed, and the key that was meant."""
    known = sorted(OPTIONS)
    if given is None:
        return []
    if not isinstance(given, Mapping):
        return [("outlines", f"应写成“键: 值”，而不是 {shown(given)}；可用的键有 {'、'.join(known)}")]
    found = []
    for key, value in given.items():
        if key not in OPTIONS:
            hint = nearest(str(key), known) or f"，可用的有 {'、'.join(known)}"
            found.append((shown(key) or "（空）", f"没有这个键{hint}"))
        elif error := OPTIONS[key].wrong(value):
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
    return "" if value in RESTRICTED else f"值 {shown(value)} 应是 banner（加提示发布）或 withhold（不发布）"


def _report(value: object) -> str:
    return "" if value in REPORT else f"值 {shown(value)} 应是 local（只在本机）或 publish（也随网站发布）"


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
    if isinstance(value, str):
        right = re.fullmatch(_ADDRESS, value) is not None
    else:
        right = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_WORKERS
    number = f"0 到 {MOST_WORKERS} 的整数，0 为每个处理器一个"
    return "" if right else f"值 {shown(value)} 应是 {number}，或 Dask 集群的地址 {CLUSTER}主机:端口"


_TEXTS: Final = {"type": "array", "items": {"type": "string"}}


def _listed(says: str, example: str, wrong: Callable[[object], str] = _texts) -> Option:
    return Option([], _TEXTS, "文字的列表", says, wrong, example)


OPTIONS: Final[Mapping[str, Option]] = {
    "ignore": _listed("不理会的文件：路径的样式，如 草稿、*.bak。", '["草稿", "*.bak"]'),
    "pages": _listed("当作手写的网页、而不是提纲的 .md 文件：路径的样式。", '["说明/*.md"]'),
    "restricted": Option(
        "banner",
        {"enum": list(RESTRICTED)},
        "banner 或 withhold",
        "带处理提示（如仅供学习、内部资料）的文稿：banner 注明提示后发布，withhold 不发布。",
        _restricted,
        "withhold",
    ),
    "markers": _listed("另外的序号，编号写在花括号里，如 措施{一}：。", '["措施{一}："]', _markers),
    "mask": _listed("另外要隐去的文字，写成正则表达式。", r"['工号\d{4}']", _patterns),
    "names": _listed("要隐去的名字和词语，按原文。", '["张某某"]'),
    "phrases": _listed("自动找出的提法以外，再列的提法。", '["一张表", "走一遍"]'),
    "downloads": Option(
        list(KINDS),
        {"type": "array", "items": {"enum": list(KINDS)}},
        f"{'、'.join(KINDS)} 的列表",
        "每篇旁边可下载的文件：公文版式的 Word、纯文本、JSON；[] 表示都不要。",
        _downloads,
        "[docx]",
    ),
    "original": Option(
        False,
        {"type": "boolean"},
        "true 或 false",
        "原件（.txt、.md、.docx）也可下载，只限文件里的每个字都在页面上、又没有别的东西的。",
        _original,
        "true",
    ),
    "report": Option(
        "local",
        {"enum": list(REPORT)},
        "local 或 publish",
        "整理报告：local 只在本机，publish 也放进网站的 report/，不含没有发布的文稿和搁置的文字。",
        _report,
        "publish",
    ),
    "workers": Option(
        0,
        {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": MOST_WORKERS},
                {"type": "string", "pattern": _ADDRESS},
            ]
        },
        f"0 到 {MOST_WORKERS} 的整数，或 {CLUSTER}主机:端口",
        "同时工作的进程数，0 为每个处理器一个；或 Dask 集群的地址，文稿由集群阅读。",
        _workers,
        "2",
    ),
}
"""Every key there is. Whoever adds one says it all here: the plugin, editors and docs/ take it from this table."""
