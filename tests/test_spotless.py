"""Names without contacts are kept from build to build; a name with one never is."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from generator import spotless
from generator.cache import read_back
from generator.screening import Policy
from generator.spotless import Spotless

CLEAN, DIRTY = "2024年防汛发言", "讲话13800138000"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    names = Spotless(tmp_path / "names", Policy())
    assert names.hide(CLEAN) == CLEAN
    assert names.hide(DIRTY) == "讲话xxxxxxxxxxx"
    names.save()
    return tmp_path / "names"


def asked(monkeypatch: pytest.MonkeyPatch, file: Path, policy: Policy, name: str = CLEAN) -> bool:
    """Whether the rules are asked about a name."""
    with monkeypatch.context() as patch:
        patch.setattr(spotless, "hide_name", lambda name, policy: "asked")
        return Spotless(file, policy).hide(name) == "asked"


def test_the_rules_are_asked_once(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    assert not asked(monkeypatch, file, Policy())
    assert asked(monkeypatch, file, Policy(), "新名字")


def test_a_name_with_a_contact_is_not_kept(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    assert DIRTY.encode() not in file.read_bytes()
    assert asked(monkeypatch, file, Policy(), DIRTY)


def test_other_rules_know_no_name(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    assert asked(monkeypatch, file, Policy(names=("防汛",)))
    monkeypatch.setattr(spotless, "code_version", lambda: "other")
    assert asked(monkeypatch, file, Policy())


def test_what_is_damaged_is_not_believed(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    whole = read_back(file, tuple[str, list[str]])
    assert whole
    for data in (b"", b"\xc1", msgspec.msgpack.encode((whole[0], [CLEAN, DIRTY]))):
        file.write_bytes(data)
        assert asked(monkeypatch, file, Policy(), DIRTY)
        assert asked(monkeypatch, file, Policy())


def test_only_the_names_of_the_last_build_are_kept(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    names = Spotless(file, Policy())
    names.hide("新名字")
    names.save()
    assert not asked(monkeypatch, file, Policy(), "新名字")
    assert asked(monkeypatch, file, Policy())
