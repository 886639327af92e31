"""The search index that the browser reads: docs/search-index.md has its format.

    Record -> Searchable -> entry (in a worker, cached) -> files

The package is imported only where something changed: numpy and the dictionaries take their time.
"""

from .entries import Entry, entry, read
from .index import update
from .units import Searchable, from_html, searchable

__all__ = ["Entry", "Searchable", "entry", "from_html", "read", "searchable", "update"]
