"""The keeper's report: what was understood, what was set aside, what needs a person."""

from __future__ import annotations

import ast
import html as entities
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from click.testing import CliRunner
from conftest import ROOT, Archive
from playwright.sync_api import Browser

from generator import directions, structure
from generator.__main__ import main
from generator.catalogue import Card, Entry, Status
from generator.folders import Folders
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
from generator.pipeline import Options, Said, understand
from generator.readers import word
from generator.report import (
    IMPORTS,
    INDEX,
    SHARED,
    Arrival,
    Import,
    document_path,
    documents,
    load_imports,
    remember_import,
    write_document,
    write_imports,
    write_index,
)
from generator.report.advice import ADVICE
from generator.report.sidecar import sidecar

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
        Note("damaged-bytes", "有一处坏字", severity=Severity.PROBLEM),
    ),
)


def text(page: str) -> str:
    return entities.unescape(re.sub(r"<(style|title)>.*?</\1>|<[^>]+>", "\t", page, flags=re.DOTALL))


def cells(page: str, heading: str) -> list[list[str]]:
    """The table under a heading, without its head."""
    table = re.search(rf"<h2[^>]*>{heading}</h2>.*?(<table.*?</table>)", page, re.DOTALL)
    assert table, heading
    found = []
    for row in re.findall(r"<tr[^>]*>(?!\s*<th)(.*?)</tr>", table[1], re.DOTALL):
        parts = re.split("<td[^>]*>", row)[1:]
        found.append([entities.unescape(re.sub("<[^>]+>", "", part)) for part in parts])
    return found


# --- a document's page ------------------------------------------------------------------------------------------


def test_every_line_beside_what_it_is(tmp_path: Path) -> None:
    write_document(tmp_path, "读书/书箱.md", RECORD)
    page = (tmp_path / document_path("读书/书箱.md")).read_text("utf-8")
    assert cells(page, "原文与提纲") == [
        ["1", "<更多>讲稿" * 20, "推广", "不发布"],
        ["2", "<守堤>的发言", "标题", "<守堤>的发言"],
        ["", "——在春训会上", "副标题", ""],
        ["3", "（2024年6月）", "日期", "2024年6月"],
        ["4", "各位同事：", "称谓", ""],
        ["5", "一、先清淤&加高。", "1 级标题", "一、先清淤&加高。"],
        ["", "清淤" * 50, "正文", "100 字"],
        ["7", "（一）清渠换了<序号>样式", "2 级标题", "（一）清渠"],
        ["8", "村\t米\n东\t3", "表格", "4 字"],
        ["9", "仅供学习", "处理提示", "不发布"],
    ]
    assert cells(page, "提示") == [
        ["", "有一处坏字", ADVICE["damaged-bytes"].mend],
        ["7", "换了<序号>样式", ADVICE["mixed-family"].mend],
    ]
    assert page.count("<tr class=problem>") == 1
    assert "<b><span class=m>（一）</span>清渠</b>" in page
    assert "<守堤>" not in page
    assert "<更多>" not in page
    for said in (
        *("书<箱>.txt", "txt，gb18030", "已发布", "发言", "2024年6月", "春训会", "某站"),
        *("120 字，不到 1 分钟", "清淤", "0.73"),
    ):
        assert said in text(page), said


def test_a_note_leads_to_its_line(tmp_path: Path) -> None:
    write_document(tmp_path, "a.md", RECORD)
    page = (tmp_path / document_path("a.md")).read_text("utf-8")
    assert '<a href="#l7">7</a>' in page
    assert len(re.findall(r'id="l\d+"', page)) == len(set(re.findall(r'id="l\d+"', page))) == 8
    assert 'id="l7"' in page


def test_headings_are_indented_and_text_stands_under_them(tmp_path: Path) -> None:
    write_document(tmp_path, "a.md", RECORD)
    page = (tmp_path / document_path("a.md")).read_text("utf-8")
    shown = re.findall(r"<tr([^>]*)><td class=n>.*?<td class=r>([^<]+)<td>", page, re.DOTALL)
    indents = [(name, "".join(re.findall(r"\bd(\d)", kind))) for kind, name in shown]
    assert indents == [
        *(("推广", ""), ("标题", ""), ("副标题", ""), ("日期", ""), ("称谓", "")),
        *(("1 级标题", ""), ("正文", "1"), ("2 级标题", "1"), ("表格", "2"), ("处理提示", "")),
    ]


WRAPPED = """\
　　关于把村里几座小水库的账
算细的发言提纲

　　一、把账算细。三座小水库，两座在村子上头，雨季以前都要走一遍，走到哪里
记到哪里，联系电话 010-55551234，哪一段堤坝要修，哪一段水沟要清，都写在一张
纸上。
　　二、把路走通。转移的路要在晴天走一遍，夜里再走一遍，哪一户先走，谁去敲
门，名字写在门牌旁边，门牌也要擦干净，
- 1 -
老人和孩子由邻居带着走，不落下一户。
"""


def test_source_lines_stand_as_they_are_in_the_file(tmp_path: Path) -> None:
    record = understand("a.txt", Path("a.txt"), WRAPPED.encode(), Options())
    write_document(tmp_path, "a.md", record)
    page = (tmp_path / document_path("a.md")).read_text("utf-8")
    shown = re.findall(r"<div(?: id=\"l(\d+)\")?(?: data-line=(\d+))?>(.*?)</div>", page.partition("原文与提纲")[2])
    # What is masked stays as long; a heading and what runs on after it have a row each.
    assert [(number or line, text) for number, line, text in shown] == [
        ("1", "关于把村里几座小水库的账"),
        ("2", "算细的发言提纲"),
        ("4", "一、把账算细。"),
        ("", "三座小水库，两座在村子上头，雨季以前都要走一遍，走到哪里"),
        ("5", "记到哪里，联系电话 ████████████，哪一段堤坝要修，哪一段水沟要清，都写在一张"),
        ("6", "纸上。"),
        ("7", "二、把路走通。"),
        ("", "转移的路要在晴天走一遍，夜里再走一遍，哪一户先走，谁去敲"),
        ("8", "门，名字写在门牌旁边，门牌也要擦干净，"),
        ("10", "老人和孩子由邻居带着走，不落下一户。"),
        ("9", "- 1 -"),
    ]


def test_lines_that_do_not_add_up_are_left_joined() -> None:
    outline = Outline(title="甲乙", title_line=1, wraps=(((1, 1), (2, 3)),))
    assert rows(outline) == [Row(1, "标题", "甲乙", heading=True)]


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
    assert cells(page, "提示") == [["", "文件是空的。", ADVICE["empty"].mend]]
    assert "<h1>读书/空.txt</h1>" in page
    assert "原文与提纲" not in page
    assert "校正" not in page


def test_of_a_withheld_document_only_path_and_reason(tmp_path: Path) -> None:
    screening = Screening(Verdict.WITHHOLD, "第 1 行有密级标志")
    write_document(tmp_path, "a.md", Record("密.txt", "0" * 32, "txt", screening=screening))
    page = (tmp_path / document_path("a.md")).read_text("utf-8")
    said = ["文件", "密.txt", "格式", "txt", "结果", "不发布：第", "1", "行有密级标志"]
    assert text(page).split() == ["整理报告", "密.txt", *said]


def test_an_unchanged_page_is_left_alone(tmp_path: Path) -> None:
    write_document(tmp_path, "a.md", RECORD)
    path = tmp_path / document_path("a.md")
    state = path.stat()
    write_document(tmp_path, "a.md", RECORD)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (state.st_ino, state.st_mtime_ns)


# --- the index --------------------------------------------------------------------------------------------------


def entry(
    path: str, status: Status = Status.PUBLISHED, *, key: str = "k", confidence: float = 1.0, **more: Any
) -> Entry:
    address = f"{path}.md"
    card = Card(path, address, f"题<{path}>", section_count=4) if status is Status.PUBLISHED else None
    return Entry(path, address, key, status, card, confidence=confidence, **more)


def index(folder: Path, entries: list[Entry], problems: list[tuple[str, Note]]) -> str:
    write_index(folder, entries, problems)
    return (folder / INDEX).read_text("utf-8")


def test_what_needs_a_person_comes_first(tmp_path: Path) -> None:
    entries = [
        entry("1", confidence=0.9),
        entry("2", confidence=0.2, codes=("low-confidence", "skip", "skip"), set_aside=2, masked=1),
        entry("3", Status.WITHHELD, reason="有<密级>标志"),
        entry("4", Status.FAILED, key=""),
        entry("5", confidence=0.4),
        entry("6", confidence=0.9, codes=("page-number",)),
        entry("7", confidence=0.9, codes=("no-title",)),
    ]
    problems = [
        ("4", Note("empty", "文件<是>空的。")),
        ("读书/collection.yml", Note("broken-yaml", "不是合法的 YAML。")),
    ]
    page = index(tmp_path, entries, problems)
    assert cells(page, "需要处理") == [
        ["4", "文件<是>空的。", ADVICE["empty"].mend],
        ["读书/collection.yml", "不是合法的 YAML。", ADVICE["broken-yaml"].mend],
    ]
    assert cells(page, "全部文件") == [
        ["4", "", "未能读出", "", "", "", "", ""],
        ["3", "有<密级>标志", "不发布", "", "", "", "", ""],
        ["2", "题<2>", "已发布", "标题拿不准 序号跳号", "4", "2", "1", "0.20"],
        ["5", "题<5>", "已发布", "", "4", "", "", "0.40"],
        ["7", "题<7>", "已发布", "没有标题", "4", "", "", "0.90"],
        ["1", "题<1>", "已发布", "", "4", "", "", "0.90"],
        ["6", "题<6>", "已发布", "页码", "4", "", "", "0.90"],
    ]
    assert "已发布 5，不发布 1，未能读出 1" in page
    assert page.index("需要处理") < page.index("全部文件")
    assert "7 个文件：" in page
    assert "；需要看 4。" in page
    assert "需要看 <small>4</small>" in page


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


# --- what came in packs -----------------------------------------------------------------------------------------

PACK = {
    "防汛/堤坝发言.txt": "在巡堤会上的发言提纲\n一、看水。夜里看水。\n二、看坡。雨天看坡。\n".encode("gb18030"),
    "防汛/堤坝发言（副本）.txt": "在巡堤会上的发言提纲\n一、看水。夜里看水。\n二、看坡。雨天看坡。\n".encode("gb18030"),
    "密.txt": "秘密★1年\n巡堤工作汇报\n一、看水。\n".encode(),
    "坏.docx": b"PK\x03\x04 no more",
    "电话13800001234.txt": "值班安排的发言提纲\n一、排班。\n二、交班。\n".encode(),
    "空.txt": b"",
    "照片.jpg": b"\xff\xd8",
}


def test_every_file_of_a_pack_is_told(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(archive.folder)
    with zipfile.ZipFile("包 一.zip", "w") as pack:
        for name, data in PACK.items():
            pack.writestr(name, data)
    assert CliRunner().invoke(main, ["import", "包 一.zip"]).exit_code == 0
    file = archive.cache / "report" / IMPORTS

    def told(page: str) -> dict[str, tuple[str, str]]:
        return {name: (target, result) for name, target, result in cells(page, "包 一.zip → content/包 一")}

    before = told(file.read_text("utf-8"))
    assert before["防汛/堤坝发言.txt"] == ("包 一/防汛/堤坝发言.txt", "复制还没有构建")

    built = archive.build()
    assert built.code == 0, built.log
    page = file.read_text("utf-8")
    after = told(page)
    assert list(after) == [  # first those that need a person, then what has no page of its own
        *("坏.docx", "空.txt", "照片.jpg", "防汛/堤坝发言（副本）.txt", "密.txt"),
        *("防汛/堤坝发言.txt", "电话xxxxxxxxxxx.txt"),
    ]
    assert after["防汛/堤坝发言.txt"] == ("包 一/防汛/堤坝发言.txt", "已发布")
    assert after["防汛/堤坝发言（副本）.txt"] == ("包 一/防汛/堤坝发言.txt", "已有")
    assert after["密.txt"] == ("包 一/密.txt", "不发布第 1 行有密级标志（秘密）")
    assert after["坏.docx"][1].startswith("未能读出文件损坏")
    assert after["空.txt"] == ("", "空文件没有内容，请找一份完好的。")
    assert after["电话xxxxxxxxxxx.txt"][1] == "已发布"
    assert "7 个文件：复制 4，已有 1，略过 2（不认识的文件 1、空文件 1）。" in page
    for link in re.findall(r'<a href="(documents/[^"]+)"', page):
        assert (file.parent / unquote(link)).is_file()
    index = (file.parent / INDEX).read_text("utf-8")
    assert cells(index, "导入的包") == [
        ["包 一.zip", "content/包 一", "复制 4，已有 1，略过 2（不认识的文件 1、空文件 1）。"]
    ]
    assert f'<a href="{IMPORTS}#p1">' in index
    assert "13800001234" not in page + index

    (archive.content / "包 一/坏.docx").unlink()
    archive.build()
    assert told(file.read_text("utf-8"))["坏.docx"] == ("包 一/坏.docx", "复制已经不在 content 里")


def test_names_in_packs_are_words(tmp_path: Path) -> None:
    file = Arrival("<i>甲</i>/&.txt", "复制", True, '<u>"乙"</u>.txt')
    packs = [Import("/包", "<b>.zip", "content/<s>", "复制 1<br>", (file,))]
    entries = {file.path: entry(file.path, Status.WITHHELD, reason="有<密级>标志")}
    write_imports(tmp_path, packs, entries, str, "")
    write_index(tmp_path, [], [], packs)
    for name in (IMPORTS, INDEX):
        page = (tmp_path / name).read_text("utf-8")
        assert not re.search(r"<(i|u|b|s|br|密级)>", page.replace("<br><span class=muted>", "")), name
    assert "有<密级>标志" in text((tmp_path / IMPORTS).read_text("utf-8"))


def test_a_pack_that_comes_again_takes_its_place(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    for pack, said in (("/甲.zip", "复制 1"), ("/乙.zip", "复制 2"), ("/甲.zip", "已有 1")):
        remember_import(folders, Import(pack, pack[1:], "content", said))
    assert [(one.name, one.said) for one in load_imports(folders)] == [("乙.zip", "复制 2"), ("甲.zip", "已有 1")]


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


# --- what to do -------------------------------------------------------------------------------------------------


def codes() -> set[str]:
    """Every code of a note or a failure that the generator's own text holds."""
    found = set()
    for file in (ROOT / "generator").rglob("*.py"):
        if "packs" in file.parts:  # packs are brought in, not built from
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in (
                "Note",
                "ReadError",
                "_problem",
            ):
                found |= {str(one.value) for one in node.args[:1] if isinstance(one, ast.Constant)}
    found = {one for one in found if re.fullmatch("[a-z]+(-[a-z]+)*", one)} - {"charset"}
    return found | set(structure._REPAIRS) | {code for code, _, _ in word._NOTES.values()}


def test_every_note_says_how_to_mend_the_matter() -> None:
    found = codes()
    assert len(found) > 50
    assert found - set(ADVICE) == set()
    assert all(one.name and one.mend.endswith("。") for one in ADVICE.values())
    assert len({one.name for one in ADVICE.values()}) == len(ADVICE)


# --- the sidecar ------------------------------------------------------------------------------------------------

TEXT = """关于守堤工作的发言
2024年6月9日
各位同事：
一、先清淤。沟渠要先清一遍，再看堤脚。
二、再加高。土料从北坡取，不动林地。
三、后值守。夜里两人一班，雨天加一班。
"""


def read(said: str = "", body: str = TEXT) -> Record:
    given, notes = directions.parse(*_yaml(said))
    assert notes == ()
    return understand("守堤.txt", Path("守堤.txt"), body.encode(), Options(), Said(sidecar=given))


def _yaml(said: str) -> tuple[dict[str, object], str]:
    mapping, notes = directions.from_yaml(said, "守堤.txt.yml")
    assert notes == ()
    return mapping, "守堤.txt.yml"


def tree(record: Record) -> list[tuple[int, str]]:
    assert record.outline
    return [(section.depth, section.text) for section in record.outline.sections]


def test_a_sidecar_as_it_is_changes_nothing() -> None:
    record = read()
    said = sidecar(record)
    assert "守堤.txt.yml" in said
    again = read(said)
    assert again.outline == record.outline
    assert again.facts == record.facts


def test_a_line_of_a_sidecar_corrects_what_it_says() -> None:
    said = sidecar(read())
    assert '  # "二、再加高。": 1' in said
    said = said.replace("# headings:", "headings:").replace('  # "二、再加高。": 1', '  "二、再加高。": 0')
    said = said.replace('# title: "关于守堤工作的发言"', 'title: "守堤"').replace("# date: ", "date: ")
    again = read(said)
    assert [text for _, text in tree(again)] == ["一、先清淤。", "三、后值守。"]
    assert again.outline and again.outline.title == "守堤"
    assert again.facts.date == "2024-06-09"


def test_what_the_keeper_said_stays_said() -> None:
    given = (
        'title: 守堤\ntags: [堤防, "a: b"]\nwas: 旧.html\npublish: true\nreason: 已经公开\nheadings: {二、再加高: 0}\n'
    )
    record = read(given)
    again = read(sidecar(record))
    assert again.directions == record.directions
    assert again.outline == record.outline


def test_where_the_parser_doubts_the_other_reading_stands_ready() -> None:
    outline = Outline(
        "题", sections=(Section("一、清淤", 1, 2, 2), Section("（二）加高", 1, 3, 3)), second=(("（二）加高", 2),)
    )
    said = sidecar(Record("a.txt", "0" * 32, outline=outline))
    mapping, _ = _yaml(said)
    assert mapping["headings"] == {"（二）加高": 2}
    assert '  # "一、清淤": 1' in said


def test_headings_that_begin_alike_are_told_apart() -> None:
    sections = tuple(Section(f"一、把清淤工作做在{where}", 1, 2, 2) for where in ("雨前", "雨后"))
    said = sidecar(Record("a.txt", "0" * 32, outline=Outline("题", sections=sections)))
    assert '"一、把清淤工作做在雨前": 1' in said
    assert '"一、把清淤工作做在雨后": 1' in said


def test_a_masked_heading_is_not_named() -> None:
    sections = (Section("一、电话█████████", 1, 2, 2), Section("二、加高", 1, 3, 2))
    said = sidecar(Record("a.txt", "0" * 32, outline=Outline("题", sections=sections, second=())))
    assert "█" not in said
    assert '"二、加高": 1' in said


# --- for machines -----------------------------------------------------------------------------------------------


def test_without_a_build_there_are_no_documents(tmp_path: Path) -> None:
    assert list(documents(Folders(tmp_path))) == []


@pytest.mark.slow
def test_what_a_build_understood_for_machines(archive: Archive) -> None:
    archive.write("守堤.txt", TEXT + "联系电话：13000000000\n")
    archive.write("密.txt", "秘密★1年\n守堤的暗号\n一、不说。\n")
    archive.write("空.txt", "")
    archive.build()
    found = {str(one["path"]): one for one in documents(Folders(archive.folder / ".cache"))}
    held = found["密.txt"]
    assert held["status"] == "withheld"
    assert held.keys() == {"path", "status", "reason"}
    assert "守堤" not in str(held)
    assert (found["空.txt"]["status"], found["空.txt"]["needs_person"]) == ("failed", True)
    one = found["守堤.txt"]
    assert [heading["text"] for heading in one["headings"]] == ["一、先清淤。", "二、再加高。", "三、后值守。"]  # type: ignore[attr-defined]
    assert one["masked"] == {"phone": 1}
    assert (archive.folder / "site" / str(one["page"])).is_file()
    json.dumps(list(found.values()))


# --- for readers ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_readers_see_what_is_published_and_no_more(archive: Archive) -> None:
    archive.write("守堤.txt", "更多讲稿加QQ群13000000000\n" + TEXT + "仅供学习 禁止外传\n")
    archive.write("密藏.txt", "秘密★1年\n守堤的暗号\n一、不说。\n")
    archive.write("空缺.txt", "")
    archive.build()
    assert not (archive.site / "report").exists()
    archive.configure("      phrases:", "      report: publish\n      phrases:")
    archive.build()
    pages = {path.relative_to(archive.site).as_posix(): path for path in (archive.site / "report").rglob("*")}
    assert {"report/index.html", "report/documents/守堤.html", *(f"report/{name}" for name in SHARED)} <= pages.keys()
    said = "".join(path.read_text("utf-8") for path in pages.values() if path.is_file())
    assert "二、再加高" in said
    for never in ("密藏", "暗号", "空缺", "更多讲稿", "13000000000", "校正</h2>", "只在本机"):
        assert never not in said, never
    archive.write("report/index.md", "---\noutline: false\n---\n# 手写的报告页\n")
    archive.build()
    assert "手写的报告页" in archive.page("report/index.html"), "a page goes first"
    (archive.content / "report" / "index.md").unlink()
    archive.configure("report: publish", "report: local")
    archive.build()
    assert not (archive.site / "report").exists()


# --- in a browser -----------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.slow
def test_the_report_works_from_a_folder(browser: Browser, tmp_path: Path) -> None:
    entries = [
        entry("乙", confidence=0.9, codes=("skip",)),
        entry("甲", confidence=0.2, codes=("low-confidence",)),
        entry("丙", Status.WITHHELD),
    ]
    for one in entries:
        write_document(tmp_path, one.address, RECORD)
    write_index(tmp_path, entries, [])

    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((tmp_path / INDEX).as_uri())

    def shown() -> list[str]:
        return [cell for cell in page.locator("tbody td:first-child").all_inner_texts() if cell]

    def press(name: str) -> None:
        page.get_by_role("button", name=name).click()

    visible = "tbody tr:visible td:first-child"
    assert shown() == ["丙", "甲", "乙"]
    press("文件")
    assert shown() == ["丙", "甲", "乙"]
    press("文件")
    assert shown() == ["乙", "甲", "丙"]
    press("需要看")
    assert page.locator(visible).all_inner_texts() == ["甲"]
    assert page.locator("output").inner_text() == "1 个文件"
    press("需要看")
    page.get_by_role("searchbox").fill("乙")
    assert page.locator(visible).all_inner_texts() == ["乙"]
    page.get_by_role("link", name="乙").click()
    page.get_by_role("button", name="复制").click()
    page.get_by_text(re.compile("已复制|已选中")).wait_for()
    assert page.evaluate("getComputedStyle(document.querySelector('.beside')).borderCollapse") == "collapse"
    assert faults == []
    page.close()


@pytest.mark.parametrize(("length", "shown"), [(59, "字" * 59), (60, "字" * 60), (61, "字" * 60 + "…")])
def test_shortened(length: int, shown: str) -> None:
    assert shortened("字" * length) == shown
