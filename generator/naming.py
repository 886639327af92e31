"""Names that not every file system can hold: Windows refuses some that Linux and macOS take."""

from __future__ import annotations

import re
from typing import Final

REFUSED: Final = re.compile(r'[<>:"|?*\\\x00-\x1f]')
"""What may stand in no name on Windows."""
DEVICE: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
"""How the names begin that Windows keeps for devices, with any ending."""


LONGEST: Final = 180
"""The longest path below the content folder, in UTF-16 units, that leaves room on Windows, which takes 260: for a
folder like ``C:\\Users\\NAME\\Documents\\ARCHIVE`` and for what the build puts before it in ``.cache``."""


def hindrance(path: str) -> str:
    """Why Windows could not hold a file at a POSIX path below the content folder, or nothing.

    The page keeps the name all the same: it is the keeper who knows where the site goes.
    """
    for part in path.split("/"):
        if found := REFUSED.search(part):
            return f"名字“{part}”里有 Windows 不许用的 {found[0] if found[0].isprintable() else '控制符'}"
        if DEVICE.match(part):
            return f"“{part}”是 Windows 留给设备的名字"
        if part != part.rstrip(" ."):
            return f"名字“{part}”的末尾是 Windows 会丢掉的空格或点"
    units = len(path.encode("utf-16-le", "surrogatepass")) // 2
    return f"路径有 {units} 个字，Windows 上可能放不下" if units > LONGEST else ""
