"""Take along: an outline as a file for Word, for a plain editor, for programs; its source where nothing forbids it."""

from generator.export.downloads import ALL, ORIGINAL, Downloads, Offer, contents, link, offers
from generator.export.original import may_offer_original
from generator.export.plain import as_json, as_text
from generator.export.word import as_word

__all__ = [
    "ALL",
    "ORIGINAL",
    "Downloads",
    "Offer",
    "as_json",
    "as_text",
    "as_word",
    "contents",
    "link",
    "may_offer_original",
    "offers",
]
