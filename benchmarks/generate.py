"""Write an archive of invented outlines: ``python -m benchmarks.generate FOLDER COUNT [--seed N]``.

Sentences are put together from parts, so that words are distributed unevenly as in real text; headings come in all the
usual families, some run in, some standing. The same seed writes the same files.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

TOPICS = {
    "档案管理": ("案卷", "目录", "库房", "卷宗", "移交清单", "数字副本", "查档窗口", "温湿度记录"),
    "安全生产": ("隐患台账", "配电箱", "班前会", "动火作业", "应急预案", "消防通道", "检修记录", "警示标识"),
    "防汛备汛": ("堤防", "涵闸", "沙袋", "巡查队", "水位尺", "泵站", "转移路线", "值班电话"),
    "全民阅读": ("书屋", "借阅卡", "读书会", "流动书箱", "荐书单", "朗读角", "阅览室", "旧书交换"),
    "志愿服务": ("服务台", "排班表", "结对老人", "培训课", "物资柜", "反馈单", "骨干队员", "服务时长"),
    "农村公路": ("路肩", "边沟", "桥涵", "养护工", "错车道", "路面裂缝", "护栏", "里程碑"),
}
PEOPLE = ("值班员", "科室同志", "村里的老支书", "新来的年轻人", "两位老师傅", "片区负责人", "窗口人员", "巡查小组")
TIMES = ("上个月", "去年冬天", "入汛以前", "清晨六点", "每逢周三", "第一季度", "大雨过后", "年底盘点时")
ACTS = ("逐项核对了{}", "把{}重新登记了一遍", "为{}换上了新的编号", "发现{}少了三处记录", "给{}画了一张示意图")
JUDGED = (
    "这件事看着小，做起来要耐心。",
    "账记得清，心里才有底。",
    "办法不新，贵在天天做。",
    "问题找准了，就解决了一半。",
)
NUMBERED = ("共有{}处需要整改，已经完成了大半。", "前后用了{}天，比计划早了两天。", "一共{}份材料，全部装订成册。")
AIMS = ("把{}管住", "让{}用起来", "为{}定规矩", "把{}查到底", "替{}补短板", "给{}留余地")
FAMILIES = (
    ("一、", "二、", "三、", "四、"),
    ("（一）", "（二）", "（三）", "（四）"),
    ("一是", "二是", "三是", "四是"),
    ("第一，", "第二，", "第三，", "第四，"),
    ("1.", "2.", "3.", "4."),
)
GENRES = ("研讨发言提纲", "讲话提纲", "工作汇报", "工作总结", "交流发言", "主持词")


def paragraph(rng: random.Random, things: tuple[str, ...], sentences: int) -> str:
    """A paragraph of so many sentences."""
    said = []
    for _ in range(sentences):
        kind = rng.random()
        if kind < 0.6:
            act = rng.choice(ACTS).format(rng.choice(things))
            said.append(f"{rng.choice(TIMES)}，{rng.choice(PEOPLE)}{act}，{rng.choice(JUDGED)}")
        elif kind < 0.85:
            said.append(rng.choice(NUMBERED).format(rng.randint(3, 980)))
        else:
            said.append(f"说到底，还是要{rng.choice(AIMS).format(rng.choice(things))}。")
    return "".join(said)


def outline(rng: random.Random, topic: str, number: int) -> str:
    """The text of one outline of about 2,900 characters."""
    things = TOPICS[topic]
    year, month, day = rng.randint(2015, 2025), rng.randint(1, 12), rng.randint(1, 28)
    lines = ["仅供学习 禁止外传", "砚边文库整理，咨询QQ00000000", ""] if rng.random() < 0.4 else []
    lines += [
        f"{rng.choice(AIMS).format(rng.choice(things))}{rng.choice(GENRES)}之{number}",
        f"（{year}年{month}月{day}日）",
    ]
    lines += ["同志们：", paragraph(rng, things, 5)]
    upper, lower = rng.sample(FAMILIES, 2)
    for mark in upper[: rng.randint(3, 4)]:
        heading = f"{mark}{rng.choice(AIMS).format(rng.choice(things))}，{rng.choice(AIMS).format(rng.choice(things))}"
        if rng.random() < 0.5:
            lines.append(f"{heading}。{paragraph(rng, things, 8)}")
        else:
            lines += [heading, paragraph(rng, things, 8)]
        if rng.random() < 0.6:
            parts = [
                f"{sub}{rng.choice(AIMS).format(rng.choice(things))}。{paragraph(rng, things, 6)}"
                for sub in lower[: rng.randint(2, 3)]
            ]
            lines += parts if rng.random() < 0.5 else ["".join(parts)]
    lines.append("以上发言，不当之处请批评指正。")
    return "\n".join(lines) + "\n"


def generate(folder: Path, count: int, seed: int = 1) -> None:
    """Write ``count`` outlines below ``folder``, spread over the topics."""
    topics = list(TOPICS)
    for topic in topics:
        (folder / topic).mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        rng = random.Random(f"{seed}/{number}")
        topic = topics[number % len(topics)]
        (folder / topic / f"{number:05}.txt").write_text(outline(rng, topic, number), "utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    generate(given.folder, given.count, given.seed)


if __name__ == "__main__":
    main()
