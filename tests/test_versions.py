"""Near-duplicates are found, and nothing else: on generated outlines of three kinds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import generate
from benchmarks import outlines as small
from benchmarks.search import outlines as large
from generator.relations.sketches import character_filter, codes, filter_places, likeness, sketch
from generator.relations.versions import group, groups

HAN = [chr(code) for code in range(0x4E00, 0x8000)]


def altered(rng: random.Random, text: str) -> str:
    """5 % of the characters replaced, left out or doubled by another."""
    out = []
    for character in text:
        if character == "\n" or rng.random() >= 0.05:
            out.append(character)
        else:
            out.append(rng.choice(["", character + rng.choice(HAN), rng.choice(HAN)]))
    return "".join(out)


def replaced(rng: random.Random, text: str) -> str:
    """5 % of the characters replaced."""
    return "".join(c if c == "\n" or rng.random() >= 0.05 else rng.choice(HAN) for c in text)


def swapped(text: str) -> str:
    """The second half of the lines before the first."""
    lines = text.split("\n")
    half = len(lines) // 2
    return "\n".join([*lines[half:], *lines[:half]])


def of_few_sentences(count: int) -> Iterator[str]:
    return (small.sample(seed, wrap=0).text for seed in range(count))


def as_generated(count: int) -> Iterator[str]:
    return (generate.outline(number).text for number in range(count))


def of_many_words(count: int) -> Iterator[str]:
    return (outline.text for outline in large.outlines(count))


@pytest.mark.slow
@pytest.mark.parametrize("alter", [altered, replaced])
@pytest.mark.parametrize("texts", [of_few_sentences, as_generated, of_many_words])
def test_all_pairs_and_no_others(
    texts: Callable[[int], Iterator[str]], alter: Callable[[random.Random, str], str]
) -> None:
    """400 outlines, of 60 an altered copy, of 30 one with its halves swapped: 90 pairs among 490."""
    rng = random.Random(11)
    own = list(texts(400))
    chosen = rng.sample(range(400), 90)
    copies = [alter(rng, own[index]) for index in chosen[:60]] + [swapped(own[index]) for index in chosen[60:]]
    wanted = {(index, 400 + place) for place, index in enumerate(chosen)}
    assert set(groups(group([sketch(codes(text)) for text in [*own, *copies]]))) == wanted


def test_a_third_of_the_text_makes_no_version() -> None:
    texts = list(of_many_words(2))
    third = len(texts[0]) // 3
    assert not groups(group([sketch(codes(texts[0])), sketch(codes(texts[1] + texts[0][:third]))]))


def test_a_version_with_a_quarter_rewritten() -> None:
    texts = list(of_many_words(2))
    quarter = len(texts[0]) // 4
    assert groups(group([sketch(codes(texts[0])), sketch(codes(texts[0][quarter:] + texts[1][:quarter]))])) == [(0, 1)]


def test_copies_make_one_group_whatever_their_number() -> None:
    texts = [*of_many_words(20)]
    many = [sketch(codes(text)) for text in [*texts, *[texts[3]] * 200]]
    assert groups(group(many)) == [(3, *range(20, 220))]


def test_texts_too_short_to_tell() -> None:
    assert not groups(group([sketch(codes(text)) for text in ["", "", "同志们", "开会了", "同志们：好"]]))
    assert groups(group([sketch(codes("同志们，现在开会。")), sketch(codes("同志们现在开会"))])) == [(0, 1)]


def test_the_order_of_documents_does_not_matter() -> None:
    texts = [*of_many_words(30)]
    rng = random.Random(5)
    sketches = [sketch(codes(text)) for text in [*texts, *(altered(rng, text) for text in texts[:8])]]
    order = list(range(len(sketches)))
    rng.shuffle(order)
    found = groups(group(sketches))
    shuffled = groups(group([sketches[index] for index in order]))
    assert {frozenset(one) for one in found} == {frozenset(order[index] for index in one) for one in shuffled}
    assert len(found) == 8


def test_likeness_of_samples() -> None:
    numbers = np.arange(0, 4000, 7, dtype=np.uint32)
    assert likeness(numbers, numbers) == 1.0
    assert likeness(numbers, numbers[:0]) == 0.0
    assert likeness(numbers, numbers[::2]) == pytest.approx(0.5, abs=0.01)
    # of samples of different reach only the common part counts
    assert likeness(numbers, numbers[:50]) == 1.0


@given(st.text(max_size=300), st.integers(0, 290), st.integers(2, 12))
def test_the_filter_misses_no_phrase(text: str, start: int, length: int) -> None:
    text = text.encode("utf-8", "replace").decode()
    phrase = text[start : start + length]
    bits = np.unpackbits(np.frombuffer(character_filter(codes(text)), dtype=np.uint8))
    # A phrase as it is chosen holds no punctuation; here whatever is not text is passed over in both.
    if len(codes(phrase)) == len(phrase):
        assert all(bits[place] for place in filter_places(phrase))


@given(st.text(max_size=80))
def test_codes_are_the_letters_and_digits(text: str) -> None:
    assert "".join(map(chr, codes(text).tolist())) == "".join(one for one in text if one.isalnum())
