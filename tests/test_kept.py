"""Pages of earlier builds: used when nothing touched them, and never else."""

from __future__ import annotations

import datetime
import functools
import os
import subprocess
import sys
from collections import UserDict
from pathlib import Path, PurePosixPath

import pytest

from generator import storage
from generator.kept import KeptPages, site_key
from generator.stamps import states

ADDRESS = "读书/书箱.md"


def pages_of(root: Path, key: str = "site") -> KeptPages:
    return KeptPages(root / "html", root / "kept.msgpack", key)


def render(pages: KeptPages, address: str = ADDRESS, text: str = "<h1>书箱</h1>", key: str = "k") -> None:
    storage.write(pages.path(address), text.encode())
    pages.keep(address, key)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A cache in which a build kept one page."""
    pages = pages_of(tmp_path)
    assert not pages.find(ADDRESS, "k")
    render(pages)
    assert set(pages.save()) == {"读书/书箱.html"}
    return tmp_path


def test_a_kept_page_is_found(root: Path) -> None:
    pages = pages_of(root)
    assert pages.find(ADDRESS, "k")
    assert pages.path(ADDRESS).read_text("utf-8") == "<h1>书箱</h1>"
    assert pages.save() == {"读书/书箱.html": states(root / "html")["读书/书箱.html"]}


@pytest.mark.parametrize(("site", "page"), [("other", "k"), ("site", "other"), ("sitek", ""), ("", "sitek")])
def test_another_key_is_another_page(root: Path, site: str, page: str) -> None:
    assert not pages_of(root, site).find(ADDRESS, page)


@pytest.mark.parametrize("how", ["gone", "longer", "same length", "later", "folder"])
def test_a_page_that_was_touched_is_not_used(root: Path, how: str) -> None:
    file = root / "html" / "读书" / "书箱.html"
    state, data = file.stat(), file.read_bytes()
    match how:
        case "gone":
            file.unlink()
        case "longer":
            file.write_bytes(data + b" ")
            os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
        case "same length":
            file.write_bytes(b"x" * len(data))
            os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
        case "later":
            os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
        case "folder":
            file.unlink()
            file.mkdir()
    assert not pages_of(root).find(ADDRESS, "k")


@pytest.mark.parametrize(
    "data",
    [b"", b"\xc1", b"\x81\xa1\xff\x90", b"\x81\xa1x\x91\xa1k", b"\x81\xa1x\x93\xa1k\x01\x02", b"\x91" * 100_000],
    ids=["empty", "no msgpack", "no utf-8", "cut", "another kind", "deep"],
)
def test_a_damaged_index_is_none(root: Path, data: bytes) -> None:
    (root / "kept.msgpack").write_bytes(data)
    pages = pages_of(root)
    assert not pages.find(ADDRESS, "k")
    render(pages)
    pages.save()
    assert pages_of(root).find(ADDRESS, "k")


def test_only_what_a_build_found_or_kept_stays(root: Path) -> None:
    pages = pages_of(root)
    render(pages, "新.md", "新", "n")
    pages.save()
    assert sorted(path.name for path in (root / "html").rglob("*")) == ["新.html"]
    again = pages_of(root)
    assert not again.find(ADDRESS, "k")
    assert again.find("新.md", "n")
    again.save()
    assert pages_of(root).find("新.md", "n"), "what was found stays for the build after"


def test_a_build_that_breaks_off_leaves_the_index(root: Path) -> None:
    before = (root / "kept.msgpack").read_bytes()
    render(pages_of(root), text="<h1>改过</h1>", key="k2")
    assert (root / "kept.msgpack").read_bytes() == before
    assert not pages_of(root).find(ADDRESS, "k"), "its HTML is another one now"


def test_a_new_page_leaves_the_published_file_alone(root: Path) -> None:
    published = root / "site.html"
    os.link(root / "html" / "读书" / "书箱.html", published)
    render(pages_of(root), text="<h1>改过</h1>", key="k2")
    assert published.read_text("utf-8") == "<h1>书箱</h1>"


# --- the site's key ---------------------------------------------------------------------------------------------


def fence(text: str, style: str) -> str:
    return style + text


class Emoji:
    """An object in a configuration, without a form of its own."""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": [1, 2]}, {"a": [2, 1]}),
        ({"a": {"on", "off"}}, {"a": {"on"}}),
        ({"a": frozenset({"on"})}, {"a": frozenset()}),
        ({"a": datetime.date(2024, 6, 9)}, {"a": datetime.date(2024, 6, 10)}),
        ({"a": PurePosixPath("x")}, {"a": PurePosixPath("y")}),
        ({"a": UserDict({"b": 1})}, {"a": UserDict({"b": 2})}),
        ({"a": functools.partial(fence, style="甲")}, {"a": functools.partial(fence, style="乙")}),
        ({"a": fence}, {"a": render}),
        ({"a": Emoji()}, {"a": UserDict()}),
    ],
)
def test_every_setting_is_in_the_site_s_key(one: object, other: object) -> None:
    assert site_key(one, []) != site_key(other, [])
    assert site_key(one, []) == site_key(one, [])


def test_settings_of_mixed_keys_have_a_key() -> None:
    assert site_key({"extra": {2024: "年", "甲": "乙", None: 1}}, []) != site_key(
        {"extra": {2025: "年", "甲": "乙"}}, []
    )


def test_the_site_s_key_is_the_same_in_every_run() -> None:
    code = (
        "from generator.kept import site_key\nfrom pathlib import Path\nclass Own: pass\n"
        "print(site_key([{'a': {'甲', '乙', '丙', '丁'}, 'b': Own(), 'c': Path}, ['d']], []))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parent.parent,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_the_theme_s_files_are_in_the_site_s_key(tmp_path: Path) -> None:
    (tmp_path / "partials").mkdir()
    file = tmp_path / "partials" / "a.html"
    seen = {site_key({}, [tmp_path])}
    for text in ("一", "二"):
        file.write_text(text, "utf-8")
        seen.add(site_key({}, [tmp_path]))
    file.rename(tmp_path / "a.html")
    seen.add(site_key({}, [tmp_path]))
    assert len(seen) == 4
    (tmp_path / "a.html").touch()
    assert site_key({}, [tmp_path]) in seen
