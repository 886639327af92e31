"""Whatever happens to an archive, the site is byte for byte the one that a clean build makes of it."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import pytest
from conftest import Archive

pytestmark = pytest.mark.slow

STEPS, MANY = 20, 200
SEEDS = (2, 3, 5, 6)
"""The many are divided among so many archives, which are tried at once."""

OPENINGS = ("各位同事：", "同志们：", "各位邻居：")
MATTERS = ("书箱", "沙袋", "案卷", "边沟", "灭火器", "排班表")
FOLDERS = ("", "读书", "防汛", "防汛/堤段")
SENTENCES = (
    "每逢集日，{}就摆在供销社门口，来往的人都能看见。",
    "{}用坏了要登记，换新的要写明日期和数量。",
    "月底把{}点一遍，对不上的当天查清。",
    "新来的同志先跟着老同志看管{}，满一个月再单独值守。",
)


class Gardener:
    """Changes an archive at random, as its keepers do over the years."""

    def __init__(self, archive: Archive, seed: int) -> None:
        self.archive = archive
        self.rng = random.Random(seed)
        self.count = 0

    def text(self) -> str:
        rng, matter = self.rng, self.rng.choice(MATTERS)
        lines = [f"管好{matter}的发言提纲（{self.rng.randint(1, 9)}）"]
        if rng.random() < 0.5:
            lines.append(f"（20{rng.randint(10, 25)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日）")
        if rng.random() < 0.2:
            lines.insert(0, "内部资料 注意保存")
        lines.append(rng.choice(OPENINGS))
        for number in "一二三"[: rng.randint(1, 3)]:
            lines += [f"{number}、把{matter}的第{number}件事办好", rng.choice(SENTENCES).format(matter)]
        return "\n".join(lines) + "\n"

    def sources(self) -> list[Path]:
        return sorted(path for path in self.archive.content.rglob("*.txt"))

    def step(self) -> str:
        """One change; says which."""
        steps = [self.add, self.add, self.edit, self.edit, self.retitle, self.remove, self.rename, self.touch]
        steps += [self.sidecar, self.withhold, self.write_page, self.collection, self.option, self.template]
        while True:
            step = self.rng.choice(steps)
            if step():
                return step.__name__

    def new_file(self, suffix: str = ".txt") -> Path:
        self.count += 1
        return self.archive.content / self.rng.choice(FOLDERS) / f"{self.count:03}{suffix}"

    def write(self, file: Path, text: str) -> bool:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return True

    def one(self) -> Path:
        return self.rng.choice(self.sources())

    def add(self) -> bool:
        return self.write(self.new_file(), self.text())

    def edit(self) -> bool:
        file = self.one()
        return self.write(file, file.read_text("utf-8") + "以上发言，请批评指正。\n")

    def retitle(self) -> bool:
        file = self.one()
        _, _, rest = file.read_text("utf-8").partition("\n")
        return self.write(file, f"换了题目的{self.rng.choice(MATTERS)}发言提纲\n{rest}")

    def remove(self) -> bool:
        if len(self.sources()) < 6:
            return False
        self.rng.choice(self.sources()).unlink()
        return True

    def rename(self) -> bool:
        file = self.one()
        target = self.new_file()
        target.parent.mkdir(parents=True, exist_ok=True)
        file.rename(target)
        return True

    def touch(self) -> bool:
        os.utime(self.one())
        return True

    def sidecar(self) -> bool:
        return self.write(self.one().with_suffix(".yml"), f"title: 旁注给的题目{self.rng.randint(1, 99)}\n")

    def withhold(self) -> bool:
        return self.write(self.one(), f"秘密★1年\n{self.text()}")

    def write_page(self) -> bool:
        text = f"---\noutline: false\ntitle: 说明{self.rng.randint(1, 9)}\n---\n\n写一点说明。\n"
        return self.write(self.archive.content / self.rng.choice(["说明.md", "防汛/index.md"]), text)

    def collection(self) -> bool:
        file = self.archive.content / self.rng.choice(["读书", "防汛"]) / "collection.yml"
        return self.write(file, f"title: 栏目{self.rng.randint(1, 9)}\norder: {self.rng.randint(1, 9)}\n")

    def option(self) -> bool:
        file = self.archive.folder / "mkdocs.yml"
        lines = file.read_text("utf-8").splitlines()
        lines = [
            f"site_name: 文稿库{self.rng.randint(1, 9)}" if line.startswith("site_name") else line for line in lines
        ]
        return self.write(file, "\n".join(lines) + "\n")

    def template(self) -> bool:
        file = self.archive.folder / "theme" / "partials" / "tigang" / "footer.html"
        return self.write(file, f'<footer class="tg-footer"><p>第 {self.rng.randint(1, 99)} 版</p></footer>\n')


@pytest.fixture
def grown(archive: Archive) -> Archive:
    """An archive with a theme of its own and a few outlines."""
    theme = archive.folder / "theme"
    source = theme.resolve()
    theme.unlink()
    shutil.copytree(source, theme)
    return archive


def clean(archive: Archive, folder: Path) -> dict[str, bytes]:
    """The site that a build without a past makes of the same archive."""
    shutil.rmtree(folder, ignore_errors=True)
    other = Archive(folder)
    shutil.rmtree(other.content)
    (other.folder / "theme").unlink()
    for name in ("content", "theme"):
        (other.folder / name).symlink_to(archive.folder / name)
    shutil.copy(archive.folder / "mkdocs.yml", other.folder)
    built = other.build("-q")
    assert built.code == 0, built.log
    return other.published()


def follow(archive: Archive, folder: Path, steps: int, seed: int) -> None:
    gardener = Gardener(archive, seed)
    for _ in range(8):
        gardener.add()
    history = []
    for _ in range(steps):
        history.append(gardener.step())
        built = archive.build("-q")
        assert built.code == 0, (history, built.log)
        found, expected = archive.published(), clean(archive, folder)
        assert found.keys() == expected.keys(), history
        assert [path for path in found if found[path] != expected[path]] == [], history


def test_any_step_leaves_the_site_of_a_clean_build(grown: Archive, tmp_path: Path) -> None:
    follow(grown, tmp_path / "clean", STEPS, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_many_steps_leave_the_site_of_a_clean_build(grown: Archive, tmp_path: Path, seed: int) -> None:
    follow(grown, tmp_path / "clean", MANY // len(SEEDS), seed)


# --- nothing changed --------------------------------------------------------------------------------------------


@pytest.fixture
def settled(grown: Archive) -> Archive:
    """An archive whose files changed so long ago that their times vouch for them."""
    gardener = Gardener(grown, seed=4)
    for _ in range(3):
        gardener.add()
    grown.write("关于.md", "---\noutline: false\n---\n# 关于\n")
    time.sleep(2.1)
    assert grown.build().code == 0
    return grown


def test_where_nothing_changed_the_site_is_left_alone(settled: Archive) -> None:
    before = {path: path.stat() for path in (settled.site, *settled.site.rglob("*"))}
    built = settled.build()
    assert built.code == 0
    assert "没有改动" in built.log
    assert {path: path.stat() for path in (settled.site, *settled.site.rglob("*"))} == before


@pytest.mark.parametrize("how", ["source", "page", "setting", "template", "site", "sidecar", "removed", "report"])
def test_any_change_is_seen(settled: Archive, how: str) -> None:
    (source, *_) = sorted(settled.content.rglob("*.txt"))
    match how:
        case "source":
            text = source.read_text("utf-8")
            state = source.stat()
            source.write_text(text.replace("第一件", "第二件"), "utf-8")
            os.utime(source, ns=(state.st_atime_ns, state.st_mtime_ns))  # of the same length and time
        case "page":
            settled.write("关于.md", "---\noutline: false\n---\n# 说明\n")
        case "setting":
            settled.configure("site_name: 提纲库", "site_name: 文稿库")
        case "template":
            (settled.folder / "theme" / "partials" / "tigang" / "footer.html").write_text("<footer></footer>", "utf-8")
        case "site":
            (settled.site / "outlines.html").unlink()
        case "sidecar":
            source.with_suffix(".yml").write_text("title: 旁注给的题目\n", "utf-8")
        case "removed":
            source.unlink()
        case "report":
            (settled.cache / "report" / "index.html").unlink()
    before = settled.published()
    built = settled.build()
    assert built.code == 0, built.log
    assert "没有改动" not in built.log
    assert (settled.published() == before) is (how == "report")
    assert settled.published() == clean(settled, settled.folder.parent / "clean")
    assert (settled.cache / "report" / "index.html").is_file()


def test_a_build_that_warned_warns_again(settled: Archive) -> None:
    settled.write("空.txt", b"")
    time.sleep(2.1)
    assert settled.build().code == 0
    again = settled.build()
    assert "空.txt" in again.log
    assert settled.build("--strict").code == 1
