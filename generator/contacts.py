"""The grammar of contacts: telephone, QQ, WeChat, e-mail, identity and bank cards, links, codes.

A rule is a pattern for the number itself, and where the number alone proves nothing, a pattern for the words before
it. It reads plain text (ASCII digits, see :mod:`generator.masking`) in which what was found before is blotted out.
Every repetition is bounded or possessive: the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

BLOT = "█"
"""What stands for each hidden character."""

KIND_NAMES = {
    "qq": "QQ 号",
    "phone": "电话号码",
    "email": "电子邮箱",
    "wechat": "微信号",
    "idcard": "身份证号",
    "bankcard": "银行账号",
    "url": "推广链接",
    "account": "社交账号",
    "code": "提取码和密码",
    "number": "推广中的号码",
    "name": "姓名",
    "pattern": "自定内容",
}
"""What to call each kind; the last two are the keeper's own."""

HAN = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
"""Digits as they are read out, in the order of :data:`HAN_VALUES`."""
HAN_VALUES = "0001234567891123456789"
_LATIN = "(?![\u3400-\u9fff])\\w"  # full-width and every other kind of letters and digits too, but no Han
_LETTER = "A-Za-zＡ-Ｚａ-ｚ"
_DIGIT = rf"[\d{HAN}]"
_DIGITS_APART = rf"(?:[^\w\n]|_){{0,2}}[\d{HAN}OolI]"
WORTH_A_LOOK = re.compile(
    # What may begin one of them first, in one class: a search runs over all else at once. Of digits in a row it is the
    # first one; a number that a later one begins, it begins too.
    rf"[\d{HAN}{_LETTER}码令号@＠艾内①-⑨⓪.．](?<!{_DIGIT}{_DIGIT})(?:"
    rf"(?<={_DIGIT}){_DIGITS_APART}(?:{_DIGITS_APART}){{3}}"
    rf"|(?<!{_DIGIT})(?:"
    rf"(?<=[{_LETTER}])(?: ?(?:{_LATIN}|[.:-])){{5}}"
    rf"|(?<=[码令号Dd])(?:[^\w\n]|[为是]){{0,3}}{_LATIN}(?:[ ._-]?{_LATIN}){{3}}"
    r"|(?<=[@＠])|(?<=艾)特|(?<=内)线|(?<=[①-⑨⓪])[①-⑨⓪]{4}"
    r"|(?<=[.．])(?:com|cn|net|org|top|vip|cc|info|xyz)(?![A-Za-z])))"
)
"""Whatever a rule can find matches this, within a line; most paragraphs hold nothing of the kind."""

# --- numbers ----------------------------------------------------------------------------------------------------

_GAP = r"[ .-]{0,2}"
_NO_DIGIT_BEFORE = r"(?<![0-9█])(?<![0-9]\.)"
_NO_DIGIT_AFTER = r"(?![0-9█]|\.[0-9])"
_UNIT = (
    r"(?! {0,2}(?:[余多]?[万亿元亩人户名个家次年月日头只条件本册份篇吨斤克米里度座台套辆栋间平棵株位所处项笔场期批"
    r"%‰℃]|千瓦|公里|公斤|公顷|立方|美元))"
)
"""After a quantity."""
_SUM = (
    r"(?! {0,2}(?:[余多]?[万亿元吨]|千瓦|立方|平方|美元)|[人户名个家次件本册份篇张条只枚台辆字](?:次|[、。;:!?,\s]|\Z))"
)
"""After a quantity of eleven digits."""
_DATE = re.compile(r"(?:19|20)[0-9]{2}[ .-]{1,2}[01]?[0-9][ .-]{1,2}[0-3]?[0-9]")


def _digits(least: int, most: int) -> str:
    """So many digits, each pair parted by at most two spaces, dots or dashes."""
    return rf"[0-9](?:{_GAP}[0-9]){{{least - 1},{most - 1}}}{_NO_DIGIT_AFTER}"


def _luhn(number: str) -> bool:
    """The check of ISO/IEC 7812-1, annex B."""
    total = 0
    for index, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _citizen(number: str) -> bool:
    """A citizen number of GB 11643-1999: a day of birth, then of 18 characters the last checks the others."""
    birth = number[6:14] if len(number) == 18 else "19" + number[6:12]
    if not re.fullmatch(r"(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])", birth):
        return False
    return len(number) == 15 or citizen_check(number[:17]) == number[17].upper()


def citizen_check(body: str) -> str:
    """The check character for the first 17 digits of a citizen number (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * pow(2, 17 - index, 11) for index, digit in enumerate(body))
    return "10X98765432"[total % 11]


def _card(number: str) -> bool:
    return number[0] in "3456789" and _luhn(number)


# --- rules ------------------------------------------------------------------------------------------------------

_PUBLIC = re.compile(r"10000|100(?:10|50|86|99)|12[0-9]{3}|95[0-9]{3}|96[0-9]{3,4}|11[0-9]|120|122")
"""Numbers of public services."""


@dataclass(frozen=True, slots=True, eq=False)
class _Rule:
    """Numbers of a kind; where ``before`` is given, only after those words, and then several in a list."""

    kind: str
    number: re.Pattern[str]
    before: re.Pattern[str] | None = None
    check: Callable[[str], bool] = bool

    def __call__(self, plain: str) -> Iterator[tuple[int, int]]:
        if not self.before:
            for match in self.number.finditer(plain):
                if self._holds(match[0]):
                    yield match.span()
            return
        done = 0
        for context in self.before.finditer(plain):
            at = context.end()
            while at >= done and (number := self.number.match(plain, at)) and self._holds(number[0]):
                yield number.span()
                done = number.end()
                following = _NEXT.match(plain, done)
                at = following.end() if following else len(plain)

    def _holds(self, found: str) -> bool:
        number = re.sub(r"[\W_]", "", found)
        day = _DATE.match(found)
        if not number.strip("xX"):  # xx@xx.xx holds a place
            return False
        return not _PUBLIC.fullmatch(number) and self.check(number) and not (day and len(found) - day.end() < 6)


_NEXT = re.compile(r"\s{0,2}[、,/;|和或及与\s(]\s{0,2}(?:[一二三四五六七八九]?群\s?:?\s?)?")
"""Between two numbers of a list."""
_START = r"(?<![0-9█])"
_WORD_END = r"(?![A-Za-z0-9_█])"
_SITE = r"[^\s\u2018-\u201d\u3000-\u9fff█<>(),]{1,500}+"


def starting(first: str, pattern: str) -> re.Pattern[str]:
    """``pattern``, tried only where one of the characters ``first`` stands (as in a class): all that it begins with."""
    return re.compile(rf"(?=[{first}])(?:{pattern})")


_CALL = starting(
    "联电手传座总小请致来拨客短值TtPpFf咨热",
    r"(?:联系人[^0-9。;\n█]{1,6},[^0-9。;,\n█]{0,4}"
    r"|(?:电 ?话|手 ?机|传 ?真|座机|总机|小灵通|请拨|致电|来电|拨打|拨号|客服|短信|联系(?:人|方式)|联络(?:人|员)"
    r"|值班室?"
    r"|(?<![A-Za-z])(?:[Tt][Ee][Ll]|[Pp]hone|PHONE|[Ff][Aa][Xx])(?![A-Za-z]))[^0-9。;,\n█]{0,8}"
    r"|(?:联 ?系|咨询|热线|联络)(?:我们|号码|[\u4e00-\u9fff]?老师|客服|主任|科长|同志|[ :(+]){0,6})",
)
_QQ = starting(
    "Qq扣叩球企群",
    r"(?:[Qq][ -]?[Qq](?!用户|空间|音乐)|扣扣|叩叩|球球(?=[: ])|企鹅(?=[号: ])|群号"
    r"|(?<![A-Za-z])[Qq](?: ?群|号|(?=[: ]|[0-9]{6})))"
    rf"(?:[^0-9。;\n█]|[0-9]{{1,4}}(?![0-9])){{0,14}}?(?<![0-9])(?=[0-9](?:{_GAP}[0-9]){{4}})",
)
_WECHAT = (
    r"(?:[微薇威徽] ?[信芯❤♥]\ufe0f?"
    r"|(?<![A-Za-z])(?:[Ww]ei[Xx]in|[Ww]e[Cc]hat|[Vv] ?信|(?:[Vv] ?[Xx]|[Ww] ?[Xx])(?![A-Za-z]))"
    r"|(?<=[加+])[Vv微薇]|(?<![A-Za-z])[Vv微薇](?=:)|公众号(?:搜索?|ID|id|关注| ))"
    r"(?:公众号|公众平台|服务号|订阅号|号码?|同号|客服|搜索?|关注|添加|群|ID|id|是|为| ){0,5}"
)
_MOBILE = (
    r"(?:1 {1,2}[3-9](?: {1,2}[0-9]){9}|1[3-9](?:[0-9]{9}"
    r"|[0-9] ?[-/_.] ?[0-9]{4} ?[-/_.] ?[0-9]{4}|[0-9] {1,2}[0-9]{4} {1,2}[0-9]{4}"
    r"|[0-9][ -][0-9]{8}|[0-9]{2}-[0-9]{3}-[0-9]{4}|[0-9]{3}[ -][0-9]{6}|[0-9]{4}[ -][0-9]{5}|[0-9]{5}[ -][0-9]{4}"
    r"|[0-9]{2}[ -][0-9]{4}[ -][0-9]{3}|[0-9][ -][0-9]{3}[ -][0-9]{5}))"
)
"""In the groups people write; any grouping is found after a word such as 电话."""
_BRACKETED_AT = r"[({<] ?(?i:at|艾特|圈a) ?[)}>]|艾特"
_MAIL = starting(
    "邮信电EeMm来投寄发-", r"(?:[邮信] ?箱|电邮|[Ee]?-?[Mm]ail|MAIL|来稿|投稿|寄[到至]|发[到至送])[^A-Za-z0-9\n█]{0,8}"
)
_RULES: tuple[_Rule, ...] = (
    # after a word for it, in the ways by which writers keep it from machines
    _Rule(
        "email",
        re.compile(
            rf"[A-Za-z0-9._%+-]{{2,40}}+ ?(?:@|{_BRACKETED_AT}|[#$*&☆★]|(?i:(?<= )at(?= ))) ?[A-Za-z0-9-]{{1,63}}"
            r"(?:(?: ?[.。] ?| ?\(?dot\)? ?|点)[A-Za-z0-9-]{2,63}){1,3}"
        ),
        _MAIL,
    ),
    _Rule(
        "email",
        re.compile(
            r"(?<![A-Za-z0-9._%+█-])[A-Za-z0-9._%+-]++"
            rf" ?(?:@|{_BRACKETED_AT}|#(?=[A-Za-z0-9.-]{{1,80}}\.(?:com|cn|net)(?![a-z]))) ?"
            r"[A-Za-z0-9-]{1,63}(?: ?\. ?[A-Za-z0-9-]{1,63}){0,3}? ?\. ?[A-Za-z]{2,24}(?![A-Za-z0-9]|\.[A-Za-z])"
        ),
    ),
    _Rule(
        "idcard",
        re.compile(r"(?<![0-9A-Za-z█])[0-9](?:[ -]?[0-9]){13,16}[ -]?[0-9Xx](?![0-9A-Za-z█])"),
        check=lambda number: len(number) in (15, 18) and _citizen(number),
    ),
    _Rule("idcard", re.compile(r"[0-9]{14,17}[0-9Xx]" + _WORD_END), re.compile(r"(?:身份证|证件)[^0-9。;\n█]{0,8}")),
    _Rule(
        "idcard",
        re.compile(r"[A-Za-z]{0,2}[0-9]{7,9}" + _WORD_END),
        re.compile(r"(?:护照|通行证|军官证|驾驶?证|证件)(?:号码?)?[: 为是]{0,3}"),
    ),
    _Rule("bankcard", re.compile(_START + _digits(16, 19)), check=_card),
    _Rule("bankcard", re.compile(_digits(12, 24)), re.compile(r"(?:卡号|[账帐][号户]|银行卡)[^0-9。;\n█]{0,8}")),
    _Rule("phone", re.compile(_digits(7, 16).replace("[ .-]", "[ .()-]") + _UNIT), _CALL),
    _Rule(
        "phone",
        starting(
            "+(0-9", rf"{_START}(?<!0\.)(?:(?:\+|00)86[ -]{{0,2}}|\(\+?86\) ?|86[ -])?{_MOBILE}{_NO_DIGIT_AFTER}{_SUM}"
        ),
    ),
    # a landline with its area code, 400 and 800 numbers
    _Rule(
        "phone",
        starting(
            "+(0-9",
            rf"{_START}(?:\(?\+86[ -]?\(?[1-9][0-9]{{1,2}}[ )-]{{1,2}}|\(86-[1-9][0-9]{{1,2}}\) ?"
            r"|(?:\+86[ -]?)?(?:\(0[1-9][0-9]{1,2}\) ?|0[1-9][0-9]{1,2}(?: ?- ?| {0,2})))"
            rf"[0-9]{{3,4}}[ -]?[0-9]{{4}}(?:-[0-9]{{1,5}})?{_NO_DIGIT_AFTER}{_SUM}"
            rf"|{_START}[48]00-[0-9](?:-?[0-9]){{6}}{_NO_DIGIT_AFTER}{_SUM}",
        ),
    ),
    _Rule("phone", re.compile(r" ?(?:转|分机号?|(?i:ext)\.?)[ :]?[0-9]{1,6}(?![0-9])"), re.compile("█")),
    _Rule("phone", re.compile(r"[0-9]{3,6}(?![0-9])"), re.compile(r"内线(?:电话|号码?)?[: ]{0,2}")),
    _Rule("qq", re.compile(_digits(5, 12) + _UNIT), _QQ),
    _Rule("qq", re.compile(_digits(5, 12) + _UNIT), re.compile(r"(?<![集人种族])群[ :是为(加]{0,4}")),
    _Rule(
        "wechat",
        re.compile(rf"(?:[A-Za-z](?: ?[A-Za-z0-9_-]){{5,19}}|[0-9](?:[ -]?[0-9]){{4,11}}){_WORD_END}{_UNIT}"),
        starting("微薇威徽WwVv公订", rf"(?:{_WECHAT}|公众号|订阅号)[:+“\"(](?: |[“\"(]){{0,2}}"),
    ),
    # without a colon only what cannot be a word
    _Rule(
        "wechat",
        re.compile(
            r"(?:(?=[A-Za-z-]{0,19}[0-9_])[A-Za-z][A-Za-z0-9_-]{5,19}|[0-9](?:[ -]?[0-9]){4,11})"
            rf"{_WORD_END}{_UNIT}"
        ),
        starting("微薇威徽WwVv公", _WECHAT),
    ),
    _Rule(
        "account",
        re.compile(rf"[A-Za-z0-9](?:[ ._-]?[A-Za-z0-9]){{4,20}}{_WORD_END}"),
        re.compile(r"(?:抖音|快手|小红书|微博|钉钉|飞书|支付宝|会议|百家|头条)(?:账号|帐号|ID|id|号)[ :是为(]{1,3}"),
    ),
    _Rule(
        "account",
        re.compile(r"@?[A-Za-z0-9](?:[._-]?[A-Za-z0-9]){3,30}" + _WORD_END),
        starting(
            "TtSsLlWwFfIiſİı",
            r"(?<![A-Za-z])(?i:telegram|tg|skype|line|whatsapp|twitter|facebook|instagram)(?:账号|ID|id|号)?[:@] ?",
        ),
    ),
    _Rule("wechat", re.compile(r"(?<![A-Za-z0-9_█])wxid_[A-Za-z0-9_-]{5,30}+")),
    _Rule(
        "code",
        re.compile(rf"(?=[A-Za-z]{{0,11}}[0-9]|[A-Za-z]{{4}}{_WORD_END})[A-Za-z0-9]{{4,12}}{_WORD_END}{_UNIT}"),
        starting(
            "提访分解验邀密口",
            r"(?:提取|访问|分享|解压|验证|邀请)(?:密?码|口令)[: 为是]{0,3}|(?:密码|口令)(?::|[为是]) ?",
        ),
    ),
)
_MAILS = tuple(rule for rule in _RULES if rule.kind == "email")
_URL = _Rule(
    "url",
    re.compile(
        rf"(?<![A-Za-z0-9])(?:(?:https?|ftp|weixin|tencent) ?: ?// ?|www ?\. ?){_SITE}"
        r"|(?<![A-Za-z0-9.@█-])(?:[A-Za-z0-9-]{1,63}\.){1,4}(?:com|cn|net|org|top|vip|cc|info|xyz|example|test)(?![A-Za-z0-9-])"
        rf"(?:/{_SITE})?"
    ),
)
_NUMBER = _Rule("number", re.compile(rf"{_START}[0-9](?:{_GAP}[0-9]){{4,}}+"))
_SELLING = re.compile(r"会员|公众号|订阅|网盘|提取码|加群|[Qq]{2} ?群|VIP|免费赠送|范文|店铺|淘宝|扫码")
"""Words of those who sell material: a link beside them is theirs."""


def finders(
    promotion: bool, plain: str, extra: Iterable[tuple[str, re.Pattern[str]]]
) -> Iterator[tuple[str, Callable[[str], Iterable[tuple[int, int]]]]]:
    """The rules for this text; the keeper's own come first, before anything is blotted out."""
    for kind, pattern in extra:
        yield kind, _Rule(kind, pattern, check=lambda _: True)
    linked = promotion or bool(_SELLING.search(plain))
    # The host of an address that is no plain one (name[at]example.org) reads like a link.
    first = (_URL, *_RULES) if "://" in plain else (*_MAILS, _URL, *_RULES)
    for rule in first:
        if linked or rule is not _URL:
            yield rule.kind, rule
    if promotion:
        yield _NUMBER.kind, _NUMBER
