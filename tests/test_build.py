"""A build does again what changed, and nothing of what is gone stays."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import intake, output, pages, pipeline, readers, report
from generator.build import Build, build
from generator.cache import Cache
from generator.catalogue import Settings, Status, Surroundings
from generator.folders import Folders
from generator.model import Directions, Note, Record, Severity, Source
from generator.pipeline import Options
from generator.screening import Policy
from generator.workers import Workers

OUTLINE = """让{}跟着集市走的发言提纲
（2024年5月8日）
各位同事：
一、送得勤，让每村都看到
每逢三、六、九的集日，{}就摆在供销社门口。
二、收得齐，让每本书都有下落
借出去的书写在一个本子上，月底对一次账。
以上发言，不当之处请批评指正。
"""


def outline(words: str = "书箱") -> str:
    return OUTLINE.replace("{}", words)


class Archive:
    """A content folder, and what its builds leave."""

    def __init__(self, folder: Path) -> None:
        self.content = folder / "content"
        self.folders = Folders(folder / ".cache")
        self.settings: dict[str, Settings] = {}
        self.options = Options()
        self.problems: list[tuple[str, Note]] = []

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def sources(self) -> list[Source]:
        found = []
        for file in sorted(self.content.rglob("*")):
            if file.suffix in {".txt", ".md", ".docx"}:
                path = file.relative_to(self.content).as_posix()
                sidecar = file.with_suffix(".yml")
                address = path.rsplit(".", 1)[0] + ".md"
                found.append(Source(path, file, address, sidecar if os.path.lexists(sidecar) else None))
        return found

    def build(self, **more: Any) -> Build:
        with Workers(more.pop("count", 0)) as pool:
            given = {"problems": self.problems, **more}
            return build(self.sources(), self.settings, self.options, self.folders, pool, **given)

    def page(self, address: str) -> str:
        return (self.folders.pages / address).read_text("utf-8")

    def tree(self) -> dict[str, bytes]:
        """Everything below the cache but the segmenter's, and when which source was read."""
        root = self.folders.root
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and "jieba" not in path.parts and path != self.folders.digests
        }

    def records(self) -> list[Path]:
        return sorted((self.folders.root / "records").rglob("*.msgpack"))

    def holds(self, words: str) -> list[str]:
        """The files of the cache that hold these words."""
        return [path for path, data in self.tree().items() if words.encode() in data]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


@pytest.fixture
def three(archive: Archive) -> Archive:
    """An archive of three outlines, built once."""
    for name in ("甲", "乙", "丙"):
        archive.write(f"读书/{name}.txt", outline(f"{name}号书箱"))
    built = archive.build()
    assert (len(built.pages), built.reused, built.problems) == (3, 0, ())
    return archive


def understood(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are understood from here on."""
    seen: list[str] = []
    whole = pipeline.understand

    def understand(path: str, *more: Any) -> Record:
        seen.append(path)
        return whole(path, *more)

    monkeypatch.setattr(intake, "understand", understand)
    return seen


def composed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths whose pages are composed from here on."""
    seen: list[str] = []
    whole = pages.compose_outline

    def compose(record: Record, around: Surroundings, address: str) -> pages.Composed:
        seen.append(record.path)
        return whole(record, around, address)

    monkeypatch.setattr(pages, "compose_outline", compose)
    return seen


def problems(built: Build) -> list[tuple[str, str]]:
    return [(path, note.code) for path, note in built.problems]


# --- what a build leaves ----------------------------------------------------------------------------------------


def test_a_build(three: Archive) -> None:
    built = three.build()
    assert [entry.path for entry in built.entries] == sorted(f"读书/{name}.txt" for name in "甲乙丙")
    assert {entry.status for entry in built.entries} == {Status.PUBLISHED}
    assert {card.title for card in built.archive.cards} == {f"让{name}号书箱跟着集市走的发言提纲" for name in "甲乙丙"}
    assert set(built.archive.collections) == {"", "读书"}
    for address, page in built.pages.items():
        assert page.file == three.folders.pages / address
        assert "就摆在供销社门口。" in page.file.read_text("utf-8")
        assert (three.folders.report / report.document_path(address)).is_file()
    assert len({page.key for page in built.pages.values()}) == 3
    assert len(three.records()) == 3
    assert (three.folders.report / report.INDEX).is_file()


def test_an_empty_archive(archive: Archive) -> None:
    built = archive.build()
    assert (built.entries, built.pages, built.problems, built.reused) == ((), {}, (), 0)
    assert built.archive.collections[""].cards == ()
    assert (archive.folders.report / report.INDEX).is_file()


def test_sources_are_only_read(three: Archive) -> None:
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in three.content.rglob("*.txt")}
    three.build()
    assert {path for path in three.content.rglob("*") if path.is_file()} == set(before)
    assert all((path.stat().st_mtime_ns, path.read_bytes()) == state for path, state in before.items())


@pytest.mark.slow
def test_workers_make_the_same(three: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(output, "WORTH_WORKERS", 2)
    three.write("密.txt", f"秘密★1年\n{outline()}")
    three.write("空.txt", b"")
    other = Archive(tmp_path / "other")
    other.content = three.content
    assert other.build(count=2) == _moved(three.build(), other)
    assert other.tree() == three.tree()


def _moved(built: Build, archive: Archive) -> Build:
    def moved(pages: Mapping[str, output.Page]) -> dict[str, output.Page]:
        return {address: replace(page, folders=archive.folders) for address, page in pages.items()}

    return replace(built, pages=moved(built.pages), lists=moved(built.lists), new=5, changed=0)


# --- what is done again -----------------------------------------------------------------------------------------


def test_nothing_changed(three: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    before, state = three.tree(), three.build()
    seen, made = understood(monkeypatch), composed(monkeypatch)
    times = {path: path.stat().st_mtime_ns for path in three.folders.root.rglob("*/*")}
    again = three.build()
    assert (seen, made, again.reused) == ([], [], 3)
    assert again == state
    assert three.tree() == before
    assert {path: path.stat().st_mtime_ns for path in three.folders.root.rglob("*/*")} == times


def test_a_changed_outline(three: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {address: page.key for address, page in three.build().pages.items()}
    three.write("读书/乙.txt", outline("乙号书箱").replace("月底", "年底"))
    seen, made = understood(monkeypatch), composed(monkeypatch)
    built = three.build()
    assert (seen, made, built.reused) == (["读书/乙.txt"], ["读书/乙.txt"], 2)
    assert "年底" in three.page("读书/乙.md")
    assert {address for address, page in built.pages.items() if page.key != keys[address]} == {"读书/乙.md"}
    assert len(three.records()) == 3, "the old record is gone"
    assert len(three.holds("月底")) == 14, "pages in three forms, two downloads, records and reports of the other two"
    assert len(three.holds("年底")) == 7


def test_a_new_title_reaches_the_neighbours_pages(three: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    order = [card.path for card in three.build().archive.cards]
    three.write(order[0], outline("换了题目的书箱"))
    seen, made = understood(monkeypatch), composed(monkeypatch)
    three.build()
    assert seen == [order[0]]
    assert sorted(made) == sorted(order), "all three are versions of one text and name one another"
    assert "换了题目的书箱" in three.page(order[1].replace(".txt", ".md"))


def test_a_phrase_that_came_up_reaches_the_pages_that_hold_it(three: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    text = outline("{}").replace("月底", "“一书一签”，月底")
    three.write("读书/甲.txt", text.replace("{}", "甲号书箱"))
    three.write("防汛/闸.txt", "把闸门看住的讲话提纲\n一、看闸\n闸门生锈要“一书一签”。\n")
    three.write("防汛/堤.txt", "把堤脚看住的发言提纲\n一、看草\n草色发黑的地方有水。\n")
    three.build()
    link = '<a class="phrase" href="../phrases/一书一签.html">一书一签</a>'
    assert link in three.page("读书/甲.md") and link in three.page("防汛/闸.md")
    beside = {path: data for path, data in three.tree().items() if path.endswith((".docx", ".json"))}
    assert not any(b"phrases/" in data for data in beside.values())
    three.write("防汛/闸.txt", "把闸门看住的讲话提纲\n一、看闸\n闸门生锈要上油。\n")
    seen, made = understood(monkeypatch), composed(monkeypatch)
    three.build()
    assert (seen, sorted(made)) == (["防汛/闸.txt"], ["读书/甲.txt", "防汛/闸.txt"]), "one document is no archive"
    assert 'class="phrase"' not in three.page("读书/甲.md")
    assert {path: three.tree()[path] for path in beside if "闸" not in path} == {
        path: data for path, data in beside.items() if "闸" not in path
    }


def test_a_file_only_touched_is_not_read_anew(three: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in three.content.rglob("*.txt"):
        os.utime(file, ns=(1, 1))
    seen = understood(monkeypatch)
    assert three.build().reused == 3
    assert seen == []


def test_a_new_outline(three: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    three.write("防汛/堤.txt", outline("沙袋"))
    seen, made = understood(monkeypatch), composed(monkeypatch)
    built = three.build()
    assert (seen, built.reused) == (["防汛/堤.txt"], 3)
    assert "防汛/堤.txt" in made
    assert set(built.archive.collections) == {"", "读书", "防汛"}


def test_a_moved_outline_is_another_one(three: Archive) -> None:
    (three.content / "读书" / "甲.txt").rename(three.content / "甲.txt")
    built = three.build()
    assert built.reused == 2
    assert set(built.pages) == {"甲.md", "读书/乙.md", "读书/丙.md"}
    assert not (three.folders.pages / "读书" / "甲.md").exists()
    assert len(three.records()) == 3


def test_another_address_for_the_same_file(three: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = understood(monkeypatch)
    moved = [
        Source(source.path, source.file, source.address.replace("甲.md", "甲-txt.md")) for source in three.sources()
    ]
    built = build(moved, {}, three.options, three.folders, Workers(0))
    assert seen == [], "its record is the same"
    assert set(built.pages) == {"读书/甲-txt.md", "读书/乙.md", "读书/丙.md"}
    assert {card.address for card in built.archive.cards} == set(built.pages)
    assert not (three.folders.pages / "读书" / "甲.md").exists()
    assert not (three.folders.report / report.document_path("读书/甲.md")).exists()


@pytest.mark.parametrize(
    "options",
    [Options(Policy(restricted="withhold")), Options(Policy(names=("某",))), Options(families=("措施{一}：",))],
)
def test_other_options_are_another_understanding(three: Archive, options: Options) -> None:
    three.options = options
    assert three.build().reused == 0
    assert three.build().reused == 3


def test_other_code_is_another_understanding(three: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "code_version", lambda: "next")
    assert three.build().reused == 0
    assert three.build().reused == 3


# --- what is gone -----------------------------------------------------------------------------------------------


def test_a_removed_outline_leaves_nothing(three: Archive) -> None:
    (three.content / "读书" / "乙.txt").unlink()
    built = three.build()
    assert set(built.pages) == {"读书/甲.md", "读书/丙.md"}
    assert not three.holds("乙号书箱")
    assert not [path for path in three.tree() if "乙" in path]
    assert len(three.records()) == 2


def test_a_removed_folder_leaves_nothing(three: Archive) -> None:
    three.write("防汛/堤.txt", outline("沙袋"))
    three.build()
    for file in (three.content / "读书").iterdir():
        file.unlink()
    three.build()
    assert not [path for path in three.folders.root.rglob("*") if "读书" in path.name]
    assert not three.holds("号书箱")


WITHHELD = [
    ("mark", lambda archive: archive.write("读书/乙.txt", f"秘密★1年\n{outline('乙号书箱')}")),
    ("sidecar", lambda archive: archive.write("读书/乙.yml", "publish: false\nreason: 尚未定稿\n")),
]


@pytest.mark.parametrize("withhold", [how for _, how in WITHHELD], ids=[name for name, _ in WITHHELD])
def test_an_outline_withheld_later_leaves_its_path_and_reason(
    three: Archive, withhold: Callable[[Archive], object]
) -> None:
    withhold(three)
    built = three.build()
    (entry,) = [entry for entry in built.entries if entry.path == "读书/乙.txt"]
    assert (entry.status, entry.card, bool(entry.reason)) == (Status.WITHHELD, None, True)
    assert set(built.pages) == {"读书/甲.md", "读书/丙.md"}
    assert not three.holds("乙号书箱"), "neither on its neighbours' pages nor anywhere else"
    assert not (three.folders.pages / "读书" / "乙.md").exists()
    page = (three.folders.report / report.document_path("读书/乙.md")).read_text("utf-8")
    assert entry.reason in page
    assert entry.reason in (three.folders.report / report.INDEX).read_text("utf-8")
    assert built.problems == ()


def test_an_outline_released_again(three: Archive) -> None:
    three.write("读书/乙.yml", "publish: false\n")
    three.build()
    (three.content / "读书" / "乙.yml").unlink()
    assert set(three.build().pages) == {f"读书/{name}.md" for name in "甲乙丙"}
    assert "乙号书箱" in three.page("读书/乙.md")


def test_a_file_takes_a_folder_s_name_and_back(archive: Archive) -> None:
    archive.write("其他.txt", outline())
    archive.write("汇编.txt", outline("汇编"))
    assert set(archive.build().pages) == {"其他.md", "汇编.md"}
    (archive.content / "汇编.txt").unlink()
    archive.write("汇编.md/一.txt", outline("汇编之一"))
    assert set(archive.build().pages) == {"其他.md", "汇编.md/一.md"}
    (archive.content / "汇编.md" / "一.txt").unlink()
    (archive.content / "汇编.md").rmdir()
    archive.write("汇编.txt", outline("汇编"))
    assert set(archive.build().pages) == {"其他.md", "汇编.md"}
    assert "汇编" in archive.page("汇编.md")


# --- what cannot be read ----------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_named_and_the_rest_published(three: Archive) -> None:
    three.write("空.txt", b"")
    (three.content / "断.txt").symlink_to(three.content / "没有")
    (three.content / "夹.txt").mkdir()
    for built in (three.build(), three.build()):
        assert problems(built) == sorted([("夹.txt", "unreadable"), ("断.txt", "unreadable"), ("空.txt", "empty")])
        failed = {entry.path: entry for entry in built.entries if entry.status is Status.FAILED}
        assert set(failed) == {"夹.txt", "断.txt", "空.txt"}
        assert all(note.severity is Severity.PROBLEM for entry in failed.values() for note in entry.problems)
        assert len(built.pages) == 3
    assert built.reused == 4, "the empty file's failure is known; what could not be read is tried again"
    index = (three.folders.report / report.INDEX).read_text("utf-8")
    assert all(name in index for name in failed)


def test_a_file_that_becomes_unreadable_leaves_nothing(three: Archive) -> None:
    file = three.content / "读书" / "乙.txt"
    file.unlink()
    file.symlink_to(three.content / "没有")
    built = three.build()
    assert problems(built) == [("读书/乙.txt", "unreadable")]
    assert set(built.pages) == {"读书/甲.md", "读书/丙.md"}
    assert not three.holds("乙号书箱")
    file.unlink()
    three.write("读书/乙.txt", outline("乙号书箱"))
    assert three.build().problems == ()


def test_problems_come_in_order_and_stand_in_the_report(three: Archive) -> None:
    met = Note("broken-yaml", "collection.yml不是合法的 YAML。", severity=Severity.PROBLEM)
    three.problems.append(("读书/collection.yml", met))
    three.write("读书/甲.yml", "speeker: 某\n")
    three.write("空.txt", b"")
    built = three.build()
    assert problems(built) == [
        ("读书/collection.yml", "broken-yaml"),
        ("空.txt", "empty"),
        ("读书/甲.txt", "unknown-key"),
    ]
    index = (three.folders.report / report.INDEX).read_text("utf-8")
    assert all(note.text in index for _, note in built.problems)
    assert problems(three.build()) == problems(built), "what is known from an earlier build is told again"


# --- the keeper's word ------------------------------------------------------------------------------------------


def test_a_sidecar(three: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = understood(monkeypatch)
    three.write("读书/乙.yml", "title: 换个题目\ndate: 2023-01-02\n".encode("gb18030"))
    built = three.build()
    assert seen == ["读书/乙.txt"]
    assert [(card.title, card.date) for card in built.archive.cards if "乙" in card.path] == [
        ("换个题目", "2023-01-02")
    ]
    three.write("读书/乙.yml", "title: 又换一个\n")
    assert "又换一个" in {card.title for card in three.build().archive.cards}
    (three.content / "读书" / "乙.yml").unlink()
    assert "又换一个" not in {card.title for card in three.build().archive.cards}


def test_a_document_whose_sidecar_cannot_be_read_is_not_published(three: Archive) -> None:
    (three.content / "读书" / "乙.yml").symlink_to(three.content / "没有")
    built = three.build()
    assert problems(built) == [("读书/乙.txt", "unreadable")]
    assert "乙.yml" in built.problems[0][1].text
    assert set(built.pages) == {"读书/甲.md", "读书/丙.md"}
    assert not three.holds("乙号书箱")


def test_a_document_whose_sidecar_is_no_yaml_is_withheld_and_named(three: Archive) -> None:
    three.write("读书/乙.yml", "publish: [否\n")
    for built in (three.build(), three.build()):
        assert problems(built) == [("读书/乙.txt", "broken-yaml")]
        assert {entry.path for entry in built.entries if entry.status is Status.WITHHELD} == {"读书/乙.txt"}
        assert not three.holds("乙号书箱")


def test_folders_give_defaults_the_nearest_first(archive: Archive) -> None:
    for path in ("甲.txt", "读书/乙.txt", "读书/书箱/丙.txt", "防汛/丁.txt"):
        archive.write(path, outline())
    archive.write("读书/书箱/戊.txt", outline())
    archive.write("读书/书箱/戊.yml", "genre: 倡议\n")
    archive.settings = {
        "": Settings(defaults=Directions(genre="讲话", speaker="全县", tags=("全",))),
        "读书": Settings(defaults=Directions(genre="总结")),
        "读书/书箱": Settings(defaults=Directions(speaker="书箱组")),
        "别处": Settings(defaults=Directions(genre="报告")),
    }
    archive.build()

    def said(address: str) -> list[str]:
        page = archive.page(address)
        return [word for word in ("讲话", "总结", "倡议", "报告", "全县", "书箱组") if f'"{word}"' in page]

    assert said("甲.md") == ["讲话", "全县"]
    assert said("读书/乙.md") == ["总结", "全县"]
    assert said("读书/书箱/丙.md") == ["总结", "书箱组"]
    assert said("读书/书箱/戊.md") == ["倡议", "书箱组"]
    assert said("防汛/丁.md") == ["讲话", "全县"]


def test_changed_defaults_reach_the_outlines_below_only(three: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    three.write("防汛/堤.txt", outline("沙袋"))
    three.build()
    three.settings = {"读书": Settings(title="读书栏", defaults=Directions(genre="总结"))}
    seen = understood(monkeypatch)
    built = three.build()
    assert sorted(seen) == sorted(f"读书/{name}.txt" for name in "甲乙丙")
    assert built.archive.collections["读书"].title == "读书栏"
    assert "读书栏" in three.page("读书/甲.md")


def test_a_collection_s_title_alone_is_no_new_understanding(three: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, made = understood(monkeypatch), composed(monkeypatch)
    three.settings = {"读书": Settings(title="读书栏")}
    assert three.build().reused == 3
    assert seen == []
    assert len(made) == 3


def test_defaults_may_withhold_a_folder(three: Archive) -> None:
    three.settings = {"读书": Settings(defaults=Directions(publish=False, reason="整理中"))}
    three.write("读书/乙.yml", "publish: true\n")
    built = three.build()
    assert set(built.pages) == {"读书/乙.md"}
    assert {entry.reason for entry in built.entries if not entry.card} == {"整理中"}
    assert not three.holds("甲号书箱")


# --- damage -----------------------------------------------------------------------------------------------------

FOREIGN = {
    "empty": b"",
    "text": "不是缓存".encode(),
    "another kind": msgspec.msgpack.encode({"a": [1]}),
    "deep": b"\x81\xa1x" + b"\x91" * 100_000,
    "no utf-8": b"\x81\xa1\xff\xa1x",
}


@pytest.mark.slow
@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("pattern", ["records/*/*.msgpack", "entries.msgpack", "pages.msgpack", "**/*.msgpack"])
def test_damaged_cache_files_are_made_again(three: Archive, pattern: str, data: bytes) -> None:
    state, before = three.build(), three.tree()
    for path in three.folders.root.glob(pattern):
        path.write_bytes(data)
    # The pages have to be composed from records again.
    for path in three.folders.pages.rglob("*.md"):
        path.unlink()
    again = three.build()
    assert three.tree() == before
    assert (again.entries, again.pages, again.problems) == (state.entries, state.pages, ())


def test_a_damaged_record_reaches_a_page_whose_neighbour_changed(three: Archive) -> None:
    order = [card.path for card in three.build().archive.cards]
    for path in three.records():
        path.write_bytes(path.read_bytes()[:40])
    three.write(order[0], outline("换了题目的书箱"))
    assert three.build().problems == ()
    assert "换了题目的书箱" in three.page(order[1].replace(".txt", ".md"))


def test_a_damaged_record_of_a_file_that_is_just_changing(three: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    (damaged,) = [path for path in three.records() if "乙号".encode() in path.read_bytes()]
    damaged.write_bytes(b"")
    three.folders.pages.joinpath("读书/乙.md").unlink()
    whole = readers.load
    calls: list[Path] = []

    def load(file: Path) -> bytes:
        calls.append(file)
        return whole(file) + ("\n新的一行。" if calls.count(file) > 1 else "").encode()

    monkeypatch.setattr(readers, "load", load)
    built = three.build()
    assert problems(built) == [("读书/乙.txt", "changed-meanwhile")]
    assert set(built.pages) == {"读书/甲.md", "读书/丙.md"}
    assert all(page.file.is_file() for page in built.pages.values())
    monkeypatch.undo()
    again = three.build()
    assert again.problems == ()
    assert len(again.pages) == 3


@pytest.mark.parametrize(
    ("pattern", "reused"),
    [("pages/读书/乙.md", 3), ("report/documents/读书/乙.html", 3), ("report/index.html", 3), ("records/*/*", 0)],
)
def test_missing_files_are_written_again(three: Archive, pattern: str, reused: int) -> None:
    before = three.tree()
    for path in three.folders.root.glob(pattern):
        path.unlink()
    assert three.tree() != before
    assert three.build().reused == reused
    assert three.tree() == before


def test_what_does_not_belong_is_removed(three: Archive) -> None:
    before = three.tree()
    for path in ("pages/别处.md", "pages/读书/.x.tmp", "report/documents/别处/旧.html", "records/ab/旧.msgpack"):
        file = three.folders.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("旧", "utf-8")
    three.build()
    assert three.tree() == before


def test_a_build_that_broke_off_leaves_no_page_of_a_text_taken_back(
    three: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = three.tree()
    three.write("读书/乙.txt", outline("不该写上去的书箱"))

    def stop(folder: Path, address: str, record: Record) -> None:
        if "乙" in address:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(report, "write_document", stop)
        with pytest.raises(KeyboardInterrupt):
            three.build()
    assert "不该写上去" in three.page("读书/乙.md")
    three.write("读书/乙.txt", outline("乙号书箱"))
    three.build()
    assert "不该写上去" not in three.page("读书/乙.md")
    assert three.tree() == before


def test_a_build_that_broke_off_leaves_no_list_of_a_title_taken_back(
    three: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = three.tree()
    three.write("读书/乙.txt", outline("不该列出来的书箱"))
    store = Cache.store_pages

    def stop(self: Cache, keys: Mapping[str, str]) -> None:
        if "读书/乙.md" in keys:  # all pages are written
            raise KeyboardInterrupt
        store(self, keys)

    with monkeypatch.context() as patch:
        patch.setattr(Cache, "store_pages", stop)
        with pytest.raises(KeyboardInterrupt):
            three.build()
    assert "不该列出来" in three.page("index.md")
    three.write("读书/乙.txt", outline("乙号书箱"))
    three.build()
    assert three.tree() == before


# --- lost workers -----------------------------------------------------------------------------------------------


def losing(monkeypatch: pytest.MonkeyPatch, function: Callable[..., object], path: str) -> None:
    """As if a worker died at this step of one document."""

    def run(self: Workers, work: Any, jobs: Any, lost: Any, **said: Any) -> Any:
        for job in jobs:
            dies = work is function and job.origin.source.path == path
            yield lost(job, "中断") if dies else work(job)

    monkeypatch.setattr(Workers, "run", run)


@pytest.mark.parametrize("function", [intake._understand, output._write_outline])
def test_a_lost_worker_costs_one_document(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, function: Callable[..., object]
) -> None:
    for name in ("甲", "乙", "丙"):
        archive.write(f"读书/{name}.txt", outline(f"{name}号书箱"))
    with monkeypatch.context() as patch:
        losing(patch, function, "读书/乙.txt")
        built = archive.build()
    assert problems(built) == [("读书/乙.txt", "worker-lost")]
    assert {card.path for card in built.archive.cards} == {"读书/甲.txt", "读书/丙.txt"}
    assert set(built.pages) == {"读书/甲.md", "读书/丙.md"}
    for page in built.pages.values():
        assert "乙号书箱" not in page.file.read_text("utf-8"), "no page leads to the one that is not there"
    again = archive.build()
    assert again.problems == ()
    assert len(again.pages) == 3
    assert again.reused == 2


def test_a_page_that_a_lost_worker_left_is_not_published_as_new(
    three: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    three.write("读书/乙.txt", outline("乙号新书箱"))
    with monkeypatch.context() as patch:
        losing(patch, output._write_outline, "读书/乙.txt")
        assert set(three.build().pages) == {"读书/甲.md", "读书/丙.md"}
    assert not (three.folders.pages / "读书" / "乙.md").exists()


# --- any sequence of builds -------------------------------------------------------------------------------------

STATES = st.dictionaries(
    st.sampled_from(["甲.txt", "读书/乙.txt", "读书/丙.txt", "读书/书箱/丁.txt"]),
    st.sampled_from([outline("书箱"), outline("沙袋"), f"秘密★1年\n{outline('钥匙')}", ""]),
)


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(STATES, min_size=2, max_size=4))
def test_what_came_before_does_not_show(tmp_path_factory: pytest.TempPathFactory, states: list[dict[str, str]]) -> None:
    archive = Archive(tmp_path_factory.mktemp("b"))
    for state in states:
        for file in archive.content.rglob("*.txt"):
            file.unlink()
        for path, text in state.items():
            # No text stands at two paths: the report remembers, and means to, that one was moved.
            archive.write(path, text.replace("月底", f"月底照{Path(path).stem}册"))
        built = archive.build()
    fresh = Archive(tmp_path_factory.mktemp("f"))
    fresh.content = archive.content
    assert _moved(fresh.build(), archive) == _moved(built, archive)
    assert fresh.tree() == archive.tree()
