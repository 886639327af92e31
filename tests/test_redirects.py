"""Old addresses lead on, and a moved file's are proposed."""

from __future__ import annotations

import re

from msgspec.structs import replace
from test_build import Archive, archive, outline, three

from generator import redirects
from generator.catalogue import Card, Entry, Status
from generator.model import Note
from generator.report import INDEX

__all__ = ["archive", "three"]


def card(path: str, *was: str) -> Card:
    return Card(path, f"{path.rsplit('.', 1)[0]}.md", f"<{path}>", was=was)


def codes(problems: list[tuple[str, Note]]) -> list[str]:
    return [path for path, _ in problems]


# --- redirects --------------------------------------------------------------------------------------------------


def test_each_old_address_leads_to_its_page() -> None:
    found, problems = redirects.resolve([card("新/甲.txt", "旧/甲.html", "更旧.html")], ["新/甲.html"])
    assert {old: to.path for old, to in found.items()} == {"旧/甲.html": "新/甲.txt", "更旧.html": "新/甲.txt"}
    assert not problems


def test_no_redirect_stands_in_the_place_of_a_page() -> None:
    taken = ["甲.html", "乙.html", "旧/index.html", "图.png"]
    for old in ("乙.html", "旧", "图.png/甲.html", "乙.HTML"):
        found, problems = redirects.resolve([card("甲.txt", old)], taken)
        assert not found and codes(problems) == ["甲.txt"], old


def test_of_two_that_claim_an_address_the_first_has_it() -> None:
    found, problems = redirects.resolve([card("乙.txt", "旧.html"), card("甲.txt", "旧.html")], [])
    assert found["旧.html"].path == "乙.txt"
    assert [(path, "乙.txt" in note.text) for path, note in problems] == [("甲.txt", True)]


def test_a_pages_own_address_is_no_old_one() -> None:
    assert codes(redirects.resolve([card("甲.txt", "甲.html")], ["甲.html"])[1]) == ["甲.txt"]


def test_the_page_leads_on_without_a_script() -> None:
    page = redirects.page("旧 栏/深/甲.html", card("新/a&b.txt"), "https://example.org/tigang/")
    assert 'http-equiv="refresh" content="0; url=../../%E6%96%B0/a%26b.html"' in page
    assert '<link rel="canonical" href="https://example.org/tigang/%E6%96%B0/a%26b.html">' in page
    assert '<a href="../../%E6%96%B0/a%26b.html">&lt;新/a&amp;b.txt&gt;</a>' in page
    assert "noindex" in page and "<script" not in page
    assert '<link rel="canonical" href="%E6%96%B0/a.html">' in redirects.page("甲.html", card("新/a.txt"))


# --- what was moved ---------------------------------------------------------------------------------------------


def entry(path: str, digest: str, *was: str, published: bool = True) -> Entry:
    own = card(path, *was)
    status = Status.PUBLISHED if published else Status.WITHHELD
    return Entry(path, own.address, "k", status, own if published else None, digest=digest)


def moves(entries: list[Entry], known: list[Entry]) -> dict[str, tuple[str, ...]]:
    return {one.path: one.moved for one in redirects.with_moves(entries, {one.path: one for one in known}) if one.moved}


def test_the_same_bytes_elsewhere_were_moved() -> None:
    assert moves([entry("新/甲.txt", "1")], [entry("旧/甲.txt", "1")]) == {"新/甲.txt": ("旧/甲.md",)}
    assert not moves([entry("新/甲.txt", "2")], [entry("旧/甲.txt", "1")])
    assert not moves([entry("新/甲.txt", "1"), entry("旧/甲.txt", "1")], [entry("旧/甲.txt", "1")])
    assert not moves([entry("新/甲.txt", "1", published=False)], [entry("旧/甲.txt", "1")])
    assert not moves([entry("新/甲.txt", "1")], [entry("旧/甲.txt", "1", published=False)])


def test_one_file_moves_to_one_place() -> None:
    assert moves([entry("甲.txt", "1"), entry("乙.txt", "1")], [entry("旧.txt", "1")]) == {"甲.txt": ("旧.md",)}


def test_a_move_is_remembered_until_it_is_said() -> None:
    first = redirects.with_moves([entry("丙.txt", "1")], {"甲.txt": entry("甲.txt", "1")})
    again = redirects.with_moves([entry("丙.txt", "changed")], {"丙.txt": first[0]})
    assert again[0].moved == ("甲.md",)
    twice = redirects.with_moves([entry("丁.txt", "changed")], {"丙.txt": replace(again[0], digest="changed")})
    assert twice[0].moved == ("甲.md", "丙.md")
    said = redirects.with_moves([entry("丁.txt", "changed", "甲.html", "丙.html")], {"丁.txt": twice[0]})
    assert said[0].moved == ()
    taken = redirects.with_moves([entry("丁.txt", "x"), entry("甲.txt", "y")], {"丁.txt": twice[0]})
    assert taken[0].moved == ("丙.md",)


def test_the_report_proposes_the_line_that_the_sidecar_takes(three: Archive) -> None:
    (three.content / "读书/甲.txt").rename(three.content / "搬来.txt")
    for _ in range(2):
        built = three.build()
    report = (three.folders.report / INDEX).read_text("utf-8")
    line = re.search(r"<td>搬来.txt<td><code>(.*?)</code>", report)
    assert line and line[1] == "was: [&#34;读书/甲.html&#34;]"
    three.write("搬来.yml", line[1].replace("&#34;", '"'))
    built = three.build()
    assert not built.problems
    assert built.archive.cards and {one.path: one.was for one in built.archive.cards}["搬来.txt"] == ("读书/甲.html",)
    assert "搬动过的文件" not in (three.folders.report / INDEX).read_text("utf-8")


def test_a_folders_defaults_cannot_say_it(three: Archive) -> None:
    from generator.settings import load

    file = three.write("读书/collection.yml", "defaults:\n  was: 旧.html\n  genre: 讲话\n")
    said, notes = load(file)
    assert (said.defaults.was, said.defaults.genre) == ((), "讲话")
    assert ["was" in note.text for note in notes] == [True]
    assert outline()
