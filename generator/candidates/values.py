"""What a candidate is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from generator.families import Kind
from generator.markers import Punct


class Context(IntEnum):
    """What a candidate stands behind."""

    LINE = 0
    SENTENCE = 1
    COLON = 2
    SEMICOLON = 3
    COMMA = 4
    GLUED = 5


LINE, SENTENCE, COLON, SEMICOLON, COMMA, GLUED = Context
"""The same by names of their own: in Python 3.11 a member of a class is looked up by a call."""


@dataclass(slots=True)
class Candidate:
    """A marker, or an unnumbered heading, in one reading."""

    passage: int
    start: int
    end: int
    """``text[start:end]`` is the marker."""
    stop: int
    """Where the heading ends, if no other begins before."""
    family: int
    kind: Kind
    rank: float
    number: int
    """0: unnumbered."""
    context: Context
    punct: Punct = Punct.PROPER
    ocr: bool = False
    body: bool = False
    """Something follows the heading before the next of its kind."""
    announced: bool = False
    """The words before it say that several items follow."""
    section: float = 0.0
    point: float = 0.0
    extra: float = 0.0
    """Cost of the marker's form, however it is used."""
    forced: bool = False
    """The keeper says it is a heading."""


@dataclass(slots=True)
class Place:
    """A place of the text with its readings, and what it costs to read nothing there."""

    readings: list[Candidate]
    reject: float
    forced: bool = False


WORDS = ("首先", "一方面", "一个是", "一则")

MAX_HEADING = 90
"""Characters of the longest line that can be a heading without an end mark."""
