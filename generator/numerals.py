"""Numbers as Chinese documents write them.

Values are plain integers from 1; 0 means: not a number of the system. 〇 is U+3007, but documents also write it with
the circles ○ (U+25CB) and ◯, the letters O and Ｏ, and 零.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

CHINESE = "一二三四五六七八九十百零〇○两⼀⼆⼋⼗"
"""The last four are radicals (U+2F00 and on), which programs that write PDF put for the numerals of the same shape."""
FORMAL = "壹贰叁肆伍陆柒捌玖拾貳參陸"
STEMS = "甲乙丙丁戊己庚辛壬癸"
CIRCLED = "".join(map(chr, range(0x2460, 0x2474)))
NEGATIVE_CIRCLED = "".join(map(chr, range(0x2776, 0x2780)))
ROMAN_SIGNS = "".join(map(chr, range(0x2160, 0x216C)))
PARENTHESISED_DIGITS = "".join(map(chr, range(0x2474, 0x2488)))
DOTTED_DIGITS = "".join(map(chr, range(0x2488, 0x249C)))
PARENTHESISED_IDEOGRAPHS = "".join(map(chr, range(0x3220, 0x322A)))

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_RADICALS = str.maketrans("⼀⼆⼋⼗", "一二八十")
_FORMAL = str.maketrans(FORMAL, "一二三四五六七八九十二三六")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


@lru_cache(maxsize=4096)
def chinese(text: str) -> int:
    """The value of a Chinese numeral below 1000, or 0: 十二 is 12, 一百零三 is 103, 二〇 is 20."""
    if not text:
        return 0
    text = text.translate(_RADICALS)
    if not any(unit in text for unit in "十百"):
        if len(text) > 2 or any(c not in _DIGITS for c in text):
            return 0
        # 二〇 is written by position; 一二 is not a numeral but two of them.
        if len(text) == 2:
            return _DIGITS[text[0]] * 10 if _DIGITS[text[1]] == 0 else 0
        return _DIGITS[text]
    total = digit = 0
    last_unit = 1000
    for c in text:
        if c in _DIGITS:
            if digit:
                return 0
            digit = _DIGITS[c]
            continue
        unit = 10 if c == "十" else 100 if c == "百" else 0
        if not unit or unit >= last_unit:
            return 0
        total += (digit or 1) * unit
        digit, last_unit = 0, unit
    return total + digit


@lru_cache(maxsize=1024)
def formal(text: str) -> int:
    """The value of 壹, 贰, 拾壹, in simplified or traditional form."""
    return chinese(text.translate(_FORMAL))


@lru_cache(maxsize=1024)
def arabic(text: str) -> int:
    """The value of up to three digits, half or full width; 0 with a leading zero or above 99."""
    digits = unicodedata.normalize("NFKC", text)
    if not digits.isascii() or not digits.isdigit() or digits[0] == "0" or len(digits) > 3:
        return 0
    value = int(digits)
    return value if value < 100 else 0


@lru_cache(maxsize=1024)
def decimal(text: str) -> tuple[int, ...]:
    """The path of 1.2.3 as numbers; empty where a part is missing, zero or above 60."""
    parts = [arabic(part) for part in unicodedata.normalize("NFKC", text).split(".")]
    return tuple(parts) if all(0 < part <= 60 for part in parts) else ()


@lru_cache(maxsize=256)
def roman(text: str) -> int:
    """The value of a Roman numeral up to L, in Latin letters or as one sign; 0 where it is not well formed."""
    letters = unicodedata.normalize("NFKC", text).upper()
    if any(c not in _ROMAN for c in letters):
        return 0
    values = [_ROMAN[c] for c in letters]
    total = sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
    return total if letters == to_roman(total) else 0


def to_roman(value: int) -> str:
    """The Roman numeral of a value below 90."""
    out = []
    for number, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= number:
            out.append(sign)
            value -= number
    return "".join(out)


def to_chinese(value: int) -> str:
    """The Chinese numeral of a value from 1 to 99."""
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones else "")
