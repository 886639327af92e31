"""What the manual and the READMEs say is so: settings, sidecars, outlines, commands, links, pictures, queries."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from conftest import ROOT, Archive
from markdown.extensions.toc import slugify_unicode
from mkdocs.config.defaults import MkDocsConfig
from playwright.sync_api import expect

from benchmarks.pictures import LIMIT, PICTURES
from generator import directions, settings
from generator.__main__ import main
from generator.model import Directions, Severity
from generator.pipeline import Options, understand
from generator.plugin.options import OutlinesConfig
from generator.report.advice import advice
from generator.sources import is_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), ROOT / "README.md", ROOT / "README.zh-CN.md"]
SAMPLE = "全民阅读/全民阅读倡议书.txt"

NOT_RUN: Final[Mapping[str, str]] = {
    "make site": "installs from the net; .ci/run runs it",
    "rsync ": "copies to a share that is not here",
    "python -m benchmarks.builds ": "takes minutes; test_benchmarks.py runs parts of it",
    "pip install properdocs": "test_generators.py installs and runs it",
    "properdocs ": "test_generators.py runs it",
    "zensical ": "test_generators.py runs it, with the lines around it",
    "mkdir -p zensical": "test_generators.py runs it",
    "cp -r .cache/": "test_generators.py runs it",
    "cp site/assets/": "test_generators.py runs it",
    "pip install 'tigang[dask]'": "installs from the net",
    "pip wheel ": "test_wheel.py makes one",
    "python3 -m venv ": "makes an environment; test_wheel.py does",
    ". venv/": "there is none",
    "pip install tigang-": "test_wheel.py installs it",
    "dask ": "runs until it is stopped; test_cluster.py runs it",
    "mkdocs serve": "runs until it is stopped; test_serve.py runs it",
}
"""Commands that are not run here, by how they begin, and why."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block."""

    page: Path
    line: int
    kind: str
    text: str

    @property
    def name(self) -> str:
        """The file that it stands for: its first line says so."""
        said = re.match(r"# (\S+\.yml)\n", self.text)
        assert said, f"{self}: a block of YAML begins with the name of its file"
        return said[1]

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


_FENCED = re.compile(r"^(?P<indent> *)```(?P<kind>\w+)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)


@cache
def blocks(*kinds: str) -> list[Block]:
    found = []
    for page in PAGES:
        text = page.read_text("utf-8")
        for match in _FENCED.finditer(text):
            inner = re.sub(rf"^{match['indent']}", "", match["text"], flags=re.MULTILINE)
            found.append(Block(page, text.count("\n", 0, match.start()) + 1, match["kind"], inner))
    return [block for block in found if block.kind in kinds]


def test_every_block_says_what_it_is() -> None:
    for page in PAGES:
        text = page.read_text("utf-8")
        known = len(_FENCED.findall(text))
        assert text.count("```") == 2 * known, f"{page.name}: a fence without a kind"
    kinds = {kind for page in PAGES for _, kind, _ in _FENCED.findall(page.read_text("utf-8"))}
    assert kinds <= {"sh", "bat", "yaml", "txt", "md", "html", "nginx"}


# --- settings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", blocks("yaml"), ids=str)
def test_settings_and_sidecars_are_accepted(block: Block, tmp_path: Path) -> None:
    value = yaml.safe_load(block.text)
    assert isinstance(value, dict)
    file = Path(block.name)
    if file.parent.name == "workflows":
        assert {"on", "jobs"} <= {"on" if key is True else key for key in value}  # YAML 1.1 reads on as true
    elif file.name == "mkdocs.yml":
        assert value.keys() <= {name for name, _ in MkDocsConfig._schema}
        for plugin in value.get("plugins", []):
            assert errors(plugin["outlines"]) == []
    elif file.name == settings.FILE_NAME:
        written = tmp_path / file.name
        written.write_text(block.text, "utf-8")
        read, notes = settings.load(written)
        assert not notes
        assert read.title == value["title"]
    else:
        given, notes = settings.parse_sidecar(block.text.encode(), file.name)
        assert not notes
        assert given != Directions()


def errors(given: dict[str, Any]) -> list[tuple[str, Exception]]:
    config = OutlinesConfig()
    config.load_dict(given)
    return config.validate()[0]


def test_a_wrong_setting_would_be_found() -> None:
    assert errors({"restrict": "withhold"})
    assert errors({"workers": "viele"})


def test_every_option_and_every_key_is_told() -> None:
    text = "\n".join(page.read_text("utf-8") for page in DOCS.glob("*.md"))
    shown = {key for block in blocks("yaml") if block.name == "mkdocs.yml" for key in options_in(block)}
    for key, _ in OutlinesConfig._schema:
        assert key in shown or re.search(rf"^## {key}$", text, re.MULTILINE), key
    table = (DOCS / "sidecars.md").read_text("utf-8")
    for key in directions.KEYS - {"outline"}:
        assert f"| `{key}` |" in table


def options_in(block: Block) -> Iterator[str]:
    for plugin in yaml.safe_load(block.text).get("plugins", []):
        yield from plugin["outlines"]


# --- outlines -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", blocks("txt", "md"), ids=str)
def test_examples_of_outlines_are_read_as_told(block: Block) -> None:
    name = f"样子.{block.kind}"
    data = block.text.encode()
    if is_page(name, data):
        assert "outline: false" in block.text
        return
    record = understand(name, Path(name), data, Options())
    assert record.outline
    assert record.outline.title
    assert len(record.outline.sections) >= 2
    assert not [note for note in record.notes if note.severity is Severity.PROBLEM or advice(note.code).check]


def test_the_example_has_the_headings_that_the_page_counts() -> None:
    (block,) = blocks("txt")
    outline = understand("样子.txt", Path("样子.txt"), block.text.encode(), Options()).outline
    assert outline
    found = [(section.depth, section.text.split("。")[0]) for section in outline.sections]
    assert found == [
        (1, "一、把账算细"),
        (2, "（一）先算水"),
        (2, "（二）再算人"),
        (1, "二、把路走通"),
        (1, "三、把话说清"),
    ]


# --- commands -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keepers(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A keeper's archive: a few outlines, built; a pack beside them."""
    made = Archive(tmp_path_factory.mktemp("docs") / "archive")
    for path in (SAMPLE, "全民阅读/collection.yml", "防汛备汛/巡堤查险交流发言.md"):
        made.write(path, (ROOT / "content" / path).read_bytes())
    (made.folder / "样子.txt").write_text(blocks("txt")[0].text, "utf-8")
    with zipfile.ZipFile(made.folder / "提纲合集.zip", "w") as pack:
        for name in ("暑期巡河护泳倡议书.txt", "应急救护培训学习体会.txt"):
            pack.write(ROOT / "content" / "志愿服务" / name, name)
    built = made.build("--strict")
    assert built.code == 0, built.log
    return made


def git(*arguments: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        ["git", *map(str, arguments)], cwd=cwd, check=True, capture_output=True, text=True, env=surroundings()
    )
    return done.stdout


def surroundings(**more: str) -> dict[str, str]:
    """Our programs first, and a git that knows who commits, and that takes its remotes from here."""
    who = {f"GIT_{role}_{what}": "keeper" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, **who, "PATH": path, "NO_MKDOCS_2_WARNING": "1", **more}


def runnable(block: Block) -> str:
    """The commands of a block that are run here."""
    return "\n".join(
        line
        for line in block.text.splitlines()
        if not line.startswith(tuple(NOT_RUN)) and not is_of_another_version(line)
    )


def is_of_another_version(line: str) -> bool:
    """Whether a line calls for a command that this version of ``tigang`` has not."""
    return line.startswith("tigang ") and line.split()[1] not in main.commands


def pages_with_commands() -> list[Path]:
    """Each page that says something to run which none before it says."""
    known: set[str] = set()
    found = []
    for block in blocks("sh"):
        if runnable(block) and runnable(block) not in known:
            known.add(runnable(block))
            found.append(block.page)
    return list(dict.fromkeys(found))


@pytest.mark.slow
@pytest.mark.parametrize("page", pages_with_commands(), ids=lambda page: page.name)
def test_commands_run(page: Path, keepers: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(keepers.folder, folder, symlinks=True)
    remote = tmp_path / "remote.git"
    git("init", "--quiet", "--bare", remote, cwd=tmp_path)
    git("init", "--quiet", "--initial-branch=main", cwd=folder)
    git("remote", "add", "origin", remote, cwd=folder)
    git("add", "mkdocs.yml", cwd=folder)
    git("commit", "--quiet", "--message=begun", cwd=folder)
    git("push", "--quiet", "origin", "main", "main:pages", cwd=folder)
    # The addresses in the manual lead to the archive's remote; the project's own to its own folder.
    instead = [
        ("https://gitee.com/我的账号/tigang-site.git", remote),
        ("https://仓库网址", ROOT),
        ("https://ADDRESS", ROOT),
    ]
    settings_of_git = {"GIT_CONFIG_COUNT": str(len(instead))}
    for number, (address, place) in enumerate(instead):
        settings_of_git[f"GIT_CONFIG_KEY_{number}"] = f"url.{place}.insteadOf"
        settings_of_git[f"GIT_CONFIG_VALUE_{number}"] = address
    for block in blocks("sh"):
        if block.page != page or not (commands := runnable(block)):
            continue
        done = subprocess.run(
            ["sh", "-ex", "-c", commands],
            cwd=folder,
            capture_output=True,
            text=True,
            env=surroundings(**settings_of_git),
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
    if page.name == "publishing.md":
        published = {
            path.relative_to(folder / "site").as_posix() for path in (folder / "site").rglob("*") if path.is_file()
        }
        for branch in ("gh-pages", "pages"):
            listed = git("ls-tree", "-r", "-z", "--name-only", branch, cwd=remote).split("\0")
            assert published - set(listed) == set(), branch
            assert "index.html" in listed


@pytest.mark.slow
def test_what_the_readmes_say_to_look_for_is_not_there(sample: Archive) -> None:
    commands = {line for block in blocks("sh") for line in block.text.splitlines() if line.startswith("grep ")}
    assert len(commands) == 4  # two in each language
    for command in commands:
        done = subprocess.run(["sh", "-c", command], cwd=sample.folder, capture_output=True, text=True, check=True)
        assert done.stdout == "", command


def test_what_is_not_run_is_there() -> None:
    lines = [line for block in blocks("sh") for line in block.text.splitlines()]
    for begin in NOT_RUN:
        if begin != "mkdocs serve":  # told in running text
            assert any(line.startswith(begin) for line in lines), begin


def test_the_workflow_builds_as_the_manual_says() -> None:
    (block,) = (block for block in blocks("yaml") if "workflows" in block.name)
    steps = yaml.safe_load(block.text)["jobs"]["site"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    assert commands == ["pip install -c constraints.txt '.[fast]'", "mkdocs build --strict"]
    assert (ROOT / "constraints.txt").is_file()


# --- links, pictures ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_manual_is_built_and_every_link_and_anchor_leads_somewhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", "docs.yml", "-d", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=surroundings(), check=False)
    assert done.returncode == 0, done.stderr
    for page in DOCS.glob("*.md"):
        assert (tmp_path / "site" / page.with_suffix(".html").name).is_file()


_LINK = re.compile(r"!?\[[^\]]*\]\((?!https?://)([^)#\s]*)(?:#([^)\s]+))?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere_in_the_repository(page: Path) -> None:
    # On the pages of a forge too, where nothing is built.
    for target, anchor in _LINK.findall(_FENCED.sub("", page.read_text("utf-8"))):
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
            assert anchor in {slugify_unicode(head, "-") for head in heads}, f"{target}#{anchor}"


def test_pictures_are_small_and_shown_and_made_by_the_script() -> None:
    files = {file.stem: file for file in (DOCS / "pictures").iterdir()}
    assert files.keys() == PICTURES.keys()
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    for name, file in files.items():
        assert file.stat().st_size <= LIMIT, name
        assert f"pictures/{file.name}" in text, name


# --- search -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.browser
def test_every_query_of_the_manual_finds(sample: Archive, browser: Browser) -> None:
    queries = re.findall(r"^\| `([^`]+)` \|", (DOCS / "searching.md").read_text("utf-8"), re.MULTILINE)
    assert len(queries) >= 10
    page = browser.new_page()
    page.goto((sample.site / "index.html").as_uri())
    box = page.locator(".tg-search__input")
    for query in queries:
        box.fill("")
        box.fill(query)
        count = page.locator(".md-search-result__meta")
        expect(page.locator(f'.tg-search__output[data-query="{query}"][data-state="done"]')).to_be_attached()
        assert int(count.get_attribute("data-total") or 0) > 0, query
    page.close()


@pytest.mark.slow
@pytest.mark.browser
def test_the_common_start_page_asks_one_archive_or_the_other(tmp_path: Path, browser: Browser) -> None:
    (start,) = blocks("html")
    settings_of_each = [yaml.safe_load(block.text) for block in blocks("yaml") if "../public/" in block.text]
    for number, given in enumerate(settings_of_each):
        made = Archive(tmp_path / str(number))
        made.write(f"{given['site_name']}/发言.txt", f"在{given['site_name']}会上的发言\n\n一、看水位\n\n专人看守。\n")
        made.configure("plugins:", f"site_dir: {given['site_dir']}\nplugins:")
        done = made.build("--strict")
        assert done.code == 0, done.log
    (tmp_path / "public" / "index.html").write_text(start.text, "utf-8")
    page = browser.new_page()
    for given in settings_of_each:
        page.goto((tmp_path / "public" / "index.html").as_uri())
        page.get_by_role("textbox").fill("看水位")
        page.get_by_role("button", name=given["site_name"]).click()
        expect(page.locator('.tg-search__output[data-query="看水位"][data-state="done"]')).to_be_attached()
        assert page.url.startswith((tmp_path / "public").as_uri())
        assert given["site_dir"].removeprefix("..") in page.url
        assert page.locator(".md-search-result__meta").get_attribute("data-total") == "1"
        page.go_back()
        page.get_by_role("link", name=given["site_name"]).click()
        assert given["site_dir"].removeprefix("..") in page.url
    page.close()
