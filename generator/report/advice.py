"""What each kind of note is called, and how a keeper mends the matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about a note."""

    name: str
    """A few words, for lists."""
    mend: str = ""
    """One sentence; empty where nothing needs doing."""
    check: bool = False
    """A person should look, although the outline is published."""


_SIDECAR = "在 .yml 的 headings 里写明该标题的级别（0 表示不是标题）"
_SAVE_AS = "用原来的软件打开，另存为 .docx 或 UTF-8 的 .txt 再放入。"
_COPY = "找一份完好的副本换上。"
_AGAIN = "再构建一次；还是这样，请检查这个文件。"

ADVICE: Final = {
    # what the numbering of headings lacked
    "skip": Advice("序号跳号", f"看看是不是漏了一条；读错了就{_SIDECAR}。"),
    "duplicate": Advice("序号重复", f"看看是不是同一条写了两遍；读错了就{_SIDECAR}。"),
    "mixed-family": Advice("序号换样式", f"层级对就不用管；不对就{_SIDECAR}。"),
    "missing-first": Advice("缺第一条", f"看看开头是不是被截掉了；读错了就{_SIDECAR}。"),
    "runs-on": Advice("序号连排", f"层级对就不用管；不对就{_SIDECAR}。"),
    "missing-punct": Advice("序号缺标点", f"不用改；读错了就{_SIDECAR}。"),
    "ocr": Advice("序号疑误识", f"看看原文序号是不是扫描时认错了；读错了就{_SIDECAR}。"),
    "too-deep": Advice("层级太深", "页面照常显示；想让目录清楚，可在原文里减少层级。"),
    "low-confidence": Advice(
        "标题拿不准", f"核对提到的几处；不对就{_SIDECAR}，下面“校正”里已写好另一种读法。", check=True
    ),
    "heading-not-found": Advice("校正没用上", "headings 里的开头几个字在文中找不到，请照原文抄。", check=True),
    "no-title": Advice("没有标题", "在 .yml 里写 title。", check=True),
    # what the text was like
    "damaged-bytes": Advice("有坏字节", f"坏处以 � 表示，{_COPY}", check=True),
    "cut-character": Advice("末字残缺", f"文件可能没有下载完，{_COPY}", check=True),
    "mojibake": Advice("乱码", f"文件曾按错误的编码另存过，{_COPY}", check=True),
    "control-characters": Advice("控制字符", "已去掉，不用改。"),
    "invisible-characters": Advice("隐形字符", "已去掉，不用改。"),
    "unmapped-characters": Advice("字形无编码", _SAVE_AS, check=True),
    "written-spaces": Advice("字间空格", "已合上，不用改。"),
    "words-only": Advice("只读出文字", "安装 LibreOffice 后再构建，或另存为 .docx。"),
    "hard-wrap": Advice("硬换行", "已接成整段，不用改。"),
    "running-header": Advice("页眉页脚", "已搁置，不用改。"),
    "page-number": Advice("页码", "已搁置，不用改。"),
    "unportable-name": Advice("名字不通用", "要给用 Windows 的人，请把文件改名。"),
    "other-format": Advice("后缀不符", "已按实际格式读出；请把后缀改对。"),
    "hidden-text": Advice("隐藏文字", "没有发布；要发布，请在 Word 里取消隐藏。"),
    "tracked-changes": Advice("修订痕迹", "不该删的，请在 Word 里处理完修订再存。", check=True),
    "comments": Advice("批注", "没有发布；该写进正文的，请写进正文。"),
    "empty-numbers": Advice("空编号", "不用改。"),
    "auto-numbers": Advice("自动编号", "已还原成文字，不用改。"),
    "bullets": Advice("项目符号", "不用改。"),
    "symbols": Advice("图形符号", "不用改；要紧的符号请改用普通字符。"),
    "pictures": Advice("图片", "页面只发布文字；图里有话的，请写成文字。"),
    "drawings": Advice("图示图表", "页面只发布文字；图里有话的，请写成文字。"),
    "seals": Advice("印章签名", "不用改。"),
    "no-text": Advice("没有文字", "可能是扫描图片，请先做文字识别。", check=True),
    "masked": Advice("已遮盖", "各处都已遮盖；本来就该公开的，请写在手写的 .md 页面里。"),
    # what the keeper wrote
    "unknown-key": Advice("键不认识", "把 .yml 或文件头里的键改对。", check=True),
    "wrong-value": Advice("值不对", "把 .yml 或文件头里的值改对。", check=True),
    "broken-yaml": Advice("YAML 有误", "把这一行改对：冒号后要空一格，文字里有冒号要加引号。", check=True),
    "was-taken": Advice("旧址被占", "这个旧地址上现在有别的页面，请从 was 里去掉。", check=True),
    "collection-file": Advice("栏目文件", "把 collection.yml 改对。", check=True),
    # why a document could not be read
    "unreadable": Advice("读不出来", "检查文件是否存在、有没有权限。"),
    "unsupported-format": Advice("格式不支持", _SAVE_AS),
    "not-text": Advice("不是文本", _SAVE_AS),
    "empty": Advice("空文件", "没有内容可发布，请补上或删去。"),
    "broken-file": Advice("文件损坏", _COPY),
    "encrypted": Advice("有密码", "去掉密码再放入。"),
    "embedded": Advice("嵌入文档", "把嵌入的文档取出来单独放入。"),
    "needs-program": Advice("缺程序", "安装提到的程序，或另存为 .docx。"),
    "conversion-failed": Advice("转换失败", _SAVE_AS),
    "hostile-xml": Advice("结构可疑", f"文件里有不该有的结构，{_SAVE_AS}"),
    "too-large": Advice("太大", "拆成几个文件再放入。"),
    "timeout": Advice("超时", f"读得太久。{_SAVE_AS}"),
    "worker-lost": Advice("处理中断", _AGAIN),
    "changed-meanwhile": Advice("中途改动", "再构建一次。"),
    "internal-error": Advice("程序出错", "请把这个文件的情况告诉我们，其余文件不受影响。"),
}
"""By the code of a note."""


def advice(code: str) -> Advice:
    """What to do about notes of this code."""
    return ADVICE.get(code, Advice(code))
