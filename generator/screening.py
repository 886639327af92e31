"""Whether and how an outline may be published.

A mark of state secrecy withholds a document, a handling notice puts a banner on it, contacts are masked in every
text of it. Marks are looked for twice: by the roles that the spans were given, and here once more in every line of
the source, headers, footers and text boxes included; one of the two is enough.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from . import masking
from .model import (
    Block,
    Draft,
    Line,
    Manuscript,
    Mask,
    Outline,
    Place,
    Role,
    Scrap,
    Screening,
    Section,
    Verdict,
)

KIND_NAMES = masking.KIND_NAMES


@dataclass(frozen=True, slots=True)
class Policy:
    """The keeper's rules, from mkdocs.yml. Raises :class:`ValueError` for what they cannot be."""

    restricted: Literal["banner", "withhold"] = "banner"
    """What a handling notice does: published with a banner, or withheld."""
    mask: tuple[str, ...] = ()
    """Further regular expressions to mask. They see ASCII digits and letters where the source has full-width ones."""
    names: tuple[str, ...] = ()
    """Names to mask wherever they stand."""

    def __post_init__(self) -> None:
        if self.restricted not in ("banner", "withhold"):
            raise ValueError(f"restricted: {self.restricted!r} is neither 'banner' nor 'withhold'")
        for pattern in self.mask:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"mask: {pattern!r} is no regular expression: {error}") from error


def screen(outline: Outline, draft: Draft, policy: Policy) -> tuple[Outline, Screening]:
    """The outline with its contacts masked, and the verdict on it.

    Masking puts one character for one, so that markers and points keep their places. Of a withheld document an empty
    outline comes back, and a reason that names lines but holds none of its words. The keeper's ``publish: true``
    lifts a handling notice's ``restricted: withhold``, and a secrecy mark where a ``reason`` stands beside it.
    """
    said = draft.manuscript.directions
    if said.publish is False:
        return _withheld(said.reason or "按档案管理者的指示不发布")
    secret = _secrecy(draft)
    if secret and not (said.publish and said.reason.strip()):
        return _withheld(secret + ("；要发布，须在指示中写明理由（reason）" if said.publish else ""))
    restricted = _restricted(outline, draft)
    if restricted and policy.restricted == "withhold" and not said.publish:
        return _withheld(restricted)
    outline, masks = _masked(outline, draft, policy)
    return outline, Screening(
        verdict=Verdict.BANNER if restricted else Verdict.PUBLISH,
        reason=f"{secret}；按档案管理者的指示发布：{said.reason.strip()}" if secret else "",
        notices=_notices(outline, draft) if restricted else (),
        masks=masks,
    )


def _withheld(reason: str) -> tuple[Outline, Screening]:
    return Outline(title=""), Screening(Verdict.WITHHOLD, reason)


# --- secrecy marks ----------------------------------------------------------------------------------------------

_LEVEL = r"(?P<level>绝密|机密|秘密)"
_NUMERAL = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,4})"
_DAY = r"(?:\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{6,8})"
_TERM = (
    r"(?:(?:保密期限|保密期|期限|解密时间|解密日期)(?:为|是|至)?)?"
    rf"(?:{_NUMERAL}(?:年|个?月|周|天|日)|长期|永久|(?:至|到)?{_DAY}(?:止|前|后|起)?(?:解密)?"
    r"|(?:启用|使用|公布|公开|发布|宣布|考试|会议?|开标|解密)(?:之|以)?(?:前|后|结束前|结束后)?(?:自行)?(?:解密|公开)?)"
)
_LABEL = (
    r"(?:本?(?:文件|材料|资料|件|稿|文)?的?(?:密级|(?:保密|秘密|涉密)(?:等级|级别)|定密)(?:标[志识])?(?:为|是)?"
    r"|[本此](?:件|文件|材料|资料)(?:为|系|是|属于?))"
)
_KIND = r"(?:级?(?:文件|材料|资料|公文|文电)|级|件)"
_BESIDE = (
    r"(?:(?:紧急程度|缓急)?(?:特急|加急|平急|特提|急件|一般)|保密期限?\d{1,3}(?:年|个月)"
    r"|(?:第|份号|编号|NO|No|no)?\d{1,8}(?:号|份|页)?(?:共\d{1,5}[页份])?)"
)
"""Urgency, copy number, page number: what stands in one line with a mark."""
_PLAIN = re.compile(
    rf"{_BESIDE}{{0,3}}{_LABEL}?(?:内部|国家(?=[绝机秘]密.))?{_LEVEL}(?:(?P=level))*{_KIND}?{_TERM}?(?:已?解密)?{_BESIDE}{{0,3}}"
)
"""A whole line or cell, of which only letters and digits are left: GB/T 9704-2012 7.2.2 and what is made of it."""
_STARRED = re.compile(rf"(?<!\S){_LEVEL}{_KIND}?[★☆✩✪✭✯⭐※*·](?:{_TERM}(?!\S)|[^\s，。；！？、]{{1,20}}\Z)")
"""A mark with its star, among other words of a header."""
_SAME = str.maketrans("絕機祕級長標誌識為啟號頁", "绝机秘级长标志识为启号页")
_CELLS = re.compile(r"\t|\s{2,}|[|｜丨]")
_PLACES = {Place.HEADER: "页眉", Place.FOOTER: "页脚", Place.TEXTBOX: "文本框", Place.FOOTNOTE: "脚注"}


def secrecy(text: str) -> str:
    """The level (绝密, 机密 or 秘密) that a line states of its document; empty where it only speaks of secrecy.

    The mark stands alone, or in a cell of its own, or with its star among the other words of a header. Spaces in
    it, brackets around it and any sign in the place of the star do not matter.
    """
    if len(text) > 200 or "密" not in text:
        return ""
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    cells = [text, *_CELLS.split(text)] if len(text) <= 60 else [text]
    for cell in cells:
        for alone in (cell, _HANDLING.sub("", cell)):  # 机密 会后收回
            if match := _PLAIN.fullmatch(_bare(alone)):
                return match["level"]
    match = _STARRED.search(re.sub(r"(?<=[绝机秘]) +(?=密)|(?<=密) +(?=[★☆])|(?<=[★☆]) +", "", text.strip()))
    return match["level"] if match and not re.search(r"[，。；！？]", text) else ""


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _secrecy(draft: Draft) -> str:
    """Where a secrecy mark stands, in words for the report; empty where none does."""
    lines = draft.manuscript.lines
    for span in draft.spans:
        if span.role is Role.SECRECY:
            line = lines[span.line]
            level = secrecy(line.text[span.start : span.end]) or "密级"
            return f"{_where(line)}有密级标志" + (f"（{level}）" if level != "密级" else "")
    for line in lines:
        if level := secrecy(line.text):
            return f"{_where(line)}有密级标志（{level}）"
    for first, text in _columns(draft.manuscript):
        if level := secrecy(text):
            return f"{_where(first)}有竖排的密级标志（{level}）"
    return ""


def _where(line: Line) -> str:
    place = _PLACES.get(line.place)
    return f"第 {line.number} 行（{place}）" if place else f"第 {line.number} 行"


def _columns(manuscript: Manuscript) -> Iterator[tuple[Line, str]]:
    """Neighbouring lines of one or two characters as one text: what is set from top to bottom in a text box."""
    column: list[Line] = []
    for line in manuscript.lines:
        if len(_bare(line.text)) <= 2:
            column.append(line)
            continue
        if len(column) > 1:
            yield column[0], "".join(one.text for one in column)
        column = []
    if len(column) > 1:
        yield column[0], "".join(one.text for one in column)


# --- handling notices -------------------------------------------------------------------------------------------

_READ = "学习|参考|交流|借鉴|使用|阅读|阅|传阅|研究|讨论|掌握|留存|存档|查阅|参阅"
_FORBID = (
    "外传|外泄|外流|外借|转载|转发|传播|扩散|散发|散布|复制|复印|翻印|翻拍|拍照|截图|摘抄|抄录|摘录|引用|公开|发布|传阅"
    "|泄露|上传|上网|报道|录音|录像|倒卖|转卖|转售|商用|遗失|携带外出"
)
_HANDLING = re.compile(
    r"内部(?:资料|文件|材料|刊物|使用|交流|参考|掌握|发行|传阅|学习|情况|事项|信息|讲话|稿件|文稿|公开)+"
    rf"|(?:仅|只|专)(?:供|限|作为?|用于|用作)(?:于|本|我|各)?[^，。；！？、]{{0,10}}?(?:{_READ})(?:{_READ}|之用|用|和|、|与)*"
    r"|(?:仅|只)限?(?:于)?[^，。；！？、]{0,6}(?:内部|会内|系统内|范围内)"
    rf"|(?<!\w)供(?:领导|内部|学习|会议|讨论|参考|有关)[^，。；！？、]{{0,6}}?(?:{_READ})(?:之?用)?"
    r"|(?:禁止|严禁|请勿|切勿|不得|不准|不要|不许|勿|谢绝)(?:擅自|随意|私自|对外|向外|在网上|上网|任意|以任何形式|非法)*"
    rf"(?:{_FORBID})(?:[、和或及](?:{_FORBID}))*"
    r"|(?:阅|用|会|看|读|阅看|传达|传看|学习|讨论|使用|会议|会议结束)(?:完毕?)?(?:后|毕)(?:即|请|须|应|务必|及时|立即|自行|一律)*"
    r"(?:删除|删|收回|销毁|焚毁?|退回|交回|归还|清退|退还)"
    r"|(?:于|在)?(?:\d{1,2}|[一二三])(?:小时|天|日)(?:之内|以内|内)(?:自行|及时)?(?:删除|销毁)|阅后即焚|注意(?:保存|保密|保管)|妥善保[管存]"
    r"|(?:征求意见|讨论|送审|审议|待审|报审|报批|代拟|审阅|修改|征询意见)(?:修改|讨论)?稿|未经(?:本人|作者|领导)?审[阅定]"
    r"|(?:不予|不宜|暂不|不)公开(?!发行)|依申请公开|不对外(?:公开|发布)|不(?:登报|上网|广播|张贴)(?:、?不(?:登报|上网|广播|张贴|引用))*"
    r"|未经(?:[^，。；！？]{0,8})?(?:批准|许可|授权|同意|审定|审阅|允许)，?(?:不得|严禁|禁止|请勿|不准)[^，。；！？]{0,12}"
    r"|限[^，。；！？]{0,8}(?:阅读|传阅|阅|使用|掌握)|发至?[^，。；！？]{1,6}级(?!\w)|(?:工作|商业)秘密(?!\w)|密件(?!\w)|知悉范围|控制知悉|涉密资料"
    r"|(?i:(?:for )?internal use only|confidential)"
)
"""What restricts the use of a document without making it a state secret."""
_ORDINARY = re.compile(
    r"此件|本件|本|该|此|以下|以上|上述|所有|全部|文件|材料|资料|文稿|稿件|文章|内容|讲话|发言|提纲|密级|公开|请|谢谢|合作|配合|版权|违者|必究|追究|责任|"
    r"否则|后果|自负|不|用于|其他|用途|商业|学习|参考|交流|使用|内部|个人|大家|各位|同志|会员|朋友|和|与|及|或|的|并|且|也|为|是|作|仅|供|群内|小时|内|24|"
    r"\d{1,2}|下载|之?后|在|于|信息|选项|属性|方式|注意|特别|提示|温馨|提醒|声明|说明|郑重|敬请|务必|自觉|严格|遵守|时|均"
)
"""What else such a line may hold."""
_DRAFT = re.compile(r"[（(【\[](?P<draft>[^（()）【】\[\]]{0,6}(?:稿|内部[^（()）]{0,6}|不公开|公开))[）)】\]]")
_SELLER = re.compile(
    r"会员|群|公众号|公号|微信|订阅|网|站|平台|购买|倒卖|转卖|转售|淘宝|店|VIP|赠|更新|整理|下载|咨询|举报|版权|客服|扫码|关注|www|http|QQ|█|[Vv]信|电话|联系"
)
"""What has no place on a banner."""


def handling(text: str, apart: bool = False) -> tuple[str, ...]:
    """The handling notices of a line, as phrases; none where it only speaks of such things.

    A line of the body counts where nothing but notices and the usual words around them is in it; one that stands
    ``apart`` (header, footer, text box, a span with the role of a notice) wherever it holds a notice.
    """
    if not apart and len(text) > 80:
        return ()
    text = re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFC", text)).strip()
    closed = re.sub(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])", "", text)
    phrases = tuple(match[0].strip() for match in _HANDLING.finditer(closed))
    if not phrases or apart:
        return phrases
    rest = _bare(_ORDINARY.sub("", _HANDLING.sub("", closed)))
    return phrases if len(rest) <= 2 else ()


def _lines(draft: Draft) -> Iterator[tuple[Line, str, bool]]:
    """Each line, or the span of it that is a notice, with whether it stands apart."""
    apart = {Place.HEADER, Place.FOOTER, Place.TEXTBOX}
    lines = draft.manuscript.lines
    for span in draft.spans:
        if span.role is Role.NOTICE:
            yield lines[span.line], lines[span.line].text[span.start : span.end], True
    for line in lines:
        yield line, line.text, line.place in apart


def _restricted(outline: Outline, draft: Draft) -> str:
    """Where a handling notice stands, in words for the report; empty where none does."""
    for span in draft.spans:
        if span.role is Role.NOTICE:
            return f"{_where(draft.manuscript.lines[span.line])}有处理提示"
    for scrap in outline.set_aside:
        if scrap.role is Role.NOTICE:
            return f"第 {scrap.line} 行有处理提示"
    for line, text, apart in _lines(draft):
        if handling(text, apart):
            return f"{_where(line)}有处理提示"
    if any(_draft(text) for text in (outline.title, outline.subtitle)):
        return f"第 {outline.title_line} 行的标题带有处理提示"
    return ""


def _draft(title: str) -> tuple[str, ...]:
    """征求意见稿 of a title that ends （征求意见稿）."""
    return tuple(match["draft"] for match in _DRAFT.finditer(title) if _HANDLING.search(match["draft"]))


def _notices(outline: Outline, draft: Draft) -> tuple[str, ...]:
    """The notices' words for the banner, each once: whole clauses, or only the phrase where a seller speaks in it."""
    found: dict[str, str] = {}
    for title in (outline.title, outline.subtitle):
        for phrase in _draft(title):
            found.setdefault(_bare(phrase), phrase)
    for _, text, apart in _lines(draft):
        for phrase in handling(masking.mask(text, masking.find(text, promotion=apart)), apart):
            for piece in _SELLER.split(phrase):
                for clean in handling(piece, apart=True):
                    found.setdefault(_bare(clean), clean)
    kept = tuple(phrase for key, phrase in found.items() if not any(key != other and key in other for other in found))
    return kept or ("原件载有处理提示",)  # in words that are a seller's own


# --- masking ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _extra(policy: Policy) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The keeper's own patterns, names first, the longest name first."""
    names = sorted(filter(None, policy.names), key=len, reverse=True)
    own = [("pattern", re.compile(pattern)) for pattern in policy.mask]
    return (("name", re.compile("|".join(map(re.escape, names)))), *own) if names else tuple(own)


def hide(text: str, policy: Policy) -> str:
    """``text`` with its contacts masked: for words about a document that stand outside its outline."""
    return masking.mask(text, masking.find(text, extra=_extra(policy)))


def _masked(outline: Outline, draft: Draft, policy: Policy) -> tuple[Outline, tuple[Mask, ...]]:
    """The outline with every contact hidden, and what was hidden."""
    extra = _extra(policy)
    masks: list[Mask] = []

    def masked(text: str, line: int, role: Role | None = None) -> str:
        search = masking.find_in_table if "\t" in text else masking.find
        found = search(text, role is Role.PROMOTION, extra)
        masks.extend(Mask(kind, line, end - start) for start, end, kind in found)
        return masking.mask(text, found) if found else text

    def scraps(of: tuple[Scrap, ...]) -> tuple[Scrap, ...]:
        return tuple(replace(scrap, text=masked(scrap.text, scrap.line, scrap.role)) for scrap in of)

    def blocks(of: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(replace(block, text=masked(block.text, block.line)) for block in of)

    def section(of: Section) -> Section:
        return replace(of, text=masked(of.text, of.line), blocks=blocks(of.blocks))

    lines = draft.manuscript.lines
    below = next((lines[span.line].number for span in draft.spans if span.role is Role.SUBTITLE), outline.title_line)
    hidden = replace(
        outline,
        title=masked(outline.title, outline.title_line),
        subtitle=masked(outline.subtitle, below),
        byline=scraps(outline.byline),
        opening=blocks(outline.opening),
        sections=tuple(section(one) for one in outline.sections),
        set_aside=scraps(outline.set_aside),
    )
    notes = tuple(replace(note, text=hide(note.text, policy)) for note in outline.notes)
    return replace(hidden, notes=notes), tuple(masks)
