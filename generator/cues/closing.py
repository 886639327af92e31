"""The set words that a speech, a report or a letter closes with."""

from __future__ import annotations

import re
from functools import lru_cache

_SAYING = "(?:讲|说|谈|汇报|发言|报告|讲话|宣讲|演讲|介绍|交流|分享|述职|致辞|课|话)"
_ASKING = "(?:指正|指导|指教|指点|指出|指示|赐教|批评|审议|审阅|讨论|补充|交流|提问|提出.{0,4}意见|多提.{0,4}意见)"
CLOSING = re.compile(
    # What was said is looked back on, and somebody asked to judge it.
    rf"(?:^以上(?:是|就是|发言|汇报|报告|讲话|所述|意见|体会|内容|[^。]{{0,8}}不当)[^。]{{0,40}}(?:{_ASKING}|发言|汇报|体会|谢谢.{{0,4}})[!！。.]?$"
    rf"|(?:不[当对妥到足周]|错误|疏漏|粗浅|欠妥|完毕|到这里|到此)[^。]{{0,12}}(?:请|望|欢迎)[^。]{{0,12}}{_ASKING}[!！。.]?$"
    r"|(?:批评指正|请.{0,12}(?:指正|指教|批评|审议|指示))(?:[。，].{0,8}谢谢.{0,6})?[!！。.]?$|(?:妥否|当否|是否妥当).{0,10}$"
    # It is over.
    rf"|^(?=.{{0,6}}{_SAYING})(?:我|今天|这次)?(?:今天)?的?(?:工作)?{_SAYING}?[就也]?先?{_SAYING}?(?:到这里?|到此(?:结束|为止)?|完毕|完了|结束|这些|这么多)了?(?:[，,][^：:。]{{0,16}})?[!！。.]?$"
    r"|(?:活动|仪式|会议|大会|课|汇报|发言|讲话).{0,8}(?:到此结束|就上到这里|结束了)|(?:散会|谢谢大家|多谢各位|谢谢各位|谢谢)(?:[，,！!]?再见)?[!！。.]?$"
    r"|^(?:最后[，,])?(?:再次)?(?:谢谢|感谢)(?:大家|各位|聆听|同志们)?.{0,6}[!！。.]?$"
    # The set words of a letter.
    r"|^[特专]此[^，。]{1,4}[!！。.]?$|^此[致复令]?[!！。.]?$|^敬礼[!！]?$)"
)
_HINT = re.compile("|".join([*"正评请妥否束散谢完毕致敬", "到这", "到此", "这些", "这么多", "欢迎"]))
_BEGUN = re.compile(_HINT.pattern + "|此|以上")
"""What every paragraph has one of that ends with a closing formula."""
_FULL_STOP = re.compile("[。！？!?]")
_SENTENCE = re.compile("[^。！？!?]+[。！？!?]*")


def closes(text: str) -> bool:
    """Whether a sentence is a closing formula."""
    hinted = _HINT.search(text) is not None or text.startswith(("此", "特此", "专此", "以上"))
    return hinted and CLOSING.search(text.strip()) is not None


@lru_cache(maxsize=16)
def closing_start(text: str) -> int:
    """Where a closing formula at the end of a paragraph begins; 0 where there is none, or nothing before it."""
    begin = 0
    if len(text) > 64:
        first = _FULL_STOP.search(text, len(text) - 64)
        begin = first.end() if first else len(text)
    if not _BEGUN.search(text, begin):
        return 0
    for m in _SENTENCE.finditer(text, begin):
        if m.start() > 0 and closes(m[0]):
            return m.start()
    return 0
