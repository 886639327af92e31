"""The keeper's report: what was understood, what was set aside, what needs a person."""

from __future__ import annotations

import html as entities
import re
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

from generator.catalogue import Card, Entry, Status
from generator.listing import Row, rows, shortened
from generator.model import (
    SET_ASIDE,
    Block,
    Facts,
    Note,
    Outline,
    Record,
    Role,
    Scrap,
    Screening,
    Section,
    Severity,
    Verdict,
)
from generator.report import INDEX, document_path, write_document, write_index

OUTLINE = Outline(
    title="<守堤>的发言",
    title_line=2,
    subtitle="——在春训会上",
    byline=(Scrap(Role.DATE, "（2024年6月）", 3),),
    opening=(Block("各位同事：", 4, "salutation"),),
    sections=(
        Section("一、先清淤&加高。", 1, 5, 2, True, (Block("清淤" * 50, 5),)),
        Section("（一）清渠", 2, 7, 3, blocks=(Block("村\t米\n东\t3", 8, "table"),)),
    ),
    set_aside=(Scrap(Role.PROMOTION, "<更多>讲稿" * 20, 1), Scrap(Role.NOTICE, "仅供学习", 9)),
    confidence=0.731,
)
RECORD = Record(
    "读书/书<箱>.txt",
    "0" * 32,
    "txt",
    "gb18030",
    OUTLINE,
    Facts(
        genre="发言", date="2024-06", occasion="春训会", speaker="某站", characters=120, minutes=0.5, keywords=("清淤",)
    ),
    notes=(
        Note("mixed-family", "换了<序号>样式", 7),
        Note("damaged-text", "有一处坏字", severity=Severity.PROBLEM),
    ),
)


def text(page: str) -> str:
    return entities.unescape(re.sub(r"<(style|title)>.*?</\1>|<[^>]+>", "\t", page, flags=re.DOTALL))


def cells(page: str, heading: str) -> list[list[str]]:
    """The table under a heading, without its head."""
    table = re.search(rf"<h2>{heading}</h2>(<table>.*?</table>)", page, re.DOTALL)
    assert table, heading
    found = []
    for row in re.findall(r"<tr[^>]*>(?!<th)(.*?)</tr>", table[1], re.DOTALL):
        parts = re.split("<td[^>]*>", row)[1:]
        found.append([entities.unescape(re.sub("<[^>]+>", "", part)) for part in parts])
    return found


# --- a document's page ------------------------------------------------------------------------------------------


def test_every_line_with_its_role_in_the_order_of_the_source(tmp_path: Path) -> None:
    write_document(tmp_path, "读书/书箱.md", RECORD)
    page = (tmp_path / document_path("读书/书箱.md")).read_text("utf-8")
    assert cells(page, "逐行理解") == [
        ["1", "推广", "<更多>讲稿" * 20],
        ["2", "标题", "<守堤>的发言"],
        ["2", "副标题", "——在春训会上"],
        ["3", "日期", "（2024年6月）"],
        ["4", "称谓", "各位同事："],
        ["5", "1 级标题", "一、先清淤&加高。"],
        ["5", "正文", "清淤" * 30 + "…"],
        ["7", "2 级标题", "（一）清渠"],
        ["8", "表格", "村\t米\n东\t3"],
        ["9", "处理提示", "仅供学习"],
    ]
    assert cells(page, "提示") == [["7", "换了<序号>样式", "mixed-family"], ["", "有一处坏字", "damaged-text"]]
    assert page.count("<tr class=problem>") == 1
    assert "<s>仅供学习</s>" in page
    assert "<b><span class=m>（一）</span>清渠</b>" in page
    assert "<守堤>" not in page
    assert "<更多>" not in page
    for said in (
        "书<箱>.txt",
        "gb18030",
        "发言",
        "2024年6月",
        "春训会",
        "某站",
        "120 字",
        "不到 1 分钟",
        "清淤",
        "把握 0.73",
    ):
        assert said in text(page), said


def test_headings_are_indented_and_text_stands_under_them(tmp_path: Path) -> None:
    write_document(tmp_path, "a.md", RECORD)
    page = (tmp_path / document_path("a.md")).read_text("utf-8")
    indents = re.findall(r"<td class=r>([^<]+)<td style=\"padding-left:(\d+)em\"", page)
    assert indents == [
        *(("推广", "0"), ("标题", "0"), ("副标题", "0"), ("日期", "0"), ("称谓", "0")),
        *(("1 级标题", "0"), ("正文", "2"), ("2 级标题", "2"), ("表格", "4"), ("处理提示", "0")),
    ]


@pytest.mark.parametrize("address", ["a.md", "甲/乙.md", "甲/乙/丙/a#b?.md"])
def test_a_page_leads_back_to_the_index(tmp_path: Path, address: str) -> None:
    write_document(tmp_path, address, RECORD)
    path = tmp_path / document_path(address)
    (link,) = re.findall(r'<a href="([^"]+)">整理报告', path.read_text("utf-8"))
    assert Path(tmp_path, urljoin(path.relative_to(tmp_path).as_posix().replace("#", "").replace("?", ""), link)) == (
        tmp_path / INDEX
    )


def test_a_document_that_failed_says_why(tmp_path: Path) -> None:
    note = Note("empty", "文件是空的。", severity=Severity.PROBLEM)
    write_document(tmp_path, "a.md", Record("读书/空.txt", "0" * 32, notes=(note,)))
    page = (tmp_path / document_path("a.md")).read_text("utf-8")
    assert cells(page, "提示") == [["", "文件是空的。", "empty"]]
    assert "<h1>读书/空.txt</h1>" in page
    assert "逐行理解" not in page


def test_of_a_withheld_document_only_path_and_reason(tmp_path: Path) -> None:
    screening = Screening(Verdict.WITHHOLD, "第 1 行有密级标志")
    write_document(tmp_path, "a.md", Record("密.txt", "0" * 32, "txt", screening=screening))
    page = (tmp_path / document_path("a.md")).read_text("utf-8")
    assert text(page).split() == ["整理报告", "密.txt", "密.txt", "txt", "第", "1", "行有密级标志"]


def test_an_unchanged_page_is_left_alone(tmp_path: Path) -> None:
    write_document(tmp_path, "a.md", RECORD)
    path = tmp_path / document_path("a.md")
    state = path.stat()
    write_document(tmp_path, "a.md", RECORD)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (state.st_ino, state.st_mtime_ns)


# --- the index --------------------------------------------------------------------------------------------------


def entry(
    path: str, status: Status = Status.PUBLISHED, *, key: str = "k", confidence: float = 1.0, **more: str
) -> Entry:
    address = f"{path}.md"
    card = Card(path, address, f"题<{path}>", section_count=4) if status is Status.PUBLISHED else None
    return Entry(path, address, key, status, card, note_count=3 if card else 0, confidence=confidence, **more)  # type: ignore[arg-type]


def index(folder: Path, entries: list[Entry], problems: list[tuple[str, Note]]) -> str:
    write_index(folder, entries, problems)
    return (folder / INDEX).read_text("utf-8")


def test_what_needs_a_person_comes_first(tmp_path: Path) -> None:
    entries = [
        entry("1", confidence=0.9),
        entry("2", confidence=0.2),
        entry("3", Status.WITHHELD, reason="有<密级>标志"),
        entry("4", Status.FAILED, key=""),
        entry("5", confidence=0.4),
        entry("6", confidence=0.9),
    ]
    problems = [
        ("4", Note("empty", "文件<是>空的。")),
        ("读书/collection.yml", Note("broken-yaml", "不是合法的 YAML。")),
    ]
    page = index(tmp_path, entries, problems)
    assert cells(page, "需要处理") == [["4", "文件<是>空的。"], ["读书/collection.yml", "不是合法的 YAML。"]]
    assert cells(page, "全部文件") == [
        ["3", "有<密级>标志", "不发布", "", "", ""],
        ["4", "", "未能读出", "", "", ""],
        ["2", "题<2>", "已发布", "4", "3", "0.20"],
        ["5", "题<5>", "已发布", "4", "3", "0.40"],
        ["1", "题<1>", "已发布", "4", "3", "0.90"],
        ["6", "题<6>", "已发布", "4", "3", "0.90"],
    ]
    assert "已发布 4，不发布 1，未能读出 1" in page
    assert page.index("需要处理") < page.index("全部文件")


def test_an_index_without_problems(tmp_path: Path) -> None:
    page = index(tmp_path, [], [])
    assert "需要处理" not in page
    assert "已发布 0，不发布 0，未能读出 0" in page


@pytest.mark.parametrize("name", ["a#b", "问?答", "90%", "a b", "笑😀", "<b>", "'引'", '"双"'])
def test_links_lead_to_the_documents(tmp_path: Path, name: str) -> None:
    path = f"{name}/{name}"
    write_document(tmp_path, f"{path}.md", RECORD)
    page = index(tmp_path, [entry(path), entry("读不出", Status.FAILED, key="")], [])
    (link,) = re.findall(r'<a href="([^"]+)"', page)
    assert (tmp_path / unquote(link)).is_file()
    assert not re.search(r"[#? <>'\"]", link)
    assert "<b>" not in page


# --- line by line -----------------------------------------------------------------------------------------------


def test_roles_set_aside_are_marked() -> None:
    scraps = tuple(Scrap(role, "词", number) for number, role in enumerate(Role) if role in SET_ASIDE | {Role.SPEAKER})
    found = rows(Outline("", set_aside=scraps))
    assert [(row.line, row.set_aside) for row in found] == [(scrap.line, scrap.role in SET_ASIDE) for scrap in scraps]
    assert len({row.name for row in found}) == len(scraps)


def test_an_empty_outline_has_no_rows() -> None:
    assert rows(Outline("")) == []


def test_what_stands_on_one_line_keeps_its_order() -> None:
    section = Section("一、清淤。", 1, 3, 2, True, (Block("先清渠。", 3), Block("再清塘。", 3)))
    assert rows(Outline("题", 3, sections=(section,))) == [
        Row(3, "标题", "题", heading=True),
        Row(3, "1 级标题", "一、清淤。", 1, heading=True, marker=2),
        Row(3, "正文", "先清渠。", 1),
        Row(3, "正文", "再清塘。", 1),
    ]


@pytest.mark.parametrize(("length", "shown"), [(59, "字" * 59), (60, "字" * 60), (61, "字" * 60 + "…")])
def test_shortened(length: int, shown: str) -> None:
    assert shortened("字" * length) == shown
