"""Dates as speeches write them, to and from ISO 8601.

The date of a document is written in Arabic digits without leading zeros (GB/T 9704-2012 7.3.5.4); older files use
Chinese numerals with any of 〇 ○ 零 O for nought (GB/T 15835-2011 5.2.2), and typists use every form between.
"""

from __future__ import annotations

import re
from datetime import date

_NOUGHT = "〇○◯零ＯOoΟО"
_DIGITS = str.maketrans(_NOUGHT + "一二三四五六七八九元", "0" * len(_NOUGHT) + "1234567891")
_SIGNS = str.maketrans("０１２３４５６７８９．／－–—‐‑~～　\u00a0", "0123456789./-------  ")
"""One character for one, so that offsets hold."""

_Y = rf"(?<![0-9])((?:19|20)[0-9]{{2}}|[一二][0-9{_NOUGHT}一二三四五六七八九]{{3}})"
_M = r"([01]?[0-9]|十[一二]?|[元一二三四五六七八九])"
_D = r"([0-3]?[0-9]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_S = " {0,2}"

_FORMS = (
    # 2024年6月9日, 2024年6月
    re.compile(rf"(?<!农历){_Y}{_S}年{_S}{_M}{_S}月(?:{_S}{_D}{_S}[日号])?"),
    # 2024年, 2024年X月; a year that only counts from or to somewhere says nothing of the document
    re.compile(rf"(?<!农历)(?<!纪念)(?<![自从至到-]){_Y}{_S}年(?![0-9])(?!{_S}(?:以|之?[前后]|[至到起-]|{_M}{_S}月))"),
    # 2009.6.3, 2024-06-09, 2024/6/9
    re.compile(r"(?<![0-9.])((?:19|20)[0-9]{2})([-./])([01]?[0-9])\2([0-3]?[0-9])(?![0-9])"),
    # 2024-06 and 2024.06, two digits only: 2024.6 is as likely a quantity
    re.compile(r"(?<![0-9.-])((?:19|20)[0-9]{2})[-.](0[1-9]|1[0-2])(?![0-9]|[-./][0-9]| ?[万亿元吨亩%])"),
    # 20240609, as file names have it
    re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])"),
    # nothing but a year
    re.compile(r"\A\s*((?:19|20)[0-9]{2})\s*\Z"),
)
_REST = re.compile(r"\s*[-至到]\s*(?:[0-9]{1,2}月)?[0-9]{1,2}[日号]")
"""The last day of several."""


def parse(text: str) -> str:
    """The first date in ``text`` as ISO 8601, as much of it as is known; empty where there is none.

    Impossible dates (2月30日), dates with a placeholder for the year (20XX年) and years that only count
    (2021年至2025年, 1949年以来) are passed over; of several days (6月9日至11日) it is the first.
    """
    return next((iso for _, _, iso in _dates(text)), "")


def last(text: str) -> str:
    """The last date in ``text``, as :func:`parse` gives it: a signature's date stands at its end."""
    return next((iso for _, _, iso in reversed(_dates(text))), "")


def strip(text: str) -> str:
    """``text`` with a space for each date that has a month: what else a line under the title says."""
    for start, end, iso in reversed(_dates(text)):
        if len(iso) > 4 or not text[:start].strip() + text[end:].strip():
            text = f"{text[:start]} {text[end:]}"
    return text


def chinese(iso: str) -> str:
    """``2024-06-09`` as 2024年6月9日, ``2024-06`` as 2024年6月; empty for empty.

    Raises :class:`ValueError` on anything that is not such a date.
    """
    if not iso:
        return ""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) > 3:
        raise ValueError(f"not an ISO 8601 date: {iso}")
    return "".join(f"{number}{unit}" for number, unit in zip(parts, "年月日", strict=False))


def _dates(text: str) -> list[tuple[int, int, str]]:
    """(start, end, ISO date) of each date, in order."""
    plain = text.translate(_SIGNS)
    found: list[tuple[int, int, str]] = []
    for form in _FORMS:
        for match in form.finditer(plain):
            iso = _iso([group for group in match.groups() if group and group not in "-./"])
            if iso:
                rest = _REST.match(plain, match.end())
                found.append((match.start(), rest.end() if rest else match.end(), iso))
    found.sort(key=lambda date: (date[0], -date[1]))
    return [one for index, one in enumerate(found) if not index or one[0] >= found[index - 1][1]]


def _iso(written: list[str]) -> str:
    """Year, month and day as written, as ISO 8601; empty where there is no such day."""
    year = int(written[0].translate(_DIGITS))
    rest = [_number(part) for part in written[1:]]
    try:
        date(year, *[*rest, 1, 1][:2])
    except ValueError:
        return ""
    if not 1900 <= year < 2100:
        return ""
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])


def _number(text: str) -> int:
    """A month or a day: 6, 06, 六, 十二, 廿一, 三十一, 元."""
    text = text.replace("廿", "二十")
    if "十" in text:
        tens, ones = text.split("十")
        return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)
    return int(text.translate(_DIGITS))
