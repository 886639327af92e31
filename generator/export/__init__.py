"""Take along: an outline as a file for Word, for a plain editor, for programs."""

from generator.export.plain import as_json, as_text
from generator.export.word import as_word

__all__ = ["as_json", "as_text", "as_word"]
