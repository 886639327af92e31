"""Which file is what, and the address of every outline."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Severity
from generator.readers import READERS
from generator.sources import Kind, assign_addresses, classify, is_page, matches, sidecars, unsupported


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("守城.md", Kind.OUTLINE),
        ("甲/乙.TXT", Kind.OUTLINE),
        ("甲/乙.docx", Kind.OUTLINE),
        ("100%？#1.txt", Kind.OUTLINE),
        ("甲/乙.yml", Kind.SIDECAR),
        ("甲/乙.docx.yaml", Kind.SIDECAR),
        ("甲/collection.yml", Kind.COLLECTION),
        ("甲/~$乙.docx", Kind.IGNORED),
        ("甲/Thumbs.db", Kind.IGNORED),
        ("甲/.DS_Store", Kind.IGNORED),
        (".git/config.txt", Kind.IGNORED),
        ("草稿/丙.txt", Kind.IGNORED),
        ("甲/草稿/丙.txt", Kind.IGNORED),
        ("甲/丁.old.txt", Kind.IGNORED),
        ("图/景.PNG", Kind.ASSET),
        ("样式.css", Kind.ASSET),
        ("乙.doc", Kind.OUTLINE),
        ("乙.wps", Kind.OUTLINE),
        ("乙.pages", Kind.UNSUPPORTED),
        ("乙.zip", Kind.UNSUPPORTED),
        ("乙.未知", Kind.UNSUPPORTED),
        ("乙", Kind.UNSUPPORTED),
    ],
)
def test_classify(path: str, kind: Kind) -> None:
    assert classify(path, ["草稿/", "*.old.txt"]) is kind


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("甲/乙.txt", "乙.txt", True),
        ("甲/乙.txt", "甲", True),
        ("甲/乙.txt", "甲/", True),
        ("甲.txt", "甲.txt/", False),
        ("甲/乙/丙.txt", "甲/乙", True),
        ("甲/乙/丙.txt", "/甲/*.txt", True),
        ("丁/甲/乙.txt", "甲/乙.txt", False),
        ("甲/[乙].txt", "甲/[乙].txt", False),
        ("甲/乙.txt", "乙", False),
    ],
)
def test_matches(path: str, pattern: str, expected: bool) -> None:
    assert matches(path, [pattern]) is expected


@pytest.mark.parametrize("path", ["甲.wps", "甲.caj", "甲.7z", "甲.xls", "甲.怪", "甲"])
def test_an_unsupported_file_is_a_problem_that_says_what_to_do(path: str) -> None:
    note = unsupported(path)
    assert (note.code, note.severity) == ("unsupported-format", Severity.PROBLEM)
    assert all(suffix in note.text for suffix in READERS)
    assert "请" in note.text


def test_sidecars() -> None:
    assert sidecars("甲/守城.docx") == ("甲/守城.docx.yml", "甲/守城.docx.yaml", "甲/守城.yml", "甲/守城.yaml")


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("index.md", "", True),
        ("甲/README.md", "", True),
        ("甲.md", "---\noutline: false\n---\n正文", True),
        ("甲.md", "---\noutline: true\n---\n正文", False),
        ("甲.md", "---\ntitle: 题\n---\noutline: false", False),
        ("甲.md", "正文", False),
        ("关于/我们.md", "正文", True),
        ("index.docx", "", False),
        ("关于/我们.txt", "", False),
    ],
)
def test_pages(path: str, text: str, expected: bool) -> None:
    assert is_page(path, text.encode(), ["关于/*"]) is expected


def test_addresses() -> None:
    assert assign_addresses(["档案/守城.txt", "守城.docx"]) == {"档案/守城.txt": "档案/守城.md", "守城.docx": "守城.md"}


def test_files_of_one_name() -> None:
    paths = ["甲.pdf", "甲.doc", "甲.docx", "甲.txt", "甲.md", "甲.wps"]
    expected = {
        "甲.md": "甲.md",
        "甲.txt": "甲-txt.md",
        "甲.docx": "甲-docx.md",
        "甲.doc": "甲-doc.md",
        "甲.pdf": "甲-pdf.md",
        "甲.wps": "甲-wps.md",
    }
    assert assign_addresses(paths) == expected
    assert assign_addresses(["甲.docx", "甲.pdf"]) == {"甲.docx": "甲.md", "甲.pdf": "甲-pdf.md"}


def test_the_index_of_a_folder_is_kept_for_pages() -> None:
    paths = ["index.docx", "甲/ReadMe.txt", "甲/README.md", "INDEX.txt"]
    assert assign_addresses(paths) == {
        "index.docx": "index-docx.md",
        "甲/ReadMe.txt": "甲/ReadMe-txt.md",
        "甲/README.md": "甲/README.md",
        "INDEX.txt": "INDEX-txt.md",
    }


def test_reserved_files_keep_their_addresses() -> None:
    addresses = assign_addresses(["a.txt", "b.docx", "甲.txt"], ["A.html", "b.md", "b-docx.html", "甲.png"])
    assert addresses == {"a.txt": "a-txt.md", "b.docx": "b-docx-2.md", "甲.txt": "甲.md"}


def test_no_two_addresses_differ_in_case_or_composition_only() -> None:
    assert assign_addresses(["a.txt", "A.txt", "a.docx"]) == {"A.txt": "A.md", "a.txt": "a-2.md", "a.docx": "a-docx.md"}
    composed, apart = "caf\u00e9", "cafe\u0301"
    addresses = assign_addresses([f"{composed}.txt", f"{apart}.txt"])
    assert addresses == {f"{apart}.txt": f"{apart}.md", f"{composed}.txt": f"{composed}-2.md"}


def test_a_name_is_not_pushed_aside_by_another_files_ending() -> None:
    addresses = assign_addresses(["甲.txt", "甲.docx", "甲-docx.txt"])
    assert addresses == {"甲.txt": "甲.md", "甲-docx.txt": "甲-docx.md", "甲.docx": "甲-docx-2.md"}


def test_names_with_dots_and_signs_stay() -> None:
    for name in ("2024.6.9 讲话", "a?b#c%20", "一 二", "😀", "甲.tar"):
        assert assign_addresses([f"{name}.txt"]) == {f"{name}.txt": f"{name}.md"}


def test_long_names_fit_a_file_system() -> None:
    long = ["长" * 83 + "." + suffix for suffix in ("txt", "docx")] + ["长" * 82 + "短.txt"]
    addresses = assign_addresses(long)
    assert len(set(addresses.values())) == 3
    assert all(len(address.replace(".md", ".html").encode()) <= 255 for address in addresses.values())


@given(
    st.lists(
        st.builds(
            "{}{}.{}".format,
            st.sampled_from(["", "x/", "X/"]),
            st.sampled_from(["a", "A", "a-txt", "index"]),
            st.sampled_from(["txt", "docx", "md"]),
        ),
        unique=True,
        max_size=14,
    ),
    st.sets(st.sampled_from(["a.html", "x/a.md", "A-txt.html", "a-docx-2.md"])),
)
def test_addresses_are_unique_and_do_not_depend_on_order(paths: list[str], reserved: set[str]) -> None:
    addresses = assign_addresses(paths, reserved)
    assert set(addresses) == set(paths)
    keys = [address.casefold() for address in addresses.values()]
    assert len(set(keys)) == len(keys)
    assert not {key.removesuffix(".md") for key in keys} & {name.casefold().rpartition(".")[0] for name in reserved}
    for order in itertools.islice(itertools.permutations(paths), 5):
        assert assign_addresses(order, reserved) == addresses
    assert assign_addresses(reversed(paths), reserved) == addresses
