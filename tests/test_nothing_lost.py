"""Every character of a source is on its page, set aside, or masked."""

from __future__ import annotations

import html
from collections import Counter
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from test_markup import Shown

from generator import readers
from generator.catalogue import Surroundings
from generator.contacts import BLOT
from generator.model import Record
from generator.pages import compose_outline
from generator.pipeline import Options, understand
from generator.readers import ReadError


def on_page(record: Record, titled: bool) -> str:
    """The source's text as the page of a record shows it, and what was set aside, without white space.

    ``titled``: the title comes from the text.
    """
    assert record.outline is not None
    _, head, body = compose_outline(record, Surroundings()).text().split("---\n", 2)
    values = yaml.safe_load(head)
    shown = [Shown(Markdown(extensions=["attr_list", "toc"]).convert(body)).text]
    if titled:
        shown.append(html.unescape(values["title"]))
    shown += [values.get("subtitle", ""), *values.get("byline", [])]
    shown += [scrap.text for scrap in record.outline.set_aside]
    return "".join("".join(shown).split())


def check(path: Path, data: bytes) -> None:
    try:
        manuscript = readers.read(path, data)
    except ReadError:
        return
    record = understand(path.name, path, data, Options())
    if record.outline is None:
        assert record.screening.reason, record.notes
        return
    source = Counter(manuscript.characters())
    masked = sum(mask.length for mask in record.screening.masks)
    # The keeper's own title may or may not stand in the text as well.
    possible = [bool(record.outline.title)] if not manuscript.directions.title else [True, False]
    differences = []
    for titled in possible:
        shown = Counter(on_page(record, titled))
        missing, added = source - shown, shown - source
        if set(added) <= {BLOT} and missing.total() == added.total() <= masked:
            return
        differences.append((missing, added))
    pytest.fail(f"missing, added: {differences}")


SAMPLES = sorted(
    path for path in (ROOT / "content").rglob("*") if path.suffix in readers.READERS and path.name != "关于本库.md"
)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    check(path, path.read_bytes())


PIECES = [
    *(
        "一、",
        "二、",
        "（一）",
        "（二）",
        "1.",
        "２．",
        "①",
        "第一，",
        "一是",
        "二是",
        "首先，",
        "其次，",
        "第一章 ",
        "三",
    ),
    *(
        "把账记清",
        "沿堤走一遍",
        "书箱摆在村口",
        "路肩要平整",
        "。",
        "，",
        "；",
        "：",
        "！",
        "？",
        "“",
        "”",
        "——",
        "…",
        "、",
    ),
    *("\n", "\n", "\n\n", "　　", "\t", " ", "\n　　", "\r\n"),
    *("同志们：", "各位读者，", "谢谢大家！", "以上发言，不当之处请批评指正。", "附件：1.清单", "（2024年5月8日）"),
    *("工作汇报", "在读书会上的讲话", "汇报提纲", "xx县图书馆", "李××", "二〇二四年五月八日", "第1页 共3页", "- 2 -"),
    *(
        "仅供学习 禁止外传",
        "内部资料",
        "更多资料请加QQ群00000000",
        "砚边文库整理",
        "【打印】",
        "电话13000000000",
        "a@b.example",
    ),
    *(
        "<b>",
        "&amp;",
        "# ",
        "* ",
        "**",
        "`",
        "{{ x }}",
        "[x](y)",
        "|",
        "\\",
        "_",
        "~",
        "GDP",
        " 3.5",
        "\u200b",
        "é",
        "😀",
    ),
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=60).map("".join))
def test_any_text(text: str) -> None:
    check(Path("文.txt"), text.encode("utf-8", "replace"))


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_markdown(text: str) -> None:
    check(Path("文.md"), text.encode())
