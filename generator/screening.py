"""Whether and how an outline may be published.

A mark of state secrecy withholds a document, a handling notice puts a banner on it, contacts are masked in every
text of it. Marks are looked for twice: by the roles that the spans were given, and here once more in every line of
the source, headers, footers and text boxes included; one of the two is enough.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Literal, TypeVar

from . import masking
from .contacts import BLOT
from .cues.handling import HANDLING, handling
from .cues.secrecy import bare, is_plain, is_short, secrecy
from .model import (
    Block,
    Directions,
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


def screen(outline: Outline, draft: Draft, policy: Policy, name: str = "") -> tuple[Outline, Screening]:
    """The outline with its contacts masked, and the verdict on it; ``name`` is the file's, without its suffix.

    Masking puts one character for one, so that markers and points keep their places. Of a withheld document an empty
    outline comes back, and a reason that names lines but holds none of its words. The keeper's ``publish: true``
    lifts a handling notice's ``restricted: withhold``, and a secrecy mark where a ``reason`` stands beside it.
    """
    said = draft.manuscript.directions
    if said.publish is False:
        return _withheld(said.reason or "按档案管理者的指示不发布")
    secret = _secrecy(draft, name)
    if secret and not (said.publish and said.reason.strip()):
        return _withheld(secret + ("；要发布，须在指示中写明理由（reason）" if said.publish else ""))
    restricted = _restricted(outline, draft, name)
    if restricted and policy.restricted == "withhold" and not said.publish:
        return _withheld(restricted)
    overruled = secret or (restricted if policy.restricted == "withhold" else "")
    outline, masks = _masked(outline, draft, policy)
    return outline, Screening(
        verdict=Verdict.BANNER if restricted else Verdict.PUBLISH,
        reason=f"{overruled}；按档案管理者的指示发布：{said.reason.strip() or '未写理由'}" if overruled else "",
        notices=_notices(outline, draft, name) if restricted else (),
        masks=masks,
    )


def _withheld(reason: str) -> tuple[Outline, Screening]:
    return Outline(title=""), Screening(Verdict.WITHHOLD, reason)


# --- secrecy marks ----------------------------------------------------------------------------------------------

_PLACES = {Place.HEADER: "页眉", Place.FOOTER: "页脚", Place.TEXTBOX: "文本框", Place.FOOTNOTE: "脚注"}


def _secrecy(draft: Draft, name: str) -> str:
    """Where a secrecy mark stands, in words for the report; empty where none does."""
    lines = draft.manuscript.lines
    for span in draft.spans:
        line = lines[span.line]
        part = line.text[span.start : span.end].strip()
        # The role tells where a mark ends that shares its line with something else.
        if span.role is Role.SECRECY and part != line.text.strip() and (level := secrecy(part)):
            return f"{_where(line)}有密级标志（{level}）"
    levels = [secrecy(line.text) for line in lines]
    listed = _listed(lines, levels)
    for index, (line, level) in enumerate(zip(lines, levels, strict=True)):
        if level and index not in listed:
            return f"{_where(line)}有密级标志（{level}）"
    for first, text in _columns(draft.manuscript):
        if level := secrecy(text):
            return f"{_where(first)}有竖排的密级标志（{level}）"
    manuscript = draft.manuscript
    beside = {
        "文件名": name,
        "文件属性里的标题": manuscript.properties.title,
        "指示里的标题": manuscript.directions.title,
    }
    for where, text in beside.items():
        if level := secrecy(text):
            return f"{where}有密级标志（{level}）"
    return ""


def _listed(lines: Sequence[Line], levels: Sequence[str]) -> set[int]:
    """Neighbouring lines of the text that name different levels without a star: a list of the levels, no mark."""
    found: set[int] = set()
    for index in range(len(lines) - 1):
        pair = (index, index + 1)
        if (
            all(levels[at] and is_plain(lines[at].text) and lines[at].place in _RUNNING for at in pair)
            and levels[index] != levels[index + 1]
        ):
            found.update(pair)
    return found


_RUNNING = (Place.BODY, Place.ROW, Place.ITEM)


def _where(line: Line) -> str:
    place = _PLACES.get(line.place)
    return f"第 {line.number} 行（{place}）" if place else f"第 {line.number} 行"


def _columns(manuscript: Manuscript) -> Iterator[tuple[Line, str]]:
    """Neighbouring lines of one or two characters as one text: what is set from top to bottom in a text box."""
    column: list[Line] = []
    for line in manuscript.lines:
        if is_short(line.text):
            column.append(line)
            continue
        if len(column) > 1:
            yield column[0], "".join(one.text for one in column)
        column = []
    if len(column) > 1:
        yield column[0], "".join(one.text for one in column)


# --- handling notices -------------------------------------------------------------------------------------------

_DRAFT = re.compile(r"[（(【\[](?P<draft>[^（()）【】\[\]]{0,6}(?:稿|内部[^（()）]{0,6}|不公开|公开))[）)】\]]")
_SELLER = re.compile(
    r"会员|群|公众号|公号|微信|订阅|网|站|平台|购买|倒卖|转卖|转售|淘宝|店|VIP|赠|更新|整理|下载|咨询|举报|版权|客服|扫码|关注|www|http|QQ|█|[Vv]信|电话|联系"
)
"""What has no place on a banner."""


def _lines(draft: Draft) -> Iterator[tuple[Line, str, bool]]:
    """Each line, or the span of it that is a notice, with whether it stands apart."""
    apart = {Place.HEADER, Place.FOOTER, Place.TEXTBOX}
    lines = draft.manuscript.lines
    for span in draft.spans:
        if span.role is Role.NOTICE:
            yield lines[span.line], lines[span.line].text[span.start : span.end], True
    for line in lines:
        yield line, line.text, line.place in apart


def _restricted(outline: Outline, draft: Draft, name: str) -> str:
    """Where a handling notice stands, in words for the report; empty where none does."""
    for line, text, apart in _lines(draft):
        if handling(text, apart):
            return f"{_where(line)}有处理提示"
    if any(_draft(text) for text in (outline.title, outline.subtitle)):
        return f"第 {outline.title_line} 行的标题带有处理提示"
    return "文件名带有处理提示" if _draft(name) or handling(name) else ""


def _draft(title: str) -> tuple[str, ...]:
    """征求意见稿 of a title that ends （征求意见稿）."""
    return tuple(match["draft"] for match in _DRAFT.finditer(title) if HANDLING.search(match["draft"]))


def _notices(outline: Outline, draft: Draft, name: str) -> tuple[str, ...]:
    """The notices' words for the banner, each once: whole clauses, or only the phrase where a seller speaks in it."""
    found: dict[str, str] = {}
    for title in (outline.title, outline.subtitle, name):
        for phrase in _draft(title):
            found.setdefault(bare(phrase), phrase)
    for _, text, apart in _lines(draft):
        for phrase in handling(masking.mask(text, masking.find(text, promotion=apart)), apart):
            for piece in _SELLER.split(phrase):
                for clean in handling(piece, apart=True):
                    found.setdefault(bare(clean), clean)
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
    found = masking.find(text, extra=_extra(policy))
    return masking.mask(text, found) if found else text


def hide_name(name: str, policy: Policy) -> str:
    """The name of a file or a folder with a letter x for each character of its contacts."""
    return hide(name, policy).replace(BLOT, "x")


def hide_path(path: str, hide: Callable[[str], str]) -> str:
    """A POSIX path of which ``hide`` has taken the contacts out of every name; suffixes stay."""
    pure = PurePosixPath(path)
    return "/".join([*map(hide, pure.parts[:-1]), hide(pure.stem) + pure.suffix])


def hide_in(directions: Directions, policy: Policy) -> Directions:
    """The keeper's word without contacts: front matter comes along with a file from elsewhere."""
    return replace(
        directions,
        title=hide(directions.title, policy),
        occasion=hide(directions.occasion, policy),
        speaker=hide(directions.speaker, policy),
        genre=hide(directions.genre, policy),
        reason=hide(directions.reason, policy),
        tags=tuple(hide(tag, policy) for tag in directions.tags),
    )


def _known(texts: Iterable[str]) -> dict[str, set[str]]:
    """By kind, the contacts of whole lines and paragraphs; the parse may have parted them from labels (微信：)."""
    known: dict[str, set[str]] = {}
    for text in texts:
        if found := masking.find(text):
            for kind, literal in masking.literals(text, found):
                known.setdefault(kind, set()).add(literal)
    return known


Part = TypeVar("Part", Scrap, Block)


def _with(of: Part, text: str) -> Part:
    """A part of an outline with this text: itself where nothing of it was hidden, as in nearly all."""
    return of if text is of.text else replace(of, text=text)


def _masked(outline: Outline, draft: Draft, policy: Policy) -> tuple[Outline, tuple[Mask, ...]]:
    """The outline with every contact hidden, and what was hidden."""
    lines = draft.manuscript.lines
    whole = dict.fromkeys((*(line.text for line in lines), *(passage.text for passage in draft.passages)))
    texts = (*outline.texts(),)
    suspects = masking.suspects((*whole, *texts))
    own, known = _extra(policy), _known(filter(suspects.__contains__, whole))
    if own:  # a pattern of the keeper's may be anything
        suspects.update(texts)
    elif known:
        suspects |= masking.holding(set().union(*known.values()), texts)
    extra = (*own, *((kind, masking.pattern_of(known[kind])) for kind in sorted(known)))
    masks: list[Mask] = []

    def masked(text: str, line: int, role: Role | None = None) -> str:
        table = "\t" in text
        if not (table or role is Role.PROMOTION or text in suspects):
            return text
        search = masking.find_in_table if table else masking.find
        found = search(text, role is Role.PROMOTION, extra)
        masks.extend(Mask(kind, line, end - start) for start, end, kind in found)
        return masking.mask(text, found) if found else text

    def scraps(of: tuple[Scrap, ...]) -> tuple[Scrap, ...]:
        return tuple(_with(scrap, masked(scrap.text, scrap.line, scrap.role)) for scrap in of)

    def blocks(of: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(_with(block, masked(block.text, block.line)) for block in of)

    def section(of: Section) -> Section:
        text, own = masked(of.text, of.line), blocks(of.blocks)
        return of if text is of.text and all(map(operator.is_, own, of.blocks)) else replace(of, text=text, blocks=own)

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
    # With a blot in it the text would name no heading.
    second = tuple(pair for pair in outline.second if hide(pair[0], policy) == pair[0])
    return replace(hidden, notes=notes, second=second), tuple(masks)
