"""What outlines are about, measured against the archive they stand in: keywords, and related outlines.

The weight of a word is its inverse document frequency in the archive, to which general Chinese counts as much as
``GENERAL`` further documents: so a single outline has keywords, and in a large archive only its own frequencies matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..catalogue import Profile
from .joins import I64, best, expand, runs, summed

F64 = npt.NDArray[np.float64]

GENERAL = 24
KEYWORDS = 5
SHARED = 1.6
"""How much more a word counts as a keyword where other documents have it too."""
SIGNATURE = 20
"""So many words of a document stand for it when others are looked for."""
POSTINGS = 16
"""A word leads to at most so many documents, those that it matters most in: the cost grows with the archive alone."""
RELATED = 5
LEAST = 0.06
"""Documents less alike than this (cosine of their signatures) are not related."""
REASONS = 4
_SCALE = 1000
_CHUNK = 250
"""So many documents are compared at a time: what is at work then fits into the processor's cache."""
_DIGEST = 16


class Terms:
    """The words of all documents, in the order of ``profiles``."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._count = len(profiles)
        held = " ".join(profile.words for profile in profiles).split()
        self._words = sorted(set(held))  # in an order of their own, so that ties do not depend on that of documents
        numbers = dict(zip(self._words, range(len(self._words)), strict=True))
        sizes = [len(profile.counts) for profile in profiles]
        self._documents = np.repeat(np.arange(len(profiles), dtype=np.int64), sizes)
        self._terms = np.fromiter(map(numbers.__getitem__, held), dtype=np.int64, count=len(held))
        counts = np.frombuffer(b"".join(profile.counts for profile in profiles), dtype=np.uint8)
        general = np.frombuffer(b"".join(profile.weights for profile in profiles), dtype=np.uint8) / 10
        self._shares = np.bincount(self._terms, minlength=len(self._words))
        self._counts = np.maximum(counts, 1).astype(np.float64)
        self._weight = self._weights(general)[self._terms]

    def _weights(self, general: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        usual = np.zeros(len(self._words))
        np.maximum.at(usual, self._terms, general)
        total = _coarse(np.array([self._count]))[0] + GENERAL
        weights: F64 = -np.log((_coarse(self._shares) + GENERAL * np.exp(-usual)) / total)
        return weights

    def keywords(self) -> list[tuple[str, ...]]:
        """The words that say most of each document, most telling first; a word that others share gathers them."""
        shared = np.where(self._shares[self._terms] > 1, SHARED, 1.0)
        scores = np.rint(self._counts * self._weight * shared * 100).astype(np.int64)
        found: list[tuple[str, ...]] = [()] * self._count
        left, right, scores = best(self._documents, self._terms, scores, KEYWORDS)
        ranked = zip(right.tolist(), scores.tolist(), strict=True)
        telling = [self._words[number] if score > 0 else "" for number, score in ranked]
        for document, start, end in runs(left):
            found[document] = tuple(filter(None, telling[start:end]))
        return found

    def related(
        self, groups: Sequence[int], due: Sequence[int] | None = None
    ) -> list[tuple[tuple[int, tuple[str, ...]], ...]]:
        """For each document those most like it, best first, each with the words that they share.

        ``groups`` are numbers of documents that are versions of one another: these are not related but the same. Where
        ``due`` says of which documents it is asked, nothing is told of the others.
        """
        found: list[tuple[tuple[int, tuple[str, ...]], ...]] = [()] * self._count
        if not len(self._terms):
            return found
        group = np.asarray(groups, dtype=np.int64)
        words = self._words
        asked = np.asarray(range(self._count) if due is None else due, dtype=np.int64)
        for begin in range(0, len(asked), _CHUNK):
            left, right, _ = self._signatures.alike(asked[begin : begin + _CHUNK], group)
            reasons = self._signatures.shared(left, right)
            others: defaultdict[int, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
            for one, other, shared in zip(left.tolist(), right.tolist(), reasons, strict=True):
                others[one].append((other, tuple(words[term] for term in shared)))
            for one, those in others.items():
                found[one] = tuple(those)
        return found

    def compared(self, names: Sequence[str], groups: Sequence[int]) -> list[bytes]:
        """For each document a digest of all that its related ones follow from: itself, and where its words lead.

        ``names`` are the documents', in ascending order.
        """
        if not len(self._terms):
            return [b""] * self._count
        named = [f"{name}\0{names[group]}\0" for name, group in zip(names, groups, strict=True)]
        return self._signatures.digests(named, self._words)

    @cached_property
    def _signatures(self) -> _Signatures:
        scores = np.rint((1 + np.log(self._counts)) * self._weight * _SCALE).astype(np.int64)
        documents, terms, scores = best(self._documents, self._terms, scores, SIGNATURE)
        lengths = np.sqrt(np.bincount(documents, scores.astype(np.float64) ** 2, minlength=self._count))
        weights = np.rint(scores / np.maximum(lengths[documents], 1) * _SCALE).astype(np.int64)
        return _Signatures(self._count, documents, terms, weights)


class _Signatures:
    """The words that stand for each document, as rows (document, term, weight of 1,000 at most)."""

    def __init__(self, count: int, documents: I64, terms: I64, weights: I64) -> None:
        self._documents, self._terms, self._weights = documents, terms, weights
        held, self._members, self._strengths = best(terms, documents, weights, POSTINGS)
        self._starts = np.searchsorted(held, np.arange(int(terms.max()) + 1))
        self._sizes = np.diff(np.append(self._starts, len(held)))
        keys = (documents << 24) | terms
        order = np.argsort(keys)
        self._keys, self._by_key = keys[order], weights[order]
        self._begins = np.searchsorted(documents, np.arange(count + 1))

    def digests(self, named: Sequence[str], words: Sequence[str]) -> list[bytes]:
        """For each document, of its name and its words with their weights, and those of all that its words lead to."""
        held = [words[term] for term in self._terms.tolist()]
        bounds = list(pairwise(self._begins.tolist()))
        weights = self._weights.astype(np.uint16).tobytes()
        own = [
            _digest(f"{name}{' '.join(held[begin:end])}\0".encode() + weights[2 * begin : 2 * end])
            for name, (begin, end) in zip(named, bounds, strict=True)
        ]
        row = np.dtype((np.void, _DIGEST))
        led = np.frombuffer(b"".join(own), row)[self._members].tobytes()
        ends = zip(self._starts.tolist(), self._sizes.tolist(), strict=True)
        to = [_digest(led[_DIGEST * start : _DIGEST * (start + size)]) for start, size in ends]
        lead = np.frombuffer(b"".join(to), row)[self._terms].tobytes()
        return [
            _digest(one + lead[_DIGEST * begin : _DIGEST * end]) for one, (begin, end) in zip(own, bounds, strict=True)
        ]

    def alike(self, asked: I64, group: I64) -> tuple[I64, I64, I64]:
        """(document, other, likeness), best first, of the documents that are ``asked`` for."""
        own, _ = expand(self._begins[asked], self._begins[asked + 1] - self._begins[asked])
        terms = self._terms[own]
        index, owner = expand(self._starts[terms], self._sizes[terms])
        product = self._weights[own][owner] * self._strengths[index] // _SCALE
        left, right, likeness = summed(self._documents[own][owner], self._members[index], product)
        kept = (likeness >= LEAST * _SCALE) & (group[left] != group[right])
        return best(left[kept], right[kept], likeness[kept], RELATED)

    def shared(self, left: I64, right: I64) -> list[list[int]]:
        """Of each pair the terms that both have, those first that count most in both."""
        found: list[list[int]] = [[] for _ in left]
        if not len(left):
            return found
        index, pair = expand(self._begins[left], self._begins[left + 1] - self._begins[left])
        keys = (right[pair] << 24) | self._terms[index]
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        both = self._keys[places] == keys
        products = (self._weights[index] * self._by_key[places])[both]
        pairs, terms, _ = best(pair[both], self._terms[index][both], products, REASONS)
        listed = terms.tolist()
        for one, start, end in runs(pairs):
            found[one] = listed[start:end]
        return found


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=_DIGEST).digest()


def _coarse(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Counts with all but their two highest binary digits cut off: most edits leave the weights as they are."""
    low = np.maximum(np.floor(np.log2(np.maximum(counts, 1))).astype(np.int64) - 1, 0)
    return ((counts >> low) << low).astype(np.float64)
