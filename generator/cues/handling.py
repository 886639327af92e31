"""The grammar of handling notices (处理提示): what restricts the use of a document without making it a state secret.

A notice stands by itself: at its end stands a mark, a space, another notice or a word that goes with notices. Where
other words follow directly it is an attribute or a verb of prose: 内部资料管理办法, 讨论稿怎么改, 会后收回问卷百份.
"""

from __future__ import annotations

import re
import unicodedata

_READ = "学习|参考|交流|借鉴|使用|阅读|阅|传阅|研究|讨论|掌握|留存|存档|查阅|参阅"
_FORBID = (
    "外传|外泄|流外|外借|转载|转发|传播|扩散|散发|散布|复制|复印|翻印|翻拍|拍照|截图|摘抄|抄录|摘录|引用|公开(?:发[表布])?|发布|传阅"
    "|泄露|上传|上网|报道|录音|录像|倒卖|转卖|转售|商用|遗失|携带外出|带出|提供"
)
_HOW = "擅自|随意|私自|对外|向外|在(?:互联)?网(?:络)?上|通过[^，。；]{1,6}|任意|以任何(?:形式|方式)|非法|带走|留存"
_ENDS = (
    r"(?=\W|\Z|\d|[请谢违严禁勿不切仅只供限未此本望须应并或和及与]|否则|后果|之用|专用|注意|妥善|敬|会[后议]|[阅用看]后|免费|特此|合作|阅后|如需|网|平台"
    r"|内部|征求|讨论|送审|审议|传达|使用|学习)"
)
"""What may follow a notice."""
_PHRASES = (
    r"内部(?:资料|文件|材料|刊物|使用|交流|参考|掌握|发行|传阅|参阅|学习|情况|事项|信息|讲话|稿件|文稿|公开|件)+",
    rf"(?:仅|只|专)(?:供|限|作为?|用于|用作)(?:于|本|我|各)?[^，。；！？、]{{0,10}}?(?:{_READ})(?:{_READ}|之用|用|和|、|与)*",
    r"(?:仅|只)限?(?:于)?[^，。；！？、]{0,6}(?:内部|会内|系统内|范围内)",
    rf"(?<!\w)供(?:领导|内部|学习|会议|讨论|参考|有关)[^，。；！？、]{{0,6}}?(?:{_READ})(?:之?用)?",
    rf"(?:禁止|严禁|请勿|请不要|切勿|不得|不准|不要|不许|勿|谢绝)(?:{_HOW})*(?:{_FORBID})(?:[、和或及]?(?:{_FORBID}))*(?:朋友圈|(?:互联)?网络?|他人|外人)?",
    r"(?:阅|用|会|看|读|阅看|传达|传看|学习|讨论|使用|会议|会议结束)(?:完毕?)?(?:后|毕)"
    r"(?:即|请|须|应|务必|及时|立即|自行|一律|统一|全部|(?:请|须)?将?(?:本|此)?(?:材料|文件|资料))*"
    r"(?:删除|删|收回|销毁|焚毁?|退回|交回|归还|清退|退还|留下|留在[^，。；]{1,6})(?:材料|文件|资料)?",
    r"(?:于|在)?(?:\d{1,2}|[一二三])(?:小时|天|日)(?:之内|以内|内)(?:自行|及时)?(?:删除|销毁)",
    r"阅后即焚|注意(?:保存|保密|保管)|妥善保[管存]",
    r"(?:征求意见|讨论|送审|审议|待审|报审|报批|代拟|审阅|修改|征询意见)(?:修改|讨论)?稿|未经(?:本人|作者|领导)?审[阅定]",
    r"(?:不予|不宜|暂不|不)公开(?:发[表布])?(?!发行)|依申请公开|不对外(?:公开|发布)"
    r"|不(?:登报|上网|广播|张贴)(?:、?不(?:登报|上网|广播|张贴|引用))*",
    r"未经(?:[^，。；！？]{0,8})?(?:批准|许可|授权|同意|审定|审阅|允许)，?(?:不得|严禁|禁止|请勿|不准)[^，。；！？]{0,12}",
    r"限[^，。；！？]{0,8}(?:阅读|传阅|阅|使用|掌握)|(?:发至?|传达到)[^，。；！？]{1,6}级(?!\w)",
    r"密件(?!\w)|知悉范围|控制知悉|参阅件",
    r"(?i:(?:for )?internal use only|confidential)",
)
_TERM = r"(?:[★☆*·]\S{1,8})?"
_COMMERCIAL = r"(?:核心|普通)?商(?:业秘)?密"
HANDLING = re.compile(
    rf"(?:{'|'.join(_PHRASES)}){_ENDS}"
    rf"|(?:密级\s*[:：]\s*)?(?<!\w)(?:{_COMMERCIAL}|(?:警务|审判|检察)?工作秘密|(?<=[:：])\s*内部){_TERM}(?!\w)"
    rf"|^\W*内部{_TERM}\W*$|^\W*(?:[初草]稿\W*)?征求意见\W*$|^\W*(?:(?:紧急程度|缓急)\s*[:：]?\s*)?(?:特急|加急|特提|平急)(?:件)?\W*$"
)
_HINT = re.compile(
    "内部|会内|统内|围内|仅[供限作用]|只[供限作用]|专[供限作用]|供[领内学会讨参有]|禁|勿|限|密|焚|稿|删|急|级|谢绝|不[得准要许对登上广张]|收回|销毁|退回|交回"
    "|归还|清退|退还|留下|留在|妥善保|注意保|公开|未经|知悉|参阅|征求|特提|"
    + "|".join([*(f"{i}[nN][tT]" for i in "iIİı"), *(f"{c}[oO][nN][fF]" for c in "cC")])
)
"""What every notice has one of: most lines have none, and the grammar is dear.

Each alternative begins with a character of its own, so that the search passes over all others at once.
"""
_SPACES = re.compile(r"[^\S\n]+")
_INNER = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])")
_ORDINARY = re.compile(
    r"此件|本件|本|该|此|以下|以上|上述|所有|全部|文件|材料|资料|文稿|稿件|文章|内容|讲话|发言|提纲|密级|公开|请|谢谢|合作|配合|版权|违者|必究|追究|责任|"
    r"否则|后果|自负|不|用于|其他|用途|商业|学习|参考|交流|使用|内部|个人|大家|各位|同志|会员|朋友|和|与|及|或|的|并|且|也|为|是|作|仅|供|群内|小时|内|24|"
    r"\d{1,2}|下载|之?后|在|于|信息|选项|属性|方式|注意|特别|提示|温馨|提醒|声明|说明|郑重|敬请|务必|自觉|严格|遵守|时|均|初稿|免费|赠阅|保密|特急|加急"
)
"""What else such a line may hold."""


def handling(text: str, apart: bool = False) -> tuple[str, ...]:
    """The handling notices of a line, as phrases; none where it only speaks of such things.

    A line of the body counts where nothing but notices and the usual words around them is in it; one that stands
    ``apart`` (header, footer, text box, a span with the role of a notice) wherever it holds a notice.
    """
    if not apart and len(text) > 80:
        return ()
    closed = unicodedata.normalize("NFC", text)
    if len(closed.split()) > 1 or closed != closed.strip():
        closed = _INNER.sub("", _SPACES.sub(" ", closed).strip())
    if not _HINT.search(closed):
        return ()
    phrases = tuple(match[0].strip() for match in HANDLING.finditer(closed))
    if not phrases or apart:
        return phrases
    rest = re.sub(r"[\W_]+", "", _ORDINARY.sub("", HANDLING.sub("", closed)))
    return phrases if len(rest) <= 2 else ()
