"""Words of Chinese text: segmentation, and the words that say what a text is about.

rjieba cuts where it is installed, jieba where it is not; on Han text they agree.
"""

from __future__ import annotations

import importlib
import logging
import re
import statistics
import warnings
from collections import Counter
from collections.abc import Iterable
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

_HAN_WORD = re.compile(r"[\u3400-\u9fff]{2,}")
_NOUN = re.compile(r"(?:n(?!r)|vn|an|j)")
"""jieba's tags of nouns (vn 防汛, j 三农), names of persons excepted."""
_NO_NAMES = """
    养老 小微 洪水 阳光 卫星 雷达 青少年 小学生 博士生 幼儿园 师范 师生 孤儿 玉米 麦子 胡萝卜 白酒 文明 道德
    智慧 荣誉 友谊 慈善 双拥 小康 顾客 古建筑 宫殿 石英 花岗岩 保健 康复 维生素 过敏 体操 红外 高铁 黄河 秦岭
    黄帝 温泉 雪山 蓝天 田园 丛林 松树 桂花 银杏 杜鹃花 梅花 孔雀
""".split()  # noqa: SIM905
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
    _jieba().dt.tmp_dir = str(folder)


def learn(words: Iterable[str]) -> None:
    """Add the keeper's words, as nouns, so that the segmenter keeps them whole."""
    for word in words:
        if SEGMENTER.startswith("rjieba"):
            importlib.import_module("rjieba").add_word(word, None, "nz")
        else:
            _jieba().add_word(word, None, "nz")


def segment(text: str) -> list[str]:
    """``text`` as words; joined they are the text."""
    if SEGMENTER.startswith("rjieba"):
        return list(importlib.import_module("rjieba").cut(text))
    return list(_jieba().cut(text))


def keywords(texts: Iterable[str], n: int = 5, prominent: Iterable[str] = ()) -> tuple[str, ...]:
    """The ``n`` nouns that say most about ``texts``: by TF-IDF, without the genre's general words.

    ``texts`` are all texts of a document; those that are also ``prominent`` (its title and headings) weigh more.
    The inverse document frequencies are jieba's own, read on first use.
    """
    frequencies, usual = _frequencies()
    body = _tag("\n".join(texts))
    counts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for weight, words in ((1, body), (_PROMINENT - 1, _tag("\n".join(prominent)))):
        before = ""
        for word, tag in words:
            noun = _HAN_WORD.fullmatch(word) and (_NOUN.match(tag) or word in _NO_NAMES)
            if noun:
                counts[word] += weight
                if len(before) == len(word) == 2 and not {before, word} & _LOOSE:
                    pairs[before, word] += weight
            before = word if noun else ""
    often = Counter(word for word, _ in body)
    scores = {
        word: count * frequencies.get(word, usual)
        for word, count in counts.items()
        if word not in general_words() and (word in frequencies or often[word] >= _SEEN)
    }
    running = "".join(word for word, _ in body)
    for (first, second), count in pairs.most_common():
        known = [word for word in (first, second) if word in scores]
        # two words that stand together oftener than apart are one: 垃圾 + 分类, 营商 + 环境
        if count > _SEEN and known and 2 * count >= min(counts[first], counts[second]):
            if running.count(first + second) < _SEEN:
                continue
            scores[first + second] = count * max(frequencies.get(word, usual) for word in known) * 1.5
            for word in known:
                scores[word] -= count * frequencies.get(word, usual)
    best = sorted((word for word in scores if scores[word] > 0), key=lambda word: (-scores[word], word))
    return tuple(best[:n])


@cache
def general_words() -> frozenset[str]:
    """The words that every speech has and that say nothing of this one (``stopwords.txt`` beside this module)."""
    lines = Path(__file__).with_name("stopwords.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _tag(text: str) -> list[tuple[str, str]]:
    """(word, part of speech) of each word."""
    if not text.strip():
        return []
    if SEGMENTER.startswith("rjieba"):
        return list(importlib.import_module("rjieba").tag(text))
    _jieba()
    return [(pair.word, pair.flag) for pair in importlib.import_module("jieba.posseg").cut(text)]


@cache
def _jieba() -> Any:
    """jieba, silenced."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports pkg_resources and writes invalid escapes
        jieba = importlib.import_module("jieba")
    jieba.setLogLevel(logging.WARNING)
    return jieba


@cache
def _frequencies() -> tuple[dict[str, float], float]:
    """jieba's inverse document frequencies of Han words, and their median for words it does not know."""
    spec = find_spec("jieba")
    assert spec and spec.origin
    found: dict[str, float] = {}
    known: dict[str, float] = {}
    with (Path(spec.origin).parent / "analyse" / "idf.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, _, value = line.rstrip("\n").partition(" ")
            found[word] = known.setdefault(value, float(value))  # 270,000 words share 5,000 values
    return found, statistics.median(found.values())
