"""Words of Chinese text: segmentation, and the words that say what a text is about.

rjieba cuts where it is installed, jieba where it is not; on Han text they agree.
"""

from __future__ import annotations

import importlib
import itertools
import logging
import re
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

try:
    SEGMENTER = f"rjieba {version('rjieba')}"
    """Name and version of the segmenter: part of every cache key that depends on words."""
except PackageNotFoundError:
    SEGMENTER = f"jieba {version('jieba')}"

KEYWORDS = 5
TERMS = 40
"""So many terms of a document are kept to compare it with others."""
_NOUN = re.compile(r"(?:n(?!r)|vn|an|j)")
"""jieba's tags of nouns (vn 防汛, j 三农), names of persons excepted."""
_NO_NAMES = frozenset(
    """
    养老 小微 洪水 阳光 卫星 雷达 青少年 小学生 博士生 幼儿园 师范 师生 孤儿 玉米 麦子 胡萝卜 白酒 文明 道德
    智慧 荣誉 友谊 慈善 双拥 小康 顾客 古建筑 宫殿 石英 花岗岩 保健 康复 维生素 过敏 体操 红外 高铁 黄河 秦岭
    黄帝 温泉 雪山 蓝天 田园 丛林 松树 桂花 银杏 杜鹃花 梅花 孔雀
    """.split()
)
"""Words that jieba's dictionary tags as names of persons."""
_CLAUSE = re.compile(r"[^\s，。、；：！？“”（）《》]+")
_PROMINENT = 4
"""How often a word of a title or heading counts."""
_LOOSE = frozenset(
    ["工作", "活动", "情况", "问题", "任务", "报告", "会议", "大会", "案例", "研讨", "党课", "条件", "行动", "动员"]
)
"""Words that stand beside any other without making one word of two."""
_SEEN = 3
"""How often a word must stand in the text that jieba's table does not know: it may have been cut wrongly."""


def cache_in(folder: Path) -> None:
    """Let jieba, ours or another plugin's, keep its dictionary cache in ``folder`` and log nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    _cache["folder"] = str(folder)
    if "jieba" in sys.modules:
        _jieba().dt.tmp_dir = str(folder)


_cache: dict[str, str] = {}
"""Where jieba keeps its dictionary cache, from its import on."""


def learn(words: Iterable[str]) -> None:
    """Add the keeper's words, as nouns, so that the segmenter keeps them whole."""
    _NOUNS.clear()  # what was no noun may be one now
    for word in words:
        if SEGMENTER.startswith("rjieba"):
            _rjieba().add_word(word, None, "nz")
        else:
            _jieba().add_word(word, None, "nz")


def segment(text: str, guess: bool = True) -> list[str]:
    """``text`` as words; joined they are the text. ``guess``: also words that the dictionary does not know."""
    if SEGMENTER.startswith("rjieba"):
        return list(_rjieba().cut(text, guess))
    return list(_jieba().cut(text, HMM=guess))


def keywords(texts: Iterable[str], n: int = KEYWORDS, prominent: Iterable[str] = ()) -> tuple[str, ...]:
    """The ``n`` nouns that say most about ``texts``, as :func:`terms` finds them."""
    return tuple(word for word, _, _ in terms(texts, n, prominent))


def terms(
    texts: Iterable[str],
    n: int = TERMS,
    prominent: Iterable[str] = (),
    wording: Mapping[str, Sequence[str]] | None = None,
) -> tuple[tuple[str, int, float], ...]:
    """The ``n`` nouns that say most about ``texts``, most telling first: by TF-IDF, without the genre's general words.

    Each as (word, how often, inverse document frequency).

    ``texts`` are all texts of a document; those that are also ``prominent`` (its title and headings) weigh more.
    ``wording`` gives the words of each; without it they are cut here. The inverse document frequencies are jieba's own,
    read on first use.
    """
    # Imported where it is used: a build that changes nothing does not need numpy.
    from .frequencies import USUAL, frequencies

    texts, prominent = tuple(texts), tuple(prominent)
    cut, headed = (_cut(those, wording) for those in (texts, prominent))
    counted = Counter(cut)
    counted.update(dict.fromkeys(itertools.filterfalse(counted.__contains__, headed), 0))
    kinds = [*map(_NOUNS.__getitem__, counted)]
    seen = dict(itertools.compress(counted.items(), kinds))
    if None in kinds:
        strange = [word for word, kind in zip(counted, kinds, strict=True) if kind is None]
        known, prominently = frequencies(), set(headed)
        telling = [word for word in strange if counted[word] >= _SEEN or known[word] or word in prominently]
        for word in _strange(telling, (*texts, *prominent), wording):
            seen[word] = counted[word]
    counts = seen.copy()
    for word in filter(seen.__contains__, headed):
        counts[word] += _PROMINENT - 1  # what is prominent is counted once already
    # Few words come so often that a pair of them could, too.
    often = {word for word, count in counts.items() if count > _SEEN and len(word) == 2}
    pairs = Counter(neighbours(cut, often))
    for pair in neighbours(headed, often):
        pairs[pair] += _PROMINENT - 1
    general, whole = general_words(), "\n".join(texts)
    weights = {
        word: weight or USUAL
        for word, weight in zip(counts, map(frequencies().__getitem__, counts), strict=True)
        if word not in general and (weight or seen.get(word, 0) >= _SEEN)
    }
    for (first, second), count in pairs.items():
        # two words that stand together oftener than apart are one: 垃圾 + 分类, 营商 + 环境
        if count <= _SEEN or 2 * count < min(counts[first], counts[second]):
            continue
        parts = [word for word in (first, second) if word in weights]
        if parts and not {first, second} & _LOOSE and whole.count(first + second) >= _SEEN:
            weights[first + second] = max(weights[word] for word in parts) * 1.5
            counts[first + second] = count
            for word in parts:
                counts[word] -= count
    found = [
        (-count * weight, word, count, weight)
        for word, weight in zip(weights, map(_rounded, weights.values()), strict=True)
        if (count := counts[word]) > 0
    ]
    return tuple((word, count, weight) for _, word, count, weight in sorted(found)[:n])


def neighbours(words: Sequence[str], few: Set[str]) -> Iterator[tuple[str, str]]:
    """The pairs of words that stand one after the other and are both among the ``few``."""
    places = itertools.compress(itertools.count(), map(few.__contains__, words))
    return ((words[one], words[two]) for one, two in itertools.pairwise(places) if two == one + 1)


def _cut(texts: Iterable[str], wording: Mapping[str, Sequence[str]] | None) -> list[str]:
    """The words of texts in order, nothing after each text."""
    found: list[str] = []
    for text in texts:
        found += segment(text) if wording is None else wording[text]
        found.append("")
    return found


def _strange(words: Iterable[str], texts: Iterable[str], wording: Mapping[str, Sequence[str]] | None) -> Iterator[str]:
    """Those that are nouns of words that are cut in two where they stand alone: each in the first text that has it."""
    first: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        first[next(text for text in texts if word in text and word in _cut([text], wording))].append(word)
    for text, here in first.items():
        # Segmenters take a text clause by clause.
        clauses = [clause for clause in _CLAUSE.findall(text) if any(map(clause.__contains__, here))]
        kinds = dict(tag("，".join(clauses)))
        yield from (word for word in here if _is_noun(word, kinds.get(word, "")))


class _Nouns(dict[str, bool | None]):
    """Word to whether it is such a noun; None where it is cut in two. Most words come again and again."""

    def __missing__(self, word: str) -> bool | None:
        if len(self) > _KNOWN:
            self.clear()
        tagged = tag(word) if _is_han(word) else [(word, "")]
        noun = self[word] = _is_noun(word, tagged[0][1]) if len(tagged) == 1 else None
        return noun


def _is_noun(word: str, kind: str) -> bool:
    return _is_han(word) and (bool(_NOUN.match(kind)) or word in _NO_NAMES)


def _is_han(word: str) -> bool:
    return len(word) > 1 and "\u3400" <= word[0] <= "\u9fff"


_NOUNS = _Nouns()
_KNOWN = 50_000
"""So many words are remembered: about ten megabytes."""


_rounded = lru_cache(_KNOWN)(partial(round, ndigits=2))
"""Words share few frequencies."""


@cache
def general_words() -> frozenset[str]:
    """The words that every speech has and that say nothing of this one (``stopwords.txt`` beside this module)."""
    lines = Path(__file__).with_name("stopwords.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def tag(text: str) -> list[tuple[str, str]]:
    """(word, part of speech) of each word."""
    if not text.strip():
        return []
    if SEGMENTER.startswith("rjieba"):
        return list(_rjieba().tag(text))
    _jieba()
    return [(pair.word, pair.flag) for pair in importlib.import_module("jieba.posseg").cut(text)]


@cache
def _rjieba() -> Any:
    """rjieba, which reads its dictionary when it is imported: on first use."""
    return importlib.import_module("rjieba")


@cache
def _jieba() -> Any:
    """jieba, silenced."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports pkg_resources and writes invalid escapes
        jieba = importlib.import_module("jieba")
    jieba.setLogLevel(logging.WARNING)
    jieba.dt.tmp_dir = _cache.get("folder")
    return jieba
