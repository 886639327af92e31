"""What is withheld, masked or set aside stands nowhere in the site: canaries in every role, place and format.

The canary of a place is a character of its own that stands in nothing else: it is found in any piece of a word, in
the grams of the search index as in a file name. In the cache it is looked for as it was written, twice: numbers there
may read like one character. The canary of a masked place is a number of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pytest
from conftest import Archive
from placing import FORMATS, as_json, found_in, lines, promoted
from search_reader import Index
from test_masking import citizen, luhn

from generator.pipeline import Options, understand
from generator.search.folding import fold

pytestmark = pytest.mark.slow

SUFFIXES = (".txt", ".text", ".md", ".docx", ".html", ".mht", ".opml", ".pdf", ".xmind", ".ofd")
"""Two documents of each in every group: sixty."""


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def rare(used: str) -> Iterator[str]:
    """Characters that no text of ours and no table of the site has, and that every format can hold."""
    taken = set(used)
    for code in range(0x4E00, 0x9FA6):
        one = chr(code)
        common = _encodes(one, "gb2312") or _encodes(one, "big5") or not _encodes(one, "gbk")
        if one not in taken and not common and fold(one) == one:
            yield one


@dataclass
class Marked:
    """The canaries of a group of documents."""

    by_path: dict[str, list[str]] = field(default_factory=dict)

    def all(self) -> list[str]:
        return [one for found in self.by_path.values() for one in found]


class Contacts:
    """Contacts of all kinds, each with digits of its own; all of them dead."""

    def __init__(self) -> None:
        self.count = 0

    def take(self) -> tuple[str, str]:
        """The words for a contact, and the piece of them that nothing may show."""
        self.count += 1
        n = f"{self.count:05}"
        kinds = [
            (f"电话1990{n}00", f"1990{n}00"),
            (f"QQ：99{n}01", f"99{n}01"),
            (f"微信：yanbian_{n}", f"yanbian_{n}"),
            (f"邮箱yb{n}@example.org", f"yb{n}"),
            (f"身份证{citizen(f'000000190001{int(n) % 28 + 1:02}' + n[-3:])}", ""),
            (f"卡号{luhn(f'62000000{n}00000')}", f"62000000{n}0"),
            (f"座机0571-10{n}0", f"10{n}0"),
        ]
        text, piece = kinds[self.count % len(kinds)]
        return text, piece or re.sub(r"\D", "", text)[:17]


def group(
    archive: Archive, name: str, characters: Iterator[str], numbers: Contacts | None = None, mark: str = ""
) -> Marked:
    """Twenty documents below a folder of this name; ``numbers`` are hidden in them in place of characters."""
    made = Marked()
    for suffix in SUFFIXES:
        for write, title in ((lines, "汇报"), (promoted, "转载")):
            used: list[str] = []

            def fill(place: str, used: list[str] = used) -> str:
                if numbers is None:
                    used.append(next(characters))
                    return used[-1] * 2
                text, piece = numbers.take()
                used.append(piece)
                return text

            stem = f"{title}{fill('file name')}"
            path = f"{name}/{stem}{suffix}"
            archive.write(path, FORMATS[suffix](write(fill, mark), fill))
            if suffix != ".md":
                said = f"occasion: {fill('occasion')}\nspeaker: {fill('speaker')}\ntags: [{fill('tag')}]\n"
                archive.write(f"{name}/{stem}{suffix}.yml", said)
            made.by_path[path] = used
    return made


def check(folder: Path, words: list[str]) -> None:
    found = found_in(folder, words)
    assert not found, as_json(found)


@pytest.fixture(scope="module")
def unused(sample: Archive) -> str:
    """Every character of the sample archive's site."""
    return "".join({c for data in sample.published().values() for c in data.decode("utf-8", "ignore")})


@pytest.fixture(scope="module")
def characters(unused: str) -> Iterator[str]:
    return rare(unused)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, characters: Iterator[str]) -> tuple[Archive, dict[str, Marked]]:
    archive = Archive(tmp_path_factory.mktemp("leaks") / "archive")
    archive.configure("# site_url: https://tigang.example.org/ ", "site_url: https://tigang.example.org/ #")
    archive.configure("      phrases:", "      original: true\n      phrases:")
    groups = {
        "不发布": group(archive, "不发布", characters, mark="秘密★1年"),
        "隐去": group(archive, "隐去", characters, Contacts()),
        "发布": group(archive, "发布", characters),
    }
    archive.write("不发布/collection.yml", "title: 只有不发布的\n")
    done = archive.build()
    assert done.code == 0, done.log
    assert sum(len(marked.by_path) for marked in groups.values()) == 60
    return archive, groups


def test_the_canaries_are_found_where_they_may_stand(built: tuple[Archive, dict[str, Marked]]) -> None:
    """The search sees them: in pages, in the search index, in names."""
    archive, groups = built
    found = found_in(archive.site, groups["发布"].all())
    files = set().union(*found.values())
    assert {PurePosixPath(name).suffix for name in files} >= {".html", ".js", ".docx", ".txt", ".json", ".xml"}
    assert any(name.startswith("search/grams/") for name in files)
    assert len(found) > 300
    assert len(found_in(archive.content, groups["不发布"].by_path["不发布/" + _first(groups["不发布"])])) > 3


def _first(marked: Marked) -> str:
    return next(path for path in marked.by_path if path.endswith(".txt")).partition("/")[2]


def test_nothing_of_a_withheld_document_is_in_the_site(built: tuple[Archive, dict[str, Marked]]) -> None:
    archive, groups = built
    check(archive.site, groups["不发布"].all())
    assert archive.build().log.count("不发布 20") == 1


def test_of_a_withheld_document_stay_path_and_reason_in_the_cache(built: tuple[Archive, dict[str, Marked]]) -> None:
    archive, groups = built
    in_names = {one for path in groups["不发布"].by_path for one in path}
    check(archive.cache, [one * 2 for one in groups["不发布"].all() if one not in in_names])


def test_no_contact_is_in_the_site_or_in_the_cache(built: tuple[Archive, dict[str, Marked]]) -> None:
    archive, groups = built
    check(archive.site, groups["隐去"].all())
    names = "".join(path.name for path in archive.content.rglob("*"))  # by which files are known again
    check(archive.cache, [one for one in groups["隐去"].all() if one not in names])
    index = Index(archive.site / "search")
    assert not [word for word in groups["隐去"].all() if index.find(word)]


def test_what_is_set_aside_is_in_the_report_only(built: tuple[Archive, dict[str, Marked]]) -> None:
    archive, groups = built
    aside: list[str] = []
    for path, used in groups["发布"].by_path.items():
        file = archive.content / path
        record = understand(path, file, file.read_bytes(), Options())
        assert record.outline is not None, path
        shown = "".join([*record.outline.texts(), path])
        published = shown
        for scrap in record.outline.set_aside:
            published = published.replace(scrap.text, "", 1)
        aside += [one for one in used if one in shown and one not in published]
    assert len(aside) > 50
    check(archive.site, aside)
    assert len(found_in(archive.cache / "report", aside)) == len(aside)


def test_what_no_reader_shows_is_nowhere(built: tuple[Archive, dict[str, Marked]]) -> None:
    """Comments, hidden and deleted text, who wrote and revised it: of Word files and web pages."""
    archive, groups = built
    for path, used in groups["发布"].by_path.items():
        if path.endswith((".docx", ".html")):
            file = archive.content / path
            record = understand(path, file, file.read_bytes(), Options())
            assert record.outline is not None
            shown = "".join([*record.outline.texts(), path])
            sidecar = (archive.content / f"{path}.yml").read_text("utf-8")
            never = [one for one in used if one not in shown and one not in sidecar]
            assert len(never) > (10 if path.endswith(".docx") else 3), path
            check(archive.site, never)


def test_what_is_withheld_today_is_gone_from_yesterdays_site(built: tuple[Archive, dict[str, Marked]]) -> None:
    """By a mark in the text, by the keeper's word, by a sidecar that cannot be read; and where the file is deleted."""
    archive, groups = built
    published = groups["发布"]
    assert found_in(archive.site, published.all())
    gone: list[str] = []
    in_names: set[str] = set()
    for number, (path, used) in enumerate(published.by_path.items()):
        file = archive.content / path
        if path.endswith((".txt", ".text")):
            encoding = "utf-8" if path.endswith(".txt") else "gb18030"
            file.write_bytes("机密★10年\n".encode(encoding) + file.read_bytes())
        elif number % 3:
            archive.write(f"{path}.yml", "publish: false\n")
        else:
            file.unlink()
        gone += used
        in_names |= set(path)
    done = archive.build()
    assert done.code == 0, done.log
    check(archive.site, gone)
    check(archive.cache, [one * 2 for one in gone if one not in in_names])
