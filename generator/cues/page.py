"""What the words and the shape of a short line say of it as a seller's or a page's: notices, promotion, furniture.

Sites and shops come and go, and their words with them; the patterns look for kinds: a label with its value, a counter
with its number, words set side by side, who is credited, who owns the page, what a reader is asked to do.
"""

from __future__ import annotations

import re
from functools import cache

_NUMERAL = "[〇○０-９0-9ＯO零一二三四五六七八九十元×xX]"
DATE = re.compile(
    rf"(?:(?<![0-9])(?:{_NUMERAL}{{2,4}}\s*年(?:\s*{_NUMERAL}{{1,3}}\s*月(?:\s*{_NUMERAL}{{1,3}}\s*[日号])?)?)"
    r"|(?<![0-9０-９])(?:19|20|１９|２０)[0-9０-９]{2}\s*(?P<sep>[-./．—／])\s*[01０１]?[0-9０-９]\s*(?P=sep)\s*[0-3０-３]?[0-9０-９](?![0-9０-９]))"
    r"(?:\s*[0-2]?[0-9](?:[:：][0-5][0-9]){1,2}|\s*[0-2]?[0-9]时[0-5]?[0-9]分)?"
)
"""A date as written, with a clock where one follows."""
DATE_HINT = re.compile("[年12１２]")
"""What every date has one of."""

COPY_NUMBER = re.compile(r"^(?:份号[:：]?\s*)?[0-9０-９]{6}$")

CONTACT = re.compile(
    r"(?i)https?://|www\.|[a-z0-9-]+\.(?:com|cn|net|org)\b|QQ\s*(?:群|号)?\s*[:：]?\s*[0-9]{5,}|微信号?[:：]|公众号[:：]|👉|加(?:微信|QQ|群|V(?![a-z]))|VIP"
    r"|[a-z0-9._-]+@[a-z0-9-]+\.[a-z]|(?:客服|咨询|服务|热线)(?:电话)?[:：]?\s*[0-9]{3}|[（(][0-9]{1,3}篇[)）]"
    r"|文档之家|范文网|文档网|学习文库|文库网|百度文库|豆丁网|道客|公文网|文秘网"
)
CONTACT_HINT = re.compile(
    "|".join([*"wWqQvV@👉", "://", "[.][cnoCNO]", "微信号?[:：]", "公众号[:：]", "加[微群]", "篇[)）]"])
    + "".join(f"|{who}(?:电话)?[:：]?\\s*[0-9]" for who in ("客服", "咨询", "服务", "热线"))
    + "|文档[之网]|范文网|文库|豆丁网|道客|公文网|文秘网"
)
"""What every contact has one of: most lines have none and need not be looked at.

Each alternative begins with a character of its own, so that the search passes over all others at once.
"""


def has_contact(text: str) -> bool:
    """Whether a text holds a contact."""
    return CONTACT_HINT.search(text) is not None and CONTACT.search(text) is not None


PROMOTION = re.compile(
    r"温馨提示|购买|付费|本套|全套|会员|QQ|公众号|微信|订阅|免费|赠送|权益|倒卖|扫码|客服|代写|定制|范文|文库|文秘|咨询|版权|转载|本站|文档之家|文档网"
    r"|学习文库|加群|进群|网盘|VIP|素材|一站式|联系老师|赞助|专家组?(?:点评|建议)|侵权|必究"
)
WEAK_PROMOTION = re.compile(
    r"下载|资料|整理|更新|平台|分享|关注|收藏|更多|写作|汇编|点击|获取|实时|原创|预览|举报|发布|上传"
)
"""Ordinary words, of which two together promote."""
SITE = re.compile(r"(?:网|网站|官网|信息网|论坛|频道)$")
EDITOR = re.compile(
    r"^[【\[（(]?\s*(?:编者按|按[:：]|编者的话|编者注|编者|编后|导语|导读|核心提示[:：]|前言[:：]|原标题|题记[:：]|内容摘要|摘要[:：])"
)

PAGE_NUMBER = re.compile(
    r"^(?:[—―\-－–─]{1,3}\s*[0-9０-９]{1,4}\s*[—―\-－–─]{1,3}|(?:[^\s，。；：、]{2,16}[\s|｜]+)?第\s*[0-9０-９一二三四五六七八九十]{1,4}\s*页(?:[,，\s/]*共?\s*[0-9０-９一二三四五六七八九十]{1,4}\s*页)?"
    r"|[Pp]age\s*[0-9]{1,4}.{0,12}|[0-9]{1,4}\s*/\s*[0-9]{1,4}|(?:\[[0-9]{1,2}\]\s*)+(?:[上下]一页|末页)?|[（(][接转][上下]页[）)]|·\s*[0-9]{1,4}\s*·)$"
)
_PAGE_STARTS = frozenset("—―-－–─Pp[·0123456789")
LEADING_PAGE = re.compile(r"^\s*第\s*[0-9０-９]{1,4}\s*页\s*共\s*[0-9０-９]{1,4}\s*页(?=\s*\S)")
CONTENTS = re.compile(r"^目\s*[录次]$|[.．…·。]{2,}\s*[0-9０-９]{1,4}$|[\u4e00-\u9fff”』」]\s+[0-9]{1,4}$")
CONTENTS_HEADING = re.compile(r"^[—-]*\s*目\s*[录次]\s*[—-]*$")
_PARTED = re.compile(r"\s{2,}|\u3000|\s*[|｜]\s*|】\s*(?=【)")
_SEPARATED = re.compile(r"[\s|｜>»》】](?:(?<=[\u3000|｜>»》】])|\s)")
_TRAIL = re.compile(r"^[^。，；！？、：:]{1,16}(?:\s*(?:[>»]{1,2}|》》)\s*[^。，；！？：:]{1,16})+$")
PIECE = 20
"""Characters of the longest of several phrases that are set side by side."""


def is_fragments(text: str) -> bool:
    """Whether a line is short phrases side by side, three or more: a row of links, of counters; or the way to it."""
    if not _SEPARATED.search(text):
        return False
    pieces = [piece for piece in _PARTED.split(text) if piece]
    if text[0] in "（(" and text[-1] in "）)":
        # When, where and who, in the brackets under a title.
        return False
    if max(map(len, pieces), default=0) == 1:
        # The letters of a title, spaced out.
        return False
    if len(pieces) > 2 and all(len(piece) <= PIECE for piece in pieces):
        return not any(mark in text for mark in "。，；！？")
    return _TRAIL.match(text) is not None


def is_page_number(text: str) -> bool:
    """Whether a line is the number of a page."""
    return (text[0] in _PAGE_STARTS or "页" in text) and PAGE_NUMBER.match(text) is not None


_SIGN = r"[^\w\s（）()【】\[\]［］《》〈〉“”‘’\"'、，。；：:！？!?%％]"
FRAMED = re.compile(
    rf"^(?:{_SIGN}{{2,}}.*{_SIGN}{{2,}}|[:：]{{2,}}.*[:：]{{2,}}|{_SIGN}+\s*[^\s—]{{2,10}}\s*{_SIGN}+)$"
)
"""Words with a row of signs on either side: ★★…★★, ::::…::::, ┌──…──┐, — … —."""
REMARK = re.compile(
    rf"(?:【[^【】]{{6,}}】|[（(][^（）()]{{6,}}[）)]|［[^［］]{{6,}}］|{_SIGN}{{2,}}[^★☆※]{{5,}}?{_SIGN}{{2,}})$"
)
"""A remark that a line ends with, in brackets or between signs."""
REMARK_ENDS = frozenset("】）)］★☆※◆▲●■☜~…=*#")
PAIRED = re.compile(r"(?:(?P<sign>[★☆※◆▲●■])[^★☆※◆▲●■。]{4,40}(?P=sign)|☞[^☞☜。]{4,40}☜)$")
"""A remark between a pair of signs: the shape alone says that it is not the text's."""
_HAN = "[\u4e00-\u9fff]"
SITE_NAME = re.compile(rf"(?:^|(?!{_HAN}).)({_HAN}{{2,6}}(?:网|文库|书库|论坛|书架))(?!{_HAN})")
"""What a site calls itself in a line of its own."""
SET_OFF = re.compile(r"^(?:【[^【】]{6,}】|[（(][^（）()]{6,}[）)]|［[^［］]{6,}］|[※★☆▲◆●■].{5,}[※★☆▲◆●■])$")
"""A whole line in brackets or between signs."""
_OF_IT = (
    r"(?:文档?|处|内容|资料|材料|稿件?|文章|文件|课件|模板|套|篇|范文)[^。，；]{0,4}"
    r"(?:由|来[自源]|[搜收]集|整理|提供|上传|下载|[约共]\s*[0-9]|[为是]?试读|原创|购买|预览|已?完结|结束)"
)
_READ = r"(?:已|到此|大?约).{0,8}(?:结束|完毕|[0-9]+\s*分钟)"
ABOUT = re.compile(
    "|".join(
        [
            *(it + _OF_IT for it in ("本", "此", "该", "以上", "全", "原")),
            *(f"{a}{_READ}" for a in ("阅读", "预览", "试读")),
        ]
    )
    + "|阅读(?:本文)?(?:大?约)?(?:需要?|用时)"
)
"""What a page or a seller says of the text itself."""
_MEETING = "地点|主持|出席|参加|记录"
LABELLED = re.compile(
    rf"^(?!.*(?:{_MEETING})\s*[:：])(?=.*[0-9])[^。；！？]{{0,24}}?(?:[\u4e00-\u9fff]{{2,6}}\s*[:：]\s*[^\s。；！？]{{0,24}}(?:[\s|｜]+|$)){{2,}}[^。；！？：:]{{0,16}}$"
)
"""Labels with their values in a row: 日期：… 作者：… 点击：…, what a page says of itself."""
LABEL = re.compile(r"^[\u4e00-\u9fff][\u4e00-\u9fff \u3000]{0,7}[:：]")
_BUTTON = (
    "下载|打印|全屏|收藏|加大|还原|减小|首页|注册|登录|搜索|返回|顶部|返回顶部|返回列表|返回首页|主题|回帖|帖子|积分|管理员|楼主|找回密码"
    "|打印(?:本页|此页)|关闭(?:窗口|本页)?|分享|举报|点赞|评论|回复|转发|我的文档|目录|正文|阅读全文|全文|复制链接|微信|微博|发送邮件|我要纠错|打赏"
    r"|\+?关注|已关注|订阅|赞|踩|在看|喜欢|编辑|反馈|展开|收起|听全文|语速|播报文章|登陆|设为首页|加入收藏|收藏本[站页文]|网站地图|联系我们|关于我们|友情链接"
    "|隐私(?:政策|声明)|法律声明|使用帮助|无障碍(?:阅读|浏览)?|长者(?:模式|版)|智能问答|附件下载|立即下载|手机版|客户端|热榜|推荐|广告|上一页|下一页|末页|尾页"
)
"""Words on the buttons of a page, alone or side by side."""
_COUNTED = (
    "阅读|浏览|点击|访问|查看|评论|回复|回帖|跟帖|收藏|点?赞同?|在看|转发|喜欢|分享|粉丝|下载|热度|回答"
    "|[网观]?[友众]?留言|网友评论|全部评论"
)
_CREDITED = (
    "文字?|图|图文|摄影|编辑|责任编辑|责编|值班编辑|主编|审核|校对|校审|录入|排版|制作|监制|终审|[初复一二三]审|来源|(?:信息|稿件|文章|本文|消息)来源|素材|供稿|撰稿"
    "|记者|通讯员|转自|转发自|贡献者|上传者|上传人|录入者|楼主|发布者|发布人|点击数?"
)
_LISTED = (
    "报道|文档|附件|链接|阅读|新闻|稿件|推荐|文章|专题|资讯|内容|资料|视频|话题"
    "|法规|解读|帖子|回顾|精选|评论|标签|关注|最新|搜索|栏目"
)
_CHROME = (
    # A way through the site, and the signs its buttons leave.
    r"(?:首页|主页|网站首页)\s*(?:[-—/›·]{1,2}\s*[^。，；：]{1,16})+$",
    r"[【】\[\]>»›|×/☰≡▲▼△▽]{1,6}$|[—―－─=_*~·.-]{3,}$|[-·•]$",
    r"》》.*《《$|(?:您的?|你的?)?(?:现在|当前|所在)?(?:的)?位置[:：]|您所在的位置",
    # Buttons, alone or in a row.
    rf"(?:大|中|小|特大|[【\[(（]?(?:{_BUTTON})[】\])）]?(?:[\s|｜丨/·┊【】\[\]]*(?:{_BUTTON})[】\])）]?)*)\s*[>»]{{0,2}}$",
    r"[【\[]?字[号体](?:大小)?[】\]]?\s*[:：]|A[+-]?(?:\s+A[+-]?)+$|字体大小",
    r"(?:[\[［【][^\[\]［］【】]{1,8}[\]］】]\s*){3,}$",
    # Neighbours, and lists of what else there is.
    r"[【\[《<]{0,2}\s*(?:上|下|前|后)一(?:篇|页|条|个|章|则|张|[\u4e00-\u9fff]{1,3}\s*[:：])|分享(?:到|至)?.{0,6}[:：]?$|分享(?:到|至)?\s*[:：]",
    rf"(?:更多|相关|推荐|往期|热门|最新|精彩|编辑推荐|延伸|您?可能|猜你|您可能)(?:{_LISTED}|感兴趣|喜欢|想看|关注|的).{{0,6}}$",
    r"(?:大家都在|猜你)(?:看|搜|喜欢|想看)|\d{1,2}小时热|友情链接|标签[:：]|关键词[:：]\s*\S{1,8}(?:\s|$)|分类[:：]",
    r"[上下]期(?:预告|看点|内容)?\s*[:：]",
    r"(?:文章)?(?:标\s?题|题\s?目|题名|主题|文\s?题)[:：]$",
    # A counter and its number, a row of them.
    rf"(?:被?(?:{_COUNTED})(?:量|次数|数)?\s*[:：(（\[┊]?\s*[\[(（]?[0-9][0-9,.]*\s*[万wk+]?[\])）]?\s*次?[\s|｜┊·]*)+"
    rf"(?:[^。，；！？\s]{{1,6}}\s*)?$|(?:共有?)?\s*[0-9][0-9,.]*\s*(?:万)?\s*(?:条|次|人|个)?\s*(?:{_COUNTED}|回应)(?:了.{{0,6}})?$",
    rf"(?:{_COUNTED})(?:量|次数|数)?\s*[:：]|约?\s*[0-9.]+\s*(?:千字|页|字|KB|MB)(?:\s|$)|[0-9]{{1,5}}$",
    # Who put it here, and when.
    rf"[（(【\[［]?\s*(?:{_CREDITED})\s*[:：|｜丨/／]\s*",
    rf"(?:发[布表]|更新|成文|上传|录入|公开)(?:于|时间|日期)\s*[:：]?|时间\s*[:：]\s*{DATE.pattern}\s+\S",
    r"作者[:：].{0,20}来源|我要投稿|[（(](?:记者|通讯员).{1,20}[)）]$|[（(]?本文(?:有删减|系)|[（(][本此原全]文[^（）()]{2,40}[）)]$",
    r"打印(?:人|时间|日期)\s*[:：]|posted @|本帖最后由|(?:编辑|发布|修改)于\s*[0-9]",
    # Whose page it is.
    r"(?:版权所有|技术支持|Copyright|©|网站标识码|备案[号编])|(?:主办|承办)(?:单位)?[:：].{0,30}(?:备案|标识码|技术|分辨率|建议|$)",
    r"地址[:：].{0,30}(?:邮编|电话)|©",
    # What the reader is asked to do.
    r"(?:微信)?(?:扫一扫|扫码)|长按.{0,6}(?:识别|二维码)|点击.{0,4}(?:上方|下方|蓝字|阅读原文)|识别.{0,4}二维码|打开\s*(?:APP|客户端)?$|打开APP",
    r"(?:写|发表?|我要)(?:评论|留言|回复|回答)$|(?:登录|注册)后|您需要登录|快来抢?沙发|(?:返回|查看|展开|阅读)(?:更多|全部|余下|剩余)",
    # What a picture shows.
    r"[▲△▼▽]?\s*(?:题|配|组|插|资料|封面)图\s*[:：]",
    # Files, and their numbers.
    r"[\u4e00-\u9fff]{2,4}[:：]\s*[0-9０-９]{4,16}$|[0-9a-f]{32}[:：]?$|[（(]本文有删减[）)]$",
    r"[-·•]\s*(?:举报|分享|收藏|约.{1,8}|\d{1,6}|\d{4}-\d\d-\d\d.{0,10})$",
)
_CHROME_BEHIND = (
    # The same behind other words.
    r"[^。，；：>»›→]{1,16}(?:[>»›→][^。，；：>»›→]{1,16})+$",
    r"[^。，；：|｜]{1,16}(?:[|｜][^。，；：|｜]{1,16}){2,}$",
    r".{0,12}所在栏目[:：]|.{0,60}\[复制链接\]$|[^。，；：]{1,12}\s?[▼▾]\s.{0,16}$",
    r".{0,12}(?:记者|通讯员).{0,12}摄$|.{0,16}来自\s*\S{0,4}客户端$",
    r".{0,24}\s(?:版权所有|技术支持|Copyright|©|网站标识码|备案[号编])",
    r".{0,20}ICP.{0,3}备|.{0,12}(?:All Rights Reserved|Powered by)|.{0,20}分辨率浏览$",
    r"[^。；]{1,60}\.(?:docx?|wps|pdf|ofd|txt|xlsx?|et|pptx?|zip|rar)(?:[\s（(【\[】\]].{0,24})?$",
)
_BEHIND_HINT = re.compile(
    "|".join(map(re.escape, ">»›→|｜[©.▼▾"))
    + "|所在栏目|摄$|客户端$|版权所有|技术支持|标识码|备|Rights|Powered|Copyright|浏览$"
)


def is_chrome(text: str) -> bool:
    """Whether a line is a page's by its words."""
    text = text.lstrip("※☆★◆●■·• ") or text
    behind = _BEHIND_HINT.search(text) is not None and _CHROME_LATER.match(text) is not None
    return behind or _CHROME_FIRST.match(text) is not None


def _alternatives(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(parts).replace("(?P<sep>", "(?:").replace("(?P=sep)", "[-./．—／]"))


_CHROME_FIRST, _CHROME_LATER = _alternatives(_CHROME), _alternatives(_CHROME_BEHIND)
DATED_CHROME = re.compile(r"^(?:发[布表]于|(?:发[布表]|更新|成文)(?:时间|日期)\s*[:：])\s*" + DATE.pattern)
END_OF_PAGE = re.compile(
    rf"^(?:(?:更多|相关|推荐|往期|热门)(?:{_LISTED})|责任编辑|责编|打印本页|关闭窗口|上一篇|下一篇|扫一扫|预览结束|(?:-\s*)?END(?:\s*-)?$)"
)
DISCLAIMER = re.compile(
    r"本[网站号]|本平台|转载|侵权|版权|著作权|免责|声明|出处|仅代表作者|仅供参考|联系我们|原作者|来源于?网络|内容来[自源]|投稿|举报|删除|上传|收益归"
)
"""Words of which several together say whose a text is, in a sentence at the foot of a page."""
_SALES = tuple(re.compile(words.pattern) for words in (PROMOTION, WEAK_PROMOTION, DISCLAIMER))
_ANY_SALE = re.compile("|".join(words.pattern for words in _SALES))


@cache
def _kinds(word: str) -> tuple[bool, bool, bool]:
    return tuple(words.fullmatch(word) is not None for words in _SALES)  # type: ignore[return-value]


def sales(text: str) -> tuple[int, int, int]:
    """How many different words of promotion, of weak promotion and of a disclaimer a text has."""
    found = set(_ANY_SALE.findall(text))
    if not found:
        return 0, 0, 0
    promotion, weak, disclaimer = (sum(column) for column in zip(*map(_kinds, found), strict=True))
    return promotion, weak, disclaimer


def promotes(text: str) -> int:
    """How many different words of promotion a text has: running text has none, which is told at once."""
    return sales(text)[0] if PROMOTION.search(text) else 0


def disclaims(text: str) -> bool:
    """Whether a text has three different words of a disclaimer or more."""
    return len(DISCLAIMER.findall(text)) > 2 and sales(text)[2] > 2
