"""What an import says at its end: a line a pack, and the files that a person should look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from generator.report import Arrival, Import
from generator.sources import Kind, classify

from .copying import Imported, Step
from .members import Outcome
from .names import printable

WORDS: Final = {
    Outcome.COPIED: "复制",
    Outcome.PRESENT: "已有",
    Outcome.IGNORED: "系统或临时文件",
    Outcome.UNKNOWN: "不认识的文件",
    Outcome.EMPTY: "空文件",
    Outcome.STRAY: "没有对应文稿的设置",
    Outcome.CLASH: "原处另有设置",
    Outcome.NESTED: "没有打开的包中包",
    Outcome.ENCRYPTED: "有密码",
    Outcome.DAMAGED: "损坏或读不出",
    Outcome.METHOD: "压缩方法少见",
    Outcome.TOO_LARGE: "过大",
    Outcome.RATIO: "压缩比异常",
    Outcome.LINK: "链接",
    Outcome.SPECIAL: "不是普通文件",
    Outcome.OUTSIDE: "路径越界或过深",
    Outcome.UNWRITABLE: "写不进去",
}
"""Every outcome, in the order of the counts."""

_UNPACK: Final = "要的话，用解压软件解开，再放进 content。"
_MENDS: Final = {
    Outcome.UNKNOWN: "不是文稿的格式。里面有要的文字，请另存为 .docx 或 .txt 再放进 content。",
    Outcome.EMPTY: "没有内容，请找一份完好的。",
    Outcome.STRAY: "包里没有它说的那篇文稿。",
    Outcome.CLASH: "原处的设置没有动，要用包里的，请自己合并。",
    Outcome.NESTED: "请先解开，再用 tigang import 导入。",
    Outcome.ENCRYPTED: "请用密码解开，再放进 content。",
    Outcome.DAMAGED: "请重新下载，或找一份完好的。",
    Outcome.METHOD: _UNPACK,
    Outcome.TOO_LARGE: "请拆成几份。",
    Outcome.RATIO: _UNPACK,
    Outcome.LINK: "请把它指向的文件放进 content。",
    Outcome.OUTSIDE: _UNPACK,
    Outcome.UNWRITABLE: "请看看磁盘还有没有地方，名字是不是太长。",
}
"""What to do about a file that was passed over though it may be wanted."""

_EXPECTED: Final = frozenset({Outcome.COPIED, Outcome.PRESENT, Outcome.IGNORED})
_SHOWN: Final = 20


def line(done: Imported, *, dry_run: bool = False) -> str:
    """The line of a pack: ``读书.zip → content/读书：复制 12，已有 3，略过 2（系统或临时文件 2）。``"""
    if done.problem and not done.steps:
        return f"{printable(str(done.pack))}：{done.problem}"
    return f"{_name(done)} → {printable(done.folder.as_posix())}：{_counted(done, dry_run)}"


def _name(done: Imported) -> str:
    return printable(done.pack.name or str(done.pack))


def _counted(done: Imported, dry_run: bool = False) -> str:
    if done.problem and not done.steps:
        return done.problem
    counts = done.counts
    passed = [(WORDS[outcome], counts[outcome]) for outcome in list(WORDS)[2:] if counts[outcome]]
    reasons = "、".join(f"{word} {number}" for word, number in passed)
    parts = [
        f"{'将' if dry_run else ''}复制 {counts[Outcome.COPIED]}",
        f"已有 {counts[Outcome.PRESENT]}",
        f"略过 {sum(number for _, number in passed)}" + (f"（{reasons}）" if reasons else ""),
    ]
    return f"{'，'.join(parts)}。{done.problem}"


def for_report(done: Imported, content: Path) -> Import:
    """A pack as the report keeps it; ``content`` is the archive's content folder."""
    files = tuple(
        Arrival(
            step.file,
            WORDS[step.outcome],
            step.outcome is Outcome.COPIED and classify(step.target) is Kind.OUTLINE,
            _below(step.target, content),
            _MENDS.get(step.outcome, ""),
        )
        for step in done.steps
    )
    folder = printable(done.folder.as_posix())
    return Import(printable(str(done.pack.resolve())), _name(done), folder, _counted(done), files)


def _below(target: str, content: Path) -> str:
    """A path as outlines are called by theirs: from the content folder on."""
    whole, root = Path(target).resolve(), content.resolve()
    return whole.relative_to(root).as_posix() if target and whole.is_relative_to(root) else target


def files(done: Imported, *, every: bool = False) -> Iterator[str]:
    """A line for each file that was passed over though it may be wanted, or for every file."""
    steps = [step for step in done.steps if every or step.outcome not in _EXPECTED]
    shown = steps if every else steps[:_SHOWN]
    for step in shown:
        target = f" → {step.target}" if step.target and step.outcome is Outcome.COPIED else ""
        same = f"（{step.target}）" if step.target and not target else ""
        yield f"  {WORDS[step.outcome]}：{step.file}{target}{same}"
    if len(steps) > len(shown):
        yield f"  还有 {len(steps) - len(shown)} 个，加 --verbose 全部列出。"


def as_json(done: Imported, step: Step | None = None) -> dict[str, object]:
    """A file of a pack, or the pack itself, as a line of JSON has it."""
    values: dict[str, object] = {"pack": printable(str(done.pack))}
    if step:
        return {**values, "file": step.file, "outcome": step.outcome, "target": step.target or None}
    counts = {outcome: done.counts[outcome] for outcome in WORDS if done.counts[outcome]}
    return {**values, "into": printable(done.folder.as_posix()), "counts": counts, "problem": done.problem or None}
