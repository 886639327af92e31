"""What a keeper may set under ``outlines:`` in mkdocs.yml."""

from __future__ import annotations

from typing import Any, Literal

from mkdocs.config import config_options as option
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.exceptions import PluginError

from ..export import Downloads
from ..markers import DEFAULT
from ..options import errors
from ..pipeline import Options
from ..screening import Policy


class OutlinesConfig(Config):
    """What a keeper may set under ``outlines:``."""

    ignore = option.ListOfItems(option.Type(str), default=[])
    """Patterns of paths that are passed over."""
    pages = option.ListOfItems(option.Type(str), default=[])
    """Patterns of .md files that are pages written by hand, not outlines."""
    restricted: Literal["banner", "withhold"] = option.Choice(("banner", "withhold"), default="banner")  # type: ignore[assignment]
    """What happens to a document with a handling notice (仅供学习、内部资料)."""
    markers = option.ListOfItems(option.Type(str), default=[])
    """Further families of numbering: ``措施{一}：``."""
    mask = option.ListOfItems(option.Type(str), default=[])
    """Further regular expressions to hide."""
    names = option.ListOfItems(option.Type(str), default=[])
    """Names to hide."""
    phrases = option.ListOfItems(option.Type(str), default=[])
    """Set phrases (提法) beside those that are found."""
    downloads = option.ListOfItems(option.Type(str), default=["docx", "txt", "json"])
    """The files beside each outline's page."""
    original = option.Type(bool, default=False)
    """Whether the source is offered, where nothing in it forbids that."""
    workers = option.Type(int, default=0)
    """Worker processes; 0: one for each processor."""

    def load_dict(self, patch: dict[str, Any]) -> None:
        """Keep what was written, to say what is wrong in it."""
        super().load_dict(patch)
        self._written = patch

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        """Say it in the keeper's words."""
        wrong = errors(self._written, [key for key, _ in self._schema])
        return ([(key, ValidationError(text)) for key, text in wrong], []) if wrong else super().validate()

    def options(self) -> Options:
        """What changes how a document is understood. Raises PluginError."""
        try:
            policy = Policy(restricted=self.restricted, mask=tuple(self.mask), names=tuple(self.names))
            DEFAULT.extended(self.markers)
        except ValueError as error:
            raise PluginError(f"mkdocs.yml 里 outlines 的设置不对：{error}") from error
        return Options(policy=policy, families=tuple(self.markers))

    def offered(self) -> Downloads:
        """What readers may take along. Raises PluginError."""
        try:
            return Downloads(kinds=tuple(self.downloads), original=self.original)
        except ValueError as error:
            raise PluginError(f"mkdocs.yml 里 outlines 的设置不对：{error}") from error
