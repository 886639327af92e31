"""Encodings: every text of every kind in every encoding comes back as it was."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Severity
from generator.readers.encodings import decode, likelihood, split_lines

SIMPLIFIED = {
    "official": """\
关于进一步做好冬季道路除雪工作的通知
各街道、各有关单位：
入冬以来，我区已出现两次较大范围降雪。为保障市民出行安全，现就除雪工作提出以下要求。一、提高认识，压实责任。
各单位要把除雪保畅作为当前的重要任务，主要负责人亲自部署，做到雪停路净。二、细化措施，分类处置。主次干道以机械
作业为主，背街小巷以人工清扫为主，桥梁、坡道、公交站台提前撒布融雪剂。三、加强值守，及时报告。""",
    "speech": """\
同志们：刚才，三位同志作了很好的发言，听了很受启发。下面，我结合自己的工作谈三点体会。首先，读书要有一股
钻劲。遇到难懂的地方，不能绕着走，要反复琢磨、前后对照。其次，要把书本上的道理同手头的事情联系起来，带着问题学，
学了就去用。最后，要持之以恒，不搞一阵风。“不积小流，无以成江海”，每天半小时，一年下来就很可观。谢谢大家！""",
    "everyday": """\
妈，我到宿舍了，车上人不多，睡了一路。你给我装的腊肠和辣酱都没压坏，室友尝了都说香。下周三考完试我就
买票，大概二十号晚上到家，别来车站接，太冷了。对了，阳台那盆茉莉记得搬进屋里，还有奶奶的老花镜我给换了新镜片，
放在抽屉左边的盒子里。爸的膝盖要是还疼，让他别逞强，先去医院瞧瞧，听见没有？""",
    "story": """\
傍晚的渡口静悄悄的，船老大蹲在跳板上抽烟，烟锅里的火星一明一灭。对岸传来几声狗吠，接着是一个女孩的喊声：
“等一等，还有人呢！”他站起身，把竹篙往泥里一插，笑着骂道：“急什么，天又塌不下来。”女孩气喘吁吁地跳上船，
怀里抱着一只湿漉漉的花猫，眼睛亮得像两颗刚洗过的葡萄。""",
    "classical": """\
山之阳有溪，溪之侧有老圃，不知其姓氏。性嗜菊，环庐而植之，凡数百本。客有过之者，问曰：“子之为此，
岂为利乎？”对曰：“非也。吾朝而灌之，暮而观之，其乐在我，而不在菊也。使吾鬻之，则菊为货矣，吾复何乐焉？”客默然
良久，再拜而去。呜呼！世之逐末者众矣，孰若此翁之能自得哉！""",
    "verse": """\
雨过荒村麦未齐，断桥流水夕阳低。
野塘风静鱼吹浪，深巷人归燕掠泥。
老树犹存前岁雪，小园新种一畦藜。
邻翁笑语频相问，明日春耕可借犁。""",
    "science": """\
脱氧核糖核酸的双螺旋由两条反向平行的链组成，腺嘌呤与胸腺嘧啶配对，鸟嘌呤与胞嘧啶配对。实验中先用乙醇沉淀，
再以缓冲液溶解，在二百六十纳米处测定吸光度。若比值低于一点八，说明样品混有蛋白质，须用苯酚、氯仿重新抽提，
离心后取上清液，置于零下二十摄氏度保存。""",
    "report": """\
今年前三季度，全镇完成蔬菜种植2.6万亩，同比增长8.3%；新建温室大棚147座，带动386户增收。冷链仓库9月底投入使用，
日均周转120吨，损耗率由15%降到6%以下。存在的主要问题：一是品种偏少，二是分拣包装跟不上，三是销售过于依赖批发市场。
下一步，要在“优品种、强加工、拓渠道”上下功夫。""",
    "rare": """\
池中有鳜、鲮、鳙、鲢，岸上蓼蘅芷蕙丛生；匠人髹漆螺钿，錾花鎏金，又以榫卯攒斗成橱。窗棂糊以楮纸，檐角悬着铎铃，
风来琤琤有声。媪持筲箕淘粞米，翁执镢头劚薯蓣，稚子逐蜻蜓于畦畛之间，犬吠鸡啁，炊烟袅娜。""",
    "law": """\
第十二条　承租人应当按照约定的用途使用房屋，未经出租人书面同意，不得改变房屋结构。第十三条　租赁期限届满，承租人
应当返还房屋；继续使用而出租人没有提出异议的，原合同继续有效，但租赁期限为不定期。第十四条　因不可抗力致使房屋
毁损、灭失的，双方互不承担责任，已付租金按实际使用天数结算。""",
}

TRADITIONAL = {
    "official": """\
關於加強圖書館夜間開放管理的說明
各位讀者：為方便上班民眾借閱，本館自下月起延長開放時間至晚間九時三十分。夜間時段僅開放一樓閱覽室及自助借還書機，
兒童室、視聽室照常於下午五時關閉。請保持肅靜，勿攜帶食物入內；離館前請將座位收拾整齊。如有疑問，請洽服務檯。""",
    "everyday": """\
阿嬤，我已經到臺中了，這邊天氣很好，就是風大了點。你給我帶的蘿蔔糕還沒吃完，同學都搶著要呢！禮拜六我會跟
姊姊一起回去，順便幫你把舊電視搬去回收。那隻貓還會亂抓沙發嗎？要是太皮就把牠關在陽臺，別捨不得喔。""",
    "classical": """\
余嘗遊於南山之麓，見一叟臥石上，旁置殘書數卷、濁酒一壺。問其所以樂，叟笑曰：“書不求解，酒不求醉，山不求高，
足矣。”余退而思之，蓋天下之憂，皆生於求也。求之不得則怨，得之不足則貪，是以終身營營而不知所止。悲夫！""",
    "technical": """\
安裝步驟如下：首先將電源線拔除，打開機殼兩側的螺絲；其次把記憶體模組對準插槽，以均勻的力道壓入，聽到「喀」一聲
即表示卡榫已扣緊；最後裝回機殼，接上電源，按住開關三秒鐘。若螢幕沒有顯示，請檢查訊號線是否鬆脫，或聯絡經銷商維修。""",
    "speech": """\
各位來賓、各位鄉親：大家早安！今天是我們農會成立六十週年的日子，感謝大家撥冗參加。回顧過去，從一間小小的穀倉，
到今天擁有烘乾、冷藏、包裝一貫的設備，靠的是前輩們一點一滴的努力。展望未來，我們要發展有機栽培，讓年輕人願意
留在家鄉，讓孩子們吃得安心。""",
}

ENCODINGS = [
    ("gb18030", SIMPLIFIED),
    ("gbk", SIMPLIFIED),
    ("gb18030", TRADITIONAL),
    ("big5hkscs", TRADITIONAL),
    ("cp950", TRADITIONAL),
    ("utf-16-le", SIMPLIFIED),
    ("utf-16-be", SIMPLIFIED),
    ("utf-16-le", TRADITIONAL),
    ("utf-16-be", TRADITIONAL),
    ("utf-8", SIMPLIFIED),
]

COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
)


def excerpts(texts: dict[str, str], length: int) -> Iterator[str]:
    """Every stretch of a length, a third of it apart, that is mostly Han."""
    for text in texts.values():
        for start in range(0, len(text) - length + 1, max(length // 3, 1)):
            excerpt = text[start : start + length]
            if sum("\u4e00" <= character <= "\u9fff" for character in excerpt) * 2 >= length:
                yield excerpt


def share(encoding: str, texts: dict[str, str], length: int) -> tuple[float, list[str]]:
    """How many excerpts come back whole, and those that do not."""
    tried, wrong = 0, []
    for excerpt in excerpts(texts, length):
        try:
            data = excerpt.encode(encoding)
        except UnicodeEncodeError:
            continue
        tried += 1
        if decode(data).text != excerpt:
            wrong.append(excerpt)
    assert tried >= 5
    return 1 - len(wrong) / tried, wrong


@pytest.mark.parametrize(("encoding", "texts"), ENCODINGS)
@pytest.mark.parametrize("length", [20, 28, 60, 90])
def test_twenty_characters_are_always_right(encoding: str, texts: dict[str, str], length: int) -> None:
    right, wrong = share(encoding, texts, length)
    assert right == 1, wrong


@pytest.mark.parametrize(("encoding", "texts"), ENCODINGS)
@pytest.mark.parametrize("length", [8, 10, 14])
def test_eight_characters_are_nearly_always_right(encoding: str, texts: dict[str, str], length: int) -> None:
    right, wrong = share(encoding, texts, length)
    assert right >= 0.98, wrong


@pytest.mark.parametrize("texts", [SIMPLIFIED, TRADITIONAL])
def test_good_text_carries_no_note(texts: dict[str, str]) -> None:
    for text in texts.values():
        for encoding in ("utf-8", "gb18030", "utf-16-le"):
            assert decode(text.encode(encoding)).notes == ()


INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
visible = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=INVISIBLE)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
@given(text=st.text(visible))
def test_a_mark_decides(mark: bytes, encoding: str, text: str) -> None:
    decoded = decode(mark + text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)


@given(text=st.text(visible), han=st.sampled_from(COMMON))
def test_utf8_needs_no_mark(text: str, han: str) -> None:
    assert decode((text + han).encode()).text == text + han


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
@given(
    words=st.lists(st.sampled_from(COMMON + "，。\n"), min_size=20),
    other=visible,
)
def test_nothing_is_lost(encoding: str, words: list[str], other: str) -> None:
    text = "".join(words[:10]) + other + "".join(words[10:])
    assert decode(text.encode(encoding)).text == text


def test_mark_before_another_encoding() -> None:
    text = SIMPLIFIED["speech"]
    decoded = decode(codecs.BOM_UTF8 + text.encode("gbk"))
    assert (decoded.text, decoded.encoding) == (text, "gb18030")


def test_ascii_and_nothing() -> None:
    assert decode(b"") == decode(b"").__class__("", "utf-8")
    assert decode(b"this is a plain sentence\n").text == "this is a plain sentence\n"
    assert decode("plain words".encode("utf-16-le")).text == "plain words"


def test_a_long_beginning_in_ascii() -> None:
    text = "-" * 5001 + "\n" + SIMPLIFIED["everyday"]
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding)).text == text
    text = "x" * 5001 + TRADITIONAL["everyday"]
    assert decode(text.encode("big5hkscs")).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("kind", SIMPLIFIED)
def test_a_file_cut_at_its_end_loses_one_character(encoding: str, kind: str) -> None:
    text = SIMPLIFIED[kind].rstrip("”！？。") + "完"
    decoded = decode(text.encode(encoding)[:-1])
    assert decoded.text == text[:-1]
    assert [note.code for note in decoded.notes] == ["cut-character"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("kind", SIMPLIFIED)
def test_a_file_cut_at_its_start_loses_one_character(encoding: str, kind: str) -> None:
    text = SIMPLIFIED[kind]
    decoded = decode(text.encode(encoding)[1:])
    assert decoded.text == text[1:]
    assert [note.code for note in decoded.notes] == ["cut-character"]


def test_big5_cut_at_its_end() -> None:
    text = TRADITIONAL["speech"]
    assert decode(text.encode("big5")[:-1]).text == text[:-1]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_damage_within_stays_where_it_is(encoding: str) -> None:
    text = SIMPLIFIED["law"]
    data = text.encode(encoding)
    middle = text[:60].encode(encoding)
    decoded = decode(middle + b"\xff" + data[len(middle) :])
    assert decoded.text == text[:60] + "\ufffd" + text[60:]
    assert [(note.code, note.severity) for note in decoded.notes] == [("damaged-bytes", Severity.PROBLEM)]


def test_control_characters_go_with_a_note() -> None:
    decoded = decode("一\x00二\x1a\t三\u200b\ufeff四\x7f👨\u200d👩\n".encode())
    assert decoded.text == "一二\t三四👨\u200d👩\n"
    assert [note.code for note in decoded.notes] == ["control-characters", "invisible-characters"]


def test_every_line_end() -> None:
    ends = ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
    assert split_lines(decode("".join("行" + end for end in ends).encode()).text) == ["行"] * len(ends)


@pytest.mark.parametrize("kind", SIMPLIFIED)
@pytest.mark.parametrize(
    ("true", "read"), [("utf-8", "gb18030"), ("utf-8", "cp1252"), ("gb18030", "latin-1"), ("utf-8", "gbk")]
)
def test_text_that_was_read_wrongly_before(kind: str, true: str, read: str) -> None:
    garbled = SIMPLIFIED[kind].encode(true).decode(read, "replace").replace("\ufffd", "?")
    notes = decode(garbled.encode()).notes
    assert "mojibake" in [note.code for note in notes], garbled[:40]


def test_other_scripts_are_not_called_garbled() -> None:
    for text in (
        "Résumé: un café à Évreux, où l’été dure encore très longtemps",
        "Москва и Петербург, поезд идёт всю ночь до утра",
        "東京の天気は晴れ、明日は雨が降るでしょう。お元気ですか",
        "鼗鼙鼜鼛鼝鼞鼟鼠鼢鼣鼤鼥鼦鼧",
    ):
        assert decode(text.encode("utf-8-sig")).notes == ()


def test_likelihood_prefers_words_to_junk() -> None:
    text = SIMPLIFIED["story"]
    assert likelihood(text) > likelihood(text.encode("gb18030").decode("big5hkscs", "replace"))
