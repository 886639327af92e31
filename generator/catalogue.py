"""The values of the archive as a whole: what its lists show, and what a page shows of the archive around it.

    Record -> Card -> Archive -> Page

They are small enough that the main process keeps those of every document in memory.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from .model import Directions, Note


class Card(Struct, frozen=True):
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
    organisation: str = ""
    """The unit that speaks."""
    restricted: bool = False
    """It carries a handling notice."""
    was: tuple[str, ...] = ()
    """Addresses that its page had before, as paths of HTML files from the site's root."""


class Profile(Struct, frozen=True):
    """What a published outline contributes to the relations of the archive (:mod:`generator.relations`).

    The fields are packed: the main process keeps those of all documents.
    """

    words: str = ""
    """The nouns that say most, most telling first, parted by spaces."""
    counts: bytes = b""
    """How often each stands there, at most 255."""
    weights: bytes = b""
    """Ten times the inverse document frequency of each in general Chinese."""
    text: bytes = b""
    """Sample of its wording (:func:`generator.relations.sketches.sketch`)."""
    order: bytes = b""
    """Sample of the order of its wording."""
    characters: bytes = b""
    """Filter of its pairs of characters (:func:`generator.relations.sketches.character_filter`)."""
    phrases: str = ""
    """What may be a set phrase in it, parted by spaces; in quotation marks where it stands so."""
    tags: tuple[str, ...] = ()
    """The keeper's."""


class Status(StrEnum):
    """What became of a source."""

    PUBLISHED = "published"
    WITHHELD = "withheld"
    FAILED = "failed"


class Entry(Struct, frozen=True):
    """What the main process keeps of one source; its record stays in the cache under ``key``."""

    path: str
    address: str
    key: str
    """Of everything the record was made from: bytes, directions, options, code."""
    status: Status
    card: Card | None = None
    """Where it is published."""
    profile: Profile | None = None
    """Where it is published."""
    problems: tuple[Note, ...] = ()
    reason: str = ""
    """Why it is withheld."""
    codes: tuple[str, ...] = ()
    """Of its notes."""
    set_aside: int = 0
    """Stretches of text that no page shows."""
    masked: int = 0
    """Contacts that are hidden in it."""
    confidence: float = 1.0
    digest: str = ""
    """Of the source's bytes, where it is published."""
    moved: tuple[str, ...] = ()
    """Addresses (``旧栏目/旧名.md``) that the page had in earlier builds and that nothing leads on from."""


class Settings(Struct, frozen=True):
    """What a folder's ``collection.yml`` says."""

    title: str = ""
    order: float | None = None
    """Smaller comes first; folders without one come last, by name."""
    description: str = ""
    defaults: Directions = Directions()
    """For the outlines below the folder."""


class Collection(Struct, frozen=True):
    """A folder of outlines, with what its ``collection.yml`` says."""

    folder: str
    """POSIX path below the content folder; empty: the whole archive."""
    title: str
    description: str = ""
    cards: tuple[Card, ...] = ()
    """Of the outlines at any depth: newest first, undated last, then by path."""
    children: tuple[str, ...] = ()
    """Folders directly below that hold outlines at any depth, in their order."""


class Link(Struct, frozen=True):
    """A title and the page it leads to, as a percent-encoded address from the site's root."""

    title: str
    url: str


class Related(Struct, frozen=True):
    """An outline on the same matter."""

    link: Link
    words: tuple[str, ...]
    """What both are about: the reason."""


class Version(Struct, frozen=True):
    """Another version of the same text."""

    link: Link
    date: str
    comparison: str
    """The address of the page that shows the two side by side; empty where there is none."""


class Surroundings(Struct, frozen=True):
    """What an outline's page shows of the archive around it."""

    crumbs: tuple[Link, ...] = ()
    previous: Link | None = None
    next: Link | None = None
    topics: tuple[Link, ...] = ()
    """What it is about, most telling first; without an address where too few others are about it."""
    related: tuple[Related, ...] = ()
    versions: tuple[Version, ...] = ()
    """Newest first, itself not among them."""
    phrases: tuple[Link, ...] = ()
    """The set phrases that stand in it."""


class Use(Struct, frozen=True):
    """A place where a set phrase stands."""

    phrase: str
    section: str
    """The id of the heading that it stands under; empty before the first."""
    before: str
    """The words before it in its paragraph, as many as one line shows."""
    after: str


class Phrase(Struct, frozen=True):
    """A set phrase (提法) and where it stands."""

    name: str
    cards: tuple[Card, ...]
    """Newest first, undated last."""
    counts: tuple[int, ...]
    """How often it stands in each."""
    together: tuple[str, ...] = ()
    """Phrases that stand in most of the same outlines."""


class Relations(Struct, frozen=True):
    """What outlines have to do with one another by their content."""

    topics: dict[str, tuple[str, ...]] = {}
    """By path: the keeper's tags, else keywords, most telling first."""
    tags: tuple[str, ...] = ()
    """The topics that the keeper named, in the order of their characters."""
    related: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    """By path: (path, shared words), most alike first."""
    versions: tuple[tuple[str, ...], ...] = ()
    """Groups of paths."""
    phrases: tuple[str, ...] = ()
    """All set phrases, in the order of their characters."""
    together: dict[str, tuple[str, ...]] = {}
    """By phrase, those that stand in most of the same outlines."""
    counts: dict[str, tuple[tuple[str, int], ...]] = {}
    """By path: (phrase, how often) of those that stand in it, in their order there."""


class Archive(Struct, frozen=True):
    """The published outlines in relation to one another."""

    collections: dict[str, Collection] = {}
    """By folder; the whole archive under the empty name."""
    around: dict[str, Surroundings] = {}
    """By path of the source."""

    relations: Relations = Relations()
    topics: dict[str, tuple[Card, ...]] = {}
    """By name, the topics that have a page: newest first."""
    phrases: dict[str, Phrase] = {}
    """By name, the set phrases, in the order of their characters."""
    versions: tuple[tuple[Card, ...], ...] = ()
    """Groups of versions of one text, newest first."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """All published outlines, newest first."""
        return self.collections[""].cards if "" in self.collections else ()
