"""What the words of a short line say about its role.

Cues are weak on purpose: :mod:`generator.roles` weighs them against position and repetition. 会员, 平台 and 秘密 are
ordinary words of a speech, so no cue here looks into a paragraph of prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.markers import Families, Kind
from generator.model import Line

SHORT = 80
"""Characters up to which a line can be anything else than running text."""

_NUMERAL = "[〇○０-９0-9ＯO零一二三四五六七八九十元×xX]"
DATE = re.compile(
    rf"(?:(?<![0-9])(?:{_NUMERAL}{{2,4}}\s*年(?:\s*{_NUMERAL}{{1,3}}\s*月(?:\s*{_NUMERAL}{{1,3}}\s*[日号])?)?)"
    r"|(?<![0-9０-９])(?:19|20|１９|２０)[0-9０-９]{2}\s*(?P<sep>[-./．—／])\s*[01０１]?[0-9０-９]\s*(?P=sep)\s*[0-3０-３]?[0-9０-９](?![0-9０-９]))"
    r"(?:\s*[0-2]?[0-9](?:[:：][0-5][0-9]){1,2}|\s*[0-2]?[0-9]时[0-5]?[0-9]分)?"
)
"""A date as written, with a clock where one follows."""

GENRE = re.compile(
    r"(?:提纲|发言稿?|讲话稿?|讲稿|致辞|致词|主持词|主持稿|开幕词|闭幕词|报告|汇报|总结|要点|体会|材料|倡议书?|打算|设想|方案|计划|意见|通知|函"
    r"|规划|纪要|办法|规定|条例|决定|决议|公告|通告|通报|简报|批复|请示|说明|党课|课件|述职|贺信|慰问信|公开信|演讲|解释|法|细则"
    r"|文稿|范文|辞|宣言|承诺书|誓词|调研|思考|启示|综述|清单|台账)"
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
    r"^(?:[—―\-－–─]{1,4}\s*)?(?:[（(]?\s*(?:时间[:：])?" + DATE.pattern + r"[)）]?\s*[，,]?\s*)?"
    r"在.{2,60}(?:上|会|时|期间|仪式|论坛|讲堂)(?:的(?:讲话|发言|致辞|报告|汇报|讲稿|主持词|演讲).{0,6})?[)）]?$"
)
DASHED = re.compile(r"^[—―\-－–─]{1,4}\s*\S")
PASSED = re.compile(
    r"(?:会议|令|决定》?).{0,40}(?:通过|公布|修[正订]|施行|发布|批准)[）)]?$|(?:起|日)\s*(?:施行|实施|发布|通过)$"
)
DOCUMENT_NUMBER = re.compile(
    r"^[\u4e00-\u9fff×xX*]{1,12}[〔\[（(【]\s*[0-9０-９×xX]{2,4}\s*[〕\]）)】]\s*第?\s*[0-9０-９×xX]{1,5}\s*号$"
)
LETTERHEAD = re.compile(
    r"^[\u4e00-\u9fff×xX]{2,24}(?:局|委员会|委|政府|办公室|办|厅|部|院|会|校|学|公司|集团|中心|站|所|处|社)\s*文件$"
)
"""The red head of an official paper: 某某局文件."""

POST = (
    "书记|市长|省长|区长|县长|镇长|乡长|村长|州长|主席|主任|局长|处长|科长|厅长|部长|院长|校长|所长|会长|队长|站长|馆长|经理|董事长"
    "|总裁|组长|委员|秘书长|秘书|司长|干事|教授|代表|老师|行长|总理|理事长|检察长|关长|台长|社长|主编|厂长|班长|团长|股长|专员|工程师"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤施包殷"
    "某×xX"
)
SURNAMES = frozenset(_SURNAMES)
_NAME = rf"[{_SURNAMES}](?:[ \t\u3000]{{0,3}}[\u4e00-\u9fff×xX*○某·]){{1,3}}"
SPEAKER = re.compile(rf"^[^。，；]{{0,24}}(?:(?:{POST})[ \t\u3000]*|[^ \t\u3000][ \t\u3000]+){_NAME}$")
SPEAKER_LABEL = re.compile(
    r"^(?:发言人|报告人|主讲人?|汇报人|讲话人|作者|主持人?|单位|汇报单位|发言单位|姓名)[:：]\s*\S"
)
NAME = re.compile(r"^[\u4e00-\u9fff×xX某](?:[ \t\u3000]{0,4}[\u4e00-\u9fff×xX某*○]){1,3}$")
ORGANISATION = re.compile(
    r"(?:委员会|办公室|政府|[局厅委院校所部处科室站馆队社行司会组]|公司|集团|中心|支部|学校|大学|中学|小学|办事处|工会|协会)$"
)

NOTICE = re.compile(
    r"仅供|严禁|禁止(?:外传|转载|传播|复制|传阅|外泄)|内部(?:资料|文件|材料|交流|使用|掌握|参考|传阅)|^内部$|不得(?:外传|转载|传播|复制|公开)"
    r"|注意保[存密]|会后收回|阅后|用后(?:删除|销毁|收回)|未经.{0,8}(?:批准|许可|授权|同意)|(?:征求意见|讨论|送审|审议)稿[）)]?$|不予公开|依申请公开"
    r"|^[（(【]?(?:特急|加急|特提|平急|工作秘密)[）)】]?$|请勿外传|勿传|违者"
)
SECRECY = re.compile(
    r"^[（(【\s]*[★☆*]?\s*(?:绝\s*密|机\s*密|秘\s*密)\s*(?:[★☆*·.（(]?\s*(?:[0-9０-９一二三四五六七八九十]{1,3}\s*(?:年|个?月|天)|长期|启用前)[）)]?)?\s*[★☆*]?[）)】]?$"
)
COPY_NUMBER = re.compile(r"^(?:份号[:：]?\s*)?[0-9０-９]{6}$")

CONTACT = re.compile(
    r"(?i)https?://|www\.|[a-z0-9-]+\.(?:com|cn|net|org)\b|QQ\s*(?:群|号)?\s*[:：]?\s*[0-9]{5,}|微信号?[:：]|公众号[:：]|👉|加(?:微信|QQ|群)|VIP"
    r"|[a-z0-9._-]+@[a-z0-9-]+\.[a-z]|(?:客服|咨询|服务|热线)(?:电话)?[:：]?\s*[0-9]{3}|[（(][0-9]{1,3}篇[)）]"
    r"|文档之家|范文网|文档网|学习文库|文库网|百度文库|豆丁网|道客|公文网|文秘网"
)
PROMOTION = re.compile(
    r"温馨提示|购买|付费|本套|全套|会员|QQ|公众号|微信|订阅|免费|赠送|权益|倒卖|扫码|客服|代写|定制|范文|文库|文秘|咨询|版权|转载|本站|文档之家|文档网"
    r"|学习文库|加群|进群|网盘|VIP|素材|一站式|联系老师|赞助|专家组?(?:点评|建议)"
)
WEAK_PROMOTION = re.compile(
    r"下载|资料|整理|更新|平台|分享|关注|收藏|更多|写作|汇编|点击|获取|实时|原创|预览|举报|发布|上传"
)
"""Ordinary words, of which two together promote."""
SITE = re.compile(r"(?:网|网站|官网|信息网|论坛|频道)$")
EDITOR = re.compile(
    r"^[【\[（(]?\s*(?:编者按|编者的话|编者注|编者|编后|导语|导读|前言[:：]|原标题|题记[:：]|内容摘要|摘要[:：])"
)

PAGE_NUMBER = re.compile(
    r"^(?:[—―\-－–─]{1,3}\s*[0-9０-９]{1,4}\s*[—―\-－–─]{1,3}|第\s*[0-9０-９一二三四五六七八九十]{1,4}\s*页(?:[,，\s/]*共?\s*[0-9０-９一二三四五六七八九十]{1,4}\s*页)?"
    r"|[Pp]age\s*[0-9]{1,4}.{0,12}|[0-9]{1,4}\s*/\s*[0-9]{1,4}|·\s*[0-9]{1,4}\s*·)$"
)
LEADING_PAGE = re.compile(r"^\s*第\s*[0-9０-９]{1,4}\s*页\s*共\s*[0-9０-９]{1,4}\s*页(?=\s*\S)")
CONTENTS = re.compile(r"^目\s*[录次]$|[.．…·。]{2,}\s*[0-9０-９]{1,4}$|[\u4e00-\u9fff”』」]\s+[0-9]{1,4}$")
CONTENTS_HEADING = re.compile(r"^[—-]*\s*目\s*[录次]\s*[—-]*$")
FRAGMENTS = re.compile(
    r"^[•·*\s]*(?:[^\s。，；：、！？|｜]{1,18}[:：]?(?: [0-9]{1,6})?(?:[\s|｜]{2,}|\u3000|\s*[|｜]\s*)){2,}"
    r"[^\s。，；！？]{0,18}$"
    r"|^[^。，；！？、：:]{1,16}(?:\s*(?:[>»]{1,2}|》》)\s*[^。，；！？：:]{1,16})+$"
)
"""Short phrases set side by side: a row of links."""
_MEETING = "地点|主持|出席|参加|记录"
LABELLED = re.compile(
    rf"^(?!.*(?:{_MEETING})\s*[:：])(?=.*[0-9])[^。；！？]{{0,24}}?(?:[\u4e00-\u9fff]{{2,6}}\s*[:：]\s*[^\s。；！？]{{0,24}}(?:[\s|｜]+|$)){{2,}}[^。；！？：:]{{0,16}}$"
)
"""Labels with their values in a row: 日期：… 作者：… 点击：…, what a page says of itself."""
_BUTTON = (
    "下载|打印|全屏|收藏|加大|还原|减小|首页|注册|登录|搜索|返回|顶部|返回顶部|主题|回帖|帖子|积分|"
    "管理员|楼主|找回密码|打印本页|关闭窗口|关闭|分享|举报|点赞|评论|回复|转发|我的文档|目录|正文|阅读全文|全文|复制链接|微信|微博|发送邮件|我要纠错|打赏"
)
"""Words on the buttons of a page, alone or side by side."""
CHROME = re.compile(
    rf"(?:^[^。，；：>»›→|｜]{{1,16}}(?:[>»›→|｜][^。，；：>»›→|｜]{{1,16}})+$|^[【】\[\]>»›|×/]$|^[—―－─=_*~·.-]{{3,}}$|^(?:大|中|小|特大|上一[页篇].*|下一[页篇].*|[【\[]?(?:{_BUTTON})[】\]]?(?:[\s|｜【】\[\]]+(?:{_BUTTON})[】\]]?)*|\[复制链接\])$"
    r"|^分享(?:到|至)?.{0,6}[:：]?$|^扫一扫|^(?:更多)?相关(?:报道|文档|附件|链接|阅读|新闻|稿件|推荐|文章|专题).{0,6}$|^责任编辑|^责编|^编辑[:：]|^审核[:：]|^校对[:：]"
    r"|^(?:信息|稿件|文章)?来源[:：]|^(?:发[布表]|更新|成文)?(?:时间|日期)[:：]|^(?:浏览|阅读|点击)(?:量|次数|数)?[:：]|^[【\[]?字[号体][:：]|^(?:您的?|你的?)?(?:现在|当前|所在)?(?:的)?位置[:：]"
    r"|^查看[:：]|^发表于|发布于.{1,8}$|^作者[:：].{0,20}来源|我要投稿|^约?\s*[0-9.]+\s*(?:千字|页|字|KB|MB)$|^[0-9]{1,5}$|^[-·•]$"
    r"|^[\u4e00-\u9fff]{2,4}[:：]\s*[0-9０-９]{4,16}$|所在栏目[:：]|^》》.*《《$|(?:记者|通讯员).{0,12}摄$|^[-·•]\s*(?:举报|分享|收藏|约.{1,8}|\d{1,6}|\d{4}-\d\d-\d\d.{0,10})$|^[0-9a-f]{32}[:：]?$|^本文(?:有删减|系)|^[（(](?:本文有删减|此件.{0,10}公开.{0,6})[）)]$)"
)
DATED_CHROME = re.compile(r"^(?:发[布表]于|(?:发[布表]|更新|成文)?(?:时间|日期)\s*[:：])\s*" + DATE.pattern)
END_OF_PAGE = re.compile(
    r"^(?:相关(?:报道|文档|附件|链接|阅读|新闻|推荐|文章)|责任编辑|责编|打印本页|关闭窗口|上一篇|下一篇|扫一扫|预览结束)"
)

OPENING = re.compile(
    r"谈(?:几点|[一二三四五]点|谈)|汇报如下|报告如下|(?:下面|现在|现)[，,]?.{0,12}(?:汇报|报告|讲|谈|发言)|根据.{2,20}(?:安排|要求)|按照.{2,20}(?:安排|要求)|今天.{0,10}(?:召开|举行|开会|相聚)"
)
CLOSING = re.compile(
    r"(?:^以上(?:是|就是|发言|汇报|报告|讲话|所述|意见|体会|内容|.{0,8}不当).{0,40}(?:指正|指导|发言|汇报|体会|批评|审议|讨论|谢谢.{0,4})[!！。.]?$"
    r"|(?:批评指正|请.{0,12}(?:指正|指出|批评|审议|指示|补充))(?:[。，].{0,8}谢谢.{0,6})?[!！。.]?$|(?:妥否|当否|是否妥当).{0,10}$"
    r"|(?:活动|仪式|会议|大会|课|汇报|发言|讲话).{0,8}(?:到此结束|就上到这里|结束了)|(?:散会|谢谢大家|多谢各位|谢谢各位|谢谢)[!！。.]?$|^我(?:的(?:发言|汇报|话)?)?(?:讲|说|汇报|发言)?完了|^(?:我的)?(?:发言|汇报|报告|讲话|演讲|述职)(?:完毕|完了|到此结束|结束)"
    r"|^(?:最后[，,])?(?:再次)?(?:谢谢|感谢)(?:大家|各位|聆听|同志们)?.{0,6}[!！。.]?$|^我(?:今天)?就(?:讲|汇报|谈|说)(?:这些|到这里?|这么多)|^汇报完毕|^特此(?:报告|通知|汇报|函复|公告|说明|函告)|^此致$|^敬礼[!！]?$)"
)
ATTACHMENT = re.compile(
    r"^(?:附件|附表|附录|附)\s*(?:[0-9０-９一二三四五六七八九十]{0,3}\s*[:：]|[0-9０-９一二三四五六七八九十]{0,2}$)"
)

_END_MARKS = frozenset("。！？!?；;：:…，,、.")
_CLOSERS = "”’」』）)》】\"'"


@dataclass(frozen=True, slots=True)
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
    dated_chrome: bool = False
    """When and by whom a page was put up."""
    end_of_page: bool = False
    genre: bool = False
    salutation: bool = False
    occasion: bool = False
    dashed: bool = False
    date: bool = False
    """Nothing but a date, perhaps in brackets."""
    clock: bool = False
    """The date has a time of day: when a web page was put up."""
    number: bool = False
    speaker: bool = False
    name: bool = False
    organisation: bool = False
    opening: bool = False
    closing: bool = False
    attachment: bool = False
    row: bool = False


def end_mark(text: str) -> str:
    """The mark a text ends with, closing quotes and brackets set aside; empty where it ends with a word."""
    last = text[-1:]
    if last in _CLOSERS:
        stripped = text.rstrip(_CLOSERS)
        last = stripped[-1:] if stripped and stripped[-1] in "。！？!?；;" else last
    return last if last in _END_MARKS else ""


_SENTENCE = re.compile("[^。！？!?]+[。！？!?]*")


def closing_start(text: str) -> int:
    """Where a closing formula at the end of a paragraph begins; 0 where there is none, or nothing before it."""
    tail = max(0, len(text) - 64)
    ends = [p for p in (text.find(mark, tail) for mark in "。！？!?") if p >= 0]
    begin = (min(ends) + 1 if ends else len(text)) if tail else 0
    for m in _SENTENCE.finditer(text, begin):
        if m.start() > 0 and CLOSING.search(m[0].strip()):
            return m.start()
    return 0


def is_row(text: str) -> bool:
    """Whether a line is a row of a table: cells with tabs between, past a marker and its tab."""
    return text.count("\t") > 1 or ("\t" in text and len(text.split("\t", 1)[0]) > 4)


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
            contact=bool(CONTACT.search(text[-80:])) or bool(CONTACT.search(text[:80])),
            words=len(set(PROMOTION.findall(text[:120]))),
            editor=bool(EDITOR.match(text)),
            chrome="所在栏目" in text[:60],
        )
    has_date = DATE.search(text)
    bare = text.strip("（）()[]【】〔〕 \t\u3000") if has_date else ""
    name = len(text) <= 10 and text[0] in SURNAMES and bool(NAME.match(text.rstrip("：:")))
    marker = next((m for m in families.at(text, 0, line_start=True)), None)
    page_number = bool(PAGE_NUMBER.match(text))
    labelled = any(c in text for c in ":：") and end in ("", "：", ":") and bool(LABELLED.match(text))
    dated_chrome = labelled or (bool(has_date) and end == "" and bool(DATED_CHROME.match(text)))
    fragments = end == "" and "\t" not in text and bool(FRAGMENTS.match(text)) and not _are_names(text)
    return Cues(
        text,
        True,
        end,
        marker=marker is not None and families.table[marker.family].kind is not Kind.PAIR,
        notice=len(text) <= 60 and bool(NOTICE.search(text)),
        secrecy=len(text) <= 20 and bool(SECRECY.match(text)),
        contact=bool(CONTACT.search(text)),
        words=len(set(PROMOTION.findall(text)))
        + (len(set(WEAK_PROMOTION.findall(text))) > 1)
        + (len(text) <= 20 and bool(SITE.search(text))),
        editor=bool(EDITOR.match(text)),
        page_number=page_number,
        contents="\t" not in text and bool(CONTENTS.search(text)),
        chrome=page_number or dated_chrome or bool(CHROME.search(text)),
        fragments=fragments,
        dated_chrome=dated_chrome,
        end_of_page=bool(END_OF_PAGE.match(text)),
        genre=bool(GENRE.search(text)),
        salutation=bool(SALUTATION.match(text)) or bool(ADDRESSEE.search(text)),
        occasion=bool(OCCASION.match(text)) or (bool(has_date) and bool(PASSED.search(text))),
        dashed=bool(DASHED.match(text)),
        date=bool(has_date) and bool(DATE.fullmatch(bare)),
        clock=has_date is not None and any(c in has_date[0] for c in ":：时"),
        number=bool(DOCUMENT_NUMBER.match(text)) or bool(LETTERHEAD.match(text)),
        speaker=(
            len(text) <= 40 and end == "" and not has_date and bool(SPEAKER.search(text) or SPEAKER_LABEL.match(text))
        ),
        name=name,
        organisation=len(text) <= 30 and end == "" and bool(ORGANISATION.search(text)),
        opening=bool(OPENING.search(text)),
        closing=bool(CLOSING.search(text)),
        attachment=bool(ATTACHMENT.match(text)),
        row=is_row(text),
    )


def display_width(text: str) -> float:
    """Width in full-width characters, as a page counts them (GB/T 9704-2012 5.2.3: 28 a line)."""
    narrow = sum(1 for c in text if c < "\u0100")
    return len(text) - narrow / 2


def gap(before: Line, after: Line) -> int:
    """Blank lines between two lines."""
    return max(0, after.number - before.number - 1)
