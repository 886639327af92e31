"""``mkdocs build`` as a keeper runs it."""

from __future__ import annotations

import html
import io
import os
import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from conftest import Archive
from test_markup import Shown

pytestmark = pytest.mark.slow

OUTLINE = """把流动书箱送到村口的发言提纲
（2024年5月8日）
各位同事：
今天谈谈书箱怎么送、怎么收。
一是送得勤，让书箱跟着集市走。每逢三、六、九的集日，书箱就摆在供销社门口。首先要排好日子。日历贴在箱盖里面。其次要配好人。两名志愿者一组，一人登记，一人讲故事。
二、收得齐，让每本书都有下落。借出去的书写在一个本子上，月底对一次账。
以上发言，不当之处请批评指正。
"""


def test_an_outline_becomes_a_page(archive: Archive) -> None:
    archive.write("读书/书箱.txt", OUTLINE)
    built = archive.build("--strict")
    assert built.code == 0, built.log
    page = archive.page("读书/书箱.html")
    headings = re.findall(r"<(h[1-6])[^>]*>(.*?)</\1>", page, re.DOTALL)
    assert [(level, re.sub("<[^>]+>", "", text).strip()) for level, text in headings] == [
        ("h1", "把流动书箱送到村口的发言提纲"),
        ("h2", "一是送得勤，让书箱跟着集市走。"),
        ("h3", "首先要排好日子。"),
        ("h3", "其次要配好人。"),
        ("h2", "二、收得齐，让每本书都有下落。"),
        ("h2", "文中的提法"),
    ]
    assert ">每逢三、六、九的集日，书箱就摆在供销社门口。</p>" in page
    assert "<title>把流动书箱送到村口的发言提纲" in page
    for path in ("index.html", "outlines.html", "读书/index.html"):
        assert "把流动书箱送到村口的发言提纲" in archive.page(path), path


def test_headings_are_linked_from_the_contents(archive: Archive) -> None:
    archive.write("书箱.txt", OUTLINE)
    archive.build()
    page = archive.page("书箱.html")
    ids = set(re.findall(r'<h[2-6] id="([^"]+)"', page))
    assert len(ids) == 4
    assert ids <= {unquote(link) for link in re.findall(r'href="#([^"]+)"', page)}


def test_every_link_of_the_sample_archive_leads_somewhere(sample: Archive) -> None:
    files = sample.published()
    broken = set()
    for path, data in files.items():
        if path.endswith(".html") and path != "404.html":  # its addresses start at the server's root
            for link in re.findall(r'(?:href|src)="([^"]*)"', data.decode()):
                target = urlsplit(urljoin(f"http://site/{quote(path)}", html.unescape(link)))
                if not target.scheme.startswith(("http", "mailto", "data")) and link:
                    wanted = unquote(target.path).lstrip("/")
                    if wanted not in files:
                        broken.add((path, link))
    assert not broken


def test_the_sample_archive_is_what_it_promises(sample: Archive) -> None:
    outlines = [path for path in sample.content.rglob("*") if path.suffix in {".txt", ".docx"}]
    outlines += [path for path in sample.content.rglob("*.md") if path.name != "关于本库.md"]
    assert len(outlines) >= 30
    assert {path.suffix for path in outlines} == {".txt", ".md", ".docx"}
    encodings = set()
    for path in outlines:
        if path.suffix == ".txt":
            try:
                path.read_text("utf-8")
                encodings.add("utf-8")
            except UnicodeDecodeError:
                encodings.add("gb18030")
    assert encodings == {"utf-8", "gb18030"}
    home = sample.page("index.html")
    assert f"{len(outlines)}" in home


def test_no_source_reaches_the_site(sample: Archive) -> None:
    files = sample.published()
    assert not {Path(path).suffix for path in files} & {".md", ".yml", ".yaml"}
    sources = {path.read_bytes() for path in sample.content.rglob("*") if path.suffix in {".txt", ".docx"}}
    assert len(sources) > 20 and not sources & set(files.values())
    # What there is of these suffixes was made from an outline and stands beside its page.
    made = [Path(path) for path in files if path.endswith((".txt", ".docx"))]
    assert len(made) > 60 and all(path.with_suffix(".html").as_posix() in files for path in made)


def unpacked(package: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_promotion_stays_out_of_the_site(sample: Archive) -> None:
    for path, data in sample.published().items():
        text = unpacked(data) if path.endswith(".docx") else data.decode("utf-8", "ignore")
        assert "砚边文库" not in text or path.startswith(("关于本库", "search/suggest/")) or "关于本库" in text, path
        # The address of the promotion; the page written by hand names 砚边文库, and suggestions give it in pinyin.
        assert "yanbian.example" not in text, path
        assert "00000000" not in text, path


def test_nothing_is_loaded_from_another_host(sample: Archive) -> None:
    for path, data in sample.published().items():
        if path.endswith((".html", ".css")):
            for link in re.findall(r'(?:src="|url\(["\']?|<link[^>]+href=")(https?:[^")\']+)', data.decode()):
                pytest.fail(f"{path} loads {link}")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.txt", b"", "空"),
        ("空白.txt", "\n  \n　\n".encode(), "没有文字"),
        ("坏.docx", b"PK\x03\x04 not a package", "docx"),
        ("旧.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "doc"),
        ("表.xlsx", b"PK", ".xlsx"),
        ("大.txt", "长".encode() * 7_500_000, "20 MB"),
    ],
)
def test_bad_input_is_named_and_the_rest_published(archive: Archive, name: str, data: bytes, said: str) -> None:
    archive.write("书箱.txt", OUTLINE)
    archive.write(name, data)
    built = archive.build()
    assert built.code == 0, built.log
    (line,) = [line for line in built.log.splitlines() if name in line]
    assert line.startswith("WARNING")
    assert said in line
    assert "Traceback" not in built.log
    assert (archive.site / "书箱.html").is_file()
    assert not (archive.site / f"{Path(name).stem}.html").exists()
    assert name in (archive.cache / "report" / "index.html").read_text("utf-8")

    shutil.rmtree(archive.site)
    strict = archive.build("--strict")
    assert strict.code == 1
    assert not archive.site.exists()


def test_a_strict_build_that_fails_leaves_the_old_site(archive: Archive) -> None:
    archive.write("书箱.txt", OUTLINE)
    assert archive.build("--strict").code == 0
    before = archive.published()
    archive.write("空.txt", b"")
    archive.write("新.txt", OUTLINE.replace("书箱", "书包"))
    assert archive.build("--strict").code == 1
    assert archive.published() == before


NAMES = ["a#b", "问?答", "好路率90%", "a b", "笑😀脸", "a&b", "'引'", "%41", "加+号", "（定稿）", "a;b=c,d@e$f!g~h^i"]


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_are_published(archive: Archive, name: str) -> None:
    archive.write(f"{name}/{name}.txt", OUTLINE)
    archive.write("之后.txt", OUTLINE)
    built = archive.build("--strict")
    assert built.code == 0, built.log
    assert (archive.site / name / f"{name}.html").is_file()
    links = re.findall(r'href="([^"]*)"', archive.page("outlines.html").replace("&amp;", "&").replace("&#39;", "'"))
    assert f"{name}/{name}.html" in {unquote(urlsplit(link).path) for link in links}


def test_files_of_one_name_get_addresses_of_their_own(archive: Archive) -> None:
    for name in ("守城.md", "守城.txt", "README.txt", "index.txt", "outlines.txt", "读书/index-2.txt"):
        archive.write(name, OUTLINE.replace("书箱", Path(name).stem))
    built = archive.build("--strict")
    assert built.code == 0, built.log
    pages = {path for path in archive.published() if path.endswith(".html")}
    expected = {"守城.html", "守城-txt.html", "README-txt.html", "index-txt.html", "outlines-txt.html"}
    assert expected <= pages
    assert "6 篇" in archive.page("outlines.html")


def test_a_folder_named_like_a_page(archive: Archive) -> None:
    for path in ("甲.txt", "甲.md/乙.txt", "丙.txt", "丙.html/丁.txt"):
        archive.write(path, OUTLINE.replace("书箱", path[0]))
    built = archive.build("--strict")
    assert built.code == 0, built.log
    pages = archive.published()
    assert {"甲.md/乙.html", "丙.html/丁.html"} <= set(pages)
    top = [path for path in pages if path.count("/") == 0 and path[0] in "甲丙" and path.endswith(".html")]
    assert sum("跟着集市走" in archive.page(path) for path in top) == 2


def test_a_name_that_is_no_text_is_named(archive: Archive) -> None:
    archive.write("书箱.txt", OUTLINE)
    try:
        (archive.content / os.fsdecode("书包.txt".encode("gb18030"))).write_text(OUTLINE, "utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    built = archive.build()
    assert built.code == 0, built.log
    assert "不是 UTF-8" in built.log
    assert (archive.site / "书箱.html").is_file()
    assert archive.build("--strict").code == 1


HOSTILE = """<script>alert(1)</script>{{ config }}的发言提纲
1. 点清数量<img src=x onerror=alert(1)>
# 不是标题 *星* _线_ `码` [链](javascript:alert(1)) <!-- 注 --> &amp; {% raw %} ${x} | 表 | ~~删~~ :smile:
2. 核对{: .class } {#id} 编号
</article></script><script>alert(2)</script>
"""


def test_markup_in_a_source_shows_as_itself(archive: Archive) -> None:
    archive.write("a.txt", HOSTILE)
    archive.write("<b>粗</b>/a.txt", HOSTILE)
    archive.write("<b>粗</b>/b.txt", OUTLINE)
    built = archive.build("--strict")
    assert built.code == 0, built.log
    page = archive.page("a.html")
    article = page[page.index("<article") : page.index("</article>")]
    shown = "".join(Shown(article).text.split())
    for line in HOSTILE.splitlines():
        assert "".join(line.split()) in shown
    for path, data in archive.published().items():
        if path.endswith(".html"):
            text = data.decode()
            assert "<script>alert" not in text, path
            assert "<img src=x" not in text, path
            assert "javascript:alert" not in re.sub(r">[^<]*<", "><", text), path
            assert "<b>粗" not in text, path


def test_a_secrecy_mark_withholds_the_document(archive: Archive) -> None:
    archive.write("书箱.txt", OUTLINE)
    archive.write("密.txt", "秘密★1年\n备用泵站位置的汇报\n一、东岸泵站\n只有三把钥匙，都在值班室。\n")
    built = archive.build("--strict")
    assert built.code == 0, built.log
    assert "不发布 1" in built.log
    for path, data in archive.published().items():
        assert "泵站" not in data.decode("utf-8", "ignore"), path
    for file in archive.cache.rglob("*"):
        if file.is_file() and "jieba" not in file.parts:
            assert "泵站".encode() not in file.read_bytes(), file
    report = (archive.cache / "report" / "index.html").read_text("utf-8")
    assert "密.txt" in report
    assert "不发布" in report


def test_a_document_withheld_later_disappears(archive: Archive) -> None:
    archive.write("书箱.txt", OUTLINE)
    file = archive.write("泵站.txt", "备用泵站位置的汇报\n一、东岸泵站\n只有三把钥匙，都在值班室。\n")
    assert archive.build().code == 0
    assert (archive.site / "泵站.html").is_file()
    file.write_text("秘密★1年\n" + file.read_text("utf-8"), "utf-8")
    assert archive.build().code == 0
    assert not (archive.site / "泵站.html").exists()
    for folder in (archive.site, archive.cache):
        for path in folder.rglob("*"):
            if path.is_file() and "jieba" not in path.parts:
                assert "三把钥匙".encode() not in path.read_bytes(), path


def test_contacts_are_masked_everywhere(archive: Archive) -> None:
    contacts = ["13000000000", "archive@example.com", "10000001", "yuedu_weixin"]
    archive.write(
        "书箱.txt",
        OUTLINE.replace("日历贴在箱盖里面。", "日历贴在箱盖里面，电话13000000000也写在上面，免得找不到人。").replace(
            "借出去的书", "读者来信寄到archive@example.com。借出去的书"
        )
        + "更多书单加QQ：10000001，微信号：yuedu_weixin\n",
    )
    built = archive.build("--strict")
    assert built.code == 0, built.log
    for folder in (archive.site, archive.cache):
        for path in folder.rglob("*"):
            if path.is_file() and "jieba" not in path.parts:
                for contact in contacts:
                    assert contact.encode() not in path.read_bytes(), (path, contact)
    assert "也写在上面，免得找不到人。" in archive.page("书箱.html")


def test_hand_written_pages_stay_pages(archive: Archive) -> None:
    archive.write("读书/书箱.txt", OUTLINE)
    archive.write(
        "关于.md", "---\noutline: false\n---\n# 关于\n\n见[书箱](读书/书箱.txt)？见[这篇](读书/书箱.md)，**粗体**。\n"
    )
    archive.write("读书/index.md", "# 读书栏目\n\n先说两句。\n")
    built = archive.build()
    assert built.code == 0, built.log
    about = archive.page("关于.html")
    assert "<strong>粗体</strong>" in about
    assert unquote(re.findall(r'href="([^"]+)">这篇', about)[0]) == "读书/书箱.html"
    collection = archive.page("读书/index.html")
    assert "先说两句" in collection
    assert "把流动书箱送到村口的发言提纲" in collection


def test_own_home_page_is_kept(archive: Archive) -> None:
    archive.write("书箱.txt", OUTLINE)
    archive.write("index.md", "# 我的首页\n\n欢迎。\n")
    assert archive.build("--strict").code == 0
    assert "欢迎。" in archive.page("index.html")


def test_an_empty_archive_is_a_site(archive: Archive) -> None:
    built = archive.build("--strict")
    assert built.code == 0, built.log
    assert (archive.site / "index.html").is_file()


def test_a_rebuild_makes_the_same_bytes(archive: Archive) -> None:
    for number in range(5):
        archive.write(f"读书/{number}.txt", OUTLINE.replace("书箱", f"第{number}号书箱"))
    archive.write("关于.md", "---\noutline: false\n---\n# 关于\n")
    assert archive.build().code == 0
    archive.write("读书/2.txt", OUTLINE.replace("书箱", "换了题目的书箱"))
    archive.write("档案/新.txt", OUTLINE)
    (archive.content / "读书" / "3.txt").unlink()
    assert archive.build().code == 0
    step = archive.published()
    again = archive.build()
    assert again.code == 0
    assert "沿用 5；" in again.log or "没有改动" in again.log
    assert archive.published() == step
    shutil.rmtree(archive.cache)
    shutil.rmtree(archive.site)
    assert archive.build().code == 0
    assert archive.published() == step


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ("site_name: 提纲库", "site_name: 文稿库", "读书/书箱.html"),
        ("  - attr_list\n", "  - attr_list\n  - pymdownx.mark\n", "读书/书箱.html"),
    ],
)
def test_a_changed_setting_reaches_kept_pages(archive: Archive, before: str, after: str, path: str) -> None:
    archive.write("读书/书箱.txt", OUTLINE)
    assert archive.build().code == 0
    archive.configure(before, after)
    assert archive.build().code == 0
    step = archive.published()
    shutil.rmtree(archive.cache)
    assert archive.build().code == 0
    assert archive.published() == step


def test_a_changed_template_reaches_kept_pages(archive: Archive) -> None:
    theme = archive.folder / "theme"
    source = theme.resolve()
    theme.unlink()
    shutil.copytree(source, theme)
    archive.write("书箱.txt", OUTLINE)
    assert archive.build().code == 0
    template = theme / "outline.html"
    template.write_text(template.read_text("utf-8").replace("体裁", "文体"), "utf-8")
    assert archive.build().code == 0
    assert "文体" in archive.page("书箱.html")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("restricted: hide", "restricted"),
        ("markers: [措施]", "outlines"),
        ("mask: ['(']", "mask"),
        ("unknown: 1", "unknown"),
    ],
)
def test_wrong_settings_are_named(archive: Archive, lines: str, said: str) -> None:
    archive.configure("  - outlines", f"  - outlines:\n      {lines}\n  #")
    archive.write("书箱.txt", OUTLINE)
    built = archive.build("--strict")
    assert built.code == 1
    assert said in built.log
    assert "Traceback" not in built.log


def test_directory_addresses_are_refused(archive: Archive) -> None:
    archive.configure("use_directory_urls: false", "use_directory_urls: true")
    built = archive.build()
    assert built.code == 1
    assert "use_directory_urls" in built.log
    assert "Traceback" not in built.log


def test_a_zip_in_disguise_is_not_unpacked(archive: Archive) -> None:
    file = archive.content / "包.docx"
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("../evil.txt", "x")
    archive.write("书箱.txt", OUTLINE)
    assert archive.build().code == 0
    assert not list(archive.folder.rglob("evil.txt"))


def test_sitemap_only_with_an_address(archive: Archive) -> None:
    archive.write("读书/书箱.txt", OUTLINE)
    archive.write("读书/内部.txt", "内部资料 注意保存\n" + OUTLINE)
    assert archive.build().code == 0
    assert not list(archive.site.glob("sitemap*"))
    archive.configure("site_name:", "site_url: https://tigang.example/库/\nsite_name:")
    assert archive.build().code == 0
    fresh = archive.page("sitemap.xml")
    assert f"<loc>https://tigang.example/库/{quote('读书/书箱.html')}</loc>" in fresh
    assert quote("内部") not in fresh
    assert archive.build().code == 0
    assert archive.page("sitemap.xml") == fresh


def test_a_damaged_search_entry_is_made_again_in_the_same_build(archive: Archive) -> None:
    archive.write("值守.txt", "把值守的事做细\n\n一、交接要当面\n交接班时逐项核对。\n")
    archive.write("读书.txt", "把书读进日子里\n\n一、每天读一页\n读书不在快慢。\n")
    assert archive.build("--strict").code == 0
    published = archive.published()
    shutil.rmtree(archive.cache / "index")
    (entry, *_) = sorted((archive.cache / "searched").rglob("*.msgpack"))
    whole = entry.read_bytes()
    entry.write_bytes(whole[:-1])
    built = archive.build("--strict")
    assert built.code == 0, built.log
    assert entry.read_bytes() == whole
    assert archive.published() == published
