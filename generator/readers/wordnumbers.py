"""Numbers as Word writes them: every ``w:numFmt`` of ECMA-376 17.18.59.

Where the standard is silent or Word departs from it, Word is followed: from 100 on ``chineseCounting`` writes digit
by digit with ○ (U+25CB), ``chineseCountingThousand`` has 〇 (U+3007) for the gap in 一百〇一, and the enclosed and
listed formats go over to Arabic digits past their last sign.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

Format = Callable[[int], str]

_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщыэюя"
_HEBREW: Final = "אבגדהוזחטיכלמנסעפצקרשת"
_ARABIC: Final = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD: Final = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_THAI: Final = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_AIUEO: Final = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_AIUEO_HALF: Final = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"
_IROHA: Final = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_IROHA_HALF: Final = "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ"
_GANADA: Final = "가나다라마바사아자차카타파하"
_CHOSUNG: Final = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_KOREAN_ONES: Final = ("", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")
_KOREAN_TENS: Final = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_ROMAN: Final = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_ENGLISH: Final = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen".split()
)
_ENGLISH_TENS: Final = tuple(". . twenty thirty forty fifty sixty seventy eighty ninety".split())
_ENGLISH_ORDINALS: Final = dict(
    pair.split(":")
    for pair in "one:first two:second three:third five:fifth eight:eighth nine:ninth twelve:twelfth".split()
)

_LONGEST: Final = 60
"""Most letters or signs that a repeating format may write; Word itself starts again at 30."""


def write(value: int, name: str) -> str:
    """A number, from 0, in the format of that name; a name that is none is read as ``decimal``, as Word does."""
    return _FORMATS.get(name, str)(value)


def custom(pattern: str) -> Format | None:
    """The format of ``w:numFmt w:val="custom"``: ``001, 002, 003, ...`` ([MS-DOCX] 2.4); None for any other."""
    first = pattern.partition(",")[0].strip()
    return partial(_padded, len(first)) if first.isascii() and first.isdecimal() else None


def _padded(width: int, value: int) -> str:
    return str(value).zfill(min(width, 9))


def _digits(digits: str, value: int) -> str:
    return "".join(digits[int(digit)] for digit in str(value))


def _repeated(letters: str, value: int) -> str:
    """a to z, aa to zz, aaa; nothing for 0."""
    if not value:
        return ""
    times, index = divmod(value - 1, len(letters))
    return letters[index] * (times % _LONGEST + 1)


def _cycled(letters: str, value: int) -> str:
    return letters[(value - 1) % len(letters)] if value else "0"


def _listed(signs: str, value: int) -> str:
    """One of the signs, Arabic digits past the last."""
    return signs[value - 1] if 0 < value <= len(signs) else str(value)


def _run(first: str, count: int) -> Format:
    return partial(_listed, "".join(chr(ord(first) + step) for step in range(count)))


def _counting(
    digits: str,
    units: str,
    value: int,
    *,
    zero: bool = False,
    one: str = "always",
    bare_myriad: bool = False,
) -> str:
    """A number by units of ten, hundred, thousand and ten thousand.

    ``zero`` writes the first digit where units are passed over; ``one`` says before which units a one is written:
    ``always``, ``never``, or ``inner``: not in 10 to 19.
    """
    if not value:
        return digits[0]
    high, low = divmod(value, 10_000)
    text = ""
    if high:
        text = "" if high == 1 and bare_myriad else _counting(digits, units, high, zero=zero, one=one)
        text += units[3]
    gap = bool(high) and low < 1000
    for place in (3, 2, 1, 0):
        digit = low // 10**place % 10
        if not digit:
            gap = gap or bool(text)
            continue
        if gap and zero and text:
            text += digits[0]
        gap = False
        silent = digit == 1 and place and (one == "never" or (one == "inner" and place == 1 and value < 20))
        text += ("" if silent else digits[digit]) + (units[place - 1] if place else "")
    return text


_COUNTING: Final = partial(_counting, zero=True, one="inner")


def _chinese_counting(value: int) -> str:
    return _COUNTING("○一二三四五六七八九", "十百千万", value) if value < 100 else _digits("○一二三四五六七八九", value)


def _korean_counting(value: int) -> str:
    return _counting("영일이삼사오육칠팔구", "십백천만", value, one="never", bare_myriad=True)


def _korean_legal(value: int) -> str:
    """Korean's own words up to 99."""
    if not 0 < value < 100:
        return _korean_counting(value)
    return _KOREAN_TENS[value // 10] + _KOREAN_ONES[value % 10]


def _roman(value: int) -> str:
    text = []
    for amount, sign in _ROMAN:
        times, value = divmod(value, amount)
        text.append(sign * min(times, _LONGEST))
    return "".join(text)


def _ordinal(value: int) -> str:
    ending = "th" if 11 <= value % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _words(value: int) -> str:
    if value < 20:
        return _ENGLISH[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _ENGLISH_TENS[tens] + (f"-{_ENGLISH[ones]}" if ones else "")
    amount, name = (100, "hundred") if value < 1000 else (1000, "thousand")
    many, rest = divmod(value, amount)
    return f"{_words(many)} {name}" + (f" {_words(rest)}" if rest else "")


def _cardinal_text(value: int) -> str:
    return _words(value).capitalize() if value < 1_000_000 else str(value)


def _ordinal_text(value: int) -> str:
    if value >= 1_000_000:
        return _ordinal(value)
    head, dash, tail = _words(value).rpartition("-")
    if not dash:
        head, dash, tail = _words(value).rpartition(" ")
    last = _ENGLISH_ORDINALS.get(tail) or (tail[:-1] + "ieth" if tail.endswith("y") else tail + "th")
    return (head + dash + last).capitalize()


def _zodiac(value: int) -> str:
    return _cycled(_STEMS, value) + _cycled(_BRANCHES, value) if value else "0"


_FORMATS: Final[Mapping[str, Format]] = {
    "bullet": lambda _: "",
    "none": lambda _: "",
    # Arabic digits
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": partial(_padded, 2),
    "decimalFullWidth": partial(_digits, "０１２３４５６７８９"),
    "decimalFullWidth2": partial(_digits, "０１２３４５６７８９"),
    "decimalEnclosedCircle": _run("①", 20),
    "decimalEnclosedCircleChinese": _run("①", 10),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "numberInDash": "- {} -".format,
    "hex": "{:X}".format,
    "ordinal": _ordinal,
    # Chinese
    "chineseCounting": _chinese_counting,
    "taiwaneseCounting": _chinese_counting,
    "chineseCountingThousand": partial(_COUNTING, "〇一二三四五六七八九", "十百千万"),
    "taiwaneseCountingThousand": partial(_COUNTING, "零一二三四五六七八九", "十百千萬"),
    "chineseLegalSimplified": partial(_counting, "零壹贰叁肆伍陆柒捌玖", "拾佰仟万", zero=True),
    "ideographLegalTraditional": partial(_counting, "零壹貳參肆伍陸柒捌玖", "拾佰仟萬", zero=True),
    "taiwaneseDigital": partial(_digits, "○一二三四五六七八九"),
    "ideographDigital": partial(_digits, "〇一二三四五六七八九"),
    "ideographEnclosedCircle": _run("㈠", 10),  # in parentheses, says [MS-OI29500] 2.1.540
    "ideographTraditional": partial(_listed, _STEMS),
    "ideographZodiac": partial(_listed, _BRANCHES),
    "ideographZodiacTraditional": _zodiac,
    # Japanese and Korean
    "japaneseCounting": partial(_counting, "〇一二三四五六七八九", "十百千万", one="never"),
    "japaneseLegal": partial(_counting, "〇壱弐参四伍六七八九", "拾百阡萬"),
    "japaneseDigitalTenThousand": partial(_digits, "〇一二三四五六七八九"),
    "aiueo": partial(_cycled, _AIUEO_HALF),
    "aiueoFullWidth": partial(_cycled, _AIUEO),
    "iroha": partial(_cycled, _IROHA_HALF),
    "irohaFullWidth": partial(_cycled, _IROHA),
    "koreanCounting": _korean_counting,
    "koreanLegal": _korean_legal,
    "koreanDigital": partial(_digits, "영일이삼사오육칠팔구"),
    "koreanDigital2": partial(_digits, "零一二三四五六七八九"),
    "ganada": partial(_cycled, _GANADA),
    "chosung": partial(_cycled, _CHOSUNG),
    # Letters and words
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": partial(_repeated, _LATIN.upper()),
    "lowerLetter": partial(_repeated, _LATIN),
    "russianUpper": partial(_repeated, _RUSSIAN.upper()),
    "russianLower": partial(_repeated, _RUSSIAN),
    "hebrew2": lambda value: "ת" * min((value - 1) // 22, _LONGEST) + _cycled(_HEBREW, value) if value else "",
    "arabicAlpha": partial(_repeated, _ARABIC),
    "arabicAbjad": partial(_repeated, _ABJAD),
    "thaiLetters": partial(_repeated, _THAI),
    "thaiNumbers": partial(_digits, "๐๑๒๓๔๕๖๗๘๙"),
    "hindiNumbers": partial(_digits, "०१२३४५६७८९"),
    "chicago": partial(_repeated, "*†‡§"),
    "cardinalText": _cardinal_text,
    "ordinalText": _ordinal_text,
}
