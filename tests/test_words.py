"""Segmentation by either segmenter, and keywords."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from generator import words

DRILL = (
    "各街道要对水库大坝、低洼小区、地下车库逐一排查，备足沙袋和水泵，完善群众转移预案。",
    "水文站的预警信息要直达社区网格员，洪水来临时做到转移有序、安置有方。",
    "每个雨季前组织一次转移演练，老人、孩子和行动不便的人有专人负责。",
    "去年的一次强降雨里，三个小区的地下车库进水，排水泵站的备用电源没有及时启动。",
)
SORTING = (
    "垃圾分类是小事，也是难事。去年我们在两个小区试点，厨余垃圾的分出量翻了一番。",
    "居民最关心的是投放点的气味，保洁员每天清洗垃圾桶两次。",
    "垃圾分类靠的是习惯，学校把垃圾分类写进了课表，志愿者周末在投放点值守。",
    "下一步要把厨余垃圾的运输车配齐，让垃圾分类的每个环节都看得见。",
)


@pytest.mark.parametrize("text", [*DRILL, *SORTING, "", " \n", "Wi-Fi 5G，2024年6月9日", "𠮷野家", "█" * 11])
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words.segment(text)) == text


def test_the_segmenter_is_named() -> None:
    assert re.fullmatch(r"r?jieba \d+(?:\.\d+)+", words.SEGMENTER)


@pytest.mark.skipif(find_spec("rjieba") is None, reason="rjieba is not installed")
def test_both_segmenters_agree(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    words.cache_in(tmp_path)
    fast = [(words.segment(text), words.keywords([text])) for text in DRILL + SORTING]
    monkeypatch.setattr(words, "SEGMENTER", "jieba 0.42.1")
    slow = [(words.segment(text), words.keywords([text])) for text in DRILL + SORTING]
    assert slow == fast


def test_jieba_is_silent_and_writes_where_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words.cache_in(tmp_path / "jieba")
    jieba = __import__("jieba")
    jieba.Tokenizer().initialize()
    assert jieba.dt.tmp_dir == str(tmp_path / "jieba")
    assert capfd.readouterr() == ("", "")


def test_keywords_say_what_a_text_is_about() -> None:
    found = words.keywords(DRILL, prominent=["在全市防汛工作会议上的讲话", "抓好隐患排查"])
    assert "防汛" in found
    assert not set(found) & words.general_words()
    assert words.keywords(SORTING, prominent=["垃圾分类工作汇报"])[0] == "垃圾分类"
    assert "厨余垃圾" not in words.keywords(SORTING, n=1)


def test_keywords_of_little() -> None:
    assert words.keywords([]) == ()
    assert words.keywords(["", " "]) == ()
    assert words.keywords(["推进工作，加强建设，落实责任。"]) == ()
    assert words.keywords(["█████ xx书记 ××市 20XX年 QQ"]) == ()
    assert len(words.keywords(DRILL, n=3)) == 3


def test_order_is_stable() -> None:
    assert words.keywords(DRILL) == words.keywords(list(DRILL))


def test_stop_words() -> None:
    general = words.general_words()
    assert {"建设", "发展", "工作", "同志", "领导", "问题", "方面", "情况"} <= general
    assert all(re.fullmatch(r"[\u4e00-\u9fff]{2,5}", word) for word in general)
    lines = Path(words.__file__).with_name("stopwords.txt").read_text("utf-8").splitlines()
    listed = [word for line in lines if not line.startswith("#") for word in line.split()]
    assert len(listed) == len(set(listed))


def test_the_keepers_words_stay_whole() -> None:
    words.learn(["苇塘清淤法"])
    assert "苇塘清淤法" in words.segment("推广苇塘清淤法三年")


def test_what_is_learnt_is_a_noun_from_then_on() -> None:
    said = ["护埂草编法省工，护埂草编法省料，护埂草编法好学。"]
    assert "护埂草编法" not in words.keywords(said)
    words.learn(["护埂草编法"])
    assert "护埂草编法" in words.keywords(said)


def test_what_was_read_before_says_nothing_of_a_word() -> None:
    documents = [
        ["松门镇在松门办事，松门的渠修好了。", "松门有三条渠。"],
        ["他到讲书会上讲书，讲书要讲得明白。", "每月的讲书会办了三年，讲书的人多了。"],
        ["松门街道的讲书先生来了，望门街道的也来了。", "望门街道有个书箱，望门街道的人管着它。"],
        list(DRILL),
        list(SORTING),
    ]

    def alone(texts: list[str]) -> object:
        words._NOUNS.clear()
        return words.terms(texts, prominent=texts[:1])

    by_themselves = [alone(texts) for texts in documents]
    for order in (1, -1):
        words._NOUNS.clear()
        one_after_another = [words.terms(texts, prominent=texts[:1]) for texts in documents[::order]]
        assert one_after_another[::order] == by_themselves
    assert any("松门" in str(found) for found in by_themselves), "there is a word that is cut in two by itself"
    assert words._NOUNS["松门"] is None
