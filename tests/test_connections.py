"""Which topics have a page."""

from __future__ import annotations

from collections.abc import Mapping

from generator.archive import relate
from generator.catalogue import Archive, Card, Link, Relations
from generator.connections import connect


def connected(count: int, topics: Mapping[int, tuple[str, ...]], **relations: object) -> Archive:
    """An archive of so many outlines, with the topics of some by number."""
    cards = [Card(path=f"{number:04}.txt", address=f"{number:04}.md", title=f"第{number}篇") for number in range(count)]
    named = {cards[number].path: those for number, those in topics.items()}
    return connect(relate(cards, {}), Relations(topics=named, **relations))  # type: ignore[arg-type]


def test_a_topic_of_one_outline_has_no_page() -> None:
    archive = connected(3, {0: ("堤防", "沙袋"), 1: ("堤防",)})
    assert {name: len(cards) for name, cards in archive.topics.items()} == {"堤防": 2}
    assert archive.around["0000.txt"].topics == (Link("堤防", "by/topic/%E5%A0%A4%E9%98%B2.html"), Link("沙袋", ""))


def test_in_a_large_archive_a_keyword_gathers_one_in_a_hundred() -> None:
    topics = dict.fromkeys(range(3), ("书屋",)) | dict.fromkeys(range(10, 12), ("渡口",))
    assert set(connected(299, topics).topics) == {"书屋", "渡口"}
    assert set(connected(300, topics).topics) == {"书屋"}
    assert set(connected(400, topics).topics) == set()


def test_what_the_keeper_named_is_a_topic_however_large_the_archive_is() -> None:
    topics = {0: ("渡口",), 1: ("渡口",), 2: ("缆绳",)}
    assert set(connected(1000, topics, tags=("渡口", "缆绳")).topics) == {"渡口"}


def test_versions_of_one_text_count_once() -> None:
    versions = (("0000.txt", "0001.txt"),)
    assert set(connected(3, {0: ("堤防",), 1: ("堤防",)}, versions=versions).topics) == set()
    assert set(connected(3, {0: ("堤防",), 1: ("堤防",), 2: ("堤防",)}, versions=versions).topics) == {"堤防"}
