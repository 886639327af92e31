"""The values of the archive as a whole: what its lists show, and what a page shows of the archive around it.

    Record -> Card -> Archive -> Page

They are small enough that the main process keeps those of every document in memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from .model import Directions, Note


@dataclass(frozen=True, slots=True)
class Card:
    """What lists show of a published outline: small enough to keep all in memory."""

    path: str
    address: str
    title: str
    genre: str = ""
    date: str = ""
    """ISO 8601, as much as is known."""
    characters: int = 0
    minutes: float = 0.0
    headings: tuple[tuple[str, str], ...] = ()
    """First-level headings as (marker, words)."""
    section_count: int = 0
    keywords: tuple[str, ...] = ()
    restricted: bool = False
    """It carries a handling notice."""
    was: tuple[str, ...] = ()
    """Addresses that its page had before, as paths of HTML files from the site's root."""


class Status(StrEnum):
    """What became of a source."""

    PUBLISHED = "published"
    WITHHELD = "withheld"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the main process keeps of one source; its record stays in the cache under ``key``."""

    path: str
    address: str
    key: str
    """Of everything the record was made from: bytes, directions, options, code."""
    status: Status
    card: Card | None = None
    """Where it is published."""
    problems: tuple[Note, ...] = ()
    reason: str = ""
    """Why it is withheld."""
    note_count: int = 0
    confidence: float = 1.0
    digest: str = ""
    """Of the source's bytes, where it is published."""
    moved: tuple[str, ...] = ()
    """Addresses (``旧栏目/旧名.md``) that the page had in earlier builds and that nothing leads on from."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a folder's ``collection.yml`` says."""

    title: str = ""
    order: float | None = None
    """Smaller comes first; folders without one come last, by name."""
    description: str = ""
    defaults: Directions = field(default_factory=Directions)
    """For the outlines below the folder."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder of outlines, with what its ``collection.yml`` says."""

    folder: str
    """POSIX path below the content folder; empty: the whole archive."""
    title: str
    description: str = ""
    cards: tuple[Card, ...] = ()
    """Of the outlines at any depth: newest first, undated last, then by path."""
    children: tuple[str, ...] = ()
    """Folders directly below that hold outlines at any depth, in their order."""


@dataclass(frozen=True, slots=True)
class Link:
    """A title and the page it leads to, as a percent-encoded address from the site's root."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an outline's page shows of the archive around it."""

    crumbs: tuple[Link, ...] = ()
    previous: Link | None = None
    next: Link | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """The published outlines in relation to one another."""

    collections: dict[str, Collection] = field(default_factory=dict)
    """By folder; the whole archive under the empty name."""
    around: dict[str, Surroundings] = field(default_factory=dict)
    """By path of the source."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """All published outlines, newest first."""
        return self.collections[""].cards if "" in self.collections else ()
