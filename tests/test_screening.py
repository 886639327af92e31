"""What is published, what gets a banner, what is withheld: labelled original examples."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.contacts import BLOT
from generator.cues.handling import handling
from generator.cues.secrecy import UNNAMED, secrecy
from generator.masking import find
from generator.model import (
    Block,
    Directions,
    Draft,
    Line,
    Manuscript,
    Mask,
    Note,
    Outline,
    Place,
    Properties,
    Role,
    Scrap,
    Screening,
    Section,
    Span,
    Verdict,
)
from generator.screening import Policy, screen

USUAL = Policy()
UNSAID = Directions()

SECRET = """
秘密★1年|机密★10年|绝密★长期|秘密★6个月|★机密 10年|机密·10年|机密（10年）|【机 密】|机　　密|绝密★启用前
秘密☆一年|密级：机密|机密* 5年|秘密|（秘密）|［秘密］★１年|★ 秘密 ★|机密件|绝密级|秘密文件|祕密★1年|機密
绝 密|秘密★1年（已解密）|国家秘密★5年|000012 机密★1年|机密★1年    特急|特急 机密★5年|机密★2030年6月9日
秘密★会议结束后解密|机密★公布前|秘密★工作完成后|保密期限：3年 机密|××市××局文件　　　机密★10年
机密 第1页 共3页|机密机密机密|密级：秘密★1年  份号：000001|密级\t秘密|“机密”|机密：|*机密*|机密※10年
机密＊10年|机密 ★ 10 年|密级为秘密|本文件密级：机密|机密★十年|秘密★三个月|绝密★永久|机密—10年|机密/10年
机密 10年|秘密\u200b★1年|绝密★解密时间2030年6月9日|秘密★1年 内部资料|秘密★1年　　注意保存|1 机密★1年
【绝密】★长期|〔秘密〕|《机密》|<机密>|—机密—|机密★本次考试结束前|秘密级★1年|涉密等级：秘密
秘　密　★　1　年|〖机密〗|﹝秘密﹞★1年|机密✭1年|机密★壹年|（密级：机密，保密期限：5年）
密级： 机密　　保密期限： 10年|密级:秘密 编号:0001|秘密★1年★|※机密※|绝　　　密|机 密 ★ 长 期
机密★至2030年12月31日|机密★20301231|份号：000001  密级：机密★1年  紧急程度：特急|No.000012 秘密
编号 012    机密|机密★1年 ××局文件|××局文件 机密★1年|机密，注意保存|秘密★5年\t\t特急|秘密★3年后解密
机密级★1年|绝密·核心|秘密\t000001|〔2024〕机密1号|机密 会后收回|密 级：机密|保密级别:绝密|此件系机密
本件为秘密级|（内部机密）|内部秘密|秘密：仅供领导参阅|机密★1 年|机密⭐10年|秘密★一年六个月|机密(10年)|秘密 1年
【密级：秘密】|绝密 10年|★★机密★★|=== 机密 ===|机密资料|机密材料，严禁外传|机密文件 禁止复制
秘密资料 注意保管
"""
OPEN = """
机密等级管理|保守秘密|秘密武器|要保守国家秘密，人人有责。|一、严守机密|绝密、机密、秘密三级|绝密、机密、秘密
密级：公开|密级：无|密切联系群众|机密文件要按规定传递|秘密★行动，大家都要注意，不要说出去。|保密期限为10年
商务机密谈判技巧|涉及机密的事项，须经批准。|文件分为机密级和秘密级|（一）机密等级怎样确定|这不是什么秘密。
成功的秘密|他的秘密在于勤奋|一是保密纪律要严|秘密战线的故事|机密信息不上网，上网信息不涉密|秘密级文件由专人保管
把机密写在纸上|保密法宣传周|什么是秘密|守住秘密，就是守住底线|严防失密泄密|定密责任人要尽责|公开|加密传输
秘密、机密级国家秘密载体|解密档案里的家乡|密|紧密团结|密级标志应当标注在左上角|秘密花园读书会|秘密交通线
机密性、完整性和可用性|机密计算|绝密飞行|（三）绝密级事项|1.机密★10年的写法|密级分为绝密、机密、秘密|解密历史
国家秘密|国家秘密载体管理|第三章 国家秘密的范围和密级|商业秘密保护|一、绝密级国家秘密|个人秘密|工作机密要守住
守口如瓶，秘密不出口|秘密书写着成长|保守秘密 慎之又慎|奥秘密码|机密机|秘密投票|秘密投票选举产生|无记名秘密投票
"""
NOTICE = """
仅供内部学习，禁止外传|内部资料 注意保存|仅供学习 禁止外传 用后删除|征求意见稿|（讨论稿）|不予公开|此件不公开
未经批准不得外传|会后收回|仅供参考|内部文件，请勿转载|阅后即焚|限县处级以上干部阅读|依申请公开|【内部资料】
仅供个人学习使用，严禁用于商业用途|工作秘密|内部资料|内部文件|仅供内部交流|用后删除|请勿外传|严禁复制、转发
送审稿|【内部传阅】请勿转发|阅后请删除|不得外传|未经许可，不得转载|内部使用，不得上网|仅限内部传阅
资料仅供学习交流，请于24小时内删除|★内部资料 请勿外传★|暂不公开|审议稿|会议材料，会后收回|妥善保管
本资料仅供参考|禁 止 外 传|仅供会议使用 会后收回|商业秘密|本资料仅供会员学习，严禁外传|内部学习材料
仅供内部学习使用|学习资料，请勿外传|内部文稿 不得引用|未经本人同意，请勿转发|请勿上传网络|此稿未经本人审阅
请阅后24小时内删除|请在下载后24小时内删除|下载后请于24小时内删除|仅作学习交流之用|仅用于学习交流|只供学习参考
仅供领导参阅|发至县团级|此件发至县处级|限××系统内部使用|讲话稿（征求意见稿）|送审讨论稿|征求意见修改稿
汇报材料（内部掌握）|注意保管，不得遗失|传达后收回|不得携带外出|不准抄录|不准录音、拍照|不登报、不广播
不公开发表|不宜公开发表|请勿公开发表|公开属性：不予公开|公开方式：依申请公开|信息公开选项：不公开|此件依申请公开
内部参考，请注意保密|INTERNAL USE ONLY|Internal use only|For Internal Use Only|会议结束后收回|会后请交回
工作资料，不得外泄|供内部参考|供领导参阅|供学习讨论用|禁止商用
"""
PLAIN = """
三、严禁外传涉密文件|要加强内部管理|此件公开发布|会议资料由办公室收回|仅供电能力一项就提升一倍
请勿在楼道停放电动车|内部挖潜、外部借力|不得转载他人文章，这是学术底线|征求意见稿已经印发各乡镇
讨论稿的修改要吸收基层意见|内部控制制度|内部审计|这些意见仅供参考，请大家在实际工作里再琢磨。
任何人不得外传未公开的信息，这是一条纪律。|依申请公开的事项去年办了十二件|用后归位|扩大内需，保存实力|参考书目
我们的做法还不成熟|请批评指正|会后请各组长留下|以上发言不当之处，请批评指正|谢谢大家|会议资料请会后带回
我们的学习材料已经发到各组|请勿靠近机器|不得擅自离岗|未经培训不得上岗|限速40公里|禁止吸烟|内部管理要严
公开方式要便民|公开承诺|会后各组讨论|用后及时关闭电源|下班后请关灯|内部挖潜|内部学习氛围浓厚
仅供水一项就节约两成|这个数字仅供参考|阅读后写心得|阅后写批注|不得以权谋私|传达后抓落实|任何单位不得外传
不准迟到早退|征求意见工作|草案审议
"""


def examples(table: str) -> list[str]:
    return [text for line in table.strip().splitlines() for text in line.split("|")]


def document(
    *lines: str | Line, title: str = "在防汛备汛会上的讲话", said: Directions = UNSAID
) -> tuple[Outline, Draft]:
    """An outline of paragraphs, as if no role had been recognised."""
    whole = tuple(
        line if isinstance(line, Line) else Line(line, number)
        for number, line in enumerate((title, *lines, "汛期将至，各站要备足沙袋。"), 1)
    )
    spans = tuple(
        Span(Role.BODY if index else Role.TITLE, index, 0, len(line.text)) for index, line in enumerate(whole)
    )
    blocks = tuple(Block(line.text, line.number) for line in whole[1:])
    draft = Draft(Manuscript("txt", whole, directions=said), spans, ())
    return Outline(title=title, title_line=1, opening=blocks), draft


def verdict(*lines: str | Line, policy: Policy = USUAL, **more: object) -> Screening:
    return screen(*document(*lines, **more), policy)[1]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", examples(SECRET))
def test_a_mark_that_stands_alone_withholds(text: str) -> None:
    for place in (Place.BODY, Place.HEADER, Place.FOOTER, Place.TEXTBOX):
        outline, screening = screen(*document(Line(text, 7, place)), Policy())
        assert screening.verdict is Verdict.WITHHOLD
        assert "第 7 行" in screening.reason
        assert not "".join(outline.texts()) and not screening.notices and not screening.masks


@pytest.mark.parametrize("text", examples(OPEN))
def test_prose_that_speaks_of_secrecy_does_not(text: str) -> None:
    assert not secrecy(text)
    assert verdict(text).verdict is Verdict.PUBLISH


@pytest.mark.parametrize("text", examples(NOTICE))
def test_a_handling_notice_gets_a_banner(text: str) -> None:
    screening = verdict(text)
    assert screening.verdict is Verdict.BANNER
    assert screening.notices
    assert verdict(text, policy=Policy(restricted="withhold")).verdict is Verdict.WITHHOLD


@pytest.mark.parametrize("text", examples(PLAIN))
def test_ordinary_lines_get_none(text: str) -> None:
    assert not handling(text)
    assert verdict(text, policy=Policy(restricted="withhold")) == Screening()


def test_there_are_enough_examples() -> None:
    assert sum(len(examples(table)) for table in (SECRET, OPEN, NOTICE, PLAIN)) >= 120


def test_a_mark_set_from_top_to_bottom() -> None:
    box = [Line(character, number, Place.TEXTBOX) for number, character in enumerate("机密★", 20)]
    assert verdict(*box).verdict is Verdict.WITHHOLD
    assert verdict("一", "二", "三").verdict is Verdict.PUBLISH


def test_a_mark_whose_end_only_the_roles_saw() -> None:
    outline, draft = document("机密★10年关于各乡镇沙袋编织袋铅丝储备情况的报告")
    assert screen(outline, draft, Policy())[1].verdict is Verdict.PUBLISH
    draft = replace(draft, spans=(Span(Role.SECRECY, 1, 0, 6), *draft.spans))
    assert screen(outline, draft, Policy())[1] == Screening(Verdict.WITHHOLD, "第 2 行有密级标志（机密）")


def test_levels_in_a_list_are_no_marks() -> None:
    assert verdict("绝密级", "机密级", "秘密级").verdict is Verdict.PUBLISH
    assert verdict(*(Line(text, n, Place.ROW) for n, text in enumerate(("绝密\t30年", "机密\t20年"), 2))).verdict is (
        Verdict.PUBLISH
    )
    marked = [("绝密★30年", "机密★20年"), ("机密级", "机密级"), ("绝密级", "正文。", "秘密级")]
    assert all(verdict(*lines).verdict is Verdict.WITHHOLD for lines in marked)


def test_the_title_in_the_properties_counts() -> None:
    outline, draft = document("正文。")
    named = replace(draft.manuscript, properties=Properties(title="防汛物资清单（机密★10年）"))
    assert screen(outline, replace(draft, manuscript=named), Policy())[1].verdict is Verdict.WITHHOLD


def test_a_reason_holds_no_words_of_the_source() -> None:
    assert verdict("××局  机密★1年  特急").reason == "第 2 行有密级标志（机密）"
    withheld = verdict("内部资料", policy=Policy(restricted="withhold"))
    assert withheld.reason == "第 2 行有处理提示"


def test_a_title_that_is_a_draft() -> None:
    assert verdict(title="防汛预案（征求意见稿）").notices == ("征求意见稿",)
    assert verdict(title="防汛预案（修订）").verdict is Verdict.PUBLISH


def test_the_keeper_withholds() -> None:
    screening = verdict("正文。", said=Directions(publish=False, reason="本人要求撤下"))
    assert screening == Screening(Verdict.WITHHOLD, "本人要求撤下")
    assert verdict("正文。", said=Directions(publish=False)).reason


def test_the_keeper_overrules_with_a_reason() -> None:
    said = Directions(publish=True, reason="已于2020年解密")
    screening = verdict("机密★10年", said=said)
    assert screening.verdict is Verdict.PUBLISH
    assert screening.reason == "第 2 行有密级标志（机密）；按档案管理者的指示发布：已于2020年解密"
    assert verdict("机密★10年", said=Directions(publish=True)).verdict is Verdict.WITHHOLD
    strict = Policy(restricted="withhold")
    assert verdict("内部资料", said=Directions(publish=True), policy=strict).verdict is Verdict.BANNER


def test_notices_on_the_banner() -> None:
    lines = (
        "【内部资料】 注意 保存",
        "内部资料 注意保存",
        "仅供会员内部交流，禁止外传",
    )
    outline, draft = document(*lines)
    roles = tuple(Span(Role.NOTICE, index, 0, len(draft.manuscript.lines[index].text)) for index in (1, 2, 3))
    set_aside = tuple(Scrap(Role.NOTICE, line, number) for number, line in enumerate(lines, 2))
    outline = replace(outline, opening=(), set_aside=set_aside)
    screening = screen(outline, replace(draft, spans=roles), Policy())[1]
    assert screening.notices == ("内部资料", "注意保存", "内部交流", "禁止外传")


def test_a_notice_that_is_all_advertisement() -> None:
    outline, draft = document("仅供VIP会员参考")
    outline = replace(outline, opening=(), set_aside=(Scrap(Role.NOTICE, "仅供VIP会员参考", 2),))
    screening = screen(outline, draft, Policy())[1]
    assert screening.verdict is Verdict.BANNER
    assert screening.notices == ("原件载有处理提示",)


def full(text: str) -> Outline:
    """An outline with ``text`` in every field that holds text."""
    block = Block(text, 5)
    return Outline(
        title=text,
        title_line=2,
        subtitle=text,
        byline=(Scrap(Role.SPEAKER, text, 3),),
        opening=(block,),
        sections=(Section(text, 1, 6, blocks=(replace(block, kind="table"),)),),
        set_aside=(Scrap(Role.PROMOTION, text, 9), Scrap(Role.EDITOR, text, 10)),
        notes=(Note("seen", text),),
    )


def test_contacts_are_masked_in_every_text() -> None:
    _, draft = document()
    text = "联系电话：13000000000"
    hidden, screening = screen(full(text), draft, Policy())
    assert set(hidden.texts()) == {"联系电话：" + BLOT * 11}
    assert [mask.line for mask in screening.masks] == [2, 2, 3, 5, 6, 5, 9, 10]
    assert set(screening.masks) == {Mask("phone", line, 11) for line in (2, 3, 5, 6, 9, 10)}
    assert hidden.notes[0].text == "联系电话：" + BLOT * 11
    assert "130" not in repr(hidden) + repr(screening)


def test_promotion_is_masked_more_strictly() -> None:
    hidden, screening = screen(full("暗号10000000"), document()[1], Policy())
    assert screening.masks == (Mask("number", 9, 8),)
    assert hidden.title == "暗号10000000"


def test_the_keepers_own_patterns_and_names() -> None:
    policy = Policy(mask=(r"工号\d{4}", ""), names=("赵某甲", "赵某甲乙", ""))
    hidden, screening = screen(full("赵某甲乙（工号００００）和赵某甲"), document()[1], policy)
    assert hidden.title == f"{BLOT * 4}（{BLOT * 6}）和{BLOT * 3}"
    assert {mask.kind for mask in screening.masks} == {"name", "pattern"}


@pytest.mark.parametrize("wrong", [{"restricted": "maybe"}, {"mask": ("(",)}])
def test_a_policy_that_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"restricted|mask"):
        Policy(**wrong)  # type: ignore[arg-type]


def test_placeholders_stay() -> None:
    text = "xx书记在××市某局的讲话，电话xxxx"
    assert screen(full(text), document()[1], Policy())[0].title == text


@given(st.text(alphabet="0139 -QQ群电话：微信a@.com正文，。①１█\n", max_size=50), st.booleans())
@example("0000 0", False)
def test_only_contacts_change(text: str, own: bool) -> None:
    before = full(text)
    after, screening = screen(before, document()[1], Policy(mask=("正",) if own else ()))
    if screening.verdict is Verdict.WITHHOLD:
        return
    for old, new in zip(before.texts(), after.texts(), strict=True):
        assert len(old) == len(new)
        assert all(b in (a, BLOT) for a, b in zip(old, new, strict=True))
        assert not find(new)
    hidden = sum(new.count(BLOT) - old.count(BLOT) for old, new in zip(before.texts(), after.texts(), strict=True))
    blank = sum(map(str.isspace, "".join(before.texts())))  # of a contact white space stays
    assert hidden <= sum(mask.length for mask in screening.masks) <= hidden + blank
    again, more = screen(after, document()[1], Policy(mask=("正",) if own else ()))
    assert again == after
    assert more.masks == ()


@given(st.text(alphabet="绝机秘密★☆1年（）【】 \t级：第0号长期前解", max_size=60))
def test_no_line_is_too_odd(text: str) -> None:
    assert secrecy(text) in ("", "绝密", "机密", "秘密", UNNAMED)
    handling(text)
