"""Contacts are found, and what only looks like one is left alone. Every number here is dead."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import masking
from generator.contacts import _RULES, BLOT, HAN, KIND_NAMES, WORTH_A_LOOK, citizen_check, finders
from generator.masking import find, mask


def luhn(body: str) -> str:
    """``body`` with its check digit, reckoned another way than the module does."""
    doubled = [
        sum(divmod(int(digit) * 2, 10)) if index % 2 == 0 else int(digit) for index, digit in enumerate(body[::-1])
    ]
    return body + str(-sum(doubled) % 10)


def citizen(body: str) -> str:
    """``body`` with its check character, by the weights that the standard prints."""
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(weight * int(digit) for weight, digit in zip(weights, body, strict=True))
    return body + "10X98765432"[total % 11]


CITIZEN = citizen("00000019000101000")  # no region has the code 000000
CARD = luhn("620000000000000000")

# (kind, text with the contact between «»)
CONTACTS = [
    ("qq", "加入QQ群：«10000000»"),
    ("qq", "ＱＱ群：«１０００００００»，欢迎"),
    ("qq", "Q Q 群 «10 000 000»"),
    ("qq", "扣扣：«10000000»"),
    ("qq", "扣扣«100-000-000»"),
    ("qq", "咨询QQ«10000000»"),
    ("qq", "咨询QQ：«10000000»，整理不易"),
    ("qq", "QQ交流群（500人群）：«100000000»"),
    ("qq", "群号 «100000000»"),
    ("qq", "群：«10000000»"),
    ("qq", "资料共享群«10000000»"),
    ("qq", "q群«10000000»"),
    ("qq", "Q：«10000000»"),
    ("qq", "企鹅号：«10000000»"),
    ("qq", "QQ一群：«10000000» 二群：«20000000»"),
    ("qq", "QQ：«10000000»、«20000000»、«30000000»"),
    ("qq", "QQ：«①⓪⓪⓪⓪⓪»"),
    ("qq", "QQ号为 «50000»"),
    ("phone", "联系电话：«010-10000000»"),
    ("phone", "«(0571)1000-0000»"),
    ("phone", "«（0571）1000-0000»"),
    ("phone", "«0571 10000000»"),
    ("phone", "«057110000000»"),
    ("phone", "电话 «10000000»"),
    ("phone", "办公电话：«1000000»"),
    ("phone", "手机«13000000000»"),
    ("phone", "«+86 130 0000 0000»"),
    ("phone", "«+8613000000000»"),
    ("phone", "«（86）13000000000»"),
    ("phone", "«１３０００００００００»"),
    ("phone", "«130-0000-0000»"),
    ("phone", "«130 0000 0000»"),
    ("phone", "«130.0000.0000»"),
    ("phone", "«130000 00000»"),
    ("phone", "«1 3 0 0 0 0 0 0 0 0 0»"),
    ("phone", "«130—0000—0000»"),
    ("phone", "电话：«13 000 000 000»"),
    ("phone", "热线 «400-000-0000»"),
    ("phone", "咨询«13000000000»微信同号"),
    ("phone", "1.«13000000000»"),
    ("phone", "联系人：李×× «13000000000»"),
    ("phone", "联系李老师«1000000»"),
    ("phone", "传真：«0571-1000000»"),
    ("phone", "Tel: «1000-0000»"),
    ("phone", "幺三：«一三〇〇〇〇〇〇〇〇〇»"),
    ("phone", "客服热线：«800-000-0000»"),
    ("email", "来稿请发 «someone[at]example.org»"),
    ("email", "邮箱：«someone#example.org»（把#换成@）"),
    ("email", "邮箱：«someone at example dot org»"),
    ("email", "邮箱：«someone艾特example.org»"),
    ("qq", "扣扣：«一〇〇〇〇〇〇〇»"),
    ("qq", "资料定制Q«10000000»"),
    ("phone", "手机：«1三〇0〇0〇00〇0»"),
    ("phone", "电话：«零五七一-一〇〇〇〇〇〇〇»"),
    ("phone", "电话：«l30 OOO0 0000»"),
    ("phone", "热线：«400-0000-000»"),
    ("phone", "内线«8000»"),
    ("idcard", "护照号：«E00000000»"),
    ("account", "TG：«@example01»"),
    ("code", "提取码：«x0k0»"),
    ("code", "群密码：«0000»"),
    ("phone", "值班电话：«10000001»、«10000002»"),
    ("phone", "电话：«010-10000000-801»"),
    ("email", "«a.b@example.com»"),
    ("email", "邮箱«tougao_01@mail.example.com»。"),
    ("email", "«ａ＠example．com»"),
    ("email", "«someone @ example.com»"),
    ("email", "«someone(at)example.com»"),
    ("email", "投稿请寄«100000@example.com»，谢谢"),
    ("wechat", "微信：«example_01»"),
    ("wechat", "VX：«example01»"),
    ("wechat", "vx «example01»"),
    ("wechat", "加V «example01»"),
    ("wechat", "V信：«example»"),
    ("wechat", "微信号 «example_test»"),
    ("wechat", "薇信号：«exampletest»"),
    ("wechat", "WeChat: «example-01»"),
    ("wechat", "微信：«10000000»"),
    ("wechat", "公众号：«exampletest»"),
    ("wechat", "公众号“«exampletest»”"),
    ("wechat", "备注来意 «wxid_abc000000»"),
    ("idcard", f"身份证号«{CITIZEN}»"),
    ("idcard", f"«{CITIZEN}»"),
    ("idcard", f"«{CITIZEN[:6]} {CITIZEN[6:14]} {CITIZEN[14:]}»"),
    ("idcard", "«000000000101000»"),
    ("idcard", "身份证：«000000000000000000»"),
    ("bankcard", f"«{CARD}»"),
    ("bankcard", f"«{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}»"),
    ("bankcard", "账号：«0000 0000 0000 0000»"),
    ("qq", "QQ群【«500000010»】"),
    ("qq", "QQ群:«500000010»/«500000020»"),
    ("qq", "企鹅：«50000001»，球球：«50000001»"),
    ("qq", "本群群号:«500000010»，满员请加二群«500000020»"),
    ("phone", "联系方式 王老师 «1000000»"),
    ("phone", "值班室：«10000000»"),
    ("phone", "监督举报电话：«0571-10000000»、«10000001»"),
    ("phone", "«130/0000/0000»"),
    ("phone", "«130_0000_0000»"),
    ("phone", "«（86-571）10000000»"),
    ("phone", "«+86-571-10000000»"),
    ("phone", "电话«1300000-0000»，«131 0000 0000»"),
    ("email", "«someone#example.com»"),
    ("wechat", "薇：«abc12345»"),
    ("wechat", "➕V：«abc12345»"),
    ("wechat", "加微«abc12345»"),
    ("wechat", "扫码加微信（«abc12345»）"),
    ("account", "抖音号：«abc12345»"),
    ("account", "会议号：«100 000 000»"),
    ("account", "小红书号：«100000000»"),
    ("url", "会员下载：«http://www.example.com/a?b=1»"),
    ("url", "更多范文见 «www.example.com/a»"),
]
NO_CONTACTS = [
    "某政发〔2020〕5号",
    "某政办发[2020]10005号",
    "2024年6月9日至11日",
    "2024-06-09 10:30",
    "会议热线自2024-06-09开通",
    "投入资金13800 亩",
    "流转土地 13800亩，带动 12000 户",
    "新增 2.3万人，覆盖 12000 户",
    "G210国道、S10001省道",
    "拨打12345热线，或119、110、120",
    "群众热线12345、12369全天值守",
    "QQ群众热线12345",
    "邮编 100000",
    "ISBN 978-7-5000-0000-0",
    "总投资15000000000元",
    "总投资13000000000.00元",
    "发电15000000000千瓦时",
    "产业集群 12000 家",
    "人群 12000 人",
    "联系群众 1500000 人次",
    "咨询群众 1500000 人次",
    "热线受理 1200000 件",
    "客服中心受理 1200000 件",
    "群众12345人",
    "QQ群累计发布信息 13800 条",
    "电话费支出 1200000 元",
    "通过微信WeChat推送",
    "微信小程序上线，访问 12000 次",
    "微信公众号推送稿件 12000 篇",
    "官网 www.example.com 可查",
    "详见 http://www.example.gov.cn/a",
    "2021-2025年规划",
    "占地 1500 300 2000 平方米",
    "系数 0.13000000000",
    "统一编码 123456789012345678",
    "流水号 6200000000000000001",
    "一是抓早，二是抓小，三是抓实",
    "身份证明材料齐全",
    "年均降水 1200 毫米，最高 2300 毫米",
    "编号 000001",
    "圆周率 3.14159265358979",
    "坐标 30.12345, 120.12345",
    "@全体党员 请注意",
    "第13000000号提案",
    "1949年10月1日，1978年12月18日",
    "IPv6、5G、WIFI6 全覆盖",
    "QQ用户超过10000000",
    "微信用户超过13000000人",
    "粤B12345",
    "京ICP备10000000号",
    "第2024000123号",
    "库容13800万立方米，汛限水位130.00米",
    "手机用户突破13000000户",
    "每亩1300-1500-1800元",
    "服务电话 12345 转 2",
    "经度120.1234567，纬度30.1234567",
    "咨询量 1234567 人次",
    "完成投资123456.78万元，增长12.3%，达1234567吨",
    "会议号召大家参与",
    "微信V8.0版本",
    "升级到 tool@3.2.1",
    "甲1#2.5",
    "█████ 电话：████████",
    "邮箱写成 xx@xx.xx 就行",
    "售票13000000000张，都是演示",
    "留QQ写xxxxxxxx，电话写○○○○○○○",
    "Q235钢",
    "",
]


def parted(marked: str) -> tuple[str, list[str]]:
    """The text without its «», and what stood between them."""
    pieces = marked.replace("»", "«").split("«")
    return "".join(pieces), pieces[1::2]


@pytest.mark.parametrize(("kind", "marked"), CONTACTS)
def test_a_contact_is_found_whole(kind: str, marked: str) -> None:
    text, contacts = parted(marked)
    assert [(text[start:end], found) for start, end, found in find(text)] == [(contact, kind) for contact in contacts]


@pytest.mark.parametrize("text", NO_CONTACTS)
def test_numbers_that_are_no_contacts(text: str) -> None:
    assert find(text) == []


def test_promotion_is_searched_more_strictly() -> None:
    line = "更多好稿 example.com/a 暗号10000000 更新于2024-06-09"
    assert find(line) == []
    assert [(line[start:end], kind) for start, end, kind in find(line, promotion=True)] == [
        ("example.com/a", "url"),
        ("10000000", "number"),
    ]


def test_the_head_of_a_column_speaks_for_its_cells() -> None:
    table = "姓名\t联系电话\t亩数\n李××\t1000000\t1200000\n王××\t1000001、1000002\t1300000\n13000000000\t无\t5"
    assert [table[start:end] for start, end, _ in masking.find_in_table(table)] == [
        "1000000",
        "1000001",
        "1000002",
        "13000000000",
    ]
    masked = mask(table, masking.find_in_table(table))
    assert masking.find_in_table(masked) == []
    assert masking.find_in_table("一\t二\n三") == []


def test_checks() -> None:
    assert citizen_check(CITIZEN[:17]) == CITIZEN[17]
    wrong = CITIZEN[:17] + ("0" if CITIZEN[17] != "0" else "1")
    assert find(wrong) == []
    assert find(CARD[:-1] + str((int(CARD[-1]) + 1) % 10)) == []


def test_masking_keeps_places() -> None:
    assert mask("电话13000000000。", [(2, 13, "phone")]) == "电话" + BLOT * 11 + "。"
    assert mask("abcdef", [(0, 3, "a"), (2, 4, "b")]) == BLOT * 4 + "ef"


def test_every_kind_has_a_name() -> None:
    assert {kind for kind, _ in CONTACTS} | {"number", "name", "pattern"} == set(KIND_NAMES)


PIECES = st.sampled_from(
    [parted(marked)[0] for _, marked in CONTACTS]
    + NO_CONTACTS
    + [
        "QQ",
        "群",
        "电话",
        "微信：",
        "1",
        "13",
        "0000",
        " ",
        "-",
        "、",
        "（",
        "）",
        "@",
        ".com",
        "V",
        "x",
        "联系",
        "〇",
        "█",
        "\n",
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(
    alphabet="0123456789 -()（）+.@QqVvxX微信群电话号：:、wa１２3①⓪█元", max_size=60
)


@given(TEXTS, st.booleans())
def test_what_is_masked_stays_masked(text: str, promotion: bool) -> None:
    found = find(text, promotion)
    masked = mask(text, found)
    assert len(masked) == len(text)
    assert find(masked, promotion) == []
    hidden = {at for start, end, _ in found for at in range(start, end) if not text[at].isspace()}
    assert all(masked[at] == (BLOT if at in hidden else text[at]) for at in range(len(text)))
    ends = [0, *(end for _, end, _ in found)]
    assert all(start >= before for (start, _, _), before in zip(found, ends, strict=False)), "spans overlap"


@given(st.lists(TEXTS.map(lambda text: text.replace("█", "")), max_size=6))
def test_whatever_a_rule_finds_makes_its_text_a_suspect(texts: list[str]) -> None:
    def holds(text: str) -> bool:
        plain = masking._plain(text)
        return any([*finder(plain)] for _, finder in finders(False, plain, ()))

    suspects = masking.suspects(texts)
    assert set(filter(holds, texts)) <= suspects
    assert suspects == set(filter(WORTH_A_LOOK.search, texts))


@given(TEXTS, st.lists(TEXTS, max_size=6), st.integers(0, 9), st.booleans())
def test_no_text_that_repeats_a_contact_is_passed_over(text: str, others: list[str], cut: int, promotion: bool) -> None:
    literals = {literal for _, literal in masking.literals(text, find(text, promotion))}
    texts = [text, text[cut:], *others, *(other + literal for other, literal in zip(others, literals, strict=False))]
    repeat = masking.pattern_of(literals) if literals else re.compile("(?!)")
    assert {one for one in texts if repeat.search(masking._plain(one))} <= masking.holding(literals, texts)


STARTING = [
    (pattern, re.compile(re.sub(r"^\(\?=\[[^]]+\]\)", "", pattern.pattern)))
    for rule in _RULES
    for pattern in (rule.before, rule.number)
    if pattern and pattern.pattern.startswith("(?=[")
]
BESIDE_CONTACTS = """
    微信 薇~信 weixin WeChat v信 V~x wx 加V 公众号 公众号ID 订阅号 微: V: 是 号 号码 : “ ( x a 。 ~ 电话 联系人 联系 张,
    老师 客服 Tel fax PHONE 值班 值班室 手~机 传真 热线 咨询 短信 小灵通 座机 总机 请拨 致电 来电 拨号 QQ q群 扣扣 叩叩
    球球~ 企鹅号 群号 群 123456 10000000 13800000000 010- (010) +86 (+86) 86- 0086 400-0000000 邮箱 信箱 e-mail -mail
    MAIL 电邮 来稿 投稿 寄到 发送 提取码 访问码 分享码 解压密码 验证码 邀请码 口令 密码 为 telegram: tg@ SKYPE: ſkype:
    lıne: LİNE: whatsapp: facebook: İnstagram: twitter: █ - . 转 1 0 年 元
""".replace("~", "\0").split()
"""Words and pieces of numbers, with a nought for a space."""


@given(
    st.lists(st.sampled_from(BESIDE_CONTACTS), max_size=9).map("".join).map(lambda text: text.replace("\0", " "))
    | TEXTS
)
def test_patterns_begin_with_what_they_are_tried_at(text: str) -> None:
    assert len(STARTING) > 8
    for pattern, anywhere in STARTING:
        assert [*map(re.Match.span, pattern.finditer(text))] == [*map(re.Match.span, anywhere.finditer(text))]


DIGITS_APART = st.text(alphabet="0129oOlI〇一二①⓪ -.．_·、\nＡaD@＠码为是号com艾特内线", max_size=24)
SLOWLY = re.compile(
    rf"(?:[\d{HAN}](?:(?:[^\w\n]|_){{0,2}}[\d{HAN}OolI]){{4}}"
    r"|[A-Za-zＡ-Ｚａ-ｚ](?: ?(?:(?![\u3400-\u9fff])\w|[.:-])){5}"
    r"|[码令号Dd](?:[^\w\n]|[为是]){0,3}(?![\u3400-\u9fff])\w(?:[ ._-]?(?![\u3400-\u9fff])\w){3}"
    r"|[@＠]|艾特|内线|[①-⑨⓪]{5}|[.．](?:com|cn|net|org|top|vip|cc|info|xyz)(?![A-Za-z]))"
)
"""What :data:`WORTH_A_LOOK` says, a kind a line."""


@given(DIGITS_APART | TEXTS)
def test_what_is_worth_a_look_is_told_the_same_way_slowly(text: str) -> None:
    assert bool(WORTH_A_LOOK.search(text)) == bool(SLOWLY.search(text))


@given(st.text(alphabet="019oOlI〇一二幺百个 -.．Aa、年\n", max_size=40))
def test_numbers_are_made_plain_as_slower_patterns_would(text: str) -> None:
    written = re.compile(rf"(?<![0-9{HAN}A-Za-z])(?:[0-9{HAN}]{{5,}}+|[{HAN}](?:[ .-]?[{HAN}]){{4,}}+)(?![{HAN}])")
    alike = re.compile(
        r"(?<![A-Za-z0-9])(?=(?:[ -]?[OolI]){0,7}+[0-9])[0-9OolI](?:[ -]?[0-9OolI]){9,12}(?![A-Za-z0-9])"
    )
    assert [*map(re.Match.span, masking._WRITTEN.finditer(text))] == [*map(re.Match.span, written.finditer(text))]
    assert [*map(re.Match.span, masking._LOOKALIKE.finditer(text))] == [*map(re.Match.span, alike.finditer(text))]


HARD = (
    "1|13|1 |1-|a|a.|a@|QQ|QQ1|QQ 1234 |QQ：1234|电话|电话1|群|微信|微信a|联系|联系人|联系老师|(|www.|http://|"
    "https://a|0|6 |1、|10000、|V|加V|a a |a_|█|1█|证件|账号 |1.|+86|010-|一三|wxid_"
)


@pytest.mark.slow
@pytest.mark.parametrize("piece", HARD.split("|"))
def test_no_pattern_runs_away(piece: str) -> None:
    """A step that grew with the square of the length would not come to its end here."""
    find((piece * 400_000)[:400_000], promotion=True)
