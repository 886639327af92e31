"""The pages that show the archive from its sides, as ``mkdocs build`` makes them."""

from __future__ import annotations

import json
import re
import shutil
from typing import Any
from urllib.parse import quote, unquote

import pytest
from conftest import Archive

pytestmark = pytest.mark.slow

SPEECH = """把{thing}管到位的讲话提纲
（{date}）
某县{unit} 林××
同志们：
一、{thing}要看得见
{unit}落实“一次说清”的办法，{thing}摆在门口，谁来都问得着。一页纸写完，{thing}有了着落。
二、{thing}要用得上
{words}
谢谢大家。
"""
WORDS = (
    "值班的人每天清晨沿着石阶走一趟，把看到的写在本子上，月底交给老站长。老站长戴上眼镜，一行一行念出来，念到不明白的地方，"
    "就请写的人站起来说两句。说完了，大家在黑板上添一笔，谁也不必记在心里。",
    "秋收以后，晒谷场上摆开三张长桌，会计念一笔，村里人答一声。答不上来的先空着，第二天带着票据再来。三天念完，"
    "空着的格子只剩七个，其中五个是外出打工的人家，电话里也说得清清楚楚。",
    "渡口的缆绳换过两回，艄公说绳子会老，记性也会老，所以要写下来。船上有一块木牌，正面写载多少人，背面写哪一天换过绳子。"
    "刮风的日子，木牌翻过来挂在桩上，对岸的人看见了，就不再往下走。",
    "桥头的小店替大家收信，老板娘把名字按笔画排好，从没有送错。冬天路滑，她让放学的孩子顺路捎去，每捎一封给一颗糖。"
    "孩子们认得了各家的门牌，也认得了门牌后面的老人。",
)


def speech(number: int, thing: str = "书箱", date: str = "2024年5月8日", unit: str = "图书馆") -> str:
    return SPEECH.format(thing=thing, date=date, unit=unit, words=WORDS[number % len(WORDS)])


@pytest.fixture
def small(archive: Archive) -> Archive:
    archive.write("读书/甲.txt", speech(0))
    archive.write("读书/乙.txt", speech(1, date="2023年11月2日"))
    archive.write("防汛/丙.txt", speech(2, "沙袋", "2024年6月", "水利站"))
    archive.write("防汛/丁.txt", speech(3, "沙袋", "2021年", "水利站"))
    return archive


def titles(page: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]*">([^<]*)</a>', page)


def test_every_side_has_plain_lists(small: Archive) -> None:
    built = small.build("--strict")
    assert built.code == 0, built.log
    assert titles(small.page("by/genre/讲话.html")) == [
        "把沙袋管到位的讲话提纲",
        "把书箱管到位的讲话提纲",
        "把书箱管到位的讲话提纲",
        "把沙袋管到位的讲话提纲",
    ]
    assert titles(small.page("by/year/2024.html")) == ["把沙袋管到位的讲话提纲", "把书箱管到位的讲话提纲"]
    assert titles(small.page("by/year/2024-06.html")) == ["把沙袋管到位的讲话提纲"]
    assert len(titles(small.page("by/organisation/某县水利站.html"))) == 2
    assert len(titles(small.page("by/topic/沙袋.html"))) == 2
    assert "要看得见" in small.page("by/skeletons/沙袋.html")
    # without script the page of all sides links them all
    browse = small.page("browse.html")
    for address in ("by/genre/讲话", "by/year/2021", "by/topic/沙袋", "by/organisation/某县水利站", "读书/index"):
        assert f'href="{address}.html"' in browse
    assert 'href="browse.html"' in small.page("index.html")


def test_lists_are_paged(archive: Archive) -> None:
    for number in range(61):
        archive.write(
            f"{number:02}.txt", f"第{number}期简报讲话提纲\n同志们：\n一、事情{number}\n{WORDS[number % 4]}{number}\n"
        )
    assert archive.build("--strict").code == 0
    first, second = archive.page("by/genre/讲话.html"), archive.page("by/genre/讲话-2.html")
    assert (len(titles(first)), len(titles(second))) == (60, 1)
    assert 'rel="next" href="讲话-2.html"' in first
    assert "共 61 篇，第 2 / 2 页" in second


def test_every_use_of_a_phrase(small: Archive) -> None:
    assert small.build("--strict").code == 0
    page = small.page("phrases/一次说清.html")
    assert page.count("<b>一次说清</b>") == 4
    assert re.findall(r"<small><span>(\d+)<", page) == ["2024", "2024", "2023", "2021"]
    assert 'href="../防汛/丙.html#沙袋要看得见"' in page
    assert "<dt>最早</dt><dd>2021年</dd>" in page
    # the keeper's list in mkdocs.yml
    assert small.page("phrases/一页纸.html").count("<b>一页纸</b>") == 4
    index = small.page("phrases.html")
    assert index.index("一次说清") < index.index("一页纸")
    assert 'href="phrases/一次说清.html"' in index
    assert 'href="../phrases/一次说清.html"' in small.page("读书/甲.html")


def test_a_phrase_leads_to_its_page_from_the_text(small: Archive) -> None:
    small.configure("plugins:", "validation: {anchors: warn}\nplugins:")
    small.write(
        "说明.md",
        "---\noutline: false\n---\n\n# 说明\n\n[第一段](读书/甲.md#书箱要看得见.1)，[一节](读书/甲.md#书箱要用得上)\n",
    )
    built = small.build("--strict")
    assert built.code == 0, built.log
    body = small.page("读书/甲.html").partition('class="tg-body')[2].partition("</div>")[0]
    links = re.findall(r'<a class="phrase" href="([^"]*)">([^<]*)</a>', body)
    assert [(unquote(url), words) for url, words in links] == [
        ("../phrases/一次说清.html", "一次说清"),
        ("../phrases/一页纸.html", "一页纸"),
    ]
    assert (small.site / "读书" / unquote(links[0][0])).resolve().is_file()
    assert not re.search(r"<h\d[^>]*>[^\n]*<a", body)


def test_versions_side_by_side(small: Archive) -> None:
    small.write("读书/甲（修改稿）.txt", speech(0).replace("谁来都问得着", "谁来都找得到").replace("8日", "9日"))
    assert small.build("--strict").code == 0
    page = small.page("versions/读书/甲（修改稿）.html")
    assert "<del>问得着</del>" in page and "<ins>找得到</ins>" in page
    assert "versions/读书/甲（修改稿）.html" in small.page("读书/甲.html")
    (small.content / "读书" / "甲（修改稿）.txt").unlink()
    assert small.build("--strict").code == 0
    assert not (small.site / "versions").exists()
    assert "别的稿子" not in small.page("读书/甲.html")


def test_related_outlines_name_what_they_share(small: Archive) -> None:
    assert small.build("--strict").code == 0
    page = small.page("防汛/丙.html")
    assert re.search(r"相近的提纲.*都讲到 [^<]*沙袋", page, re.DOTALL)


def data(archive: Archive, name: str) -> Any:
    text = (archive.site / "assets" / "browse" / name).read_text("utf-8")
    match = re.fullmatch(r'tigangBrowse\("\w+",(.*)\);\n', text, re.DOTALL)
    assert match
    return json.loads(match[1])


def test_the_facets_data(small: Archive) -> None:
    assert small.build("--strict").code == 0
    columns = data(small, "columns.js")
    assert columns["date"] == [20240600, 20240508, 20231102, 20210000]
    assert [columns["names"]["collection"][number] for number in columns["collection"]] == [
        "防汛",
        "读书",
        "读书",
        "防汛",
    ]
    number, rows = data(small, "titles-0.js")
    assert number == 0
    bags, boxes = "把沙袋管到位的讲话提纲", "把书箱管到位的讲话提纲"
    assert [title for title, _ in rows] == [bags, boxes, boxes, bags]
    assert all((small.site / unquote(url)).is_file() for _, url in rows)


def test_nothing_withheld_or_masked_enters(small: Archive) -> None:
    secret = "秘密★1年\n\n" + speech(0, "铁箱", "2019年1月2日", "密档馆").replace("一次说清", "只此一处")
    small.write("密/戊.txt", secret)
    small.write("读书/己.txt", speech(2).replace("谁来都问得着", "电话13900001111，QQ123456789，“一次说清13900001111”"))
    assert small.build().code == 0
    for path, content in small.published().items():
        text = content.decode("utf-8", "replace")
        for hidden in ("铁箱", "密档馆", "只此一处", "13900001111", "123456789"):
            assert hidden not in text and quote(hidden) not in text, (path, hidden)
    assert not (small.site / "by" / "year" / "2019.html").exists()


def test_text_of_restricted_outlines_is_not_for_search_engines(small: Archive) -> None:
    small.configure("site_name:", "site_url: https://tigang.example/\nsite_name:")
    small.write("读书/甲.txt", "内部资料 注意保存\n" + speech(0))
    small.write("读书/甲（修改稿）.txt", speech(0).replace("谁来都问得着", "谁来都找得到"))
    assert small.build().code == 0
    sitemap = unquote(small.page("sitemap.xml"))
    for address in ("phrases/一次说清", "versions/读书/甲（修改稿）"):
        assert '<meta name="robots" content="noindex">' in small.page(f"{address}.html")
        assert address not in sitemap
    assert "by/genre/讲话" in sitemap
    assert "noindex" not in small.page("by/genre/讲话.html")


def test_an_unchanged_archive_makes_the_same_bytes(small: Archive) -> None:
    assert small.build().code == 0
    before = small.published()
    assert small.build().code == 0
    assert small.published() == before


def test_an_edit_makes_what_a_clean_build_makes(small: Archive) -> None:
    assert small.build().code == 0
    small.write("防汛/丁.txt", speech(3, "水泵", "2022年3月1日", "水利站").replace("一次说清", "一张表"))
    assert small.build().code == 0
    edited = small.published()
    assert small.page("phrases/一次说清.html").count("<b>一次说清</b>") == 3
    shutil.rmtree(small.cache)
    assert small.build().code == 0
    assert small.published() == edited


def test_workers_make_the_same(small: Archive) -> None:
    small.configure("      phrases:", "      workers: 1\n      phrases:")
    assert small.build().code == 0
    before = small.published()
    small.configure("workers: 1", "workers: 2")
    shutil.rmtree(small.cache)
    assert small.build().code == 0
    assert small.published() == before


def test_a_folder_of_the_same_name_keeps_its_pages(archive: Archive) -> None:
    archive.write("browse.txt", speech(0))
    archive.write("by/genre/讲话.txt", speech(1))
    archive.write("phrases/一页纸.md", "---\noutline: false\n---\n# 我写的一页\n\n自己的文字\n")
    built = archive.build("--strict")
    assert built.code == 0, built.log
    assert "自己的文字" in archive.page("phrases/一页纸.html")
    assert "一次说清" in archive.page("by/genre/讲话.html")
