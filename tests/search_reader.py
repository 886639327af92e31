"""Reads the files of a search index as docs/search-index.md says: slow, plain, apart from the code that writes them."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path
from typing import Any

from generator.search.folding import fold, years

CODES = [chr(code) for code in range(0x23, 0x7F) if chr(code) != "\\"]

Units = set[tuple[int, int]]
"""(document, unit)."""


def column(text: str) -> list[int]:
    """The numbers of a text."""
    found = []
    value, scale = 0, 1
    for character in text:
        code = CODES.index(character)
        if code < 75:
            found.append(value + scale * code)
            value, scale = 0, 1
        else:
            value, scale = value + scale * (code - 75), scale * 16
    assert scale == 1
    return found


def units(text: str) -> Units:
    found = set()
    document = -1
    values = iter(column(text))
    for step in values:
        document, unit, more = document + step + 1, -1, 1
        while more:
            value = next(values)
            unit += value // 32 * 16 + value % 16 + 1
            more = value // 16 % 2
            found.add((document, unit))
    return found


def documents(text: str) -> set[int]:
    document = -1
    return {document := document + value + 1 for value in column(text)}


def weights(text: str) -> dict[int, int]:
    values = column(text)
    places = accumulate(value // 16 + 1 for value in values)
    return {place - 1: value % 16 for place, value in zip(places, values, strict=True)}


class Index:
    """An index in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = self.load("manifest")
        assert self.manifest["version"] == 3

    def load(self, name: str) -> Any:
        text = (self.folder / f"{name}.js").read_text("utf-8")
        before, after = f"tigangSearch({json.dumps(name)},", ")\n"
        assert text.startswith(before) and text.endswith(after)
        return json.loads(text[len(before) : -len(after)])

    def value(self, gram: str) -> Any:
        """The value of one or two characters; None where it is nowhere."""
        bits = self.manifest["shards"]
        first, second = ord(gram[0]), ord(gram[1]) if len(gram) > 1 else 0
        number = (first * 0x9E3779B1 + second * 0x85EBCA6B) % 2**32 >> (32 - bits)
        if not (self.folder / f"grams/{number:x}.js").exists():
            return None
        return self.load(f"grams/{number:x}").get(gram)

    def weights(self, character: str) -> dict[int, int]:
        return weights(self.value(character) or "")

    def units(self, pair: str, follower: str = "") -> Units:
        """Where a pair stands; with a follower, where it may stand before that."""
        value = self.value(pair)
        if value is None:
            return set()
        if isinstance(value, str):
            return units(value[1:])
        lists = dict(zip(value[1], value[2:], strict=False))
        rest = value[2 + len(lists)]
        if follower:
            return units(lists.get(follower, rest))
        return set().union(*map(units, (*lists.values(), rest)))

    def clean(self, pair: str) -> set[int]:
        """The documents in which a pair stands as words of its own."""
        value = self.value(pair)
        if value is None or value[0][0] == "0":
            return set()
        all_documents = {document for document, _ in self.units(pair)}
        match value[0][0]:
            case "1":
                return all_documents
            case "2":
                return documents(value[-1])
            case mode:
                assert mode == "3"
                return all_documents - documents(value[-1])

    def candidates(self, stream: str) -> set[int]:
        """The documents that may have a folded phrase, as one of its units says."""
        if len(stream) == 1:
            return set(self.weights(stream))
        found = [self.units(stream[at : at + 2], stream[at + 2 : at + 3]) for at in range(len(stream) - 1)]
        return {document for document, _ in set.intersection(*found)}

    def paragraphs(self, document: int) -> list[str]:
        """The paragraphs of a document's text file."""
        text = self.load(f"text/{document}")
        bodies = [paragraph for _, _, *paragraphs in text["b"] for paragraph in paragraphs]
        return [*text["t"].split("\n"), *text["f"], *(heading for _, _, heading in text["h"]), *bodies]

    def find(self, phrase: str) -> set[int]:
        """The documents that have a phrase: as typed, or with its years in digits."""
        found = set()
        for stream in {fold(phrase), years(fold(phrase))}:
            for document in self.candidates(stream) if stream else ():
                folded = [fold(paragraph) for paragraph in self.paragraphs(document)]
                if any(stream in form for text in folded for form in (text, years(text))):
                    found.add(document)
        return found
