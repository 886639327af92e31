"""Whether a source file may be offered as it is: only where it holds nothing that its page does not show.

A file says more than its text: names of those who wrote and changed it, changes and comments, hidden words, pictures
that nobody screened. So nothing is looked for that would forbid it; a file must consist of what is known to be
harmless, and every word of it must stand on the page. Formats that cannot be looked through so are never offered.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element

from generator.cache import digest
from generator.model import Record, Role, Verdict
from generator.readers import ReadError
from generator.readers.numbering import VAL, W
from generator.readers.package import Package
from generator.readers.text import decode_text
from generator.readers.wordstyles import is_on

_PAGE_NUMBER: Final = re.compile(r"[\W\d_第共页]*")
_UNREAD: Final = frozenset(
    "tracked-changes comments hidden-text embedded pictures seals drawings symbols other-format control-characters"
    " damaged-bytes".split()
)
"""Notes of readers on what is in a file but not in its text."""


def may_offer_original(record: Record, data: bytes) -> bool:
    """Whether ``data``, the bytes that the record was made from, may be published as they are."""
    outline = record.outline
    if outline is None or record.digest != digest(data):
        return False
    screened = record.screening
    if screened.verdict is not Verdict.PUBLISH or screened.notices or screened.masks or screened.reason:
        return False
    if any(scrap.role is not Role.FURNITURE or not _PAGE_NUMBER.fullmatch(scrap.text) for scrap in outline.set_aside):
        return False
    if any(note.code in _UNREAD for note in record.notes):
        return False
    shown = _characters("".join(outline.texts()))
    try:
        match record.format:
            case "txt":
                return not _characters(decode_text(data).text) - shown
            case "md":
                left = _characters(decode_text(data).text) - shown
                return not any(character.isalnum() for character in left)  # nothing but marks of Markdown
            case "docx":
                return _is_plain_word(data, shown)
    except ReadError:
        return False
    return False


def _characters(text: str) -> Counter[str]:
    return Counter("".join(text.removeprefix("\ufeff").split()))


# --- Word -------------------------------------------------------------------------------------------------------

_PARTS: Final = re.compile(
    r"\[content_types\]\.xml|(?:.*/)?_rels/.*\.rels|docprops/(?:app|core|custom)\.xml|word/theme/theme\d*\.xml"
    r"|word/(?:document|styles(?:witheffects)?|settings|websettings|fonttable|numbering|footnotes|endnotes|(?:header|footer)\d*)\.xml|.*/"
)
"""Parts that a plain document has: no comments, pictures, embedded files, macros, data of forms."""
_TEXTS: Final = re.compile(r"word/(?:document|footnotes|endnotes|(?:header|footer)\d*)\.xml")
_CONTENT: Final = frozenset(
    W + name
    for name in """
    document body hdr ftr footnotes footnote endnotes endnote p r t tab br cr tbl tr tc tblGrid gridCol
    pPr rPr sectPr tblPr trPr tcPr tblPrEx bookmarkStart bookmarkEnd proofErr lastRenderedPageBreak noBreakHyphen
    softHyphen footnoteReference endnoteReference footnoteRef endnoteRef separator continuationSeparator
    fldSimple fldChar instrText
    """.split()
)
_PROPERTIES: Final = frozenset(W + name for name in ("pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr", "tblPrEx"))
_TELLING: Final = re.compile(r"ins|del|move(?:From|To)|\w*Change|cell(?:Ins|Del|Merge)|vanish|webHidden|specVanish")
"""Properties that tell of changes or hide words."""
_FIELD: Final = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b[\s\\*#0-9A-Za-z-]*")
_STATES: Final = frozenset(
    {"template", "application", "appversion", "docsecurity", "shareddoc", "totaltime", "revision"}
)
_COUNTS: Final = frozenset({"pages", "words", "characters", "lines", "paragraphs", "characterswithspaces"})
_SWITCHES: Final = frozenset(
    "scalecrop linksuptodate hyperlinkschanged created modified lastprinted headingpairs".split()
)
_IMPERSONAL: Final = _STATES | _COUNTS | _SWITCHES | {"language", "ksoproductbuildver"}
"""Properties of a file that say nothing of who made it."""


def _is_plain_word(data: bytes, shown: Counter[str]) -> bool:
    package = Package(data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [name.lower() for name in archive.namelist()]
        if archive.comment or data[:4] != b"PK\3\4" or len(set(names)) < len(names):
            return False
    if not all(_PARTS.fullmatch(name) for name in names):
        return False
    found: Counter[str] = Counter()
    for name in names:
        root = package.part(name) if name.endswith((".xml", ".rels")) else None
        if root is None:
            continue
        if name.endswith(".rels"):
            # A template or a picture elsewhere is named by a path, which often holds a name.
            if any(item.get("TargetMode") == "External" for item in root):
                return False
        elif name.startswith("docprops/"):
            if not all(_is_impersonal(item, shown) for item in root):
                return False
        elif name == "word/settings.xml":
            if any(item.tag in (W + "docVars", W + "mailMerge", W + "attachedTemplate") for item in root):
                return False
        elif _TEXTS.fullmatch(name):
            if not _is_plain(root):
                return False
            # What a header says is shown once, however many sections repeat it.
            text = _characters("".join(_words(root)))
            found = found | text if re.match("word/(?:head|foot)er", name) else found + text
    return not found - shown


def _is_impersonal(item: Element, shown: Counter[str]) -> bool:
    name = (item.get("name") or item.tag.rpartition("}")[2]).lower()
    said = "".join("".join(item.itertext()).split())
    if name in ("title", "titlesofparts"):
        return not Counter(said) - shown
    if name == "template":
        return said.lower() in ("", "normal", "normal.dot", "normal.dotm")
    return not said or name in _IMPERSONAL


def _is_plain(element: Element) -> bool:
    """Whether a part's content is words, tables and their look, and nothing else."""
    for child in element:
        if child.tag in _PROPERTIES:
            if any(_TELLING.fullmatch(item.tag.removeprefix(W)) and is_on(item.get(VAL, "1")) for item in child.iter()):
                return False
        elif child.tag not in _CONTENT or not _is_plain(child):
            return False
        code = child.get(W + "instr", "") if child.tag == W + "fldSimple" else child.text or ""
        if child.tag in (W + "fldSimple", W + "instrText") and not _FIELD.fullmatch(code):
            return False
    return True


def _words(root: Element) -> Iterator[str]:
    return (item.text or "" for item in root.iter(W + "t"))
