"""The Atom feed."""

from __future__ import annotations

from xml.etree import ElementTree

from generator import feed
from generator.catalogue import Card

A = "{http://www.w3.org/2005/Atom}"
SITE = "https://example.org/tigang/"


def card(name: str, date: str, **more: object) -> Card:
    return Card(f"读书/{name}.txt", f"读书/{name}.md", f"<{name}>\x00", date=date, **more)  # type: ignore[arg-type]


def entries(*cards: Card) -> list[ElementTree.Element]:
    text = feed.compose(SITE, "某库 & 某馆", cards)
    return ElementTree.fromstring(text.encode()).findall(f"{A}entry") if text else []


def test_newest_first_then_by_path() -> None:
    cards = [
        card("丙", "2024"),
        card("乙", "2024-06-09"),
        card("甲", "2024-06-09"),
        card("丁", "2025-01"),
        card("戊", ""),
    ]
    found = [(one.findtext(f"{A}title"), one.findtext(f"{A}updated")) for one in entries(*cards)]
    assert found == [
        ("<丁>", "2025-01-01T00:00:00+08:00"),
        ("<乙>", "2024-06-09T00:00:00+08:00"),
        ("<甲>", "2024-06-09T00:00:00+08:00"),
        ("<丙>", "2024-01-01T00:00:00+08:00"),
    ]


def test_what_rfc_4287_requires_is_there() -> None:
    text = feed.compose(
        SITE, "某库 & 某馆", [card("甲", "2024", genre="讲话", headings=(("一、", "读"), ("二、", "写")))]
    )
    root = ElementTree.fromstring(text.encode())
    assert [root.findtext(f"{A}{name}") for name in ("title", "id", "updated")] == [
        "某库 & 某馆",
        SITE,
        "2024-01-01T00:00:00+08:00",
    ]
    assert root.findtext(f"{A}author/{A}name") == "某库 & 某馆"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{A}link")}
    assert links == {"alternate": SITE, "self": f"{SITE}feed.xml"}
    (entry,) = root.findall(f"{A}entry")
    link = entry.find(f"{A}link")
    assert link is not None and link.get("href") == entry.findtext(f"{A}id")
    assert entry.findtext(f"{A}id") == f"{SITE}%E8%AF%BB%E4%B9%A6/%E7%94%B2.html"
    assert entry.findtext(f"{A}summary") == "一、读；二、写"
    category = entry.find(f"{A}category")
    assert category is not None and category.get("term") == "讲话"


def test_restricted_outlines_stay_out() -> None:
    assert not entries(card("甲", "2024", restricted=True))


def test_without_a_date_there_is_no_feed() -> None:
    assert feed.compose(SITE, "某库", [card("甲", "")]) == ""


def test_it_ends_somewhere() -> None:
    assert len(entries(*(card(str(n), "2024") for n in range(200)))) == feed.NEWEST
