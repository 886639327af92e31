"""Titles that run over several lines (titles.yaml), with what stands under them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import roles, structure
from generator.model import Line, Manuscript

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "titles.yaml").read_text("utf-8"))
BODY = """\
今年以来，我们按照统一部署，把每一件小事都落到人头，记在本子上，现将有关情况汇报如下。
一、主要做法
年初开了三次碰头会，把要做的事情一件一件列出来，谁来做、什么时候做完，都写得清清楚楚。
二、存在的问题
人手还是偏少，遇上雨天要连着守几个夜晚，设备也有几处老旧，需要逐步更换。
三、下一步打算
先做容易的，再做难的，到年底请大家回头看一遍。"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_title_of_several_lines(case: dict[str, Any]) -> None:
    text = case["front"].rstrip("\n") + "\n" + BODY
    lines = (Line(line, i) for i, line in enumerate(text.split("\n"), 1) if line.strip())
    outline = structure.parse(roles.assign(Manuscript("txt", tuple(lines))))
    assert outline.title == case["title"]
    assert outline.subtitle == case.get("subtitle", "")
    assert [scrap.text for scrap in outline.byline] == case.get("byline", [])
    assert [section.text for section in outline.sections] == ["一、主要做法", "二、存在的问题", "三、下一步打算"]
