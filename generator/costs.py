"""The table of costs: what each decision about roles and about headings costs, from ``costs.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

Costs = dict[str, dict[str, float]]


@cache
def costs() -> Costs:
    """The table of costs by section and name, read once."""
    data: dict[str, Any] = tomllib.loads(resources.files("generator").joinpath("costs.toml").read_text("utf-8"))
    return {name: {key: float(value) for key, value in table.items()} for name, table in data.items()}
