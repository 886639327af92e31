"""The new site in the old one's place: whole, and with every link whole on the way."""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator import publish as module
from generator import stamps
from generator.publish import manifest_of
from generator.stamps import Number, State, states

Tree = dict[str, str]


def make(folder: Path, tree: Tree) -> Path:
    folder.mkdir(parents=True)
    for path, text in tree.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def tree_of(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


def folders_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


@contextmanager
def moving_in(patched: bool = True) -> Iterator[None]:
    """As on a system that cannot exchange two folders."""
    with pytest.MonkeyPatch.context() as patch:
        if patched:
            patch.setattr(module, "_may_exchange", lambda one, other: False)
        yield


def publish(stage: Path, site: Path) -> bool:
    """Publish what ``stage`` holds; the mirror stands beside it."""
    done, now = module.publish(manifest_of(stage), site, stage.parent / "mirror")
    ours = {path.split("/")[0] for path in now}
    assert now == {path: state for path, state in states(site).items() if path[0] != "." or path.split("/")[0] in ours}
    shutil.rmtree(stage)
    mirror = stage.parent / "mirror"
    if mirror.exists():  # nothing stays there that was taken from the site
        assert tree_of(mirror) == {
            path: text for path, text in tree_of(site.resolve()).items() if path in tree_of(mirror)
        }
        shutil.rmtree(mirror)
    return done


WAYS = pytest.mark.parametrize("moved", [False, True], ids=["exchanged", "moved in"])

# Names that are a file in one tree and a folder in another.
NAMES = ("index.html", "a", "a/b", "a/b/c.html", "甲.html", "甲.html/乙.css", "x.css", ".git/HEAD", ".nojekyll", ".w/a")


def without_conflicts(tree: Tree) -> Tree:
    return {path: text for path, text in tree.items() if not any(other.startswith(path + "/") for other in tree)}


TREES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["一", "二"])).map(without_conflicts)


@WAYS
@settings(max_examples=60)
@given(old=TREES, new=TREES.filter(bool))
@example(old={".w/a": "一", "x.css": "一"}, new={".w/b": "二", "x.css": "二"})
@example(old={"a/b/c.html": "一"}, new={"a": "二"})
@example(old={"a": "一"}, new={"a/b": "二"})
def test_the_result_is_the_new_tree_and_the_hidden_entries(
    tmp_path_factory: pytest.TempPathFactory, moved: bool, old: Tree, new: Tree
) -> None:
    folder = tmp_path_factory.mktemp("p")
    stage, site = make(folder / "stage", new), make(folder / "site", old)
    with moving_in(moved):
        publish(stage, site)
    tops = {path.split("/")[0] for path in new}
    kept = {path: text for path, text in old.items() if path.startswith(".") and path.split("/")[0] not in tops}
    assert tree_of(site) == {**new, **kept}
    above = {parent.as_posix() for path in {**new, **kept} for parent in Path(path).parents} - {"."}
    assert folders_of(site) == above
    assert sorted(path.name for path in folder.iterdir()) == ["site"]


def test_this_system_exchanges(tmp_path: Path) -> None:
    one, other = make(tmp_path / "one", {"a": "一"}), make(tmp_path / "other", {"b": "二"})
    if module._exchange(one, other):
        assert tree_of(one) == {"b": "二"}
        assert tree_of(other) == {"a": "一"}
    else:
        assert tree_of(one) == {"a": "一"}


@WAYS
def test_the_first_site(tmp_path: Path, moved: bool) -> None:
    with moving_in(moved):
        publish(make(tmp_path / "stage", {"index.html": "首页"}), tmp_path / "out" / "site")
    assert tree_of(tmp_path) == {"out/site/index.html": "首页"}


@WAYS
def test_an_empty_folder_inside_a_hidden_one_is_kept(tmp_path: Path, moved: bool) -> None:
    site = make(tmp_path / "site", {".git/HEAD": "ref", "旧/页.html": "旧"})
    (site / ".git" / "refs" / "tags").mkdir(parents=True)
    with moving_in(moved):
        publish(make(tmp_path / "stage", {"index.html": "首页"}), site)
    assert tree_of(site) == {".git/HEAD": "ref", "index.html": "首页"}
    assert folders_of(site) == {".git", ".git/refs", ".git/refs/tags"}


@WAYS
def test_a_link_to_the_site_stays_one(tmp_path: Path, moved: bool) -> None:
    served = make(tmp_path / "www" / "site", {"index.html": "旧", "gone.html": "旧"})
    site = tmp_path / "site"
    site.symlink_to(served)
    with moving_in(moved):
        publish(make(tmp_path / "stage", {"index.html": "新"}), site)
    assert site.is_symlink()
    assert tree_of(served) == {"index.html": "新"}


@WAYS
def test_a_link_that_leads_nowhere_yet(tmp_path: Path, moved: bool) -> None:
    site = tmp_path / "site"
    site.symlink_to(tmp_path / "www" / "site")
    with moving_in(moved):
        publish(make(tmp_path / "stage", {"index.html": "新"}), site)
    assert tree_of(tmp_path / "www" / "site") == {"index.html": "新"}


@WAYS
def test_without_a_new_site_the_old_one_stays(tmp_path: Path, moved: bool) -> None:
    site = make(tmp_path / "site", {"index.html": "旧", "a/b.html": "旧"})
    with moving_in(moved), pytest.raises(OSError, match="site"):
        publish(make(tmp_path / "stage", {}), site)
    assert tree_of(site) == {"index.html": "旧", "a/b.html": "旧"}


@WAYS
def test_a_file_in_the_site_s_place_stays(tmp_path: Path, moved: bool) -> None:
    stage = make(tmp_path / "stage", {"index.html": "新"})
    (tmp_path / "site").write_text("文件", "utf-8")
    with moving_in(moved), pytest.raises(OSError, match="site"):
        publish(stage, tmp_path / "site")
    assert tree_of(tmp_path) == {"site": "文件", "stage/index.html": "新"}


@WAYS
def test_files_that_did_not_change_are_left_alone(tmp_path: Path, moved: bool) -> None:
    site = make(tmp_path / "site", {"a.css": "一样", "b.css": "旧的"})
    stage = make(tmp_path / "stage", {"a.css": "一样", "b.css": "新的"})
    for file in site.iterdir():
        os.utime(file, ns=(1, 1))
    with moving_in(moved):
        assert publish(stage, site)
    assert (site / "a.css").stat().st_mtime_ns == 1
    assert tree_of(site)["b.css"] == "新的", "of the same length, and yet another"


@WAYS
def test_a_site_that_is_so_already_is_left_alone(tmp_path: Path, moved: bool) -> None:
    tree = {"a.css": "一样", "甲/index.html": "一样"}
    site = make(tmp_path / "site", tree)

    def marks() -> dict[Path, tuple[int, ...]]:
        """All that writing would change; that the files were read may show in their times of access."""
        found = {path: path.stat() for path in (site, *site.rglob("*"))}
        return {
            path: (one.st_ino, one.st_nlink, one.st_mode, one.st_size, one.st_mtime_ns, one.st_ctime_ns)
            for path, one in found.items()
        }

    before = marks()
    with moving_in(moved):
        assert not publish(make(tmp_path / "stage", tree), site)
    assert marks() == before


def test_a_build_killed_after_the_exchange_is_mended_by_the_next(tmp_path: Path) -> None:
    mirror, site = tmp_path / "mirror", tmp_path / "site"
    new = {"index.html": "新"}
    make(site, new)
    make(mirror, {"index.html": "旧", "gone.html": "旧", ".git/HEAD": "ref"})
    assert not module.publish(manifest_of(make(tmp_path / "stage", new)), site, mirror)[0]
    assert tree_of(site) == {**new, ".git/HEAD": "ref"}
    assert tree_of(mirror) == new, "nothing of the old site stays"


# --- files that are told by their numbers ------------------------------------------------------------------------


def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every file that was looked at from now on, by name."""
    seen = []

    def state_of(file: str | os.DirEntry[str]) -> State:
        seen.append(Path(os.fspath(file)).name)
        return stamps.state_of(file)

    monkeypatch.setattr(module, "state_of", state_of)
    return seen


@pytest.fixture
def linked_site(tmp_path: Path) -> tuple[Path, Path]:
    """Files, and a site and a mirror that hold links to them."""
    stage, site, mirror = tmp_path / "stage", tmp_path / "site", tmp_path / "mirror"
    make(stage, {"index.html": "首页", "甲/书箱.html": "书箱"})
    module.publish(manifest_of(stage), site, mirror)
    module.bring(manifest_of(stage), mirror)
    assert tree_of(stage) == tree_of(site) == tree_of(mirror)
    return stage, site


LISTED = pytest.mark.skipif(os.name == "nt", reason="the lists of folders do not tell numbers")


@LISTED
def test_links_are_known_without_a_look(
    linked_site: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, site = linked_site
    files = manifest_of(stage, states(stage))
    seen = looked_at(monkeypatch)
    assert module.publish(files, site, tmp_path / "mirror") == (False, states(site))
    assert not seen


@LISTED
@pytest.mark.parametrize("odd", ["another device", "another number", "unknown"])
def test_where_numbers_tell_nothing_files_are_looked_at(
    linked_site: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    stage, site = linked_site
    files = manifest_of(stage)
    whole = stamps.numbered

    def numbered(folder: Path) -> Iterator[tuple[str, Number | None, os.DirEntry[str]]]:
        for path, number, entry in whole(folder):
            assert number is not None
            device, file = number
            odds = {"another device": (device + 1, file), "another number": (device, file + 1), "unknown": None}
            yield path, odds[odd], entry

    monkeypatch.setattr(module, "numbered", numbered)
    seen = looked_at(monkeypatch)
    assert module.publish(files, site, tmp_path / "mirror") == (False, states(site))
    assert sorted(seen) == ["index.html", "index.html", "书箱.html", "书箱.html"], "in the site and in the mirror"


@pytest.mark.parametrize("where", ["site", "mirror"])
@pytest.mark.parametrize(
    "how", ["replaced", "replaced by one of the same size", "replaced by a folder", "a link", "gone"]
)
def test_what_was_put_in_a_file_s_place_is_noticed(linked_site: tuple[Path, Path], where: str, how: str) -> None:
    stage, site = linked_site
    page = stage.parent / where / "甲" / "书箱.html"
    page.unlink()
    match how:
        case "replaced":
            page.write_text("别的书箱", "utf-8")
        case "replaced by one of the same size":
            page.write_text("别的", "utf-8")
        case "replaced by a folder":
            make(page, {"书箱.html": "书箱"})
        case "a link":
            page.symlink_to(stage / "index.html")
    module.publish(manifest_of(stage, states(stage)), site, stage.parent / "mirror")
    assert tree_of(site) == tree_of(stage)
    assert not page.is_symlink()
    assert tree_of(stage.parent / "mirror") == tree_of(stage)


# --- links on the way -------------------------------------------------------------------------------------------

PAGES = ("404.html", "index.html", "甲/index.html", "甲/守城.html", "乙/堤防.html")
ASSETS = ("assets/a.css", "assets/b.css", "b.js", "甲/图.png", "乙/zz.png")


@st.composite
def linked(draw: st.DrawFn) -> Tree:
    """A site whose pages link to its files only."""
    assets = draw(st.sets(st.sampled_from(ASSETS)))
    pages = draw(st.sets(st.sampled_from(PAGES), min_size=1))
    text = st.sampled_from(["一", "二"])
    tree = {path: draw(text) for path in assets}
    for path in pages:
        links = draw(st.sets(st.sampled_from(sorted(assets | pages))))
        tree[path] = draw(text) + "".join(f"[{link}]" for link in sorted(links))
    return tree


def links(text: str) -> set[str]:
    return set(re.findall(r"\[(.+?)\]", text))


@pytest.mark.slow
@settings(max_examples=80)
@given(old=linked(), new=linked())
def test_no_page_ever_links_to_what_is_not_there(
    tmp_path_factory: pytest.TempPathFactory, old: Tree, new: Tree
) -> None:
    folder = tmp_path_factory.mktemp("l")
    stage, site = make(folder / "stage", new), make(folder / "site", old)
    seen = 0

    def look() -> None:
        nonlocal seen
        seen += 1
        now = tree_of(site)
        for path, text in now.items():
            assert old.get(path) == text or new.get(path) == text or path.endswith(".tmp")
            if path.endswith(".html"):
                missing = links(text) - set(now)
                # Pages that are new have no reader yet, and pages that are gone none any more.
                if path in old and path in new:
                    assert not missing, path
                assert not {link for link in missing if not link.endswith(".html")}, path

    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "unlink", "mkdir", "rmdir"):
            whole = getattr(Path, name)

            def step(self: Path, *arguments: object, whole: object = whole, **named: object) -> object:
                result = whole(self, *arguments, **named)  # type: ignore[operator]
                look()
                return result

            patch.setattr(Path, name, step)
        link = os.link

        def linked(source: str, target: str) -> None:
            link(source, target)
            look()

        patch.setattr(os, "link", linked)
        patch.setattr(module, "_may_exchange", lambda one, other: False)
        publish(stage, site)
    assert tree_of(site) == new
    assert seen or old == new


# --- when it fails ----------------------------------------------------------------------------------------------


@WAYS
def test_a_disk_that_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: bool) -> None:
    old = {"index.html": "旧", "a.css": "旧", "gone.html": "旧"}
    stage, site = (
        make(tmp_path / "stage", {"index.html": "新", "a.css": "新", "b.css": "新"}),
        make(tmp_path / "site", old),
    )
    whole = module._link_or_copy

    def copy(source: str, target: Path) -> None:
        if source.endswith("b.css"):
            target.write_text("半", "utf-8")
            raise OSError(errno.ENOSPC, "No space left on device")
        whole(source, target)

    def refuse(source: str, target: str) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(module, "_link_or_copy", copy)
    monkeypatch.setattr(os, "link", refuse)  # a disk that knows no links
    with moving_in(moved), pytest.raises(OSError, match="No space"):
        publish(stage, site)
    assert tree_of(site) == old


class Refusing:
    """A C library in which every call fails."""

    def renameat2(self, *_: object) -> int:
        return -1


@pytest.mark.parametrize(
    ("number", "tried_otherwise"),
    [
        (errno.EXDEV, True),
        (errno.EINVAL, True),
        (errno.ENOSYS, True),
        (errno.EBUSY, True),
        (errno.EACCES, True),
        (errno.EPERM, True),
        (errno.EIO, False),
        (errno.EROFS, False),
    ],
    ids=lambda value: errno.errorcode.get(value, ""),
)
def test_why_folders_do_not_change_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, tried_otherwise: bool
) -> None:
    stage, site = make(tmp_path / "stage", {"index.html": "新"}), make(tmp_path / "site", {"index.html": "旧"})
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Refusing())
    monkeypatch.setattr(ctypes, "get_errno", lambda: number)
    if tried_otherwise:
        publish(stage, site)
    else:
        with pytest.raises(OSError, match=re.escape(os.strerror(number))):
            publish(stage, site)
    assert tree_of(site) == {"index.html": "新" if tried_otherwise else "旧"}


def test_another_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    one, other = make(tmp_path / "one", {"a": "一"}), make(tmp_path / "other", {})
    assert module._exchange(one, other) is False
    assert tree_of(one) == {"a": "一"}
