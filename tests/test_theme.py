"""Where templates and assets come from: the keeper's own first, then ours, then Material's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.theme import Theme

from generator import carried
from generator.plugin import theme
from generator.plugin.keys import settings_key


def config(folder: Path, **said: Any) -> MkDocsConfig:
    (folder / "content").mkdir(exist_ok=True)
    settings = {"site_name": "库", "docs_dir": "content", "theme": {"name": "material", **said}, "plugins": []}
    file = folder / "mkdocs.yml"
    file.write_text(yaml.safe_dump(settings), "utf-8")
    loaded = load_config(str(file))
    theme.lay(loaded)
    return loaded


def folders(loaded: MkDocsConfig) -> list[Path]:
    return [Path(folder) for folder in loaded.theme.dirs]


def test_ours_stands_before_material(tmp_path: Path) -> None:
    ours, material, *_ = folders(config(tmp_path))
    assert ours == ROOT / "theme"
    assert material.parts[-2:] == ("material", "templates")


def test_the_keeper_s_own_stands_before_ours_and_is_watched(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    loaded = config(tmp_path)
    assert folders(loaded)[:2] == [tmp_path / "theme", ROOT / "theme"]
    assert loaded.watch == [str(tmp_path / "theme")]
    (tmp_path / "theme" / "outline.html").write_text("ours", "utf-8")
    env = loaded.theme.get_env()
    assert env.get_template("outline.html").filename == str(tmp_path / "theme" / "outline.html")
    assert env.get_template("home.html").filename == str(ROOT / "theme" / "home.html")
    assert "material" in str(env.get_template("base.html").filename)


def test_what_is_named_in_mkdocs_yml_comes_first_and_once(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    (tmp_path / "other").mkdir()
    assert folders(config(tmp_path, custom_dir="theme"))[:2] == [tmp_path / "theme", ROOT / "theme"]
    named = folders(config(tmp_path, custom_dir="other"))
    assert named[:3] == [tmp_path / "other", tmp_path / "theme", ROOT / "theme"]
    assert len(named) == len(set(named))


def test_another_theme_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    assert not {tmp_path / "theme", ROOT / "theme"} & set(folders(config(tmp_path, name="mkdocs")))


def test_a_wheel_has_it_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carried, "_PACKAGE", tmp_path / "generator")
    assert carried.theme_folder() == tmp_path / "theme"
    (tmp_path / "generator" / "theme").mkdir(parents=True)
    assert carried.theme_folder() == tmp_path / "generator" / "theme"


def test_pages_are_made_anew_when_the_theme_that_came_with_the_package_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where it is installed, and so known by its version: a wheel may be built twice from one version."""
    package = tmp_path / "site-packages" / "generator"
    (package / "theme").mkdir(parents=True)
    (package / "theme" / "outline.html").write_text("one", "utf-8")
    monkeypatch.setattr(carried, "_PACKAGE", package)
    before = settings_key(config(tmp_path))
    assert settings_key(config(tmp_path)) == before
    (package / "theme" / "outline.html").write_text("two", "utf-8")
    assert settings_key(config(tmp_path)) != before


def test_every_asset_of_the_theme_is_found_and_no_icon_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "theme" / ".hidden").mkdir(parents=True)
    (tmp_path / "theme" / ".hidden" / "a.css").touch()
    (tmp_path / "theme" / "own.css").touch()
    loaded = config(tmp_path)
    ours, stock = Files([]), Files([])
    ours.add_files_from_theme(loaded.theme.get_env(), loaded)
    stock.add_files_from_theme(Theme.get_env(loaded.theme), loaded)
    assert [file.src_uri for file in ours] == [file.src_uri for file in stock]
    assert {"own.css", "assets/javascripts/site.js"} <= ours.src_uris.keys()
    env = loaded.theme.get_env()
    assert len(env.list_templates()) < 1000
    assert env.get_template(".icons/material/magnify.svg")
