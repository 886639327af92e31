"""Packs: archives of outlines as they are downloaded (zip, 7z, rar, tar, a folder), copied into the content folder.

names     the encoding of names, and names that are safe everywhere
members   what a pack holds, within limits
formats   zip, tar and folders as members; tools: 7z and rar by another program
store     the archive: what it has already, and a free place for a new file
copying   which members are copied, and under which names; summary: what is said of it
"""

from __future__ import annotations

from . import summary
from .copying import Imported, import_pack
from .members import Limits, Outcome
from .store import Store

__all__ = ["Imported", "Limits", "Outcome", "Store", "import_pack", "summary"]
