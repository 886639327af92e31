"""The commands of ``tigang`` that begin an archive and tell of it, and their help in two languages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from conftest import ROOT, Archive

from generator import console
from generator.__main__ import main
from generator.carried import STARTER, theme_folder
from generator.pipeline import Options, understand

COMMANDS = sorted(main.commands)
SAMPLES = sorted(path for path in (STARTER / "content").rglob("*") if path.is_file())
pytestmark = pytest.mark.slow

HAN = re.compile(r"[\u4e00-\u9fff]")


def tigang(*arguments: str | Path, folder: Path | None = None, **variables: str) -> subprocess.CompletedProcess[bytes]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
        env={**kept, "PYTHONUTF8": "1", **variables},
    )


def new(folder: Path) -> Result:
    return CliRunner().invoke(main, ["new", str(folder)], catch_exceptions=False)


def test_a_new_archive(tmp_path: Path) -> None:
    folder = tmp_path / "提纲库"
    done = new(folder)
    assert done.exit_code == 0, done.output
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert written == {path.relative_to(STARTER).as_posix() for path in STARTER.rglob("*") if path.is_file()}
    assert len(written) == 3
    for path in written:
        assert f"提纲库/{path}" in done.output
        assert (folder / path).read_bytes() == (STARTER / path).read_bytes()
    assert "mkdocs build" in done.output


@pytest.mark.parametrize("taken", ["mkdocs.yml", "content", ""])
def test_nothing_is_written_over(tmp_path: Path, taken: str) -> None:
    folder = tmp_path / "库"
    file = folder / taken if taken else folder
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("别动", "utf-8")
    done = new(folder)
    assert done.exit_code == 1
    assert str(file) in done.output
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file]
    assert file.read_text("utf-8") == "别动"


def test_a_folder_that_has_outlines_gets_no_samples(tmp_path: Path) -> None:
    own = tmp_path / "content" / "我的.txt"
    own.parent.mkdir()
    own.write_text("汇报\n一、已经写好\n", "utf-8")
    assert new(tmp_path).exit_code == 0
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["content", "mkdocs.yml", "我的.txt"]
    assert new(tmp_path).exit_code == 1


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", "utf-8")
    done = new(tmp_path / "文件" / "库")
    assert done.exit_code == 1
    assert "文件" in done.output
    assert "Traceback" not in done.output


def test_the_settings_are_those_of_the_project() -> None:
    ours = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    theirs = yaml.safe_load((STARTER / "mkdocs.yml").read_text("utf-8"))
    assert ours["theme"].pop("custom_dir") == "theme"  # in a checkout the theme stands beside mkdocs.yml
    assert theirs.pop("plugins") == ["outlines"]
    ours.pop("plugins")
    assert theirs == ours


def test_the_theme_of_a_checkout_is_the_one_beside_the_package() -> None:
    assert theme_folder() == ROOT / "theme"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_shows_what_is_understood(sample: Path) -> None:
    record = understand(sample.name, sample, sample.read_bytes(), Options())
    assert record.outline is not None
    assert [section.depth for section in record.outline.sections].count(1) == 3
    assert record.outline.confidence > 0.7
    assert not record.notes
    assert record.facts.date is not None


def test_where_the_report_is(tmp_path: Path) -> None:
    none = tigang("report", folder=tmp_path)
    assert none.returncode == 1
    assert "mkdocs.yml" in none.stderr.decode()
    assert new(tmp_path).exit_code == 0
    early = tigang("report", folder=tmp_path)
    assert early.returncode == 1
    assert "mkdocs build" in early.stderr.decode()
    file = tmp_path / ".cache" / "report" / "index.html"
    file.parent.mkdir(parents=True)
    file.write_text("", "utf-8")
    done = tigang("report", folder=tmp_path)
    assert (done.returncode, done.stdout.decode().rstrip()) == (0, str(file))


@pytest.mark.slow
def test_the_report_is_where_a_build_writes_it(archive: Archive) -> None:
    archive.write("甲.txt", "汇报\n一、已经写好\n写好了。\n")
    assert archive.build().code == 0
    done = tigang("report", folder=archive.folder)
    assert "甲.txt" in Path(done.stdout.decode().rstrip()).read_text("utf-8")
    said = [json.loads(line) for line in tigang("report", "--json", folder=archive.folder).stdout.splitlines()]
    assert [one["title"] for one in said if one["path"] == "甲.txt"] == ["汇报"]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_speaks_the_keeper_s_language(command: str) -> None:
    arguments = [*filter(None, [command]), "--help"]
    chinese = tigang(*arguments, LANG="zh_CN.UTF-8").stdout.decode()
    english = tigang(*arguments, LANG="en_GB.UTF-8").stdout.decode()
    assert chinese.startswith("用法：")
    assert english.startswith("Usage: ")
    assert not HAN.search(english), english
    assert "..." not in english.partition("Commands:")[2]
    for word in ("Usage", "OPTIONS", "ARGS", "Options:", "Commands:", "Show this message"):
        assert word not in chinese
    # Every option and command is described in Chinese too.
    rows = re.findall(r"^  (?:--?\w[\w-]*(?: [A-Z]+)?|[a-z]+)  +(\S.*)$", chinese, re.MULTILINE)
    assert len(rows) >= 1
    assert all(HAN.search(row) for row in rows)
    options = re.compile(r"^  (--\w[\w-]*)", re.MULTILINE)
    assert options.findall(chinese) == options.findall(english)


@pytest.mark.parametrize(
    ("variables", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_TW"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN"}, True),
        ({"LANG": "C"}, False),
        ({"LANG": ""}, False),
    ],
)
def test_the_language(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], chinese: bool) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert console.is_chinese() is chinese
    if not any(variables.values()):  # as on Windows
        monkeypatch.setattr("locale.getlocale", lambda: ("Chinese (Simplified)_China", "936"))
        assert console.is_chinese()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["new"], ("缺少 FOLDER", "new --help")),
        (["nwe"], ("没有 nwe 这个命令，可能是“new”",)),
        (["什么"], ("没有 什么 这个命令", "import", "inspect")),
        (["inspect", "--jsn", "a"], ("没有 --jsn 这个选项，可能是 --json",)),
        (["import", "--into"], ("选项 --into 用得不对",)),
        (["import", "a"], ("错误：这里没有 content 文件夹",)),
    ],
)
def test_errors_of_use_in_chinese(tmp_path: Path, arguments: list[str], says: tuple[str, ...]) -> None:
    done = tigang(*arguments, folder=tmp_path, LANG="zh_CN.UTF-8")
    said = done.stderr.decode()
    assert done.returncode in (1, 2)
    assert "Traceback" not in said
    assert all(words in said for words in says), said
    assert "Error" not in said
    assert "Usage" not in said
    english = tigang(*arguments[:1], folder=tmp_path, LANG="C").stderr.decode()
    assert "Error: " in english


def test_the_version() -> None:
    assert tigang("--version").stdout.decode().strip().endswith("0.1.0")


def test_the_schema_is_printed() -> None:
    assert "outlines" in json.dumps(json.loads(tigang("schema").stdout))
