"""The commands that keep the house: licences, the matrix of Pythons, the release."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def run(*command: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", text)[0].lower() for text in requirements}


def test_every_package_has_a_licence() -> None:
    done = run(sys.executable, ".ci/licences.py", "--all")
    assert done.returncode == 0, done.stderr
    rows = [line.strip("| ").split(" | ") for line in done.stdout.splitlines()[2:]]
    listed = {name: licence for name, _, licence in rows}
    extras = PROJECT["optional-dependencies"]
    assert names(PROJECT["dependencies"]) | names(extras["dev"]) <= listed.keys()
    assert "jinja2" in listed  # what is needed by what is needed
    assert "tigang" not in listed
    assert all(licence and licence != "not told" for licence in listed.values())
    # Nothing that would bind those who take Tigang along: PyMuPDF and its like stay out.
    assert [name for name, licence in listed.items() if re.search(r"\bA?GPL", licence)] == []
    shipped = run(sys.executable, ".ci/licences.py").stdout
    assert "| mkdocs |" in shipped
    assert "| pytest |" not in shipped


def test_the_lock_holds_every_requirement() -> None:
    locked = {line.split("==")[0] for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()}
    wanted = names(
        [*PROJECT["dependencies"], *(text for part in PROJECT["optional-dependencies"].values() for text in part)]
    )
    assert wanted <= locked


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with the release script and the files it looks at."""
    if not shutil.which("git") or not shutil.which("bash"):
        pytest.skip("needs git and bash")
    folder = tmp_path / "project"
    (folder / ".ci").mkdir(parents=True)
    for name in (".ci/release", "pyproject.toml"):
        shutil.copy2(ROOT / name, folder / name)
    (folder / ".gitignore").write_text(".venv/\n", "utf-8")
    (folder / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0 (unreleased)\n", "utf-8")
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(sys.executable)
    for command in (
        ["init", "--quiet"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "a"],
    ):
        assert run("git", *command, folder=folder).returncode == 0
    return folder


def test_a_release_stops_before_it_builds(project: Path) -> None:
    def refused(*options: str) -> str:
        done = run("bash", ".ci/release", *options, folder=project)
        assert done.returncode == 1, done.stdout
        assert not (project / "dist").exists()
        return done.stderr

    assert "CHANGELOG.md has no line '## 0.1.0 (YYYY-MM-DD)'" in refused()
    assert "unknown option --dry" in refused("--dry")
    assert run("git", "tag", "v0.1.0", folder=project).returncode == 0
    assert "v0.1.0 is there already" in refused("--dry-run")
    (project / "new").write_text("", "utf-8")
    assert "not committed" in refused()


def test_the_matrix_says_what_it_did(tmp_path: Path) -> None:
    """With programs in the place of Pythons: one passes, one fails, two are shims for nothing."""
    if not shutil.which("bash"):
        pytest.skip("needs bash")
    (tmp_path / ".ci").mkdir()
    shutil.copy2(ROOT / ".ci" / "matrix", tmp_path / ".ci" / "matrix")
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text("", "utf-8")
    programs = tmp_path / "bin"
    programs.mkdir()
    for version, code in (("3.11", 0), ("3.13", 1)):
        made = tmp_path / ".venv" / "matrix" / version
        (made / "bin").mkdir(parents=True)
        script(programs / f"python{version}", "exit 0")
        script(made / "bin" / "python", f"echo Python {version}.0")
        script(made / "bin" / "pytest", f"echo $* >> {tmp_path}/asked; exit {code}")
        (made / "whole").write_text("", "utf-8")
    for version in ("3.12", "3.14"):  # before those that the system may have
        script(programs / f"python{version}", "exit 127")
    done = subprocess.run(
        ["bash", ".ci/matrix"],
        cwd=tmp_path,
        env={"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    said = done.stdout.splitlines()[-1]
    assert said == "passed: 3.11; failed: 3.13; not found: 3.12 3.14"
    assert done.returncode == 1
    assert (tmp_path / "asked").read_text("utf-8").count("not browser and not slow and not long") == 2


def script(file: Path, text: str) -> None:
    file.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    file.chmod(0o755)


def test_a_python_that_is_too_old_is_named(tmp_path: Path) -> None:
    if not shutil.which("make"):
        pytest.skip("needs make")
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy2(ROOT / name, tmp_path / name)
    script(tmp_path / "python3.10", "exit 1")  # what it says when it is asked for its version
    done = run("make", "site", f"PYTHON={tmp_path}/python3.10", folder=tmp_path)
    assert done.returncode
    assert f"需要 Python 3.11 以上，{tmp_path}/python3.10 不是" in done.stdout
    assert not (tmp_path / ".venv").exists()
