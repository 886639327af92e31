"""A page of the archive as a whole, which is composed only when it must be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from ..cache import code_version, digest
from ..catalogue import Card
from ..pages import Composed


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page whose front matter holds all that it shows."""

    make: Callable[[], dict[str, object]]
    """Gives the front matter."""
    key: str = ""
    """Changes whenever the page would; empty where only composing it tells."""
    restricted: bool = False
    """It shows text of an outline with a handling notice: no search engine is asked to index it."""

    def compose(self) -> Composed:
        """The page."""
        front = self.make()
        return Composed({**front, "noindex": True} if self.restricted else front, "", "", ())


Listed = Iterator[tuple[str, ListPage]]
"""Pages with their addresses."""


class Stamps:
    """Keys of pages that show cards. A card is known by the key of its record, which is made of all that it is of."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        """``keys`` of the records, by path."""
        self._keys = keys
        self._code = code_version().encode()

    def key(self, said: Iterable[object], cards: Iterable[Card]) -> str:
        """The key of a page that shows ``cards``, and of which all else is ``said``."""
        shown = "\n".join(f"{self._keys[card.path]} {card.address}" for card in cards)
        return digest(self._code, msgspec.msgpack.encode(list(said)), shown.encode())
