"""Bytes to text: which encoding makes Chinese of them.

A byte order mark decides; else strict UTF-8; else every likely encoding decodes a window of the file and the text
that is likeliest as Chinese wins. Likelihood is a sum over characters of the natural logarithm of how often each
occurs. Those figures are in ``frequency.txt``, a band a line (logarithm, tab, characters): the words of jieba's
dictionary (MIT) weighted by their frequencies, as they stand and converted to the traditional forms of the mainland
standard, Taiwan and Hong Kong by OpenCC's tables (Apache 2.0); a character's figure is the highest of the four.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.model import Note, Severity
from generator.readers.base import INVISIBLE

WINDOW: Final = 1024
"""Bytes that are looked at to choose among encodings; some hundred characters settle it."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Encoding and what it is worth before a byte is read: on equal evidence the usual one wins.
_CANDIDATES: Final = (
    ("utf-8", 12.0),
    ("gb18030", 0.0),
    ("big5hkscs", -2.0),
    ("utf-16-le", -2.0),
    ("utf-16-be", -4.0),
)

# What a text was before it was read wrongly once and saved: the wrong reading, the right one, and by how much a
# character must be likelier in it. Pairs of bytes make characters of some kind by chance, UTF-8 does not.
_MISREADINGS: Final = (
    ("gb18030", "utf-8", 2.0),
    ("cp1252", "utf-8", 2.0),
    ("latin-1", "utf-8", 2.0),
    ("latin-1", "gb18030", 4.0),
    ("gb18030", "big5hkscs", 6.0),
    ("big5hkscs", "gb18030", 4.0),
)

_NAMES: Final = {"utf-8": "UTF-8", "gb18030": "GBK", "big5hkscs": "Big5", "cp1252": "Latin-1", "latin-1": "Latin-1"}

_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_UNSEEN: Final = re.compile(_CONTROLS.pattern[:-1] + INVISIBLE.pattern[1:])
"""One of either: most texts have none."""
_NOT_ASCII: Final = re.compile(b"[\x80-\xff]")
_ODD_BYTES: Final = bytes([*range(0x09), *range(0x0E, 0x20)])
_BEYOND_TWO_BYTES: Final = re.compile("[\u0800-\U0010ffff]")

_REPLACED: Final = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was in; gone from it are characters without width and control characters other than
    tab and line ends."""

    text: str
    encoding: str
    """Python's name of the codec: ``utf-8``, ``gb18030``, ``big5hkscs``, ``utf-16-le``, ..."""
    notes: tuple[Note, ...] = ()


def decode(data: bytes) -> Decoded:
    """Decode a text file of unknown encoding. Never fails: what cannot be decoded is U+FFFD, with a note."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))
    data = data[len(mark) :]
    if not encoding or not _is_whole(data, encoding):
        guess = _choose(data)
        # A mark before bytes that are something else: some tools put one before any file.
        encoding = guess if not encoding or _is_whole(data, guess) else encoding
    text, notes = _decode(data, encoding)
    if _UNSEEN.search(text):
        text, dropped = _CONTROLS.subn("", text)
        if dropped:
            notes.append(Note("control-characters", f"去掉了 {dropped} 个控制字符。"))
        text, dropped = INVISIBLE.subn("", text)
        if dropped:
            notes.append(Note("invisible-characters", f"去掉了 {dropped} 个不可见的零宽字符。"))
    notes.extend(_garbled(text))
    return Decoded(text, encoding, tuple(notes))


def split_lines(text: str) -> list[str]:
    """The lines of a decoded text: \\n, \\r\\n, \\r, \\v, \\f, U+0085, U+2028 and U+2029 end a line."""
    return text.splitlines()


def likelihood(text: str) -> float:
    """The natural logarithm of how likely the text is as Chinese."""
    return sum(map(_WEIGHTS.__getitem__, text))


# --- choosing ---------------------------------------------------------------------------------------------------


def _choose(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    # A few GBK characters may by chance be UTF-8 of two bytes each; eight are no chance.
    sure = data.isascii() or len(data) - len(text) >= 8 or _BEYOND_TWO_BYTES.search(text)
    if text and sure and len(data.translate(None, _ODD_BYTES)) == len(data):
        return "utf-8"
    first = _NOT_ASCII.search(data)
    # The first byte past ASCII begins a character in GBK and Big5; an even start keeps UTF-16 in step.
    start = first.start() // 2 * 2 if first and len(data) > WINDOW else 0
    window = data[start : start + WINDOW]
    scores = {name: prior + likelihood(_window(window, name)) for name, prior in _CANDIDATES}
    return max(scores, key=scores.__getitem__)


def _window(window: bytes, encoding: str) -> str:
    # Not final: a window may end in mid-character.
    return codecs.getincrementaldecoder(encoding)("replace").decode(window)


def _is_whole(data: bytes, encoding: str) -> bool:
    """Whether the bytes are of this encoding, but for a last character that is cut."""
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _decode(data: bytes, encoding: str) -> tuple[str, list[Note]]:
    notes = []
    if start := _cut_start(data, encoding):
        data = data[start:]
        notes.append(_problem("cut-character", "文件开头的一个字只剩一部分，未能读出；原文可能不全。"))
    try:
        return data.decode(encoding), notes
    except UnicodeDecodeError:
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        text = decoder.decode(data)
    if decoder.getstate()[0]:
        notes.append(_problem("cut-character", "文件在一个字的中间截断，该字未能读出；原文可能不全。"))
    if lost := text.count(_REPLACED):
        notes.append(_problem("damaged-bytes", f"有 {lost} 处字节损坏，读不出文字，以“{_REPLACED}”代替。"))
    return text, notes


def _cut_start(data: bytes, encoding: str) -> int:
    """How many bytes at the start are the rest of a character whose beginning is missing."""
    if encoding == "utf-8":
        return len(data[:4]) - len(data[:4].lstrip(bytes(range(0x80, 0xC0))))
    if encoding not in ("gb18030", "big5hkscs") or not data or data[0] < 0x80:
        return 0
    # One byte too many puts every pair of the first line out of step, and the last has no second half.
    line = data[:WINDOW].splitlines()[0]
    if _decodes(line, encoding) or not _decodes(line[1:], encoding):
        return 0
    whole, rest = (likelihood(_window(part, encoding)) for part in (line, line[1:]))
    return int(rest > whole)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


# --- weighing ---------------------------------------------------------------------------------------------------


# First code point of a range and the weight of a character there that has none of its own.
_RANGES: Final = (
    (0x0000, -25.0),  # control
    (0x00A0, -14.0),  # Latin, Greek, Cyrillic
    (0x0530, -20.0),  # other alphabets
    (0x2000, -12.0),  # punctuation and symbols
    (0x2E80, -17.0),  # radicals
    (0x3000, -10.0),  # CJK punctuation
    (0x3040, -13.0),  # kana
    (0x3100, -15.0),  # bopomofo, Hangul letters
    (0x3200, -13.0),  # enclosed
    (0x3400, -18.0),  # extension A
    (0x4E00, -15.5),  # rare Han
    (0xA000, -20.0),  # Yi and others
    (0xAC00, -17.0),  # Hangul
    (0xD7B0, -25.0),  # private use
    (0xF900, -18.0),  # compatibility ideographs
    (0xFB00, -20.0),  # Arabic presentation forms
    (0xFE30, -14.0),  # vertical and small forms
    (0xFE70, -20.0),
    (0xFF01, -10.0),  # full width
    (0xFF5F, -16.0),  # half-width kana and Hangul
    (0xFFF0, -25.0),
    (0x10000, -22.0),
    (0x1F000, -16.0),  # emoji
    (0x20000, -20.0),  # rare Han of the other planes
    (0x30000, -25.0),
)


class _Weights(dict[str, float]):
    """The weight of every character; one that has none of its own gets that of its range."""

    def __missing__(self, character: str) -> float:
        code = ord(character)
        weight = self[character] = next(weight for start, weight in reversed(_RANGES) if start <= code)
        return weight


def _weights() -> _Weights:
    weights = _Weights(dict.fromkeys(map(chr, range(0x20, 0x7F)), -6.5))
    weights.update(dict.fromkeys("0123456789 \t", -5.5))
    weights.update(dict.fromkeys("\r\n", -4.5))
    weights.update(dict.fromkeys("“”‘’—…·《》（）；：！？「」『』〈〉【】〔〕％\u3000①②③④⑤⑥⑦⑧⑨", -6.0))
    weights.update(dict.fromkeys("０１２３４５６７８９．－ＡＢ〇○●◆■□★☆※→×℃～／", -8.0))
    weights.update(dict.fromkeys("，。、", -3.5))
    for row in Path(__file__).with_name("frequency.txt").read_text("utf-8").splitlines():
        weight, _, characters = row.partition("\t")
        weights.update(dict.fromkeys(characters, float(weight)))
    return weights


_WEIGHTS: Final = _weights()


# --- text that was read wrongly before --------------------------------------------------------------------------


def _garbled(text: str) -> list[Note]:
    """A note where the text is readable only when taken back through a wrong decoding."""
    sample = "".join(text[:500].split())[:400]
    if len(sample) < 400:
        sample = "".join(text[:4000].split())[:400]
    if len(sample) < 8 or sample.isascii():
        return []
    mean = likelihood(sample) / len(sample)
    if mean > -9.5:
        return []
    for wrong, right, margin in _MISREADINGS:
        before = sample.encode(wrong, "ignore").decode(right, "ignore")
        if len(before) * 4 < len(sample) or before.isascii():
            continue
        if likelihood(before) / len(before) > max(mean + margin, -10.5):
            words = f"疑似乱码：{_NAMES[right]} 的文字曾被当作 {_NAMES[wrong]} 读取并保存，请找回原文件。"
            return [_problem("mojibake", words)]
    return []


def _problem(code: str, text: str) -> Note:
    return Note(code, text, 0, Severity.PROBLEM)
