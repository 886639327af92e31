"""The plugins that ours replaces."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig

from .messages import log

REPLACED = ("search", "material/search", "offline", "material/offline")
"""Plugins that would build and ship a second search, of which this theme has no use."""
KNOWN_PLUGINS = frozenset({"outlines", *REPLACED})
"""Plugins that make no page."""


def leave_out(config: MkDocsConfig) -> None:
    """Silence the plugins that ours replaces."""
    for name in REPLACED:
        if plugin := config.plugins.get(name):
            log.info("搜索由提纲自己提供，插件 %s 不起作用，可以从 mkdocs.yml 里删去", name)
            for methods in config.plugins.events.values():
                methods[:] = [method for method in methods if getattr(method, "__self__", None) is not plugin]
