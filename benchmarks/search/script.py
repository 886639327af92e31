"""Forms of one character: traditional and simplified, wide and narrow, digits in years.

The tables are written out, so that the truth hangs on no table of the search's own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

SIMPLIFIED = (
    "专业两严个丰临为么义乡书乱争云产亲从仓仪们众会伞传体余兑兰关兴养内册写军农冲决冻净准减几凤击划则别劝办务动劲区医协单卫厂历压厨双发变台号"
    "后听员园围图场块坚坝垭墙声处备复头奖学宁实审宽对导将尘层届岗岩岭师带帼干广库应开异张弯归当录征总恒惩愿户扫抢护报拧挂挡换据摆摇摊数断无旧时"
    "显晒术机条来枣枫柜标栋栏树样档桥桩检楼槛毁气汇沟没沥洁洼测济浓涝渔渗温游湾湿满滩灭灯灾点烟烦热爱牵状独献环现电画监盖盘着离种积稳笔筹签简粮"
    "紧红级纪纲纳纸线练组细织绍经结绕绘给络绝统绳维绿缆缓编缘缝缩缮网职联胶脚腊腾舱节范荐药营虫虽补装见规览计认讨让训议记讲设访评识诉诊试诗话询"
    "语说请读课调谈谱贝负责账货质贵资赶车转轮轻辈边过运还这进远违连递邮采里鉴钥钱铁铅铜银铺销锋错锣镜长门闭问间闸闹阀阅队阵阶际险随隐难静页项顺"
    "须预领题风馆馈马驻验鹤黄齐龄龙"
)
TRADITIONAL = (
    "專業兩嚴個豐臨為麼義鄉書亂爭雲產親從倉儀們眾會傘傳體餘兌蘭關興養內冊寫軍農衝決凍淨準減幾鳳擊劃則別勸辦務動勁區醫協單衛廠歷壓廚雙發變臺號"
    "後聽員園圍圖場塊堅壩埡牆聲處備復頭獎學寧實審寬對導將塵層屆崗巖嶺師帶幗幹廣庫應開異張彎歸當錄徵總恆懲願戶掃搶護報擰掛擋換據擺搖攤數斷無舊時"
    "顯曬術機條來棗楓櫃標棟欄樹樣檔橋樁檢樓檻毀氣匯溝沒瀝潔窪測濟濃澇漁滲溫遊灣濕滿灘滅燈災點煙煩熱愛牽狀獨獻環現電畫監蓋盤著離種積穩筆籌簽簡糧"
    "緊紅級紀綱納紙線練組細織紹經結繞繪給絡絕統繩維綠纜緩編緣縫縮繕網職聯膠腳臘騰艙節範薦藥營蟲雖補裝見規覽計認討讓訓議記講設訪評識訴診試詩話詢"
    "語說請讀課調談譜貝負責賬貨質貴資趕車轉輪輕輩邊過運還這進遠違連遞郵採裡鑑鑰錢鐵鉛銅銀鋪銷鋒錯鑼鏡長門閉問間閘鬧閥閱隊陣階際險隨隱難靜頁項順"
    "須預領題風館饋馬駐驗鶴黃齊齡龍"
)
_TO_TRADITIONAL = str.maketrans(SIMPLIFIED, TRADITIONAL)
_TO_SIMPLIFIED = str.maketrans(TRADITIONAL, SIMPLIFIED)
_TO_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR = "[一二][〇零一二三四五六七八九]{3}"


def traditional(text: str) -> str:
    """In traditional characters."""
    return text.translate(_TO_TRADITIONAL)


def wide(text: str) -> str:
    """ASCII in full width."""
    return text.translate(_TO_WIDE)


def fold_width(text: str) -> str:
    """ASCII in half width."""
    return text.translate({wide: code for code, wide in _TO_WIDE.items() if chr(code).isalnum()})


def chinese_digits(number: int) -> str:
    """Digit by digit: 二〇二四."""
    return str(number).translate(_CHINESE)


@cache
def fold(text: str) -> str:
    """Letters and digits alone: width, case and traditional characters made one."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(_TO_SIMPLIFIED)
    return "".join(character for character in plain if unicodedata.category(character)[0] in "LN")


def with_digits(folded: str, *, always: bool = False) -> str:
    """Years in Chinese digits as Arabic ones: before 年, or ``always``."""
    return re.sub(_YEAR + ("" if always else "(?=年)"), lambda year: year[0].translate(_DIGITS), folded)
