"""``python -m generator inspect``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.__main__ import main

OUTLINE = """更多讲稿请关注公众号
让书箱跟着集市走的发言提纲
（2024年5月8日）
各位同事：
今天谈谈书箱怎么送、怎么收。
一、送得勤，让书箱跟着集市走
（一）排好日子。逢三逢九的集日，书箱摆在供销社门口。
（二）配好人手。两名志愿者一组，一人登记，一人讲故事。
二、收得齐，让每本书都有下落
借出去的书写在一个本子上，月底对一次账，有事打电话13000000000。
以上发言，不当之处请批评指正。
"""
SECRET = "秘密★1年\n备用泵站位置的汇报\n一、东岸泵站\n只有三把钥匙，都在值班室。\n"


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    file = tmp_path / "书箱 [red].txt"
    file.write_text(OUTLINE, "utf-8")
    return file


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["inspect", *map(str, arguments)], catch_exceptions=False)


def as_json(*arguments: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("--json", *arguments).stdout.splitlines()]


def test_json(outline: Path) -> None:
    (found,) = as_json(outline)
    assert list(found) == ["file", "title", "headings", "meta", "notes"]
    assert found["file"] == str(outline)
    assert found["title"] == "让书箱跟着集市走的发言提纲"
    assert found["headings"] == [
        {"level": 1, "text": "一、送得勤，让书箱跟着集市走"},
        {"level": 2, "text": "（一）排好日子。"},
        {"level": 2, "text": "（二）配好人手。"},
        {"level": 1, "text": "二、收得齐，让每本书都有下落"},
    ]
    assert found["meta"] == {
        "author": "",
        "date": "2024年5月8日",
        "occasion": "",
        "salutation": "各位同事：",
        "closing": "以上发言，不当之处请批评指正。",
        "boilerplate": ["更多讲稿请关注公众号"],
    }
    masked = {"code": "masked", "text": "隐去联系方式：电话号码 1 处", "where": 10, "severity": "info"}
    assert masked in found["notes"]
    assert run("--json", outline).exit_code == 0


def test_the_tree(outline: Path) -> None:
    result = run(outline)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["书箱", "[red].txt", "txt", "utf-8"]
    expected = [
        ("1", "推广", "更多讲稿请关注公众号"),
        ("2", "标题", "让书箱跟着集市走的发言提纲"),
        ("6", "1 级标题", "一、送得勤，让书箱跟着集市走"),
        ("7", "2 级标题", "  （一）排好日子。"),
        ("7", "正文", "    逢三逢九的集日，书箱摆在供销社门口。"),
        ("9", "1 级标题", "二、收得齐，让每本书都有下落"),
        ("11", "结束语", "  以上发言，不当之处请批评指正。"),
    ]
    for number, name, text in expected:
        wide = sum(2 if character > "\xff" else 1 for character in name)
        assert f"{number:>6}  {name}{' ' * (10 - wide)}{text}" in lines
    assert "    10  隐去联系方式：电话号码 1 处（masked）" in lines


def test_contacts_are_not_shown(outline: Path) -> None:
    assert "13000000000" not in run(outline).output + run("--json", outline).output


def test_markup_shows_as_itself(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "关于[bold]防汛[/bold]的发言提纲\n一、备好:sandbag:沙袋[link=x]\n袋口朝[[内]]，\\[码齐]。\n", "utf-8"
    )
    text = run(file).stdout
    for said in ("关于[bold]防汛[/bold]的发言提纲", "一、备好:sandbag:沙袋[link=x]", "袋口朝[[内]]，\\[码齐]。"):
        assert said in text


def test_a_long_paragraph_is_cut_and_a_heading_is_not(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    heading = "一、" + "把每一处涵闸都看到" * 9
    file.write_text(f"巡堤的发言提纲\n{heading}\n{'沿着堤走。' * 40}\n二、收尾\n夜里再走一遍。\n", "utf-8")
    text = run(file).stdout
    assert heading in text
    assert "沿着堤走。" * 15 + "沿…\n" in text


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("没有.txt", None, "unreadable"),
        ("空.txt", b"", "empty"),
        ("坏.docx", b"PK\x03\x04 not a package", "broken-file"),
        ("表.xlsx", b"PK", "unsupported-format"),
        ("无后缀", b"x", "unsupported-format"),
    ],
)
def test_a_file_that_cannot_be_read(outline: Path, name: str, data: bytes | None, code: str) -> None:
    file = outline.with_name(name)
    if data is not None:
        file.write_bytes(data)
    result = run("--json", file, outline)
    failed, good = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert (failed["file"], failed["title"], failed["headings"], failed["meta"]) == (str(file), None, [], {})
    ((said, severity),) = [(note["code"], note["severity"]) for note in failed["notes"]]
    assert severity == "problem"
    if code != "broken-file":  # what is wrong with a package is the reader's matter
        assert said == code
    assert good["title"] == "让书箱跟着集市走的发言提纲"
    drawn = run(file, outline)
    assert drawn.exit_code == 1
    assert failed["notes"][0]["text"] in drawn.stdout
    assert "让书箱跟着集市走的发言提纲" in drawn.stdout


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "夹.txt").mkdir()
    result = run("--json", tmp_path / "夹.txt")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["notes"][0]["code"] == "unreadable"


def test_a_withheld_document_shows_its_reason_only(tmp_path: Path) -> None:
    file = tmp_path / "密.txt"
    file.write_text(SECRET, "utf-8")
    (found,) = as_json(file)
    assert (found["title"], found["headings"], found["meta"]) == (None, [], {})
    (note,) = found["notes"]
    assert note["code"] == "withheld"
    assert note["text"] in run(file).stdout
    assert run(file).exit_code == 0
    for text in (run(file).output, run("--json", file).output):
        assert not [words for words in ("泵站", "钥匙", "东岸") if words in text]


def test_without_a_file() -> None:
    result = run()
    assert result.exit_code == 2
    assert "FILES" in result.output


def test_names_that_are_no_text(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xca\xe9.txt"))
    try:
        file.write_text(OUTLINE, "utf-8")
    except OSError:
        pytest.skip("this file system takes no such names")
    (found,) = as_json(file)
    assert found["file"] == f"{tmp_path}/\ufffd\ufffd.txt"
    assert "\ufffd\ufffd.txt" in run(file).stdout


def test_as_a_command_from_any_folder(outline: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "inspect", "--json", outline.name, "没有.txt"],
        cwd=outline.parent,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 1
    assert done.stderr == b""
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [each["title"] for each in found] == ["让书箱跟着集市走的发言提纲", None]
    assert found[0]["file"] == outline.name


def test_a_folder_asks_for_the_files_in_it(tmp_path: Path) -> None:
    said = run(tmp_path)
    assert said.exit_code == 1
    assert "这是文件夹，请写明里面的文件。" in said.output
