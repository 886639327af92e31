"""What the words of a short line say about its role.

Cues are weak on purpose: :mod:`generator.roles` weighs them against position and repetition. 会员, 平台 and 秘密 are
ordinary words of a speech, so no cue here looks into a paragraph of prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.cues.closing import closes
from generator.cues.handling import handling
from generator.cues.page import (
    ABOUT,
    CONTENTS,
    DATE,
    DATE_HINT,
    DATED_CHROME,
    EDITOR,
    END_OF_PAGE,
    FRAMED,
    LABEL,
    LABELLED,
    SET_OFF,
    SITE,
    disclaims,
    has_contact,
    is_chrome,
    is_fragments,
    is_page_number,
    promotes,
    sales,
)
from generator.cues.secrecy import secrecy
from generator.families import Kind
from generator.markers import Families
from generator.model import Line

LONGEST_TITLE = 50
"""Characters of the longest line that is known as a title by its last word."""
SHORT = 80
"""Characters up to which a line can be anything else than running text."""

GENRE = re.compile(
    r"(?:提纲|发言稿?|讲话稿?|讲稿|致辞|致词|主持词|主持稿|开幕词|闭幕词|报告|汇报|总结|要点|体会|材料|倡议书?|打算|设想|方案|计划|意见|通知|函"
    r"|规划|纪要|办法|规定|条例|决定|决议|公告|通告|通报|简报|批复|请示|说明|党课|课件|述职|贺信|慰问信|公开信|演讲|解释|法|细则"
    r"|文稿|范文|辞|宣言|承诺书|誓词|守则|公约|须知|手册|调研|思考|启示|综述|清单|台账)"
    r"(?:[（(][^（）()]{1,14}[）)])?$"
)
"""Words that a title ends with."""

SPEECH = re.compile(r"(?:提纲|发言|讲话|致辞|致词|主持词|党课|述职|汇报|报告|总结|倡议|演讲)")

SALUTATION = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的|各位|同志们|女士们|先生们|朋友们|老师们|同学们|全体|主席[、，,]|(?=.{0,40}(?:同志们|各位)))"
    r"[^。；;？?]{0,60}[:：!！]?$"
    r"|[^。；;？?，]{1,16}(?:们|同志|朋友|代表|委员|同仁|同学|乡亲|嘉宾|来宾)[:：!！]$"
)
ADDRESSEE = re.compile(
    r"(?:各|本|全|省|市|县|区).{0,60}(?:政府|机构|单位|部门|委员会|公司|协会|会员|学校|科室|支部|处|局|办)[:：]$|^.{2,20}(?:政府|局|委|办公室|公司|学校)[:：]$"
)

OCCASION = re.compile(
    r"^(?:[—―\-－–─]{1,4}\s*)?[（(]?\s*(?:(?:时间[:：])?" + DATE.pattern + r"[)）]?\s*[，,]?\s*)?"
    r"在.{2,60}(?:上|会|时|期间|仪式|论坛|讲堂)(?:的(?:讲话|发言|致辞|报告|汇报|讲稿|主持词|演讲).{0,6})?[)）]?$"
)
DASHED = re.compile(r"^[—―\-－–─]{1,4}\s*\S")
PASSED = re.compile(
    r"(?:会议|令|决定》?).{0,40}(?:通过|公布|修[正订]|施行|发布|批准)[）)]?$|(?:起|日)\s*(?:施行|实施|执行|发布|通过)[）)]?$"
)
DOCUMENT_NUMBER = re.compile(
    r"^[\u4e00-\u9fff×xX*]{0,12}[〔\[（(【]\s*[0-9０-９×xX]{2,4}\s*[〕\]）)】]\s*第?\s*[0-9０-９×xX]{1,5}\s*号(?:\s{2,}签发人.{0,8})?$"
    r"|^[\u4e00-\u9fff]{0,16}(?:材料|文件|附件|附|之|篇目)(?:之)?\s*[（(]?[一二三四五六七八九十0-9]{1,3}[）)]?$|^第[一二三四五六七八九十0-9]{1,3}篇$"
    r"|^[（(]?总?第\s*[一二三四五六七八九十0-9]{1,4}\s*期(?:\s*[（(].{1,12}[）)])?[）)]?$"
)
LETTERHEAD = re.compile(
    r"^[\u4e00-\u9fff×xX]{2,24}(?:局|委员会|委|政府|办公室|办|厅|部|院|会|校|学|公司|集团|中心|站|所|处|社)\s*文件$"
)
"""The red head of an official paper: 某某局文件."""

POST = (
    "书记|市长|省长|区长|县长|镇长|乡长|村长|州长|主席|主任|局长|处长|科长|厅长|部长|院长|校长|所长|会长|队长|站长|馆长|经理|董事长"
    "|总裁|组长|委员|秘书长|秘书|司长|干事|教授|代表|老师|行长|总理|理事长|检察长|关长|台长|社长|主编|厂长|班长|团长|股长|专员|工程师"
)
GATHERING = (
    "(?:会|会议|仪式|典礼|活动|论坛|讲坛|讲堂|座谈|大赛|比赛|培训班?|集体学习|[室厅场馆院楼堂所站校村]|中心|教室)"
)
"""What a speech is given at: a meeting, or the place of one."""
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤施包殷"
    "某×xX"
)
SURNAMES = frozenset(_SURNAMES)
_NAME = rf"[{_SURNAMES}](?:[ \t\u3000]{{0,3}}[\u4e00-\u9fff×xX*○某·]){{1,3}}"
_ANYBODY = r"[\u4e00-\u9fff×xX某](?:[ \t\u3000]{0,4}[\u4e00-\u9fff×xX*某○]){1,2}"
SPEAKER_LABEL = re.compile(
    r"^(?:发言人|报告人|主讲人?|汇报人|讲话人|作者|主持人?|单位|汇报单位|发言单位|姓名)[:：]\s*\S"
)
NAME = re.compile(r"^[\u4e00-\u9fff×xX某](?:[ \t\u3000]{0,4}[\u4e00-\u9fff×xX某*○]){1,3}$")
WHO = re.compile(r"^[^，。：:]{1,14}(?:[员长者手师民人村乡镇县市区]|代表|社区|街道|同志)$")
_ORGANISED_ENDS = frozenset("会室府司团心部校学处局厅委院所科股站馆队社行组台")
_ORGANISED = (
    "(?:委员会|办公室|政府|公司|集团|中心|支部|学校|大学|中学|小学|办事处|工会|协会"
    "|[局厅委院校所部处科股室站馆队社行司会组台])"
)
ORGANISATION = re.compile(rf"{_ORGANISED}$")
SPEAKER = re.compile(
    rf"^[^。，；]{{0,24}}(?:(?:{POST})[ \t\u3000]*|[^ \t\u3000][ \t\u3000]+){_NAME}$"
    rf"|^[^。，；]{{1,24}}{_ORGANISED}[ \t\u3000]+{_ANYBODY}$"
    rf"|^[^。，；：:\s]{{2,16}}(?:[\u3000\t]| {{2}})[ \t\u3000]*{_ANYBODY}$"
)

_NOW = "[，,]?.{0,12}(?:汇报|报告|讲|谈|发言)"
OPENING = re.compile(
    f"谈(?:几点|[一二三四五]点|谈)|汇报如下|报告如下|下面{_NOW}|现在?{_NOW}|根据.{{2,20}}(?:安排|要求)|按照.{{2,20}}(?:安排|要求)|今天.{{0,10}}(?:召开|举行|开会|相聚)"
)
"""Each alternative begins with a character of its own, as in the hints: the search passes over all others at once."""
COPIED = re.compile(r"^(?:抄送|抄报|分送|主送|印发)\s*[:：]|.{2,24}印发$")
"""The last lines of an official paper (GB/T 9704-2012 7.4): whom it goes to, who printed it when."""
ATTACHMENT = re.compile(
    r"^(?:附件|附表|附录|附)\s*(?:[0-9０-９一二三四五六七八九十]{0,3}\s*[:：]|[0-9０-９一二三四五六七八九十]{0,2}$)"
)

_END_MARKS = frozenset("。！？!?；;：:…，,、.")
_CLOSERS = "”’」』）)》】\"'"


@dataclass(slots=True)
class Cues:
    """What is seen of a unit of text. ``words`` counts cues of promotion, ``end`` is the last mark or empty."""

    text: str
    short: bool
    end: str
    marker: bool = False
    notice: bool = False
    secrecy: bool = False
    contact: bool = False
    words: int = 0
    editor: bool = False
    page_number: bool = False
    contents: bool = False
    chrome: bool = False
    fragments: bool = False
    """Short phrases side by side: links, buttons."""
    framed: bool = False
    """Words with a row of signs on either side."""
    set_off: bool = False
    """The whole line stands in brackets or between signs."""
    disclaimer: bool = False
    """Says whose the text is, that it may be reported, removed, passed on."""
    labelled: bool = False
    """A row of labels with their values."""
    dated_chrome: bool = False
    """When and by whom a page was put up."""
    end_of_page: bool = False
    genre: bool = False
    salutation: bool = False
    occasion: bool = False
    passed: bool = False
    """When and by whom a rule was passed, since when it holds."""
    dashed: bool = False
    date: bool = False
    """Nothing but a date, perhaps in brackets."""
    dated: bool = False
    """A date and little else."""
    label: bool = False
    """A name and a colon before the rest: 发言人：…"""
    clock: bool = False
    """The date has a time of day: when a web page was put up."""
    number: bool = False
    speaker: bool = False
    name: bool = False
    organisation: bool = False
    who: bool = False
    """A place or a kind of person: 某某村, 乡护林员."""
    opening: bool = False
    closing: bool = False
    copied: bool = False
    """To whom an official paper goes, who printed it."""
    attachment: bool = False
    row: bool = False


def end_mark(text: str) -> str:
    """The mark a text ends with, closing quotes and brackets set aside; empty where it ends with a word."""
    last = text[-1:]
    if last in _CLOSERS:
        stripped = text.rstrip(_CLOSERS)
        last = stripped[-1:] if stripped and stripped[-1] in "。！？!?；;" else last
    return last if last in _END_MARKS else ""


def is_row(text: str) -> bool:
    """Whether a line is a row of a table: cells with tabs between, past a marker and its tab."""
    return "\t" in text and (text.count("\t") > 1 or len(text.split("\t", 1)[0]) > 4)


def _are_names(text: str) -> bool:
    """Whether a row of words is a row of names."""
    return all(len(word) <= 4 and word[0] in SURNAMES for word in text.split())


def look(text: str, families: Families) -> Cues:
    """The cues of a unit of text, which has no space at either end."""
    end = end_mark(text)
    if len(text) > SHORT:
        return Cues(
            text,
            False,
            end,
            contact=has_contact(text[-80:]) or has_contact(text[:80]),
            words=promotes(text[:120]),
            editor=bool(EDITOR.match(text)),
            chrome="所在栏目" in text[:60],
            disclaimer=len(text) <= 300 and disclaims(text),
        )
    open_ = end == ""
    first = text[0]
    c = Cues(text, True, end)
    has_date = DATE.search(text) if DATE_HINT.search(text) else None
    marker = next(iter(families.beginning(text)), None)
    c.marker = marker is not None and families.table[marker.family].kind is not Kind.PAIR
    _of_page(c, has_date)
    _of_set_words(c)
    c.genre = open_ and bool(GENRE.search(text if max(map(len, text.split())) > 1 else "".join(text.split())))
    c.name = len(text) <= 10 and first in SURNAMES and bool(NAME.match(text.rstrip("：:")))
    if has_date:
        written = has_date[0]
        c.passed = bool(PASSED.search(text))
        c.date = bool(DATE.fullmatch(text.strip("（）()[]【】〔〕 \t\u3000")))
        c.dated = len(text) - len(written) <= 8 and any(mark in written for mark in "月-./") and not GENRE.search(text)
        c.clock = any(mark in written for mark in ":：时")
    elif open_ and len(text) <= 40 and marker is None and "，" not in text:
        c.speaker = _is_speaker(text[1:-1] if first in "（(" else text) or SPEAKER_LABEL.match(text) is not None
    if open_:
        c.number = bool(DOCUMENT_NUMBER.match(text) or LETTERHEAD.match(text))
        c.who = len(text) <= 16 and bool(WHO.search(text))
        c.organisation = len(text) <= 30 and text[-1] in _ORGANISED_ENDS and ORGANISATION.search(text) is not None
        if not c.speaker and "\t" not in text:
            c.fragments = is_fragments(text) and not _are_names(text)
    return c


def _is_speaker(text: str) -> bool:
    """Whether a text ends with somebody's name behind a post or a space."""
    # With no space in it the name is a surname and one to three characters more.
    spaced = " " in text or "\u3000" in text or "\t" in text
    return (spaced or not SURNAMES.isdisjoint(text[-4:-1])) and SPEAKER.search(text) is not None


def _of_page(c: Cues, has_date: re.Match[str] | None) -> None:
    """What a page, a seller or an office puts around a text."""
    text, end = c.text, c.end
    promotion, weak, disclaimer = sales(text)
    c.notice = len(text) <= 60 and bool(handling(text, apart=True))
    c.secrecy = len(text) <= 30 and bool(secrecy(text))
    c.contact = has_contact(text)
    c.words = promotion + (weak > 1) + (end == "" and len(text) <= 20 and bool(SITE.search(text)))
    if ABOUT.search(text):
        c.words += 2
    c.disclaimer = disclaimer > 1
    c.editor = bool(EDITOR.match(text))
    c.page_number = is_page_number(text)
    c.labelled = ("：" in text or ":" in text) and end in ("", "：", ":") and bool(LABELLED.match(text))
    c.dated_chrome = c.labelled or (bool(has_date) and end == "" and bool(DATED_CHROME.match(text)))
    c.framed = bool(FRAMED.match(text))
    c.chrome = c.page_number or c.dated_chrome or c.framed or is_chrome(text)
    c.contents = "\t" not in text and (text[0] == "目" or text[-1].isdigit()) and bool(CONTENTS.search(text))
    c.set_off = bool(SET_OFF.match(text))
    c.end_of_page = bool(END_OF_PAGE.match(text))


def _of_set_words(c: Cues) -> None:
    """What is said in set words: whom a text speaks to, where it was given, how it begins and closes."""
    text, end = c.text, c.end
    if end not in ("。", "；", "？"):
        c.salutation = bool(SALUTATION.match(text)) or (end in ("：", ":") and bool(ADDRESSEE.search(text)))
    c.occasion = "在" in text and OCCASION.match(text) is not None
    c.dashed = bool(DASHED.match(text))
    c.label = bool(LABEL.match(text))
    c.opening = bool(OPENING.search(text))
    c.closing = closes(text)
    c.copied = (text[0] in "抄分主印" or text[-1] == "发") and bool(COPIED.match(text))
    c.attachment = bool(ATTACHMENT.match(text))
    c.row = is_row(text)


def is_title(text: str) -> bool:
    """Whether a text has the last word of a title of a speech or paper, and more than that."""
    return 5 <= len(text) <= LONGEST_TITLE and GENRE.search(text) is not None


_POST = re.compile(rf"(?:{POST})$")


def is_byline(text: str) -> bool:
    """Whether a text says who or when: a name, a post, an organisation, a date."""
    if DATE.fullmatch(text.strip("（）()[]【】〔〕 \t\u3000")):
        return True
    who = ORGANISATION.search(text) or _POST.search(text) or SPEAKER.search(text)
    return len(text) <= 24 and (who is not None or (text[0] in SURNAMES and NAME.match(text) is not None))


def display_width(text: str) -> float:
    """Width in full-width characters, as a page counts them (GB/T 9704-2012 5.2.3: 28 a line)."""
    narrow = len(text.encode("latin-1", "ignore"))
    return len(text) - narrow / 2


def gap(before: Line, after: Line) -> int:
    """Blank lines between two lines."""
    return max(0, after.number - before.number - 1)
