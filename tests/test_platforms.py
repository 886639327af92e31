"""What holds on Windows and macOS too: names, other starts of processes, other consoles, other ends of lines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path, PureWindowsPath

import pytest
from conftest import ROOT, Archive
from hypothesis import given
from hypothesis import strategies as st

from generator import naming
from generator.packs.names import folder_name, place
from generator.pipeline import Options, understand
from generator.places import comparison, skeletons
from generator.places import place as list_place
from generator.sources import assign_addresses

OUTLINE = "把书箱送到集上的发言提纲\n（2024年5月8日）\n各位同事：\n一、送得勤\n逢集就送。\n二、收得齐\n月底对账。\n"


def holds(path: str) -> bool:
    """Whether Windows can hold a file at a relative path, by its own rules as Python knows them."""
    windows = PureWindowsPath(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        reserved = any(PureWindowsPath(part).is_reserved() for part in windows.parts)
    return not (
        reserved
        or windows.drive
        or windows.root
        or len(windows.parts) != len(path.split("/"))
        or any(part != part.rstrip(" .") or set(part) & set('<>:"|?*') for part in windows.parts)
        or any(ord(character) < 32 for character in path)
    )


NAMES = [
    ("讲话.txt", True),
    ("讲话 .docx", True),
    ("好路率90%经验交流.txt", True),
    ("倡议书#1号（终稿）.txt", True),
    ("2024.6.9 讲话.txt", True),
    ("会议/第1次/纪要.md", True),
    ("con.txt", False),
    ("CON.集.txt", False),
    ("会议/aux/纪要.txt", False),
    ("nul", False),
    ("com1.txt", False),
    ("LPT9.docx", False),
    ("com10.txt", True),
    ("constant.txt", True),
    ("console.txt", True),
    ("读书?为了什么.txt", False),
    ("会议:纪要.txt", False),
    ('"双".txt', False),
    ("甲*乙.txt", False),
    ("甲|乙.txt", False),
    ("<一>.txt", False),
    ("甲\\乙.txt", False),
    ("甲\t乙.txt", False),
    ("夹 /甲.txt", False),
    ("夹./甲.txt", False),
    ("甲.", False),
]


@pytest.mark.parametrize(("path", "right"), NAMES)
def test_a_name_that_windows_cannot_hold_is_told(path: str, right: bool) -> None:
    assert holds(path) is right
    assert bool(naming.hindrance(path)) is not right
    record = understand(path, Path(path), OUTLINE.encode(), Options()) if path.endswith(".txt") else None
    if record:
        told = [note.text for note in record.notes if note.code == "unportable-name"]
        assert len(told) == (not right)
        assert all("请改名" in text and "\t" not in text.replace(path, "") for text in told)


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('<>:"|?*\\/. '), min_size=1, max_size=20))
def test_what_is_not_told_can_be_held(path: str) -> None:
    if all(part not in ("", ".", "..") for part in path.split("/")) and not naming.hindrance(path):
        assert holds(path)


@pytest.mark.parametrize("path", [path for path, _ in NAMES])
def test_what_comes_out_of_a_pack_can_be_held(path: str) -> None:
    placed = place(path)
    assert placed is None or holds(placed), placed
    assert holds(folder_name(path))


ODD = [
    "con",
    "aux",
    "com1",
    "nul-2",
    "问?答",
    "甲:乙",
    "a/b",
    'A"b',
    "三会一课 ",
    "一*二",
    "末尾.",
    "长" * 200,
    "index",
    "A",
    "a",
]


def test_the_pages_of_lists_can_be_held() -> None:
    pages = [list_place("topic", name) for name in ODD] + [skeletons(name) for name in ODD]
    pages += [list_place("phrase", name) for name in ODD] + [comparison("甲/乙.md")]
    pages = [page.replace(".md", ".html") for page in pages]
    assert [page for page in pages if not holds(page)] == []
    assert len({page.casefold() for page in pages}) == len(pages)
    assert all(len(page) <= 80 for page in pages)


@pytest.mark.parametrize(
    "paths",
    [
        ["讲话.txt", "讲话.TXT", "讲话.docx"],
        ["Report.txt", "report.txt", "REPORT.md"],
        ["caf\u00e9.txt", "cafe\u0301.txt"],
        ["a/Index.txt", "a/index.docx", "a/README.txt"],
    ],
)
def test_pages_do_not_differ_in_case_only(paths: list[str]) -> None:
    pages = assign_addresses(paths).values()
    assert len({str(PureWindowsPath(page)).casefold() for page in pages}) == len(paths)
    assert all(map(holds, pages))


def test_a_long_path_is_told() -> None:
    assert not naming.hindrance("长" * 60 + "/" + "题" * 80 + ".txt")
    assert "240 个字" in naming.hindrance("a" * 236 + ".txt")
    assert "路径有" in naming.hindrance("😀" * 90 + ".txt")  # two units each


OTHER_SYSTEM = """
import os, sys
sys.platform = "other"                      # neither folders that change places nor processes that divide
def refuse(*arguments, **named):
    raise OSError(1, "not on this system")
os.link = os.symlink = refuse
for name in ("fork", "forkpty", "sched_getaffinity"):
    delattr(os, name)
sys.modules["resource"] = None
"""


@pytest.mark.slow
def test_a_build_without_links_and_divided_processes_makes_the_same_site(tmp_path: Path) -> None:
    usual = Archive(tmp_path / "usual")
    for number in range(70):  # enough pages that a process would divide
        usual.write(f"集{number % 3}/第{number}次.txt", OUTLINE.replace("书箱", f"书箱{number}"))
    other = Archive(tmp_path / "other")
    (other.folder / "theme").unlink()
    shutil.copytree(ROOT / "theme", other.folder / "theme")
    shutil.copytree(usual.content, other.content, dirs_exist_ok=True)
    for archive in (usual, other):
        archive.configure("      phrases:", "      workers: 2\n      phrases:")
    assert usual.build("--strict").code == 0
    start = tmp_path / "start"
    start.mkdir()
    (start / "sitecustomize.py").write_text(OTHER_SYSTEM, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=other.folder,
        env={**os.environ, "PYTHONPATH": str(start), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert other.published() == usual.published()
    assert max(file.stat().st_nlink for file in other.site.rglob("*") if file.is_file()) == 1
    # Below a keeper's folder on Windows, whatever the build writes fits as long as the source's path did.
    room = 260 - len(r"C:\Users\Administrator\Documents\我们单位的提纲库") - 1
    files = [path.relative_to(other.folder).as_posix() for path in other.folder.rglob("*") if path.is_file()]
    source = max(len(path.removeprefix("content/")) for path in files if path.startswith("content/"))
    made = max(len(path) for path in files if "第" in path)
    assert made - source + naming.LONGEST < room
    assert [path for path in files if not holds(path)] == []


ODD_TEXT = OUTLINE.replace("逢集就送。", "逢集就送😀，𠮷祥•如意。")


def on_code_page_936(*arguments: str | Path, folder: Path) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk", "LANG": "zh_CN", "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        check=False,
    )
    out, said = done.stdout.decode("gbk"), done.stderr.decode("gbk")
    assert "UnicodeEncodeError" not in said
    assert "Logging error" not in said
    return done.returncode, out, said


@pytest.mark.slow
def test_commands_on_code_page_936(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "包").mkdir()
    file = tmp_path / "包" / "书箱😀.txt"
    file.write_text(ODD_TEXT, "utf-8")
    code, out, _ = on_code_page_936("-m", "generator", "inspect", file, folder=tmp_path)
    assert code == 0
    assert "逢集就送?" in out
    assert "一、送得勤" in out
    code, out, _ = on_code_page_936("-m", "generator", "inspect", "--json", file, folder=tmp_path)
    assert code == 0
    assert json.loads(out)["file"] == str(file)
    code, out, _ = on_code_page_936("-m", "generator", "import", "--verbose", "包", folder=tmp_path)
    assert code == 0
    assert "书箱?" in out
    assert (tmp_path / "content" / "包" / "书箱😀.txt").is_file()
    code, out, _ = on_code_page_936("-m", "generator", "--help", folder=tmp_path)
    assert out.startswith("用法：")
    code, _, said = on_code_page_936("-m", "generator", "inspect", folder=tmp_path)
    assert (code, "缺少 FILES" in said) == (2, True)


@pytest.mark.slow
def test_a_build_on_code_page_936(archive: Archive) -> None:
    archive.write("集/书箱😀.txt", ODD_TEXT)
    archive.write("集/坏😀.docx", b"PK\x03\x04 not a package")
    code, _, said = on_code_page_936("-m", "mkdocs", "build", folder=archive.folder)
    assert code == 0, said
    assert "坏" in said
    assert "提纲 1 篇" in said
    assert "逢集就送😀" in archive.page("集/书箱😀.html")


@pytest.mark.slow
def test_lines_may_end_as_on_windows(sample: Archive, tmp_path: Path) -> None:
    other = Archive(tmp_path / "archive")
    (other.folder / "theme").unlink()
    shutil.copytree(ROOT / "theme", other.folder / "theme")
    shutil.copytree(sample.content, other.content, dirs_exist_ok=True)
    changed = 0
    for file in (path for path in other.folder.rglob("*") if path.suffix in {".txt", ".md", ".yml", ".html"}):
        data = file.read_bytes()
        file.write_bytes(data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        changed += file.read_bytes() != data
    assert changed > 40
    done = other.build("--strict")
    assert done.code == 0, done.log

    def pages(archive: Archive) -> dict[str, bytes]:
        return {path: data for path, data in archive.published().items() if path.endswith((".html", ".txt", ".docx"))}

    assert pages(other) == pages(sample)
