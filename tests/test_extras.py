"""What stands beside the pages of a built site: downloads, redirects, feed, and what heads and the lost page say."""

from __future__ import annotations

import io
import re
from html import unescape
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import docx
import pytest
from conftest import Archive
from test_site import OUTLINE

pytestmark = pytest.mark.slow

URL = "site_url: https://example.org/tigang/\n"


def metas(page: str) -> dict[str, str]:
    found = re.findall(r'<meta ((?:(?:name|property)="[^"]+" )+)content="([^"]*)"', page)
    return {name: unescape(value) for names, value in found for name in re.findall('"([^"]+)"', names)}


def test_files_to_take_along(archive: Archive) -> None:
    archive.write("读书/书箱.txt", OUTLINE)
    archive.write("读书/书箱.json", "{}")
    archive.configure("      phrases:", "      original: true\n      phrases:")
    built = archive.build("--strict")
    assert built.code == 0, built.log
    links = re.findall(r'<a href="([^"]+)" download>([^<]+)<small>(\d+) KB</small>', archive.page("读书/书箱.html"))
    assert [(unquote(link), name) for link, name, _ in links] == [
        ("书箱.docx", "Word"),
        ("书箱.txt", "纯文本"),
        ("书箱-2.json", "JSON"),
        ("书箱-原件.txt", "原件（.txt）"),
    ]
    files = archive.published()
    assert files["读书/书箱.json"] == b"{}"
    assert files["读书/书箱-原件.txt"] == OUTLINE.encode()
    document = docx.Document(io.BytesIO(files["读书/书箱.docx"]))
    assert document.paragraphs[0].text == "把流动书箱送到村口的发言提纲"
    assert archive.build("--strict").code == 0
    assert archive.published() == files


def test_the_options_are_the_keepers(archive: Archive) -> None:
    archive.write("书箱.txt", OUTLINE)
    archive.configure("      phrases:", "      downloads: []\n      orignal: true\n      phrases:")
    built = archive.build()
    assert built.code != 0 and "可能是“original”" in built.log
    archive.configure("orignal: true", "original: false")
    assert archive.build().code == 0
    assert "下载" not in archive.page("书箱.html")
    assert not [path for path in archive.published() if path.endswith((".docx", "书箱.json", ".txt"))]
    archive.configure("downloads: []", "downloads: [doc]")
    built = archive.build()
    assert built.code != 0 and "不认识，可能是“docx”" in built.log


def test_what_a_page_says_of_itself(archive: Archive) -> None:
    archive.write("读书/书箱.txt", OUTLINE)
    archive.write("读书/内部.txt", "内部资料 注意保存\n" + OUTLINE.replace("书箱", "书架"))
    archive.build()
    heads = "一是送得勤，让书箱跟着集市走；二、收得齐，让每本书都有下落"
    page = archive.page("读书/书箱.html")
    said = metas(page)
    assert said["description"] == said["og:description"] == heads
    assert said["og:title"] == "把流动书箱送到村口的发言提纲"
    assert (said["og:type"], said["article:published_time"]) == ("article", "2024-05-08")
    assert "canonical" not in page and "og:url" not in page and "atom" not in page
    assert not {"feed.xml", "sitemap.xml"} & archive.published().keys()

    archive.configure("docs_dir:", URL + "docs_dir:")
    archive.build()
    page = archive.page("读书/书箱.html")
    url = f"https://example.org/tigang/{quote('读书/书箱.html')}"
    assert f'<link rel="canonical" href="{url}">' in page and metas(page)["og:url"] == url
    assert '<link rel="alternate" type="application/atom+xml" title="提纲库" href="../feed.xml">' in page
    feed = ElementTree.fromstring(archive.published()["feed.xml"])
    assert [link.get("href") for link in feed.iterfind(".//{*}entry/{*}link")] == [url]


def test_an_old_address_leads_on(archive: Archive) -> None:
    archive.write("读书/书箱.txt", OUTLINE)
    archive.write("读书/书箱.yml", "was: [旧栏目/书箱.txt, 读书/另一篇.html, 读书/书箱.html]\n")
    archive.write("读书/另一篇.txt", OUTLINE.replace("书箱", "书架"))
    built = archive.build()
    assert "现在是另一个网页或文件" in built.log and "就是它现在的地址" in built.log
    page = archive.page("旧栏目/书箱.html")
    assert f'url=../{quote("读书/书箱.html")}"' in page
    assert page.count("Content-Security-Policy") == 1
    assert "书架" in archive.page("读书/另一篇.html")
    archive.write("读书/书箱.yml", "was: 旧/../书箱.html\n")
    assert "“was”的值应是从网站首页算起的旧地址" in archive.build().log
    assert "旧栏目/书箱.html" not in archive.published()


def test_the_lost_page_searches(archive: Archive) -> None:
    archive.write("读书/书箱.txt", OUTLINE)
    archive.build()
    page = archive.page("404.html")
    assert page.count('role="search"') == 1
    assert page.index("没有这一页</h1>") < page.index('role="search"')


# --- hooks of the keeper's own ------------------------------------------------------------------------------------


def test_a_hook_is_shown_the_markdown_and_may_change_it(archive: Archive) -> None:
    archive.write("书箱.txt", OUTLINE)
    assert archive.build("--strict").code == 0
    plain = archive.page("书箱.html")
    hook = """
def on_page_markdown(markdown, page, config, files):
    if page.meta.get("template") == "outline.html":
        assert page.file.dest_uri == "书箱.html"
        open("seen.md", "w", encoding="utf-8").write(markdown)
        return markdown + ADDED
"""
    (archive.folder / "hook.py").write_text("ADDED = ''\n" + hook, "utf-8")
    archive.configure("theme:\n  name", "hooks: [hook.py]\ntheme:\n  name")
    built = archive.build("--strict")
    assert built.code == 0, built.log
    assert archive.page("书箱.html") == plain
    page = (archive.cache / "pages" / "书箱.md").read_text("utf-8")
    seen = (archive.folder / "seen.md").read_text("utf-8")
    assert "## " in seen and page.endswith(f"---\n\n{seen}")
    (archive.folder / "hook.py").write_text("ADDED = '\\n\\n*补在后面*\\n'\n" + hook, "utf-8")
    assert archive.build("--strict").code == 0
    assert "<em>补在后面</em>" in archive.page("书箱.html")
