"""Which files stand beside a page, and under which names."""

from __future__ import annotations

import random
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_build import Archive, archive, outline, three

from generator.export import Downloads, Offer, contents, offers
from generator.model import Outline, Record

__all__ = ["archive", "three"]

WORD = Downloads(("docx",))


def paths(pages: list[tuple[str, str]], chosen: Downloads = WORD, taken: tuple[str, ...] = ()) -> list[str]:
    return [offer.path for made in offers(pages, chosen, taken).values() for offer in made]


# --- names ------------------------------------------------------------------------------------------------------


def test_files_are_called_as_their_page() -> None:
    assert paths([("档案/守城.md", "档案/守城.txt")], Downloads(original=True)) == [
        "档案/守城.docx",
        "档案/守城.txt",
        "档案/守城.json",
        "档案/守城-原件.txt",
    ]
    assert paths([("a.b.md", "a.b.doc")]) == ["a.b.docx"]
    assert paths([("a.md", "a.txt")], Downloads(())) == []


def test_the_page_of_a_second_format_has_its_own() -> None:
    pages = [("守城.md", "守城.txt"), ("守城-docx.md", "守城.docx")]
    assert paths(pages) == ["守城-docx.docx", "守城.docx"]


@pytest.mark.parametrize("taken", ["守城.json", "守城.JSON"])
def test_no_file_takes_the_place_of_another(taken: str) -> None:
    assert paths([("守城.md", "守城.txt")], Downloads(("json",)), (taken,)) == ["守城-2.json"]


def test_an_original_takes_no_other_pages_name() -> None:
    pages = [("守城.md", "守城.docx"), ("守城-原件.md", "守城-原件.txt")]
    found = offers(pages, Downloads(("docx",), original=True))
    assert found["守城-原件.md"][0] == Offer("docx", "守城-原件.docx")
    assert found["守城.md"][1] == Offer("original", "守城-2-原件.docx")


NAMES = st.text("ab原件-2.", min_size=1, max_size=4).filter(lambda name: name.strip(".") == name)


@given(st.lists(NAMES, unique=True, max_size=8), st.lists(NAMES, max_size=4), st.randoms())
def test_names_are_unique_and_the_same_in_any_order(names: list[str], assets: list[str], rng: random.Random) -> None:
    pages = [(f"{name}.md", f"{name}.docx") for name in names]
    taken = tuple(f"{name}.json" for name in assets)
    found = offers(pages, Downloads(original=True), taken)
    every = [offer.path for made in found.values() for offer in made]
    assert len({*every, *taken}) == len(every) + len(set(taken))
    rng.shuffle(pages)
    assert offers(pages, Downloads(original=True), taken) == found


def test_long_names_still_fit() -> None:
    stem = "档" * 80
    for path in paths([(f"{stem}-docx-99.md", "x.docx")], Downloads(original=True)):
        assert len(PurePosixPath(path).name.encode()) <= 255


def test_an_unknown_kind_is_named_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="“doc”不认识，可能是“docx”"):
        Downloads(("doc",))
    with pytest.raises(ValueError, match="可用的有 docx、txt、json"):
        Downloads(("pdf",))


def test_a_source_that_has_gone_is_not_offered() -> None:
    def gone() -> bytes:
        from generator.readers import ReadError

        raise ReadError("unreadable", "文件不存在。")

    assert contents(Offer("original", "a.txt"), Record("a.txt", "0", "txt", outline=Outline("题")), gone) is None


# --- in a build -------------------------------------------------------------------------------------------------


def written(archive: Archive) -> set[str]:
    root = archive.folders.downloads
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_a_build_writes_them_and_the_page_names_them(three: Archive) -> None:
    assert len(written(three)) == 9
    assert '"url": "%E8%AF%BB%E4%B9%A6/%E4%B9%99.docx"' in three.page("读书/乙.md")


def test_an_unchanged_build_writes_nothing(three: Archive) -> None:
    files = [*three.folders.downloads.rglob("*.*")]
    before = [file.stat().st_mtime_ns for file in files]
    three.build()
    assert [file.stat().st_mtime_ns for file in files] == before


def test_what_is_gone_or_withheld_leaves_no_file(three: Archive) -> None:
    (three.content / "读书/甲.txt").unlink()
    three.write("读书/乙.txt", "秘密★1年\n" + outline("乙号书箱"))
    three.build()
    assert written(three) == {"读书/丙.docx", "读书/丙.json", "读书/丙.txt"}
    three.build(downloads=Downloads(("txt",)))
    assert written(three) == {"读书/丙.txt"}
    assert ".docx" not in three.page("读书/丙.md")


def test_a_file_that_was_lost_is_made_again(three: Archive) -> None:
    file = three.folders.downloads / "读书/甲.docx"
    before = file.read_bytes()
    file.unlink()
    three.build()
    assert file.read_bytes() == before


def test_the_original_comes_and_goes_with_what_it_holds(archive: Archive) -> None:
    chosen = Downloads(("txt",), original=True)
    archive.write("读书/甲.txt", outline())
    archive.build(downloads=chosen)
    assert (archive.folders.downloads / "读书/甲-原件.txt").read_bytes() == outline().encode()
    assert "原件（.txt）" in archive.page("读书/甲.md")
    archive.write("读书/甲.txt", outline() + "电话13800000000\n")
    archive.build(downloads=chosen)
    assert written(archive) == {"读书/甲.txt"}
    assert "原件" not in archive.page("读书/甲.md")
