"""What is known of an outline beyond its words: genre, date, occasion, speaker, length.

The keeper's directions win; after them comes what the document itself says, and for the date and the genre at last
the file's name. Nothing is guessed: what no rule here reads stays empty. The file's own properties are no evidence,
a download's date and author are seldom the speech's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from . import dates, words
from .cues import GATHERING
from .model import Block, Facts, Manuscript, Outline, Role
from .wording import texts

PACE = 220
"""Characters a speaker reads aloud in a minute."""


@dataclass(frozen=True, slots=True)
class Signs:
    """How a genre is recognised: by the words a title ends with, then by what the text says of itself."""

    endings: tuple[str, ...]
    says: str = ""
    """A pattern for the salutation, the opening and the closing."""


GENRES: dict[str, Signs] = {
    "主持词": Signs(
        ("主持词", "主持讲话", "主持稿", "串词", "串讲词"),
        r"(?:下面|现在|首先)，?(?:请|有请|进行).{0,30}(?:第[一二三]项|发言|讲话|致辞)|会议(?:共|有)[一二三四五六七八九]项议程",
    ),
    "倡议书": Signs(("倡议书", "倡议", "公开信"), r"(?:发出|提出)如下倡议|(?:我们|特此|在此)(?:向.{2,20})?倡议"),
    "述职报告": Signs(
        ("述职报告", "述职述廉报告", "述责述廉报告", "述职述德述廉报告", "述职", "述廉"), r"述职(?:报告)?如下"
    ),
    "党课": Signs(
        ("党课", "党课讲稿", "党课讲义", "党课教案"), r"(?:今天|这次|这堂|本次)[^。]{0,12}(?:讲|上)?[^。]{0,6}党课"
    ),
    "心得体会": Signs(
        ("心得体会", "学习心得", "学习体会", "心得", "体会", "感悟", "感想", "读后感", "观后感"),
        r"谈(?:谈|一谈)?[^。]{0,12}(?:心得|体会|感悟)",
    ),
    "研讨发言": Signs(
        ("研讨发言", "研讨交流发言", "交流研讨发言", "学习研讨", "专题研讨", "研讨"),
        r"(?:研讨|学习)[^。]{0,16}(?:作|做)?(?:交流)?发言(?:如下)?",
    ),
    "表态发言": Signs(("表态发言", "表态讲话", "表态"), r"(?:作|做)[^。]{0,6}表态|表个?态"),
    "交流发言": Signs(
        ("交流发言", "经验交流", "经验发言", "典型发言", "座谈发言", "交流"), r"(?:作|做)[^。]{0,8}交流发言"
    ),
    "汇报": Signs(("汇报", "情况汇报"), r"现?将[^。]{2,60}汇报如下|(?:^|，|。)(?:我就)?汇报(?:完毕|到这里|这些)"),
    "致辞": Signs(
        (
            "致辞",
            "致词",
            "祝词",
            "祝辞",
            "贺词",
            "贺辞",
            "欢迎辞",
            "欢迎词",
            "开幕词",
            "闭幕词",
            "开幕辞",
            "闭幕辞",
            "答谢词",
        ),
        r"(?:表示|致以)[^。]{0,6}热烈的?(?:欢迎|祝贺)[^。]{0,40}[。！]",
    ),
    "总结": Signs(("总结", "小结", "工作回顾", "工作总结报告"), r"现?将[^。]{2,60}总结如下"),
    "对照检查": Signs(("对照检查", "检视剖析", "对照检视", "自查报告", "自查自纠")),
    "调研报告": Signs(("调研报告", "调查报告", "考察报告"), r"(?:^|。)[^。]{0,30}形成[^。]{0,6}调研报告"),
    "讲话": Signs(
        ("讲话", "讲话要点", "谈话"),
        r"(?:下面|这里|今天)[^。]{0,20}(?:我|再)?[^。]{0,8}(?:讲|强调)[^。]{0,6}[点个条](?:意见|要求|问题)",
    ),
    "发言": Signs(("发言", "发言摘要"), r"我的?发言(?:完毕|到此|结束)"),
    "讲稿": Signs(("讲稿", "宣讲", "宣讲稿", "演讲稿", "演讲", "讲义", "授课"), r"(?:我)?(?:今天)?演讲的?题目是"),
    "方案": Signs(
        ("方案", "预案", "实施办法", "工作计划", "计划", "规划", "工作要点"),
        r"(?:制定|制订|特制定)本(?:方案|预案|计划)",
    ),
    "通知": Signs(("通知", "通报"), r"现?(?:就|将)[^。]{2,60}通知如下"),
    "报告": Signs(("报告", "工作报告"), r"现?将[^。]{2,60}报告如下|(?:作|做)(?:工作)?报告，请(?:予)?审议"),
    "意见": Signs(("意见", "建议"), r"提出如下(?:实施)?意见"),
    "请示": Signs(("请示", "函", "复函", "批复")),
    "纪要": Signs(("纪要", "会议记录")),
    "提纲": Signs(("提纲",)),
}
"""体裁 -> how it is recognised. The longest ending wins; among sayings the first in this order."""

_ENDINGS = {ending: genre for genre, signs in GENRES.items() for ending in signs.endings}
_FORMS = tuple(ending for ending in _ENDINGS if len(ending) > 1)
"""What ends in one of them (工作汇报) says what a text is, not what it is about."""
_WEAK = frozenset(["讲稿", "提纲"])
"""A form more than a genre: 研讨发言提纲, 表态发言讲稿."""
_LONGEST = max(map(len, _ENDINGS))
_TAIL = re.compile(
    r"(?:[（(【\[〔][^（）()【】\[\]〔〕]{0,20}[）)】\]〕]|提纲|提要|要点|摘要|材料|讲稿|稿件|稿|范文|模板|[\s\d．.、，。！!_-])$"
)
"""What may follow a genre at the end of a title: brackets, 提纲, 材料."""
_OUTLOOK = re.compile(r"(?:及|和|暨|与)[^，。：]{0,20}(?:计划|打算|安排|思路|谋划|要点|建议)$")
"""The second half of 2024年工作总结及2025年工作计划: the first names the genre."""
_LABEL = re.compile(r"[：:丨|｜—―]+")


def describe(
    outline: Outline, manuscript: Manuscript, name: str = "", wording: Mapping[str, Sequence[str]] | None = None
) -> Facts:
    """What is known of ``outline``; ``name`` is its file's name without the suffix; ``wording`` gives the words of
    its texts, which are cut here without it.

    Take the screened outline: what is masked there cannot come back through a fact.
    """
    said = manuscript.directions
    headings = [section.text[section.marker :] for section in outline.sections]
    heads = [outline.title, outline.subtitle, *headings]
    signatures = [block.text for block in outline.blocks() if block.kind == "signature"]
    occasion, speaker = _byline(outline)
    found = words.terms(texts(outline), prominent=heads, wording=wording)
    terms = tuple(term for term in found if not term[0].endswith(_FORMS))
    return Facts(
        genre=said.genre or genre(outline, name),
        date=dates.parse(said.date) if said.date else _date(outline, signatures, name),
        occasion=said.occasion or occasion,
        speaker=said.speaker or speaker or _signed(signatures),
        salutation=next((block.text.strip() for block in outline.blocks() if block.kind == "salutation"), ""),
        closing=next((block.text.strip() for block in reversed([*outline.blocks()]) if block.kind == "closing"), ""),
        characters=len("".join("\n".join(_published(outline)).split())),
        minutes=round(units("\n".join(_aloud(outline))) / PACE, 1),
        keywords=tuple(word for word, _, _ in terms[: words.KEYWORDS]),
        terms=terms,
        tags=said.tags,
    )


def genre(outline: Outline, name: str = "") -> str:
    """The 体裁 of an outline, one of :data:`GENRES`; empty where nothing shows it."""
    for title in (outline.title, *reversed(_LABEL.split(outline.title)), outline.subtitle, name):
        if found := _genre_at_end(title):
            return found
    for scrap in outline.byline:
        if scrap.role is Role.OCCASION and (found := _genre_at_end(scrap.text)):
            return found
    opening = [block.text for block in outline.opening[:4]]
    closing = [block.text for block in outline.blocks() if block.kind == "closing"]
    frame = "\n".join([*opening, *closing])
    return next((genre for genre, signs in GENRES.items() if signs.says and re.search(signs.says, frame)), "")


def spoken(minutes: float) -> str:
    """Speaking time in words: 约 8 分半, 不到 1 分钟, 约 1 小时 5 分; half minutes below ten. Empty for nothing."""
    if minutes <= 0:
        return ""
    if minutes < 1:
        return "不到 1 分钟"
    if minutes < 9.75:
        whole, half = divmod(round(minutes * 2), 2)
        return f"约 {whole} 分半" if half else f"约 {whole} 分钟"
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return f"约 {rest} 分钟"
    return f"约 {hours} 小时 {rest} 分" if rest else f"约 {hours} 小时"


def _genre_at_end(title: str) -> str:
    """The genre that ``title`` ends with, once 提纲, 材料 and brackets are off."""
    title = _OUTLOOK.sub("", title.strip("《》“”\"' 　"))
    while title:
        for length in range(min(_LONGEST, len(title)), 1, -1):
            if found := _ENDINGS.get(title[-length:]):
                return (found in _WEAK and _genre_at_end(title[:-length])) or found
        tail = _TAIL.search(title)
        if not tail:
            break
        if found := _genre_at_end(tail[0].strip("（()）【】[]〔〕") if len(tail[0]) > 3 else ""):
            return found
        title = title[: tail.start()]
    return ""


def _published(outline: Outline) -> Iterator[str]:
    """Every text that the page shows."""
    yield outline.title
    yield outline.subtitle
    yield from (scrap.text for scrap in outline.byline)
    yield from (section.text for section in outline.sections)
    yield from (block.text for block in outline.blocks())


def _aloud(outline: Outline) -> Iterator[str]:
    """Every text that is read aloud."""
    yield from (section.text for section in outline.sections)
    yield from (block.text for block in outline.blocks() if aloud(block))


def aloud(block: Block) -> bool:
    """Whether a block is read aloud: neither tables, signature nor attachments are."""
    return block.kind not in {"table", "signature", "attachment"}


_CHARACTERS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff〇0-9０-９]+")
_LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚÀ-ÿ]+")


def units(text: str) -> int:
    """How long ``text`` is to say: a Han character, a digit and a Latin word count one, punctuation nothing."""
    rest, runs = _CHARACTERS.subn(" ", text)
    return len(text) - len(rest) + runs + len(_LATIN.findall(rest))


# --- date, occasion, speaker ------------------------------------------------------------------------------------


def _date(outline: Outline, signatures: list[str], name: str) -> str:
    """The date of the byline, else of the signature; then the fullest of subtitle, title and file name."""
    byline = [dates.parse(scrap.text) for scrap in outline.byline]
    signed = [dates.last(text) for text in reversed(signatures)]
    for date in (*byline, *signed):
        if len(date) > 4:
            return date
    rest = [dates.parse(text) for text in (outline.subtitle, outline.title, name)]
    return max([*byline, *signed, *rest], key=len, default="")


_GATHERING = re.compile(rf"{GATHERING}$")
_BRACKETS = re.compile(r"[（()）【】\[\]〔〕《》]")
_TAG = re.compile(
    r"^(?:时间|日期|地点|场合|会议|发言人|讲话人|汇报人|主讲人?|报告人|主持人|宣讲人|演讲者|单位|作者)[：:]\s*"
)
_WHEN = re.compile(
    r"(?:星期|周)[一二三四五六日天]|[上下]午|晚上?|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|[\dＸXx×]+年[ＸXx×]+月(?:[ＸXx×]+日)?"
)
_HAN_WORD = re.compile(r"[\u3400-\u9fff]{2}")
_OCCASION = re.compile(
    r"在(?P<occasion>[^，。；]{0,40}(?:[会班课节日]|会议|仪式|典礼|活动|论坛|讲坛|讲堂|座谈|大赛|比赛|调研|考察|培训)[^，。；的]{0,8}?)"
    r"(?:(?:上|期间)的?|的)(?P<kind>[^\s，。；的]{2,12})$"
    r"|在(?P<act>(?:审议|讨论|参加|出席|接受|听取|会见|考察|调研)[^，。；]{2,40})时的(?P<form>[^\s，。；的]{2,12})$"
)
"""在…会上的讲话: only a gathering is an occasion, 在工作中的体会 has none."""
_SPEAKER = re.compile(
    r"^(?P<speaker>[^\s，。：关于在]{1,14}?(?:同志|书记|主任|[省市县区镇乡局厅部处科所院校]长|主席|会长|董事长|总经理|代表|某+|[×xX]{1,3}))在"
)


def _byline(outline: Outline) -> tuple[str, str]:
    """Occasion and speaker as the lines under the title name them, else the subtitle, else the title."""
    occasion = speaker = ""
    for scrap in outline.byline:
        text = _clean(scrap.text)
        if scrap.role is Role.SPEAKER:
            speaker = f"{speaker} {text}".strip()
        elif not occasion and (scrap.role is not Role.DATE or _GATHERING.search(text)):
            # Who passed a rule, or 根据录音整理, is none.
            occasion = _occasion(text) or (re.sub("^在(.+)上$", r"\1", text) if _HAN_WORD.search(text) else "")
    for text in (outline.subtitle, outline.title):
        occasion = occasion or _occasion(text)
        named = _SPEAKER.match(text.lstrip("—―-─ 　"))
        if named and _occasion(text):
            speaker = speaker or named["speaker"]
    return occasion, speaker


def _occasion(text: str) -> str:
    """全市防汛工作会 of ——在全市防汛工作会上的讲话; empty where no such words stand."""
    text = re.sub(r"(?:[（(][^（）()]{0,20}[）)]\s*)+$", "", text)
    match = _OCCASION.search(text)
    if not match or not _genre_at_end(match["kind"] or match["form"]):
        return ""
    return (match["occasion"] or match["act"]).strip()


def _clean(text: str) -> str:
    """A line of the byline without brackets, dates, its label and what is masked."""
    text = _WHEN.sub(" ", dates.strip(_BRACKETS.sub(" ", text))).replace("█", " ")
    text = _TAG.sub("", re.sub(r"\s+", " ", text).strip(" 　，,、；;。—―-─·"))
    return text.strip(" 　，,、；;：:。—―-─·")


def _signed(signatures: Iterable[str]) -> str:
    """Who signed: the first line of the signature that is not a date."""
    lines = (_clean(line) for text in signatures for line in text.splitlines())
    return next((line for line in lines if line), "")


_BODIES = (
    "委员会 办公室 中心 公司 集团 小学 中学 大学 医院 图书馆 档案馆 博物馆 文化馆 街道 社区 支部 党委 政府"
    " 部 局 处 科 院 所 站 厂 馆 社 会 委 办 司 镇 乡 村 组 班 县 区 市 省 团 队 室 校"
).split()
_ORGANISATION = re.compile(
    rf"[^\s，。、：:（）()“”×]{{1,24}}(?:{'|'.join(_BODIES)})(?=$|[\s　，,：:（(]|[^\W\d]{{0,3}}[×xX某])"
)
"""The unit in 某县档案馆 林××: what ends in the name of a body, before a masked person or the end."""


def organisation(speaker: str) -> str:
    """The unit among the words that name the speaker; empty where none is named."""
    found = _ORGANISATION.match(speaker.strip())
    return found.group() if found and len(found.group()) > 2 else ""  # 某局 is none
