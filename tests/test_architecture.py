"""Data flows one way: a stage imports the model and what stands before it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator"

# From the bytes to the site. A module may import those on earlier lines, and on its own line those before it.
ORDER = """
    arrays model catalogue refusals
    storage cache stamps folders progress locking markup naming
    directions readers settings sources
    garbage costs numerals families markers cues unwrap roles
    candidates lattice points structure meta
    dates contacts masking packaged frequencies words pinyin wording facts screening
    lengths gist article
    relations places archive connections difference listing redirects feed pages export search index report
    options spotless discovery pipeline workers cluster relating lists intake output build
    kept publish published policy packs
    carried starting schema console
    plugin __main__
""".split()


def imports(path: Path) -> set[str]:
    """The modules of the package, at its top level, that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
            module = node.module or ""
            inside = path.parent != PACKAGE
            if (node.level == 1 and not inside) or node.level == 2:
                found |= {module.split(".")[0]} if module else set(names)
            elif module == "generator":
                found |= set(names)
            elif module.startswith("generator."):
                found.add(module.split(".")[1])
    return found


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert own in ORDER, f"{own} has no place in the order of the stages"
    later = {name for name in imports(path) if name in ORDER[ORDER.index(own) + 1 :]}
    assert not later, f"{own} imports {', '.join(later)}, which come after it"


ENGINES = ("mkdocs", "material", "properdocs", "zensical")


def test_only_the_plugin_knows_mkdocs() -> None:
    for path in PACKAGE.rglob("*.py"):
        if (PACKAGE / "plugin") not in path.parents:
            roots = {
                name.split(".")[0]
                for node in ast.walk(ast.parse(path.read_text("utf-8")))
                for name in (
                    [alias.name for alias in node.names]
                    if isinstance(node, ast.Import)
                    else [node.module or ""]
                    if isinstance(node, ast.ImportFrom) and not node.level
                    else []
                )
            }
            assert not roots & set(ENGINES), path.relative_to(PACKAGE)


@pytest.mark.slow
def test_all_but_the_plugin_runs_without_mkdocs() -> None:
    # Nothing of what is imported brings MkDocs along either.
    names = [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for path in modules()
        if (PACKAGE / "plugin") not in path.parents and path.name not in ("__init__.py", "__main__.py")
    ]
    script = f"""
import importlib, sys
sys.modules.update(dict.fromkeys({ENGINES}))  # whoever asks for one gets an ImportError
for name in sys.argv[1:]:
    importlib.import_module(name)
"""
    command = [sys.executable, "-c", script, *names, "generator.__main__"]
    done = subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_grows_two_purposes(path: Path) -> None:
    # The model has a docstring under every field and no code.
    limit = 400 if path.name == "model.py" else 350
    assert len(path.read_text("utf-8").splitlines()) <= limit
