"""Dates as they are written, to ISO 8601 and back."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import dates

WRITTEN = [
    ("2024年6月9日", "2024-06-09"),
    ("（2024年6月9日）", "2024-06-09"),
    ("2024 年 6 月 9 日", "2024-06-09"),
    ("２０２４年６月９日", "2024-06-09"),
    ("2024年06月09日", "2024-06-09"),
    ("2024年6月9号", "2024-06-09"),
    ("二〇二四年六月九日", "2024-06-09"),
    ("二○二四年六月九日", "2024-06-09"),
    ("二零二四年六月九日", "2024-06-09"),
    ("二ＯＯ九年十二月三十一日", "2009-12-31"),
    ("二OO九年元月廿一日", "2009-01-21"),
    ("一九九八年十月二十日", "1998-10-20"),
    ("2009.6.3", "2009-06-03"),
    ("2024-06-09", "2024-06-09"),
    ("2024/6/9", "2024-06-09"),
    ("２０２４－０６－０９", "2024-06-09"),
    ("20240609防汛部署会", "2024-06-09"),
    ("2024年6月", "2024-06"),
    ("2024年6月份工作小结", "2024-06"),
    ("2024-06", "2024-06"),
    ("2024.06", "2024-06"),
    ("2024", "2024"),
    (" 2024 ", "2024"),
    ("2024年度工作总结", "2024"),
    ("2024年X月X日", "2024"),
    ("2024年××月", "2024"),
    ("2024年6月9日至11日", "2024-06-09"),
    ("局会议室，2024年6月9日上午", "2024-06-09"),
    ("2024年2月30日改到2024年3月1日", "2024-03-01"),
    ("2024年2月29日", "2024-02-29"),
]
NONE = [
    "",
    "全市防汛工作会",
    "20XX年X月X日",
    "××年6月",
    "6月9日",
    "2024年2月30日",
    "2023年2月29日",
    "2024年13月5日",
    "2021年至2025年",
    "2021—2025年",
    "1949年以来",
    "1978年以后的变化",
    "自1978年起",
    "纪念1935年的会议",
    "农历二〇二四年六月",
    "某政发〔2020〕5号",
    "编号1024年",
    "12024年",
    "13000000000",
    "2024.10万元",
    "2024.6",
    "G210国道",
    "1024-06-09",
]


@pytest.mark.parametrize(("text", "iso"), WRITTEN)
def test_dates_that_are_known(text: str, iso: str) -> None:
    assert dates.parse(text) == iso


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_date(text: str) -> None:
    assert dates.parse(text) == ""


def test_the_last_date_of_a_signature() -> None:
    assert dates.last("对照2023年6月1日的要求，××局 2024年6月9日") == "2024-06-09"
    assert dates.last("××局") == ""


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("（2024年6月9日，局会议室）", "（ ，局会议室）"),
        ("2024年6月9日至11日 党校", "  党校"),
        ("2024年全市防汛工作会", "2024年全市防汛工作会"),
        ("2024年6月9日和2024年6月10日", " 和 "),
    ],
)
def test_what_else_a_line_says(text: str, rest: str) -> None:
    assert dates.strip(text) == rest


@pytest.mark.parametrize(
    ("iso", "text"),
    [("2024-06-09", "2024年6月9日"), ("2024-12", "2024年12月"), ("2024", "2024年"), ("", "")],
)
def test_dates_for_the_page(iso: str, text: str) -> None:
    assert dates.chinese(iso) == text


@pytest.mark.parametrize("wrong", ["2024-06-09-01", "六月", "2024-"])
def test_what_cannot_be_shown(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"date|int"):
        dates.chinese(wrong)


@given(st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_every_day_comes_back(day: datetime.date) -> None:
    iso = day.isoformat()
    assert dates.parse(iso) == iso
    assert dates.parse(f"在会上（{dates.chinese(iso)}）的讲话") == iso


@given(st.text(alphabet="0129年月日二〇十.-/ 至X", max_size=40))
def test_nothing_breaks_it(text: str) -> None:
    iso = dates.parse(text)
    assert bool(dates.chinese(iso)) == bool(iso)
    assert len(dates.strip(text)) <= len(text)
