"""Compose the pages that show the archive as a whole: home, collections, browse, phrases, versions, skeletons.

Each is a :class:`ListPage`, which is composed only when its key has changed.
"""

from .base import ListPage
from .site import pages

__all__ = ["ListPage", "pages"]
