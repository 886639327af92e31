"""The text is told from what stands around it by place and shape, whatever the words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.measures import plain
from generator import roles, structure
from generator.meta import as_written, full_title
from generator.model import Line, Manuscript, Outline, Role

PROSE = "渠在村西分成两股，一股过石桥，一股绕着晒场走，水小的年份两股并成一股，谁家的地先浇都要商量着来。"


def understood(text: str, name: str = "") -> Outline:
    lines = (Line(t, i) for i, t in enumerate(text.split("\n"), 1) if t.strip())
    return structure.parse(roles.assign(Manuscript("txt", tuple(lines)), name=name))


def aside(outline: Outline) -> list[str]:
    return [scrap.text for scrap in outline.set_aside]


@pytest.mark.parametrize(
    "above",
    [
        "青砖资料铺\n每周三上新，欢迎常来",
        "使用说明\n（1）先改单位名称；\n（2）再改年份；\n（3）有问题看说明。",
        "首页 > 水利 > 渠道",
        "概况　　动态　　项目　　下载",
        "编号：000000",
    ],
)
def test_what_stands_above_the_title_is_set_aside(above: str) -> None:
    outline = understood(f"{above}\n关于修渠的工作汇报\n各位乡亲：\n{PROSE}\n一、先看水\n{PROSE}\n二、再看土\n{PROSE}")
    assert outline.title == "关于修渠的工作汇报"
    assert [section.text for section in outline.sections] == ["一、先看水", "二、再看土"]
    assert aside(outline) == above.split("\n")


def test_an_organisation_above_begins_the_title() -> None:
    outline = understood(f"某某县水务局文件\n某水〔2024〕3号\n某某县水务局\n关于修渠的通知\n各水管站：\n{PROSE}")
    assert outline.title == "某某县水务局关于修渠的通知"
    assert [(s.role, s.text) for s in outline.byline] == [
        (Role.NUMBER, "某某县水务局文件"),
        (Role.NUMBER, "某水〔2024〕3号"),
    ]
    assert outline.opening[0].kind == "salutation"


def test_a_list_of_contents_is_not_the_outline() -> None:
    heads = ["一、先看水情", "二、再看土情", "三、后看人情"]
    contents = "\n".join(f"{head}\t{i}" for i, head in enumerate(heads, 1))
    body = "\n".join(f"{head}\n{PROSE}" for head in heads)
    outline = understood(f"目录\n{contents}\n修渠的三本账\n2024年3月1日\n{body}")
    assert outline.title == "修渠的三本账"
    assert [section.text for section in outline.sections] == heads
    assert len(outline.set_aside) == 4


@pytest.mark.parametrize(
    "foot",
    [
        "猜你想看\n渠道管护　　水账公开　　轮灌办法",
        "打印 关闭",
        "— 全文完 —\n赞 12　踩　上一页　下一页",
        "关于本站 | 联系方式 | 站点地图",
        "【评一评】【告诉友邻】【打印此文】",
        "上一案例：断桥　　下一案例：漏水",
        "渠边客　积分 318　帖子 57　在线 204 小时",
        "★★ 渠边小站 ★★",
    ],
)
def test_the_fragments_at_the_end_are_set_aside(foot: str) -> None:
    outline = understood(
        f"关于修渠的工作汇报\n{PROSE}\n一、先看水\n{PROSE}\n二、再看土\n{PROSE}\n水管站\n2024年3月1日\n{foot}"
    )
    assert aside(outline) == foot.split("\n")
    assert [b.text for b in outline.blocks() if b.kind == "signature"] == ["水管站", "2024年3月1日"]


def test_a_stamp_behind_every_heading_is_split_off() -> None:
    stamp = "（青砖资料铺制）"
    outline = understood(
        "修渠工作总结\n" + "\n".join(f"{n}、看{w}{stamp}\n{PROSE}" for n, w in zip("一二三", "水土人", strict=True))
    )
    assert [section.text for section in outline.sections] == ["一、看水", "二、看土", "三、看人"]
    assert aside(outline) == [stamp] * 3


def test_a_row_of_labels_says_when_a_page_was_put_up_but_a_meeting_has_a_place() -> None:
    page = understood(f"关于修渠的工作汇报\n日期：2024-03-01　作者：佚名　点击：36\n{PROSE}")
    assert aside(page) == ["日期：2024-03-01　作者：佚名　点击：36"]


def test_the_name_of_the_file_tells_the_title() -> None:
    text = f"青砖铺子\n一渠清水\n柳岸新声\n{PROSE}"
    assert understood(text, "一渠清水").title == "一渠清水"


PAGES = Path(__file__).parent / "heldout" / "pages"


@pytest.mark.parametrize(
    ("folder", "titles", "precision", "recall"), [("studied", 0.94, 0.96, 0.92), ("apart", 0.92, 0.96, 0.94)]
)
def test_pages_of_many_kinds(folder: str, titles: float, precision: float, recall: float) -> None:
    """Totals only: share of titles, precision and recall of the lines set aside."""
    files = sorted((PAGES / folder).glob("*.json"))
    right = true = said = hit = 0
    for file in files:
        truth = json.loads(file.read_text("utf-8"))
        outline = understood(file.with_suffix(".txt").read_text("utf-8"))
        wanted = {plain(truth["title"]), *map(plain, truth.get("alt_titles", []))}
        right += bool(wanted & {plain(outline.title), plain(full_title(outline))})
        around = {plain(text) for text in truth["meta"]["boilerplate"]} - {""}
        found = {plain(text) for text in aside(outline)} - {""}
        true, said, hit = true + len(around), said + len(found), hit + len(around & found)
    assert right >= titles * len(files)
    assert hit >= precision * said
    assert hit >= recall * true


@pytest.mark.parametrize(
    "remark", ["（更多材料加QQ0000000）", "【青砖铺原创，侵权必究】", "★★以上内容由“青砖铺”提供★★"]
)
def test_a_sellers_remark_at_the_end_of_a_line_is_cut_off(remark: str) -> None:
    outline = understood(
        f"关于修渠的工作汇报\n各位乡亲：\n{PROSE}\n一、先看水{remark}\n{PROSE}\n二、再看土\n{PROSE}{remark}"
    )
    assert [section.text for section in outline.sections] == ["一、先看水", "二、再看土"]
    assert aside(outline) == [remark, remark]


def test_a_remark_of_the_text_stays() -> None:
    outline = understood(
        f"关于修渠的工作汇报\n各位乡亲：\n{PROSE}\n一、先看水（含渠首闸门）\n{PROSE}\n二、再看土\n{PROSE}（鼓掌致意）"
    )
    assert [section.text for section in outline.sections] == ["一、先看水（含渠首闸门）", "二、再看土"]
    assert aside(outline) == []


def test_title_speaker_and_date_on_one_line() -> None:
    outline = understood(f"关于修渠的工作汇报　水管站站长　林××（2024.3.1）\n各位乡亲：\n{PROSE}")
    assert outline.title == "关于修渠的工作汇报"
    assert [(s.role, s.text) for s in outline.byline] == [
        (Role.SPEAKER, "水管站站长　林××"),
        (Role.DATE, "（2024.3.1）"),
    ]


def test_a_couplet_above_a_dashed_line_is_the_title() -> None:
    outline = understood(f"清好一条渠水\n护住两岸良田\n——2024年度管护小结\n水管站\n{PROSE}")
    assert outline.title == "清好一条渠水护住两岸良田"
    assert outline.subtitle == "——2024年度管护小结"


def test_who_issued_a_letter_stands_above_its_number() -> None:
    outline = understood(
        f"某某县水务局\n某水函〔2024〕3号\n关于修渠的函\n各水管站：\n{PROSE}\n某某县水务局\n2024年3月1日"
    )
    assert outline.title == "关于修渠的函"
    assert [s.role for s in outline.byline] == [Role.SPEAKER, Role.NUMBER]
    assert aside(outline) == []


def test_what_is_attached_has_headings_of_its_own() -> None:
    outline = understood(
        f"关于印发修渠安排的通知\n各水管站：\n{PROSE}\n水管站\n2024年3月1日\n修渠工作安排\n一、先看水\n{PROSE}\n二、再看土\n{PROSE}"
    )
    assert [section.text for section in outline.sections] == ["一、先看水", "二、再看土"]


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("首页 > 水利 > 渠道\n渠边守水的一夜\n水管员轮班看渠，最怕半夜涨水时的那几声响动", "渠边守水的一夜"),
        ("水情一览\n渠边守水的一夜_渠边小站\n渠边守水的一夜\n2024-03-01 09:10　来源：渠边小站", "渠边守水的一夜"),
        ("内容：修渠\n2024年3月\n守水小记\n——在修渠会上的发言提纲", "守水小记"),
        (
            "第 4 期\n某某乡修渠工作方案\n　　渠在村西分成两股，一股过石桥，一股绕着\n晒场走，水小的年份两股并成一股。",
            "某某乡修渠工作方案",
        ),
    ],
)
def test_a_plain_title_is_told_by_what_stands_around_it(front: str, title: str) -> None:
    assert understood(f"{front}\n{PROSE}\n{PROSE}").title == title


def test_a_line_from_the_top_that_comes_twice_more_is_a_header() -> None:
    header = "渠边小志"
    outline = understood(
        f"{header}\n关于修渠的工作汇报\n{PROSE}\n一、先看水\n{header}\n{PROSE}\n二、再看土\n{PROSE}\n{header}\n{PROSE}"
    )
    assert outline.title == "关于修渠的工作汇报"
    assert aside(outline) == [header] * 3


@pytest.mark.parametrize(
    ("front", "title", "author"),
    [
        ("关于修渠的工作汇报（渠道管理所所长\u3000岳××）", "关于修渠的工作汇报", "渠道管理所所长\u3000岳××"),
        (
            "看住水\u3000管住钱——修渠工作汇报\u3000渠道所所长\u3000岳××",
            "看住水\u3000管住钱——修渠工作汇报",
            "渠道所所长\u3000岳××",
        ),
        ("寄信人: 阿松, 信区: 水利\n标\u3000题: 修渠那年\n发信站: 渠边", "修渠那年", ""),
        (
            "守渠一心不松劲\n修渠一年见成效\n某某乡2023年修渠工作总结",
            "守渠一心不松劲修渠一年见成效某某乡2023年修渠工作总结",
            "",
        ),
        ("某某乡修渠研讨发言提纲\n研讨发言提纲（修渠）\n发言人：某某", "某某乡修渠研讨发言提纲", "发言人：某某"),
        ("渠水小记\n——修渠经验介绍\n渠水小记", "渠水小记", ""),
        ("修\u3000渠\u3000总\u3000结\n——某某乡修渠情况", "修渠总结", ""),
    ],
)
def test_what_belongs_to_a_title_and_what_stands_beside_it(front: str, title: str, author: str) -> None:
    outline = understood(f"{front}\n{PROSE}\n{PROSE}")
    assert (outline.title, as_written(outline)["author"]) == (title, author)


def test_a_header_that_counts_its_pages_is_a_header() -> None:
    headers = [f"某某乡总结汇编 ·{n}·" for n in (31, 32, 33)]
    outline = understood(f"{headers[0]}\n修渠工作总结\n{PROSE}\n{headers[1]}\n{PROSE}\n2024年3月1日\n{headers[2]}")
    assert outline.title == "修渠工作总结"
    assert aside(outline) == headers


def test_a_heading_in_brackets_stands_above_a_salutation() -> None:
    outline = understood(f"修渠启动仪式主持词\n【开场】\n各位来宾：\n{PROSE}\n【宣誓】\n{PROSE}\n【结束】\n{PROSE}")
    assert [section.text for section in outline.sections] == ["【开场】", "【宣誓】", "【结束】"]


def test_people_who_speak_in_turn_are_no_headings() -> None:
    outline = understood(f"修渠工作总结\n{PROSE}\n甲：水从哪里来，\n乙：水从渠里来，\n丙：渠从哪里来？\n{PROSE}")
    assert outline.sections == ()


def test_chapters_may_count_in_digits() -> None:
    outline = understood(
        f"修渠守则\n第1章 用水\n第1节 春天\n第1条 {PROSE}\n第2节 秋天\n第2条 {PROSE}\n第2章 附则\n第3条 {PROSE}"
    )
    found = [(s.depth, s.text) for s in outline.sections if "条" not in s.text[:3]]
    assert found == [(1, "第1章 用水"), (2, "第1节 春天"), (2, "第2节 秋天"), (1, "第2章 附则")]


@pytest.mark.parametrize("remark", ["※ 这一段要付钱才能看 ※", "☞别忘了收藏本店☜"])
def test_a_remark_between_a_pair_of_signs_is_cut_off(remark: str) -> None:
    outline = understood(f"修渠工作总结\n{PROSE}{remark}\n{PROSE}")
    assert aside(outline) == [remark]


def test_a_site_that_names_itself_at_the_edge_is_known_inside() -> None:
    text = f"青渠资料网 专栏\n修渠工作总结\n{PROSE}\n一、先看水 全文在青渠资料网\n{PROSE}（青渠资料网发）\n青渠资料网"
    outline = understood(text)
    assert [section.text for section in outline.sections] == ["一、先看水"]
    assert aside(outline) == ["青渠资料网 专栏", "全文在青渠资料网", "（青渠资料网发）", "青渠资料网"]


def test_a_line_between_two_of_a_page_is_the_pages() -> None:
    front = "修渠那年怎么过？\n关注者 36\u3000被浏览 4,021\u3000写回答\n老松\u3000\u3000守渠，守了三十年\n12 人赞同"
    assert aside(understood(f"{front}\n{PROSE}\n{PROSE}")) == front.split("\n")[1:]


def test_who_numbers_a_paper_has_issued_it() -> None:
    outline = understood(f"某某镇人民政府\n专题会议纪要\n〔2024〕第 6 号\n{PROSE}\n一、关于修渠\n{PROSE}")
    assert (outline.title, as_written(outline)["author"]) == ("专题会议纪要", "某某镇人民政府")
