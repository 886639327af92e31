"""Write an archive of invented outlines: ``python -m benchmarks.generate FOLDER COUNT [--seed N]``.

About 2,900 characters each, in folders of fifty as downloaded packs are. Words are distributed as in real text: those
of the topic and of the trade return, and a long tail of names and things is met once or twice. Headings come in all the
usual families, some run in, some standing. The same seed writes the same files, whatever their number.
"""

from __future__ import annotations

import argparse
import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import jieba

from benchmarks.search import words
from benchmarks.search.outlines import Writer

LENGTHS = (1870, 3530)
"""The shortest and the longest text under the headings, in characters."""
PACK = 50
"""Outlines in a folder."""
FAMILIES = (
    ("一、", "二、", "三、", "四、"),
    ("（一）", "（二）", "（三）", "（四）"),
    ("一是", "二是", "三是", "四是"),
    ("第一，", "第二，", "第三，", "第四，"),
    ("1.", "2.", "3.", "4."),
)
PROMOTION = ("仅供学习 禁止外传", "砚边文库整理，咨询QQ00000000", "")
FLATTER = 0.7
"""The dictionary counts news and novels; nobody's trade uses its commonest words as often."""
CLOSING = "以上发言，不当之处请批评指正。"
PLAIN = frozenset(
    """水木土石竹铁铜瓦砖沙泥灰油布棉麻丝绳线纸笔墨书本册页图画字印章签牌板架柜箱盒袋筐桶盆碗盘杯壶瓶锅灶炉灯烛窗门墙梁
    柱屋棚房院场库仓楼台阶梯桥路街巷渡船桨帆车轮轴轨站堤坝闸渠沟塘井泉溪河湖海滩洲岸湾山坡岭谷峰崖洞田地园林森草花叶根枝
    果瓜豆米麦稻茶菜桑桃李杏梅兰荷柳松柏杨槐榆枫雨雪风云雷霜露雾冰晴晨早晚夜春夏秋冬日月星年季节时铲锹锤钳锯斧刀尺秤针剪
    梳镜伞衣帽鞋袜被席毯桌椅凳床表钟铃鼓锣笛哨旗网篮篓扫帚刷擦洗补缝修量称切磨钉挂搬运装卸堆放收发写看读听说讲唱走跑爬游飞
    停转换接送存取查点数排登记录牛羊马鸡鸭鹅鱼虾蟹蚕蜂蝶鸟雀燕鹊猫兔鹿鹤红黄蓝绿白青紫大小长短高低宽窄厚薄深浅新旧冷热干湿轻
    重圆方尖平斜直弯软硬甜酸苦咸香鲜清亮暗细粗满空电机泵阀管道缆杆塔仪器具料件型号工匠师徒手口眼耳脚肩背村镇乡县城区社户家庭
    室堂馆厅店铺坊厂所校班组队""".replace("\n", "").replace(" ", "")
)
"""Characters of plain things: a dictionary's words written with these alone are harmless."""
TAIL = (
    "{place}的{noun}靠{noun}{step}，{who}看在眼里，{time}专门带来{noun}和{noun}。",
    "{noun}坏了，{who}先{step}，再找{noun}来配；{noun}不够，就向{place}借。",
    "{who}的本子上画着{noun}，旁边注了{number}字，写的都是{noun}。",
    "{time}整理{noun}，翻出{number}件旧{noun}，{who}{how}{step}，送进了{place}的陈列间。",
    "起头只有{noun}，后来有了{noun}、{noun}，如今连{noun}也配齐了。",
    "靠近{noun}的那一段，{thing}归{who}管，{noun}归{place}管。",
    "{who}提出，{noun}可以{step}，{noun}却不行，理由写了{number}条。",
    "把{noun}换成{noun}，{thing}省下{share}，{said}。",
    "{year}春天，{place}的{noun}和{place}的{noun}一起评比，差距只有{number}分。",
    "碰上{noun}，{who}不慌，{step}、{step}，{number}分钟就好。",
)
"""Sentences in which the long tail stands."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of depth 1 or 2, marker included, and what stands below it."""

    depth: int
    heading: str
    paragraphs: tuple[str, ...]
    end: str
    """What stands between heading and text in the source: a line's end, or a full stop where it is run in."""
    glued: bool = False
    """Whether the section goes on in the paragraph of the one before."""


@dataclass(frozen=True, slots=True)
class Outline:
    """An outline before it is written down."""

    path: str
    """Below the content folder, without suffix."""
    title: str
    date: datetime.date
    tags: tuple[str, ...]
    """Topic, genre and year."""
    promoted: bool
    opening: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """As an archive holds it: promotion before the title, headings with nothing but their markers."""
        day = f"（{self.date.year}年{self.date.month}月{self.date.day}日）"
        said = "\n".join([*(PROMOTION if self.promoted else ()), self.title, day, *self.opening])
        for section in self.sections:
            said += ("" if section.glued else "\n") + section.heading + section.end + "\n".join(section.paragraphs)
        return f"{said}\n{CLOSING}\n"

    @property
    def markdown(self) -> str:
        """As other generators want it: front matter, headings in place, promotion gone."""
        front = f"---\ntitle: {self.title}\ndate: {self.date}\ntags: [{', '.join(self.tags)}]\n---"
        parts = [front, *self.opening]
        for section in self.sections:
            parts += [f"{'#' * (section.depth + 1)} {section.heading}", *section.paragraphs]
        return "\n\n".join([*parts, CLOSING]) + "\n"


@cache
def tail(kind: str) -> tuple[list[str], list[float]]:
    """The dictionary's words of a kind ("n", "v") that name plain things, and their frequencies there, summed up."""
    found: list[str] = []
    weights: list[float] = []
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, frequency, part = line.decode("utf-8").split()
            if part == kind and 2 <= len(word) <= 4 and PLAIN.issuperset(word):
                found.append(word)
                weights.append(float(frequency) ** FLATTER)
    return found, list(accumulate(weights))


class _Writer(Writer):
    sentences = (*words.SENTENCES, *TAIL, *TAIL)

    def fill(self, slot: str) -> str:
        kind = {"noun": "n", "step": "v"}.get(slot)
        if kind is None:
            return super().fill(slot)
        listed, weights = tail(kind)
        return self.rng.choices(listed, cum_weights=weights)[0]

    def prose(self, length: int) -> tuple[str, ...]:
        """One paragraph of about so many characters, or two."""
        count = 2 if length > 200 and self.rng.random() < 0.4 else 1
        return tuple(self.stretch(length // count) for _ in range(count))

    def stretch(self, length: int) -> str:
        said = ""
        while len(said) < length - 16:  # half a sentence
            said += self.sentence()
        return said

    def headings(self) -> Iterator[tuple[int, str, str, bool]]:
        """Depth, heading, what follows it, whether it is glued: of all sections."""
        rng = self.rng
        upper, lower = rng.sample(FAMILIES, 2)
        for mark in upper[: rng.randint(3, 4)]:
            yield 1, f"{mark}{self.aim()}，{self.aim()}", rng.choice(["\n", "。"]), False
            if rng.random() < 0.8:
                glued = rng.random() < 0.5
                for number, part in enumerate(lower[: rng.randint(2, 4)]):
                    yield 2, f"{part}{self.aim()}", "。", glued and number > 0

    def outline(self, path: str, topic: str) -> Outline:
        rng = self.rng
        genre = rng.choice(words.GENRES)
        day = datetime.date(rng.randint(2015, 2025), rng.randint(1, 12), rng.randint(1, 28))
        plan = list(self.headings())
        share = rng.randint(*LENGTHS) // (len(plan) + 1)
        opening = ("同志们：", *self.prose(share))
        sections: list[Section] = []
        for depth, heading, end, glued in plan:
            sections.append(Section(depth, heading, self.prose(share), end, glued))
        return Outline(
            path,
            title=f"{rng.choice(self.places)}{self.aim()}{genre}",
            date=day,
            tags=(topic, genre, f"{day.year}年"),
            promoted=rng.random() < 0.4,
            opening=opening,
            sections=tuple(sections),
        )


def outline(number: int, seed: int | str = 1) -> Outline:
    """The outline with this number, from 1."""
    pack, topics = (number - 1) // PACK, list(words.TOPICS)
    topic = topics[pack % len(topics)]
    path = f"{topic}{pack // len(topics) + 1:02}/{number:05}"
    return _Writer(random.Random(f"{seed}/{number}"), topic).outline(path, topic)


def generate(folder: Path, count: int, seed: int = 1, *, markdown: bool = False) -> None:
    """Write ``count`` outlines below ``folder``, as text or as ready Markdown."""
    for number in range(1, count + 1):
        made = outline(number, seed)
        path = folder / f"{made.path}{'.md' if markdown else '.txt'}"
        if number % PACK == 1:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made.markdown if markdown else made.text, "utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--markdown", action="store_true", help="ready Markdown instead of text")
    given = parser.parse_args()
    generate(given.folder, given.count, given.seed, markdown=given.markdown)


if __name__ == "__main__":
    main()
