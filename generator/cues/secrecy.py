"""The grammar of secrecy marks (GB/T 9704-2012, 7.2.2, and what is made of it): does a line state a level?

A line is cut into clauses and cells. It is a mark where one of them is nothing but a level with its label, its term and
what stands beside a mark (copy number, urgency, document number), and where every other one is a notice or such a
thing too; or where it says of its own document that it is a secret. A heading or a sentence about secrecy is neither.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from generator.cues.handling import HANDLING, handling

UNNAMED = "国家秘密"
"""What :func:`secrecy` answers where a line calls its document secret without a level."""

_LEVEL = r"(?P<level>绝密|机密|秘密)"
_NUMERAL = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,4})"
_DAY = r"(?:\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{6,8})"
_TERM = (
    r"(?:(?:保密期限|保密期|期限|解密时间|解密日期)(?:为|是|至)?)?"
    rf"(?:{_NUMERAL}(?:年半?|个?月|周|天|日)|长期|永久|(?:至|到)?{_DAY}(?:止|前|后|起)?(?:解密)?"
    r"|(?:启用|使用|公布|公开|发布|宣布|考试|会议?|开标|解密)(?:之|以)?(?:前|后|结束前|结束后)?(?:自行)?(?:解密|公开)?)"
)
_OF_IT = r"(?:[本此该]|以上|上述)(?:文件|材料|资料|文稿|文档|内容|讲话|发言|提纲|报告|汇报|通知|件|稿|文)的?(?:内容)?"
_NAMED = r"(?:密级|(?:保密|秘密|涉密)(?:等级|级别)|定密)(?:标[志识])?"
_LABEL = (
    rf"(?:(?:{_OF_IT}|文件|材料|资料)?{_NAMED}(?:为|是)?|国家秘密|{_OF_IT}已?(?:为|是|系|属于?|(?:确定|定|列|划)为))"
)
_KIND = r"(?:级?(?:会议|内部|工作|学习|参阅)?(?:国家秘密|文件|材料|资料|公文|文电)|级|件)"
_FOREIGN = r"(?:(?i:TOPSECRET|SECRET|CONFIDENTIAL))"
_BESIDE = (
    r"(?:(?:紧急程度|缓急)?(?:特急|加急|平急|特提|急件|一般)|保密期限?\d{1,3}(?:年|个月)|签发人[\u4e00-\u9fff某xX]{0,4}"
    r"|[\u4e00-\u9fff]{1,12}\d{4}第?\d{1,4}号"
    r"|(?:第|份号|编号|份数|页数|NO|No|no)?\d{1,8}(?:号|份|页)?(?:共\d{1,5}[页份])?)"
)
"""Urgency, document number, copy number, page number: what stands in one line with a mark."""
_MARK = re.compile(
    rf"{_BESIDE}{{0,3}}{_LABEL}?(?:内部|国家(?=[绝机秘]密.))?{_LEVEL}(?:(?P=level))*{_KIND}?{_FOREIGN}?(?:{_TERM}){{0,2}}"
    rf"(?:已?解密)?{_BESIDE}{{0,3}}|(?P<foreign>(?i:TOP)?(?i:SECRET))"
)
"""A whole cell of which only letters and digits are left."""
_ASIDE = re.compile(rf"(?:{_BESIDE}|{_TERM}|{_OF_IT})*")
"""What may stand beside a mark, without one."""
_STATED = re.compile(
    rf"{_OF_IT}(?:涉及|属于?|为|是|系|含有?|包含)(?:国家(?:秘密|机密))(?:事项|内容|信息)?|涉密(?:文件|资料|材料)"
)
_STARRED = re.compile(rf"(?<!\S){_LEVEL}{_KIND}?[★☆✩✪✭✯⭐※*·](?:{_TERM}(?!\S)|[^\s，。；！？、]{{1,20}}\Z)")
"""A mark with its star, among other words of a header."""
_LABELLED = re.compile(rf"(?:^|[\s，；,;（(【\[]){_NAMED}\s*[:：]\s*{_LEVEL}级?(?=$|[\s，；,;）)】\]★☆*·])")
"""A mark behind its label, among other labels."""
_BRACKETED = re.compile(
    r"^[（(【\[〔〖]([^（()）【】\[\]〔〕〖〗]{2,24})[）)】\]〕〗]|[（(【\[〔〖]([^（()）【】\[\]〔〕〖〗]{2,24})[）)】\]〕〗]$"
)
"""At either end of a title."""
_ORDINAL = re.compile(r"\s*\d{1,3}\s*[.、)）．]")
"""A list item's number, which no copy number is."""
_SAME = str.maketrans("絕絶機祕級長標誌識為啟號頁國屬該", "绝绝机秘级长标志识为启号页国属该")
_COLUMNS = re.compile(r"[\t|｜丨]")
_GAPS = re.compile(r"\s{2,}")
_CLAUSES = re.compile(r"[，。；！,;!/]")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,40}>")
_LONGEST = 60


def secrecy(text: str) -> str:
    """The level (绝密, 机密, 秘密, or :data:`UNNAMED`) that a line states of its document; empty where it states none.

    Spaces in a mark, brackets around it and any sign in the place of the star do not matter.
    """
    if len(text) > 200 or not ("密" in text or (("C" in text or "c" in text) and _SECRET.search(text))):
        return ""
    text = unicodedata.normalize("NFKC", _TAG.sub("", text)).translate(_SAME).strip()
    if len(text) <= _LONGEST:
        cells = [text, *_cells(text), *(one for pair in _BRACKETED.findall(text) for one in pair if one)]
        for cell in cells:
            if level := _stated(cell):
                return level
        if match := _LABELLED.search(text):
            return match["level"]
    if len(_COLUMNS.findall(text)) > 1 or re.search(r"[，。；！？]", text):
        return ""
    closed = re.sub(r"(?<=[绝机秘]) +(?=密)|(?<=密) +(?=[★☆])|(?<=[★☆]) +", "", text)
    match = _STARRED.search(closed)
    return match["level"] if match else ""


_SECRET = re.compile("SECRET", re.IGNORECASE)


def _cells(text: str) -> list[str]:
    """The pieces of a line that may be a mark by themselves; in a row of a table only what stands behind its label."""
    row = [cell for cell in _COLUMNS.split(text) if cell.strip()]
    if len(row) > 2:
        return [cell for label, cell in pairwise(row) if re.fullmatch(_NAMED, bare(label))]
    return [cell for column in row for cell in (column, *_GAPS.split(column))]


def _stated(cell: str) -> str:
    """The level of a cell, all of whose clauses are a mark, a notice, or what stands beside a mark."""
    found = _level(cell)
    if found:
        return found
    for clause in _CLAUSES.split(cell):
        level = _level(clause) or _level(HANDLING.sub("", clause))
        found = found or level
        if not (level or handling(clause) or _ASIDE.fullmatch(bare(clause))):
            return ""
    return found


def _level(text: str) -> str:
    letters = bare(text)
    if match := _MARK.fullmatch(letters):
        if _ORDINAL.match(text) and not re.search("[★☆*]", text):
            return ""
        return match["level"] or ("绝密" if match["foreign"][:1] in "Tt" else "机密")
    return UNNAMED if _STATED.fullmatch(letters) else ""


def bare(text: str) -> str:
    """The letters and digits of a text."""
    return _NO_LETTERS.sub("", text)


_NO_LETTERS = re.compile(r"[\W_]+")
_THREE_LETTERS = re.compile(r"(?:[^\W_][\W_]*){3}")


def is_short(text: str) -> bool:
    """Whether a text has no more than two letters and digits."""
    return not _THREE_LETTERS.search(text)


def is_plain(text: str) -> bool:
    """Whether a mark has no star: what a list or a table of the levels has too."""
    return not re.search("[★☆✩✪✭✯⭐※*·]", text)
