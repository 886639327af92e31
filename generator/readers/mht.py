"""Web archives (.mht): the page within the mail that a browser or Word saved it as."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Final

from generator.model import Manuscript
from generator.readers import html, text
from generator.readers.base import MEGABYTE, Reader, ReadError


def parse(data: bytes) -> Manuscript:
    """Read the first page in the archive, or its plain text where it has no page; raises :class:`ReadError`."""
    message = message_from_bytes(data.lstrip(), policy=default)
    assert isinstance(message, EmailMessage)
    page, plain = _parts(message)
    if page is not None:
        body, charset = page
        manuscript = html.read_page(html.decode_html(body, charset))
    elif plain:
        manuscript = text.parse(plain)
    else:
        raise ReadError("no-text", "网页归档里没有网页正文。")
    properties = manuscript.properties
    if not properties.title:
        properties = replace(properties, title=_header(message, "subject"))
    return replace(manuscript, format="mht", properties=properties)


def _parts(message: EmailMessage) -> tuple[tuple[bytes, str] | None, bytes]:
    """The first HTML part with its charset, and the first plain one."""
    plain = b""
    for part in message.walk():
        if part.is_multipart():
            continue
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes) or not body.strip():
            continue
        kind = part.get_content_type()
        if kind in ("text/html", "application/xhtml+xml"):
            return (body, part.get_content_charset() or ""), plain
        if kind == "text/plain" and not plain:
            plain = body
    return None, plain


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, LookupError, IndexError, AttributeError):
        return ""  # the parser of headers fails on some that are damaged


READER: Final = Reader("mht", parse, limit=50 * MEGABYTE, kinds=frozenset({"mht"}))
