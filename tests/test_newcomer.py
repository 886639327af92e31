"""The first day: a pack of two hundred files of every kind becomes a site that can be searched."""

from __future__ import annotations

import html
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from conftest import Archive
from test_browser import PHONE, WIDE
from test_pdf import drawn
from writers import WRITERS, samples

from benchmarks.generate import outline
from generator.__main__ import main
from generator.report import IMPORTS, INDEX

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

ENCODINGS = ("gb18030", "utf-8", "gb18030", "utf-8-sig", "gb18030", "utf-16")
PHRASE = "把看水的本子挂在闸房门后"
SPOILED = {
    "待整理/空白.txt": (b"", "空文件"),
    "待整理/播放列表.dat": (b"\x00\x01", "不认识的文件"),
    "待整理/培训班发言.ppt": (b"\xd0\xcf\x11\xe0" + bytes(600), "不认识的文件"),
    "安全生产/~$讲话.docx": (bytes(160), "系统或临时文件"),
    "待整理/其实不是文字.txt": (bytes(range(256)) * 8, "未能读出"),
    "档案管理/没下载完.docx": (b"PK\x03\x04" + bytes(300), "未能读出"),
    "防汛备汛/有密码.pdf": (drawn(lambda canvas: canvas.drawString(72, 700, "text"), encrypt="a"), "未能读出"),
    "防汛备汛/泵站位置.txt": ("秘密★1年\n备用泵站位置的汇报\n一、东岸。\n二、西岸。\n".encode("gb18030"), "不发布"),
    "防汛备汛/看水.txt": (f"看水的发言提纲\n一、看得勤。{PHRASE}。\n二、记得清。\n".encode("gb18030"), "已发布"),
    "防汛备汛/看水 - 副本.txt": (f"看水的发言提纲\n一、看得勤。{PHRASE}。\n二、记得清。\n".encode("gb18030"), "已有"),
}
"""What goes wrong in packs, and what becomes of it."""


def wanted() -> Iterator[tuple[str, bytes]]:
    for number, (name, (suffix, write)) in enumerate(WRITERS.items()):
        for made in samples()[number % 6 :: 6]:
            folder, _, stem = made.name.partition("/")
            yield f"{folder}/{stem}（{name}）{suffix}", write(made)
    for number in range(1, 200):
        yield f"发言提纲/第{number}号.txt", outline(number).text.encode(ENCODINGS[number % len(ENCODINGS)])


class Gbk(zipfile.ZipInfo):
    """A member whose name is in GBK, as Chinese Windows writes it without saying so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


@pytest.fixture(scope="module")
def pack() -> dict[str, bytes]:
    files = {name: data for name, (data, _) in SPOILED.items()}
    for name, data in wanted():
        if len(files) == 200:
            break
        files[name] = data
    return files


@pytest.fixture(scope="module")
def brought(pack: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = Archive(tmp_path_factory.mktemp("newcomer") / "archive")
    with zipfile.ZipFile(archive.folder / "提纲合集.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in pack.items():
            made.writestr(Gbk(name), data)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(archive.folder)
        done = CliRunner().invoke(main, ["import", "提纲合集.zip", "--into", "content"])
    assert done.exit_code == 0, done.output
    built = archive.build()
    assert built.code == 0, built.log
    return archive


@pytest.mark.slow
def test_the_report_says_what_became_of_each_of_two_hundred(brought: Archive, pack: dict[str, bytes]) -> None:
    page = (brought.cache / "report" / IMPORTS).read_text("utf-8")
    rows = re.findall(r'<tr[^>]* data-marks="([^"]+)"><td>(.*?)<td>(.*?)<td>(.*?)</tr>', page)
    assert len(rows) == 200
    assert {html.unescape(name) for _, name, _, _ in rows} == pack.keys()
    results = {html.unescape(name): marks.split()[-1] for marks, name, _, _ in rows}
    assert {name: results[name] for name in SPOILED} == {name: result for name, (_, result) in SPOILED.items()}
    assert Counter(results.values())["已发布"] == 200 - sum(result != "已发布" for _, result in SPOILED.values())
    # What has no page says why.
    assert all("<span" in told for marks, _, _, told in rows if marks.split()[-1] in ("未能读出", "不发布", "空文件"))
    published = [PurePosixPath(html.unescape(re.sub("<[^>]+>", "", path))) for _, _, path, _ in rows if path]
    assert all(Path(brought.content, path).is_file() for path in published)


@pytest.mark.slow
@pytest.mark.browser
def test_the_site_can_be_searched_from_its_folder(brought: Archive, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((brought.site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type(PHRASE[:8])
    page.locator(".tg-search__output[data-state=done] .md-search-result__item a").first.wait_for()
    assert "看水的发言提纲" in page.locator(".md-search-result__list").inner_text()
    page.close()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide", "phone"])
def test_the_report_can_be_read_by_all(brought: Archive, browser: Browser, viewport: ViewportSize, scheme: Any) -> None:
    # What axe brings along may not run under the pages' own policy.
    context = browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    report = brought.cache / "report"
    document = next((report / "documents" / "防汛备汛").glob("看水.html"))
    for path in (report / INDEX, report / IMPORTS, document):
        page.goto(path.as_uri())
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path.name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path.name
    context.close()
