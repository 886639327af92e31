"""What a keeper may set under ``outlines:`` in mkdocs.yml."""

from __future__ import annotations

from typing import Any, Literal

from mkdocs.config import config_options as option
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.exceptions import PluginError

from ..export import Downloads
from ..markers import DEFAULT
from ..options import CLUSTER, OPTIONS, REPORT, RESTRICTED, errors
from ..pipeline import Options
from ..screening import Policy
from ..workers import default_count


class OutlinesConfig(Config):
    """The keys as MkDocs takes them; what each is stands in :data:`~generator.options.OPTIONS`."""

    ignore = option.ListOfItems(option.Type(str), default=OPTIONS["ignore"].default)
    pages = option.ListOfItems(option.Type(str), default=OPTIONS["pages"].default)
    restricted: Literal["banner", "withhold"] = option.Choice(  # type: ignore[assignment]
        RESTRICTED, default=OPTIONS["restricted"].default
    )
    markers = option.ListOfItems(option.Type(str), default=OPTIONS["markers"].default)
    mask = option.ListOfItems(option.Type(str), default=OPTIONS["mask"].default)
    names = option.ListOfItems(option.Type(str), default=OPTIONS["names"].default)
    phrases = option.ListOfItems(option.Type(str), default=OPTIONS["phrases"].default)
    downloads = option.ListOfItems(option.Type(str), default=OPTIONS["downloads"].default)
    original = option.Type(bool, default=OPTIONS["original"].default)
    report: Literal["local", "publish"] = option.Choice(  # type: ignore[assignment]
        REPORT, default=OPTIONS["report"].default
    )
    workers = option.Type((int, str), default=OPTIONS["workers"].default)

    def load_dict(self, patch: dict[str, Any]) -> None:
        """Keep what was written, to say what is wrong in it."""
        super().load_dict(patch)
        self._written = patch

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        """Say it in the keeper's words."""
        wrong = errors(self._written)
        return ([(key, ValidationError(text)) for key, text in wrong], []) if wrong else super().validate()

    def options(self) -> Options:
        """What changes how a document is understood. Raises PluginError."""
        try:
            policy = Policy(restricted=self.restricted, mask=tuple(self.mask), names=tuple(self.names))
            DEFAULT.extended(self.markers)
        except ValueError as error:
            raise PluginError(f"mkdocs.yml 里 outlines 的设置不对：{error}") from error
        return Options(policy=policy, families=tuple(self.markers))

    def processes(self) -> int:
        """How many processes work at a time on this machine."""
        return self.workers if isinstance(self.workers, int) and self.workers else default_count()

    def cluster(self) -> str:
        """The address of the cluster that reads the documents, ``HOST:PORT``; empty where there is none."""
        return self.workers.removeprefix(CLUSTER) if isinstance(self.workers, str) else ""

    def offered(self) -> Downloads:
        """What readers may take along. Raises PluginError."""
        try:
            return Downloads(kinds=tuple(self.downloads), original=self.original)
        except ValueError as error:
            raise PluginError(f"mkdocs.yml 里 outlines 的设置不对：{error}") from error
