"""Words of Chinese text: segmentation, and the words that say what a text is about.

rjieba cuts where it is installed, jieba where it is not; on Han text they agree.
"""

from __future__ import annotations

import importlib
import itertools
import logging
import re
import statistics
import sys
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
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
    texts = tuple(texts)
    nouns, headed = (_nouns(those, wording) for those in (texts, tuple(prominent)))
    seen = Counter(nouns)
    counts = seen.copy()
    for word, count in Counter(headed).items():
        counts[word] += count * (_PROMINENT - 1)  # what is prominent is counted once already
    # Few words come so often that a pair of them could, too.
    often = {word for word, count in counts.items() if count > _SEEN and len(word) == 2}
    pairs = Counter(neighbours(nouns, often))
    for pair in neighbours(headed, often):
        pairs[pair] += _PROMINENT - 1
    frequencies, usual = _frequencies()
    general = general_words()
    weights = {
        word: frequencies.get(word, usual)
        for word in counts
        if word and word not in general and (word in frequencies or seen[word] >= _SEEN)
    }
    for (first, second), count in pairs.items():
        # two words that stand together oftener than apart are one: 垃圾 + 分类, 营商 + 环境
        if count <= _SEEN or 2 * count < min(counts[first], counts[second]):
            continue
        known = [word for word in (first, second) if word in weights]
        if known and not {first, second} & _LOOSE and sum(text.count(first + second) for text in texts) >= _SEEN:
            weights[first + second] = max(weights[word] for word in known) * 1.5
            counts[first + second] = count
            for word in known:
                counts[word] -= count
    found = [(word, counts[word], round(weight, 2)) for word, weight in weights.items() if counts[word] > 0]
    return tuple(sorted(found, key=lambda term: (-term[1] * term[2], term[0]))[:n])


def neighbours(words: Sequence[str], few: Set[str]) -> Iterator[tuple[str, str]]:
    """The pairs of words that stand one after the other and are both among the ``few``."""
    places = itertools.compress(itertools.count(), map(few.__contains__, words))
    return ((words[one], words[two]) for one, two in itertools.pairwise(places) if two == one + 1)


def _nouns(texts: Iterable[str], wording: Mapping[str, Sequence[str]] | None) -> list[str]:
    """The words of texts in order, nothing in the place of those that are no Han nouns of two characters or more."""
    found: list[str] = []
    for text in texts:
        cut = segment(text) if wording is None else wording[text]
        try:
            found += list(map(_NOUNS.__getitem__, cut))
        except _NotAloneError:
            _NOUNS.learn(cut, text)
            found += map(_NOUNS.__getitem__, cut)
        found.append("")
    return found


class _NotAloneError(LookupError):
    """A word is cut in two where it stands alone."""


class _Nouns(dict[str, str]):
    """Word to itself, or to nothing where it is no such noun; most words come again and again."""

    def __missing__(self, word: str) -> str:
        if len(self) > _KNOWN:
            self.clear()
        kind = ""
        if _is_han(word):
            tagged = tag(word)
            if len(tagged) > 1:
                raise _NotAloneError(word)
            kind = tagged[0][1]
        return self._set(word, kind)

    def learn(self, words: Iterable[str], text: str) -> None:
        """Learn the parts of speech of these words from the text that they stand in."""
        kinds = dict(tag(text))
        for word in words:
            self._set(word, kinds.get(word, ""))

    def _set(self, word: str, kind: str) -> str:
        noun = self[word] = word if _is_han(word) and (_NOUN.match(kind) or word in _NO_NAMES) else ""
        return noun


def _is_han(word: str) -> bool:
    return len(word) > 1 and "\u3400" <= word[0] <= "\u9fff"


_NOUNS = _Nouns()
_KNOWN = 50_000
"""So many words are remembered: about ten megabytes."""


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


@cache
def _frequencies() -> tuple[dict[str, float], float]:
    """jieba's inverse document frequencies of Han words, and their median for words it does not know."""
    spec = find_spec("jieba")
    assert spec and spec.origin
    table = (Path(spec.origin).parent / "analyse" / "idf.txt").read_text("utf-8").split()
    numbers = {value: float(value) for value in set(table[1::2])}  # 270,000 words share 5,000 values
    found = dict(zip(table[::2], map(numbers.__getitem__, table[1::2]), strict=True))
    return found, statistics.median(found.values())
