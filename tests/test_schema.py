"""What editors and docs/ say of the options is what the plugin takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args, get_type_hints

import jsonschema
import pytest
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from generator import schema
from generator.options import OPTIONS, errors
from generator.plugin.options import OutlinesConfig

CHECKER = jsonschema.Draft7Validator(schema.schema())
# Rules that JSON schema has no words for.
BEYOND = ("mask", "markers")


def accepted(outlines: object) -> bool:
    return CHECKER.is_valid({"plugins": ["search", {"outlines": outlines}]})


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(schema.schema())


def test_the_files_are_as_the_command_writes_them() -> None:
    again = "run python -m generator.schema"
    assert schema.FILE.read_text("utf-8") == schema.text(), again
    assert schema.PAGE.read_text("utf-8") == schema.page(), again


def test_the_plugin_has_every_option_and_no_other() -> None:
    taken = dict(OutlinesConfig._schema)
    assert list(taken) == list(OPTIONS)
    for key, option in OPTIONS.items():
        assert taken[key].default == option.default, key
        assert accepted({key: option.default}), key
        assert not option.wrong(option.default), key
    assert get_args(get_type_hints(OutlinesConfig)["restricted"]) == tuple(OPTIONS["restricted"].schema["enum"])


@pytest.mark.parametrize("key", OPTIONS)
def test_an_option_is_described(key: str) -> None:
    option = OPTIONS[key]
    assert option.says.endswith("。")
    example = yaml.safe_load(f"{key}: {option.example}")
    assert example[key] != option.default
    assert not errors(example)
    assert accepted(example)
    part = schema.page().split(f"\n## {key}\n")[1].split("\n## ")[0]
    assert option.says in part
    assert option.kind in part
    assert f"{key}: {option.example}" in part
    assert f"`{key}`" in (ROOT / "docs" / "index.md").read_text("utf-8")


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readmes_lead_to_the_options(readme: str) -> None:
    assert "(docs/options.md)" in (ROOT / readme).read_text("utf-8")


@pytest.mark.parametrize(
    "wrong",
    [
        {"restrictd": "banner"},
        {"restricted": "hide"},
        {"workers": "四"},
        {"workers": -1},
        {"workers": 257},
        {"workers": 1.5},
        {"workers": "dask://host"},
        {"workers": "dask://host:08786"},
        {"workers": "dask://:8786"},
        {"workers": "dask://a host:8786"},
        {"workers": "tcp://host:8786"},
        {"downloads": ["pdf"]},
        {"downloads": "docx"},
        {"original": "是"},
        {"ignore": "*.bak"},
        {"names": ["甲", 3]},
        {"pages": None},
        "banner",
        ["names"],
    ],
)
def test_what_is_wrong_is_wrong_to_both(wrong: Any) -> None:
    assert errors(wrong)
    assert not accepted(wrong)


def test_settings_as_they_are_written_are_taken() -> None:
    for file in (ROOT / "mkdocs.yml", ROOT / "generator" / "starter" / "mkdocs.yml"):
        CHECKER.validate(yaml.safe_load(file.read_text("utf-8")))
    CHECKER.validate({"site_name": "a", "plugins": {"outlines": {"workers": 2}, "tags": {"any": 1}}})
    assert not CHECKER.is_valid({"plugins": {"outlines": {"worker": 2}}})
    assert accepted(None)
    assert accepted({"workers": "dask://head.example.org:8786"})


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 300) | TEXT | st.sampled_from(["banner", "withhold", "docx", "txt"]),
    lambda of: st.lists(of, max_size=3) | st.dictionaries(TEXT, of, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(list(OPTIONS)) | TEXT, VALUES, max_size=3) | VALUES)
def test_editors_and_the_plugin_agree(outlines: Any) -> None:
    found = errors(outlines)
    if not found:
        assert accepted(outlines)
    elif not {key for key, _ in found} & set(BEYOND):
        assert not accepted(outlines)


def test_the_page_names_nothing_that_is_not_there(tmp_path: Path) -> None:
    example = schema.page().split("    plugins:")[1].split("\n\n")[0]
    CHECKER.validate(yaml.safe_load("plugins:" + example.replace("\n    ", "\n")))
