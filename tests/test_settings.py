"""What a folder's collection.yml and a sidecar may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.catalogue import Settings
from generator.model import Directions, Severity
from generator.settings import load, parse_sidecar

WHOLE = """title: 防汛备汛
order: 2
description: 堤防、预案与值守
defaults:
  speaker: 某某水利站
  tags: [防汛]
  headings: {一是: 0}
"""
SETTINGS = Settings(
    title="防汛备汛",
    order=2,
    description="堤防、预案与值守",
    defaults=Directions(speaker="某某水利站", tags=("防汛",), headings=(("一是", 0),)),
)


def given(folder: Path, text: str | bytes, name: str = "collection.yml") -> Path:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_key_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    assert load(given(tmp_path, WHOLE.encode(encoding))) == (SETTINGS, ())


@pytest.mark.parametrize("text", ["", "# 还没写\n", "title:\norder: null\n"])
def test_nothing_said(tmp_path: Path, text: str) -> None:
    assert load(given(tmp_path, text)) == (Settings(), ())


@pytest.mark.parametrize(("order", "value"), [("-1", -1), ("0", 0), ("2.5", 2.5)])
def test_orders(tmp_path: Path, order: str, value: float) -> None:
    assert load(given(tmp_path, f"order: {order}\n"))[0].order == value


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("title: [一, 二]", "collection.yml里“title”的值应是文字，没有采用。"),
        ("title: 2024", "collection.yml里“title”的值应是文字，没有采用。"),
        ("order: 第一", "collection.yml里“order”的值应是数字，没有采用。"),
        ("order: true", "collection.yml里“order”的值应是数字，没有采用。"),
        ("description: {甲: 乙}", "collection.yml里“description”的值应是文字，没有采用。"),
        ("defaults: 讲话", "collection.yml里“defaults”的值应是一组“键: 值”，没有采用。"),
        ("defaults: {speeker: 某}", "collection.yml里的键“speeker”不认识，可能是“speaker”。"),
        ("defaults: {date: 去年}", "collection.yml里“date”的值不是日期"),
        ("titel: 甲", "collection.yml里的键“titel”不认识，可能是“title”。"),
        ("颜色: 红", "collection.yml里的键“颜色”不认识，可用的有 title、order、description、defaults。"),
        ("1: 红", "collection.yml里的键“1”不认识"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_holds(tmp_path: Path, line: str, said: str) -> None:
    found, notes = load(
        given(tmp_path, f"{line}\ntitle: 防汛备汛\n" if "title:" not in line else f"{line}\norder: 7\n")
    )
    assert found == (Settings(order=7) if "title:" in line else Settings(title="防汛备汛"))
    (note,) = notes
    assert note.severity is Severity.PROBLEM
    assert note.text.startswith(said)


@pytest.mark.parametrize("text", ["[", "- 一\n", "一句话\n", "title: *x\n"])
def test_what_is_no_mapping(tmp_path: Path, text: str) -> None:
    found, notes = load(given(tmp_path, text))
    assert found == Settings()
    assert [(note.code, note.severity) for note in notes] == [("broken-yaml", Severity.PROBLEM)]
    assert "collection.yml" in notes[0].text


def test_bytes_that_are_no_text_are_a_problem(tmp_path: Path) -> None:
    data = "title: 堤防巡查要走到每一处涵闸\n".encode()
    _, notes = load(given(tmp_path, data[:30] + b"\xff" + data[30:]))
    assert [note.severity for note in notes] == [Severity.PROBLEM]
    assert notes[0].text.startswith("collection.yml：")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="collection"):
        load(tmp_path / "collection.yml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_sidecar_in_every_encoding(encoding: str) -> None:
    text = "title: 书箱下乡记\ndate: 2024-06-09\npublish: false\nreason: 尚未定稿\n"
    said = Directions(title="书箱下乡记", date="2024-06-09", publish=False, reason="尚未定稿")
    assert parse_sidecar(text.encode(encoding), "书箱.yml") == (said, ())


def test_a_sidecar_with_faults() -> None:
    found, notes = parse_sidecar("titel: 甲\ngenre: 讲话\n".encode(), "书箱.yml")
    assert found == Directions(genre="讲话")
    assert [note.text for note in notes] == ["书箱.yml里的键“titel”不认识，可能是“title”。"]


@pytest.mark.parametrize(
    "text",
    ["publish: [", "publish", "- 一\n", "publish: 否\n", "pubilsh: false\n", "publsh: true\n", "Publish: false\n"],
)
def test_a_sidecar_that_may_have_said_not_to_publish_withholds(text: str) -> None:
    found, notes = parse_sidecar(text.encode(), "书箱.yml")
    assert found.publish is False
    assert "书箱.yml" in found.reason
    assert [note.severity for note in notes] == [Severity.PROBLEM]


@pytest.mark.parametrize("text", ["", "title: 甲\n", "publish:\n", "publish: true\n"])
def test_a_sidecar_that_does_not_say_so_does_not(text: str) -> None:
    found, notes = parse_sidecar(text.encode(), "书箱.yml")
    assert found.publish is not False
    assert notes == ()
