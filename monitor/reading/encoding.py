"""Bytes → text: which encoding an article is in.

A byte-order mark decides; else UTF-8 if it fits; else UTF-8 with a few broken bytes (a file cut off, two files glued
together), which is said; else what charset-normalizer finds among the encodings that newsrooms still send. What is no
text at all is refused by its content, never by its name.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from monitor.errors import Unreadable, UnreadableReason
from monitor.reading.report import no_article
from monitor.text import languages

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What comes beside articles, and was never meant to be one.
_MEDIA = re.compile(
    rb"(?P<picture>\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP)"
    rb"|(?P<sound>ID3[\2-\4]\0|OggS\0|fLaC\0|RIFF....WAVE)|(?P<video>\0\0..ftyp|RIFF....AVI |\x1aE\xdf\xa3)",
    re.DOTALL,
)
_NAMES = {"picture": "a picture", "sound": "sound", "video": "a video"}
_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
)
# Fewer candidates than the library's own make koi8-r or an ISO part win over a rarity that happens to fit as well.
_LEGACY = [
    *("cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2"),
    *("iso8859_5", "iso8859_6", "iso8859_7", "cp932", "euc_jp", "gb18030", "big5", "euc_kr"),
]
_CENTRAL_EUROPEAN = frozenset({"bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"})
_SAMPLE = 32_768
_VALID_FOR_EACH_BROKEN = 10
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROLS_IN_TEXT = 0.02


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and warnings. Raises Unreadable for what is no text, or in no encoding that can be told."""
    if media := _MEDIA.match(content):
        raise no_article(_NAMES[str(media.lastgroup)])
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            raise Unreadable(UnreadableReason.BINARY, f"the content is {kind}")
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _decode_marked(content, name)
    if b"\0" in content:
        raise Unreadable(UnreadableReason.BINARY, "the content holds NUL bytes, and no mark of UTF-16")
    text, warnings = _decode_unmarked(content)
    if len(_CONTROL.findall(text)) > _CONTROLS_IN_TEXT * len(text):
        raise Unreadable(UnreadableReason.BINARY, "the content is full of control characters")
    return text, warnings


def _decode_marked(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        return content.decode(name), ()
    except UnicodeDecodeError:
        return content.decode(name, errors="replace"), (f"broken characters in a text marked as {name}",)


def _decode_unmarked(content: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    valid = sum(not character.isascii() for character in text) - broken
    if valid >= _VALID_FOR_EACH_BROKEN * broken:
        return text, (f"{broken} broken characters in UTF-8",)
    name = _detect(content[:_SAMPLE])
    return content.decode(name, errors="replace"), (f"no UTF-8: read as {name}",)


def _detect(sample: bytes) -> str:
    found = [match.encoding for match in from_bytes(sample, cp_isolation=_LEGACY)]
    if not found:
        raise Unreadable(UnreadableReason.UNKNOWN_ENCODING, "neither UTF-8 nor an encoding that can be told")
    if found[0] == "cp1250" and "cp1252" in found:
        return _western_or_central(sample)
    return found[0]


def _western_or_central(sample: bytes) -> str:
    """They differ in few letters (ñ and ń are one byte), and the library takes the first: ask the words."""
    language = languages.detect(sample.decode("cp1252", errors="replace"), "en")
    return "cp1250" if language in _CENTRAL_EUROPEAN else "cp1252"
