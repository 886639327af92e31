"""What a keeper writes wrong is named: the key, the value, what is allowed. Nothing ends in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from conftest import Archive
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from generator.directions import KEYS
from generator.options import OPTIONS, errors
from generator.pipeline import Options, Said, understand
from generator.settings import load, parse_sidecar

KNOWN = list(OPTIONS)


@pytest.mark.parametrize(
    ("given", "key", "says"),
    [
        ({"restricted": "hide"}, "restricted", ("hide", "banner", "withhold")),
        ({"restrict": "banner"}, "restrict", ("没有这个键", "“restricted”")),
        ({"无关": 1}, "无关", ("可用的有", "workers")),
        ({"workers": "四"}, "workers", ("四", "0 到 256")),
        ({"workers": True}, "workers", ("True", "整数")),
        ({"workers": -1}, "workers", ("-1", "整数")),
        ({"workers": "dask://host"}, "workers", ("dask://host", "dask://主机:端口")),
        ({"workers": "tcp://host:8786"}, "workers", ("tcp://host:8786", "dask://主机:端口")),
        ({"downloads": ["doc"]}, "downloads", ("doc", "“docx”")),
        ({"downloads": ["pdf"]}, "downloads", ("pdf", "可用的有 docx、txt、json")),
        ({"downloads": "docx"}, "downloads", ("docx", "列表")),
        ({"original": "是"}, "original", ("是", "true", "false")),
        ({"mask": ["("]}, "mask", ("(", "正则表达式", "names")),
        ({"mask": r"\d"}, "mask", (r"\d", "列表")),
        ({"names": ["甲", 3]}, "names", ("3", "文字")),
        ({"ignore": "*.bak"}, "ignore", ("*.bak", "列表")),
        ({"pages": {"a": "b"}}, "pages", ("{'a': 'b'}", "列表")),
        ({"markers": ["措施"]}, "markers", ("措施{一}：",)),
        ("banner", "outlines", ("banner", "restricted")),
    ],
)
def test_an_error_names_the_value_and_what_is_allowed(given: object, key: str, says: tuple[str, ...]) -> None:
    ((named, text),) = errors(given)
    assert named == key
    assert all(words in text for words in says), text


def test_what_may_be_is_taken() -> None:
    right = {
        "ignore": ["草稿"],
        "mask": [r"工号\d{4}"],
        "names": [],
        "markers": ["措施{一}："],
        "workers": 0,
        "downloads": [],
        "original": True,
    }
    assert errors(right | {"restricted": "withhold"}) == []
    for address in ("head.example.org:8786", "192.0.2.7:1", "[2001:db8::7]:8786"):
        assert errors({"workers": f"dask://{address}"}) == []
    assert errors(None) == []


@pytest.mark.slow
def test_mkdocs_says_it(archive: Archive) -> None:
    archive.configure(
        "      phrases:", "      restrictd: hide\n      workers: 四\n      restricted: hide\n      phrases:"
    )
    done = archive.build()
    assert done.code == 1
    assert "Traceback" not in done.log
    for words in ("restrictd", "“restricted”", "四", "hide", "banner"):
        assert words in done.log, done.log


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.dates() | st.binary(max_size=4)
VALUES = st.recursive(
    SCALARS, lambda of: st.lists(of, max_size=3) | st.dictionaries(TEXT, of, max_size=3), max_leaves=6
)


def mappings(keys: list[str]) -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(st.sampled_from(keys) | TEXT, VALUES, max_size=4)


@pytest.mark.slow
@given(mappings(KNOWN) | VALUES)
@settings(max_examples=300)
def test_no_options_end_in_a_traceback(given: object) -> None:
    for key, text in errors(given):
        assert key and text and "\n" not in key + text
        assert len(text) < 400


@pytest.mark.slow
@given(mappings(KNOWN))
@settings(max_examples=60)
def test_mkdocs_takes_them_or_says_what_is_wrong(
    tmp_path_factory: pytest.TempPathFactory, given: dict[str, object]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "content").mkdir(exist_ok=True)
    said = {"site_name": "a", "docs_dir": "content", "use_directory_urls": False, "plugins": [{"outlines": given}]}
    file = folder / "mkdocs.yml"
    file.write_text(yaml.safe_dump(said, allow_unicode=True), "utf-8")
    try:
        load_config(str(file))
    except (ConfigurationError, Abort):
        assert errors(given)
    else:
        assert not errors(given)


@pytest.mark.slow
@given(st.one_of(TEXT, mappings(sorted(KEYS)).map(lambda one: yaml.safe_dump(one, allow_unicode=True))), st.booleans())
@settings(max_examples=300)
def test_no_sidecar_collection_or_front_matter_does(
    tmp_path_factory: pytest.TempPathFactory, text: str, damaged: bool
) -> None:
    data = text.encode() + (b"\xff\x00\x81" if damaged else b"")
    folder = tmp_path_factory.getbasetemp()
    directions, notes = parse_sidecar(data, "甲.yml")
    assert all(note.text and "\n" not in note.text for note in notes)
    collection = folder / "collection.yml"
    collection.write_bytes(data)
    assert all(note.text and "\n" not in note.text for note in load(collection)[1])
    said = Said(sidecar=directions)
    for body in (b"---\n" + data + b"\n---\n\n", b""):
        record = understand("甲.md", Path("甲.md"), body + "汇报\n\n正文。\n".encode(), Options(), said)
        assert not [note for note in record.notes if note.code == "internal-error"], record.notes


def test_a_broken_front_matter_keeps_its_document_back() -> None:
    data = "---\npublish: false\ntitle: [一\n---\n\n汇报\n\n正文。\n".encode()
    record = understand("甲.md", Path("甲.md"), data, Options())
    assert record.outline is None
    assert [(note.code, note.severity) for note in record.notes] == [("broken-yaml", "problem")]


@pytest.mark.slow
def test_an_overruled_document_is_in_the_report_with_the_reason(archive: Archive) -> None:
    archive.write("甲.txt", "机密★10年\n在备汛会上的讲话\n\n同志们：\n备好沙袋。\n")
    archive.write("甲.yml", "publish: true\nreason: 已于2020年解密\n")
    done = archive.build("--strict")
    assert done.code == 0, done.log
    for name in ("index.html", "documents/甲.html"):
        report = (archive.cache / "report" / name).read_text("utf-8")
        assert "密级标志（机密）；按档案管理者的指示发布：已于2020年解密" in report
    assert "解密" not in archive.page("甲.html")
