"""What editors and docs/ say of the options, made from the table of them.

``python -m generator.schema`` writes both files anew: ``generator/outlines.schema.json`` and ``docs/options.md``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from . import storage
from .options import OPTIONS, Option

FILE = Path(__file__).parent / "outlines.schema.json"
"""The schema as it comes with the package."""
PAGE = Path(__file__).parent.parent / "docs" / "options.md"
"""The page, in a checkout."""


def schema() -> dict[str, Any]:
    """A JSON schema (draft 7, which editors know) of mkdocs.yml; it says nothing of what is not ours."""
    ours = {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            key: {**option.schema, "default": option.default, "description": option.says}
            for key, option in OPTIONS.items()
        },
    }
    named = {"type": "object", "properties": {"outlines": ours}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "mkdocs.yml（提纲）",
        "type": "object",
        "properties": {
            "plugins": {"anyOf": [{"type": "array", "items": {"anyOf": [{"type": "string"}, named]}}, named]},
        },
    }


def text() -> str:
    """The schema as a file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def page() -> str:
    """A page of Markdown with every option: type, default, a sentence, an example."""
    return _HEAD + "\n".join(_part(key, option) for key, option in OPTIONS.items())


_HEAD = """# 设置

`mkdocs.yml` 里 `outlines:` 下能写的各项。都可以不写，不写就是默认值。
写错了键或值，`mkdocs build` 会指出是哪一项、可以写什么、可能想写的是哪一个，什么也不发布。

    plugins:
      - outlines:
          ignore: ["草稿", "*.bak"]
          workers: 2

编辑器里要有提示和检查（VS Code 装 YAML 扩展，PyCharm 自带），先运行 `tigang schema > outlines.schema.json`，
再在 `mkdocs.yml` 的第一行写上

    # yaml-language-server: $schema=outlines.schema.json

本页由 `python -m generator.schema` 写出，与程序所认的一致；装好的版本用 `tigang schema --page` 打印。

"""


def _part(key: str, option: Option) -> str:
    default = json.dumps(option.default, ensure_ascii=False)
    return f"## {key}\n\n{option.says}\n\n- 类型：{option.kind}\n- 默认：`{default}`\n- 例：`{key}: {option.example}`\n"


if __name__ == "__main__":
    storage.write(FILE, text().encode())
    storage.write(PAGE, page().encode())
