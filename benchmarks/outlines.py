"""Random outlines with their truth, rendered in random families, wraps and noise: for round trips and calibration.

All sentences are put together from neutral phrases; no document stands behind them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.model import Line, Manuscript
from generator.numerals import to_chinese, to_roman

VERBS = "清点 核对 整理 修补 登记 检查 疏通 加固 更换 通报 排查 编写 晾晒 搬运 演练 记录 张贴 巡看 讨论 补种".split()
OBJECTS = (
    "堤脚石料 库房门窗 借阅台账 旧案卷 排水沟渠 值班名册 消防器材 阅览座位 防汛沙袋 书目卡片 电源线路 渡口缆绳 路边护栏"
    " 档案盒签 雨量筒 读书小组 修书工具 泵站闸门 应急通道 桥下淤泥"
).split()
REASONS = "守好第一道门 把日子过细 让来人放心 给后人留底 少走弯路 不留空当 省下工夫 看得见成效".split()
PLAIN = (
    "去年冬天我们在这里守了二十七个夜晚，没有一个人叫苦。",
    "老管理员常说，东西放回原处，比什么都要紧。",
    "雨下到第三天，水面离警戒线只有一拃宽。",
    "大家把办法写在黑板上，谁都可以添一笔。",
    "这件事说起来容易，真做起来要有耐心。",
    "村里的孩子放学以后，也愿意来帮一会儿忙。",
    "记录本要随身带着，看到什么就记什么。",
    "到了月底，我们会请几位住户来看一看成效。",
    "钥匙由两个人分管，交接的时候当面点清。",
    "先做容易的，再做难的，最后回头看一遍。",
)
DISTRACTORS = (
    "第一季度补了两名人手，第二批物资月底才到。",
    "维修一共用了1.5万元，比预算少了2.3万元。",
    "一、二线岗位的人都要轮流值守，三、四季度再查一次。",
    "借阅手续仍按第（二）条办理，逾期的参照第（四）项。",
    "2023年10月26日那天，来了三百多人。",
    "墙上写着“一、不漏看；二、不瞒报”，大家天天念。",
    "3号库房和4号库房之间只隔一道墙。",
    "其中一是人手偏少，二是路远，三是夜里看不清。",
    "第一时间赶到的是值班员，第二天人才到齐。",
)

# A scheme names the families of its levels, from the top; "~" before a family: its headings are run-in.
SCHEMES: tuple[tuple[str, ...], ...] = (
    ("{一}、", "（{一}）", "{1}."),
    ("{一}、", "（{一}）", "~{1}."),
    ("{一}、", "~（{一}）"),
    ("{一}、", "~{1}.", "~（{1}）"),
    ("{一}、", "~第{一}，"),
    ("~第{一}，", "~{一}是"),
    ("~{一}是",),
    ("{1}.", "（{1}）", "{①}"),
    ("第{一}部分 ", "{一}、", "~（{一}）"),
    ("~其{一}，",),
    ("{I}. ", "{A}. ", "{1}. "),
    ("~首先",),
    ("{一}、", "~{一}要"),
    ("（{一}）", "{1}、"),
    ("~第{一}步，",),
)

NEIGHBOURS = {
    "{一}、": ("（{一}）", "{1}、", "{一}是"),
    "（{一}）": ("{一}、", "{1}."),
    "{1}.": ("（{1}）", "{一}、"),
    "（{1}）": ("{1}.", "{①}"),
    "{1}、": ("（{1}）",),
    "第{一}，": ("{一}是", "其{一}，"),
    "{一}是": ("第{一}，", "{一}要"),
    "{一}要": ("{一}是", "第{一}，"),
    "其{一}，": ("第{一}，",),
    "首先": ("第{一}，",),
}


@dataclass(slots=True)
class Item:
    """A heading of a generated outline."""

    words: str
    children: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and the headings (depth, words without marker) that it was made from."""

    text: str
    headings: tuple[tuple[int, str], ...]

    def manuscript(self) -> Manuscript:
        """The text as a reader gives it."""
        lines = (Line(t, i) for i, t in enumerate(self.text.split("\n"), 1) if t.strip())
        return Manuscript("txt", tuple(lines))


def outline(rng: random.Random, depth: int) -> list[Item]:
    """A random outline of at most so many levels; its headings are all different."""
    pairs = [v + o for v in VERBS for o in OBJECTS]
    rng.shuffle(pairs)

    def series(levels: int) -> list[Item]:
        items = []
        for _ in range(rng.randint(2, 4)):
            words = pairs.pop()
            if rng.random() < 0.3:
                words += "，" + rng.choice(REASONS)
            item = Item(words)
            if levels > 1 and rng.random() < 0.55:
                item.children = series(levels - 1)
            items.append(item)
        return items

    return series(depth)


def prose(rng: random.Random, sentences: int) -> str:
    """Sentences of running text, some of them made to mislead."""
    return "".join(rng.choice(DISTRACTORS if rng.random() < 0.25 else PLAIN) for _ in range(sentences))


def marker(family: str, number: int, last: bool) -> str:
    """A family's marker with a number."""
    if family == "首先":
        return "最后，" if last and number > 1 else ("首先，", "其次，", "再次，", "最后，")[min(number, 4) - 1]
    return (
        family.replace("{一}", to_chinese(number))
        .replace("{1}", str(number))
        .replace("{①}", chr(0x245F + number))
        .replace("{I}", to_roman(number))
        .replace("{A}", chr(64 + number))
    )


def _stripped(text: str) -> str:
    """A marker without its punctuation, set off by a space."""
    bare = text.rstrip("、.，． ")
    return bare + " " if bare != text.rstrip() else text


class Renderer:
    """Writes an outline as a text."""

    def __init__(self, rng: random.Random, noise: float) -> None:
        self.rng = rng
        self.noise = noise
        self.paragraphs: list[str] = []

    def write(self, items: Sequence[Item], scheme: Sequence[str], inline: bool) -> None:
        """One series with all under it; ``inline``: within the last paragraph."""
        rng = self.rng
        runin = scheme[0].startswith("~")
        family = scheme[0].lstrip("~")
        shift = 0
        for i, item in enumerate(items):
            number = i + 1 + shift
            used = family
            strip = False
            if rng.random() < self.noise:
                kind = rng.choice(("skip", "double", "family", "strip"))
                if kind == "skip" and i:
                    shift += 1
                    number += 1
                elif kind == "double" and i:
                    number -= 1
                elif kind == "family" and i and family in NEIGHBOURS:
                    used = rng.choice(NEIGHBOURS[family])
                elif kind == "strip" and not inline:
                    strip = True
            sign = marker(used, number, i == len(items) - 1)
            head = (_stripped(sign) if strip else sign) + item.words
            if runin:
                text = head + "。" + prose(rng, rng.randint(1, 3))
                if inline:
                    self.paragraphs[-1] += text
                else:
                    self.paragraphs.append(text)
            else:
                self.paragraphs.append(head)
                if not item.children or rng.random() < 0.5:
                    self.paragraphs.append(prose(rng, rng.randint(2, 4)))
            if item.children:
                deeper = scheme[1:]
                self.write(item.children, deeper, inline=runin and deeper[0].startswith("~"))


def sample(seed: int, noise: float = 0.0, wrap: float = 0.25) -> Sample:
    """The sample of a seed: ``noise`` is how often a marker is wrong, ``wrap`` how often a text is hard-wrapped."""
    rng = random.Random(seed)
    scheme = rng.choice(SCHEMES)
    items = outline(rng, len(scheme))
    renderer = Renderer(rng, noise)
    renderer.paragraphs.append(f"{rng.choice(VERBS)}{rng.choice(OBJECTS)}工作发言提纲")
    renderer.paragraphs.append("同志们：")
    renderer.paragraphs.append(prose(rng, rng.randint(2, 4)))
    renderer.write(items, scheme, inline=False)
    if rng.random() < 0.6:
        renderer.paragraphs.append("以上发言不当之处，请大家批评指正。")
    lines = renderer.paragraphs
    if rng.random() < wrap:
        lines = [*lines[:2], *(piece for p in lines[2:] for piece in hard_wrap(p))]

    def walk(series: Sequence[Item], depth: int) -> list[tuple[int, str]]:
        return [h for item in series for h in ((depth, item.words), *walk(item.children, depth + 1))]

    return Sample("\n".join(lines), tuple(walk(items, 1)))


def hard_wrap(paragraph: str, width: int = 28) -> list[str]:
    """A paragraph as a page of so many full-width characters sets it: indented, marks kept off line ends (避头尾)."""
    out: list[str] = []
    line, used = "　　", 2.0
    for c in paragraph:
        size = 0.5 if c < "\u0100" else 1.0
        if used + size > width and c not in "，。、；：！？”）":
            keep = len(line.rstrip("“（《"))
            out.append(line[:keep])
            line, used = line[keep:], float(len(line) - keep)
        line += c
        used += size
    out.append(line)
    return out
